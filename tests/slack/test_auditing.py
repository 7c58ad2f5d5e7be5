"""Who changed what: an admin reads everything, others what concerns them, and nobody a target they may not see."""

from __future__ import annotations

import ast
from pathlib import Path

import salesbot
from salesbot.domain.people import Role
from salesbot.messages import in_plain
from salesbot.messages.render import Renderer
from salesbot.services.auditing import LINES, AuditLine, AuditPage, audit_page
from salesbot.services.people import change_roles
from salesbot.services.setup import settle_workspace
from salesbot.shipped import locales_dir, templates_dir
from tests.cast import NOW, TODAY, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import win


def make_changes(bot: Bot, cast: Cast) -> None:
    """A deal of Kim's is edited, her goal set by her manager, a role given, a setting changed."""
    with bot.runtime.book(cast.workspace_id) as book:
        win(book, cast.adria.kim, "Acme Corp", "12500", TODAY, now=NOW)
    bot.clock.pass_by(minutes=1)
    bot.sales(cast.adria.maja, "goals set <@U0KIM> 60k 2026-07")
    bot.clock.pass_by(minutes=1)
    with bot.runtime.book(cast.workspace_id) as book:
        change_roles(book, cast.adria.ana, cast.adria.bo.id, [Role.REP, Role.MANAGER], now=bot.clock.now())
    bot.clock.pass_by(minutes=1)
    with bot.runtime.book(cast.workspace_id) as book:
        settle_workspace(book, cast.adria.ana, {"country": "AT"}, now=bot.clock.now())


def test_an_admin_reads_every_change_a_person_those_about_them(
    each_bot: Bot, cast: Cast, golden: Golden
) -> None:
    make_changes(each_bot, cast)
    seen = each_bot.sales(cast.adria.ana, "audit")
    golden(seen.message, "audit/admin")
    assert "holidays of: SI → AT" in seen.words
    assert "roles of Bo" in seen.words
    assert "60000" not in seen.words, "an admin does not see the targets of people"
    led = each_bot.sales(cast.adria.maja, "audit").words
    assert "60000" in led
    assert "holidays" not in led
    own = each_bot.sales(cast.adria.kim, "audit")
    golden(own.message, "audit/own")
    assert "60000" in own.words
    assert "Bo" not in own.words
    others = each_bot.sales(cast.adria.luka, "audit").words
    assert "Kim" not in others
    assert "60000" not in others
    assert "Nothing was changed yet" in each_bot.sales(cast.adria.asha, "audit").words


def test_pages_go_on_where_the_last_ended_and_tell_each_change_once(each_bot: Bot, cast: Cast) -> None:
    for minute in range(LINES + 5):
        each_bot.clock.pass_by(minutes=1)
        with each_bot.runtime.book(cast.workspace_id) as book:
            settle_workspace(book, cast.adria.ana, {"name": f"Acme {minute}"}, now=each_bot.clock.now())
    said = each_bot.sales(cast.adria.ana, "audit")
    pages = said.words
    while said.has("audit.more"):
        said = each_bot.press(cast.adria.ana, said.button("audit.more"))
        pages += said.words
    for minute in range(LINES + 5):
        assert pages.count(f"→ Acme {minute} ") + pages.count(f"→ Acme {minute}\n") <= 1
        assert f"→ Acme {minute}" in pages


def test_the_other_company_reads_nothing_of_it(each_bot: Bot, cast: Cast) -> None:
    make_changes(each_bot, cast)
    with each_bot.runtime.reading(cast.other.workspace.id) as book:
        someone = book.people.having(Role.ADMIN) or book.people.all()
        page = audit_page(book, someone[0], now=NOW)
    assert "Kim" not in str(page)


def test_what_somebody_chose_for_themselves_is_read_by_them_alone(bot: Bot, sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    with bot.runtime.book(cast.workspace_id) as book:
        book.records.audit(
            "settings_chosen", "person", cast.adria.kim.id, by=cast.adria.kim.id, now=NOW,
            before={"shows_amounts": True}, after={"shows_amounts": False},
        )  # fmt: skip
    assert "settings of their own" in bot.sales(cast.adria.kim, "audit me").words
    for other in (cast.adria.ana, cast.adria.maja):
        assert "settings of their own" not in bot.sales(other, "audit").words


def test_many_changes_of_one_instant_stand_as_one_line(bot: Bot, sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    with bot.runtime.book(cast.workspace_id) as book:
        for person in (cast.adria.kim, cast.adria.bo, cast.adria.luka):
            book.records.audit("imported", "person", person.id, by=None, now=NOW, after={"roles": ["rep"]})
    assert "3 people changed" in bot.sales(cast.adria.ana, "audit").words


def written() -> set[tuple[str, str]]:
    """Every (action, subject) that the source records as it stands there."""
    found = set()
    for path in Path(salesbot.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "audit":
                said = [each.value for each in node.args[:2] if isinstance(each, ast.Constant)]
                if len(said) == 2:
                    found.add((str(said[0]), str(said[1])))
    return found


def test_each_change_that_is_recorded_has_words() -> None:
    kinds = sorted(written())
    assert len(kinds) > 50
    lines = [AuditLine(NOW, "Ana", action, subject, "Kim", None, ()) for action, subject in kinds]
    renderer = Renderer(templates_dir(), locales_dir())
    for line in lines:
        page = AuditPage((line,), everybody=True, others=False, after=None)
        message = renderer.message("audit/page", locale="en", page=page, own=False, first=True)
        assert "something else" not in in_plain(message.blocks), (line.action, line.subject)


def test_who_became_a_rep_by_a_first_deal_is_told_as_who_logged_it(bot: Bot, sqlite_cast: Cast) -> None:
    assert "Saved, won" in bot.command("U0NEW", "Helios 5k won account:new").words
    said = bot.sales(sqlite_cast.adria.ana, "audit").words
    assert "Nika Mlakar: roles of Nika Mlakar" in said
    assert "from the terminal or a file" not in said
