"""Somebody's dated record: a file that only who asked gets, for the person and who leads them."""

from __future__ import annotations

from datetime import date

from salesbot.domain.courses import For, Whom
from salesbot.domain.diagnosis import Trouble
from salesbot.domain.goals import Scope
from salesbot.domain.orders import Department
from salesbot.domain.people import Person
from salesbot.runtime import Runtime
from salesbot.scheduler.filing import told
from salesbot.services.courses import add_course, enrol
from salesbot.services.planning import Kind
from salesbot.storage.book import Book, open_book, read_book
from tests.auditing import audited
from tests.cast import NOW, TODAY, Cast
from tests.scheduler.fake_slack import FakeSlack
from tests.slack.asked import Bot
from tests.trade import set_goal, win


def hand_to_production(book: Book, rep: Person, manager: Person) -> None:
    """The manager took a trouble of the rep's figures to production."""
    evidence = {"sign": "late", "about": None, "deals": [], "now": [3, 30], "before": [1, 30]}
    book.cases.add(
        Department.PRODUCTION, Trouble.DELIVERY, Scope.REP, rep.id, evidence=evidence,
        starts_on=date(2026, 3, 16), ends_on=TODAY, due_on=TODAY, now=NOW, by=manager.id,
    )  # fmt: skip


def _file(bot: Bot, cast: Cast, nth: int) -> tuple[str, str]:
    """What is told of the file, and what stands in it."""
    with read_book(cast.engines, cast.workspace_id) as book:
        row = book.announcements.of(kinds=[Kind.FILE_MADE.value])[nth]
    slack = FakeSlack()
    template, _ = told(Runtime(bot.runtime.engines, bot.clock, bot.runtime.renderer, slack), row, NOW)
    return template, "".join(content.decode() for _, _, content in slack.sent)


def test_the_record_tells_goals_outcomes_talks_and_trainings(bot: Bot, sqlite_cast: Cast) -> None:
    maja, kim = sqlite_cast.adria.maja, sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        set_goal(book, kim, "2026-05", "60000", now=NOW)
        win(book, kim, "Acme", "45000", date(2026, 5, 12), now=NOW)
        course = add_course(
            book, maja, "Offers", For.ROLE, product_id=None, technique=None, repeat_months=None, now=NOW
        )
        enrol(book, maja, course.id, Whom.CHOSEN, [kim.id], TODAY, now=NOW)
        away = (date(2026, 5, 18), date(2026, 5, 22))
        book.absences.add(kim.id, *away, deputy_id=None, now=NOW, by=kim.id)
        hand_to_production(book, kim, maja)
    said = bot.sales(maja, "1:1 <@U0KIM>")
    bot.submit(maja, bot.press(maja, said.button("talks.note")).view, {"words": "Seems tired"})
    bot.submit(
        maja, bot.press(maja, said.button("talks.action")).view, {"words": "Visits", "due_on": "2026-06-30"}
    )
    bot.press(maja, said.button("talks.held"))
    assert "for you only" in bot.sales(maja, "record <@U0KIM>").words
    template, content = _file(bot, sqlite_cast, 0)
    assert template == "exports/record_made"
    assert content.splitlines() == [
        "Record of Kim Novak, taken on 16 June 2026 by Maja Kranjc: 7 entries.",
        "Goals, outcomes, talks and what was agreed, support, trainings and days away, each with its day; of days away no "
        "reason. Private notes are not part of it. It lists facts and draws no conclusion.",
        "",
        "2026-05-01 Goal: revenue, May 2026, €60,000 (–)",
        "2026-05-18 Away until 22 May 2026",
        "2026-05-31 Outcome: revenue, May 2026, €45,000 of €60,000, 75.0\xa0%",
        "2026-06-16 One-to-one talk (Maja Kranjc)",
        "2026-06-16 Agreed: Visits (Kim Novak, due Tue 30 June)",
        "2026-06-16 Training: Offers, due Tue 16 June",
        "2026-06-16 Support: a trouble was taken to Production and delivery (Maja Kranjc), not answered yet",
    ]
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        (taken,) = [row for row in audited(book) if row.action == "record_taken"]
    assert (taken.person_id, taken.subject, taken.subject_id) == (maja.id, "person", kim.id)
    bot.sales(kim, "record")
    assert "Agreed: Visits" in _file(bot, sqlite_cast, 1)[1]


def test_nobody_else_takes_it(bot: Bot, sqlite_cast: Cast) -> None:
    people = sqlite_cast.adria
    for stranger in (people.bo, people.marko, people.ana, people.asha):
        assert "not yours" in bot.sales(stranger, "record <@U0KIM>").words
        press = {"type": "button", "action_id": "records.take", "value": str(people.kim.id)}
        assert "not yours" in bot.press(stranger, press).words
    bot.sales(people.maja, "record <@U0KIM>")
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.people.assign(
            people.kim.id, team_id=people.teams["nordic"].id, manager_id=people.marko.id, valid_from=TODAY,
            now=NOW,
        )  # fmt: skip
    template, content = _file(bot, sqlite_cast, 0)
    assert (template, content) == ("imports/not_yours", "")
