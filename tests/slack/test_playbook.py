"""The playbook in Slack: written, sent, read, offered where it helps, and saved from what works."""

from __future__ import annotations

from salesbot.messages import Message
from salesbot.services.erasing import erase
from salesbot.services.planning import Kind
from salesbot.storage.book import open_book
from tests.cast import GUEST, NEWCOMER, NOW, STRANGER, Cast
from tests.golden import Golden
from tests.selling import tell_a_year
from tests.slack.asked import Bot, Said
from tests.trade import open_deal

STRATEGY = "Hospitals first. Begin with the head nurse; the price comes last."


def write(bot: Bot, cast: Cast, **fields: str) -> Said:
    """A manager writes a play in the form."""
    form = bot.sales(cast.adria.maja, "playbook add").view
    values = {"kind": "strategy", "title": "Our year", "text": STRATEGY, "tell": ["yes"], **fields}
    return bot.submit(cast.adria.maja, form, values)


def told(cast: Cast, kind: Kind) -> set[str]:
    with open_book(cast.engines, cast.workspace_id) as book:
        rows = book.announcements.of(kinds=[kind.value])
        return {book.people.by_id(int(row.recipient.partition(":")[2])).name.split()[0] for row in rows}


def test_a_play_is_written_and_sent_to_everybody_who_sells(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    saved = write(bot, sqlite_cast)
    assert "8 people are asked to read it" not in saved.words
    assert "7 people are asked to read it" in saved.words
    assert told(sqlite_cast, Kind.PLAY_NEWS) == {"Kim", "Bo", "Luka", "Ivana", "Asha", "Tom", "Marko"}
    assert told(sqlite_cast, Kind.PLAY_REMINDER) == told(sqlite_cast, Kind.PLAY_NEWS)
    said = bot.sales(sqlite_cast.adria.maja, "playbook")
    golden(Message(said.message["text"], said.message["blocks"]), "playbook/manager")


def test_it_is_acknowledged_and_who_has_not_is_listed(bot: Bot, sqlite_cast: Cast) -> None:
    write(bot, sqlite_cast)
    assert "To read in the playbook: Our year" in bot.sales(sqlite_cast.adria.kim, "todo").words
    kim = bot.sales(sqlite_cast.adria.kim, "playbook")
    assert STRATEGY in kim.words
    after = bot.press(sqlite_cast.adria.kim, kim.button("playbook.read"))
    assert not after.has("playbook.read")
    assert "Not read yet" not in after.words
    maja = bot.sales(sqlite_cast.adria.maja, "playbook").words
    assert "Not read yet: Asha Mwangi, Bo Lindqvist" in maja
    assert "Kim" not in maja


def test_a_change_wants_a_reason_and_keeps_the_version_before(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    write(bot, sqlite_cast)
    form = bot.press(
        sqlite_cast.adria.maja, bot.sales(sqlite_cast.adria.maja, "playbook").button("playbook.change")
    )
    values = {"kind": "strategy", "title": "Our year", "text": "Schools first.", "tell": ["yes"]}
    refused = bot.submit(sqlite_cast.adria.maja, form.view, values)
    assert "Say why" in refused.errors["reason"]
    form = bot.press(
        sqlite_cast.adria.maja, bot.sales(sqlite_cast.adria.maja, "playbook").button("playbook.change")
    )
    saved = bot.submit(
        sqlite_cast.adria.maja, form.view, {**values, "reason": "The hospitals' budgets are closed"}
    )
    assert "version 2" in saved.words
    read = bot.sales(sqlite_cast.adria.kim, "playbook strategy")
    golden(Message(read.message["text"], read.message["blocks"]), "playbook/changed")
    history = bot.press(sqlite_cast.adria.kim, read.button("playbook.history"))
    assert STRATEGY in history.words
    assert "budgets are closed" in history.words


def test_who_may_read_and_who_may_write(bot: Bot, sqlite_cast: Cast) -> None:
    write(bot, sqlite_cast)
    assert STRATEGY in bot.sales(NEWCOMER, "playbook").words
    for nobody in (GUEST, STRANGER):
        assert STRATEGY not in bot.sales(nobody, "playbook").words
    assert "not yours" in bot.sales(sqlite_cast.adria.kim, "playbook add").words
    change = bot.sales(sqlite_cast.adria.maja, "playbook").button("playbook.change")
    assert "not yours" in bot.press(sqlite_cast.adria.kim, change).words
    retire = bot.sales(sqlite_cast.adria.maja, "playbook").button("playbook.retire")
    assert "not yours" in bot.press(sqlite_cast.adria.kim, retire).words
    gone = bot.press(sqlite_cast.adria.maja, retire)
    assert "taken out" in gone.words
    assert STRATEGY not in bot.sales(sqlite_cast.adria.kim, "playbook").words


def test_bad_input(bot: Bot, sqlite_cast: Cast) -> None:
    assert "Nothing stands in the playbook yet" in bot.sales(sqlite_cast.adria.kim, "playbook").words
    assert "A play needs" in write(bot, sqlite_cast, text="  ").errors["text"]
    write(bot, sqlite_cast)
    assert (
        "Nothing in the playbook says “<!channel>”"
        in bot.sales(sqlite_cast.adria.kim, "playbook &lt;!channel&gt;").words
    )
    for value in ("", "x", "999999", "7" * 400):
        said = bot.press(
            sqlite_cast.adria.kim, {"action_id": "playbook.open", "type": "button", "value": value}
        )
        assert STRATEGY not in said.words


def test_it_is_offered_where_it_helps_and_once(bot: Bot, sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        rival = book.accounts.ensure_label("competitor", "Delta")
        stages = {stage.key: stage.id for stage in book.accounts.stages()}
    write(bot, sqlite_cast, kind="objection", title="Against Delta", text="Delivery", about=f"label:{rival}")
    write(
        bot,
        sqlite_cast,
        kind="technique",
        title="A good proposal",
        text="Short",
        stage=str(stages["proposal"]),
    )
    kim = sqlite_cast.adria.kim
    assert "From the playbook" not in bot.command(kim, "Acme 12k").words
    moved = bot.sales(kim, "deal Acme move proposal")
    assert "From the playbook: A good proposal" in moved.words
    assert "Short" in bot.press(kim, moved.button("playbook.open")).words
    assert "Against Delta" in bot.command(kim, '"Helios" 9k competitor:Delta').words
    assert "From the playbook" not in bot.sales(kim, "deal Helios close:eom").words
    assert "From the playbook" not in bot.sales(kim, "deal Helios won").words


def test_one_for_a_competitor_at_a_stage_is_offered_when_both_are_there(bot: Bot, sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        rival = book.accounts.ensure_label("competitor", "Delta")
        proposal = next(stage.id for stage in book.accounts.stages() if stage.key == "proposal")
    play = {"kind": "objection", "title": "Delta's price", "text": "Delivery", "stage": str(proposal)}
    write(bot, sqlite_cast, about=f"label:{rival}", **play)
    kim = sqlite_cast.adria.kim
    assert "From the playbook" not in bot.command(kim, '"Helios" 9k competitor:Delta').words
    assert "Delta's price" in bot.sales(kim, "deal Helios move proposal").words
    assert "From the playbook" not in bot.sales(kim, "deal Helios close:eom").words
    assert "From the playbook" not in bot.command(kim, '"Acme" 12k stage:proposal').words
    assert "Delta's price" in bot.sales(kim, "deal Acme competitor:Delta").words
    assert "Delta's price" in bot.command(kim, '"Baraka" 8k stage:proposal competitor:Delta').words


def test_one_for_another_team_is_not_offered(bot: Bot, sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        first = next(stage.id for stage in book.accounts.stages())
    nordic = str(sqlite_cast.adria.teams["nordic"].id)
    write(bot, sqlite_cast, title="For Nordic", stage=str(first), team=nordic)
    assert told(sqlite_cast, Kind.PLAY_NEWS) == {"Asha", "Tom", "Marko"}
    assert "From the playbook" not in bot.command(sqlite_cast.adria.kim, "Acme 12k").words
    assert "For Nordic" in bot.command(sqlite_cast.adria.asha, "Baraka 12k").words


def test_what_works_is_saved_with_figures_that_give_nobody_away(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    tell_a_year(sqlite_cast)
    maja = sqlite_cast.adria.maja
    said = bot.sales(maja, "works")
    form = bot.press(maja, said.button("playbook.save_finding", 1))
    values = {"kind": "technique", "title": "Consultative selling", "text": "Ask, then listen.", "tell": []}
    saved = bot.submit(maja, form.view, {**values, "about": "technique:consultative"})
    assert "asked to read" not in saved.words
    read = bot.sales(sqlite_cast.adria.luka, "playbook consultative")
    golden(Message(read.message["text"], read.message["blocks"]), "playbook/found")
    assert "won 64 of 80" in read.words
    # Referrals are Kim's alone: saved without figures.
    form = bot.press(maja, said.button("playbook.save_finding", 0))
    bot.submit(maja, form.view, {**values, "title": "Referrals", "about": "technique:referral"})
    assert "won 36" not in bot.sales(sqlite_cast.adria.luka, "playbook referrals").words
    assert not bot.sales(sqlite_cast.adria.luka, "works").has("playbook.save_finding")


def test_the_other_company_reads_nothing_of_it(bot: Bot, sqlite_cast: Cast) -> None:
    write(bot, sqlite_cast)
    with open_book(sqlite_cast.engines, sqlite_cast.other.workspace.id) as book:
        assert book.playbook.all() == []
        open_deal(book, sqlite_cast.other.zane, "Riga", "1000", now=NOW)


def test_who_is_erased_leaves_the_play_without_the_name(bot: Bot, sqlite_cast: Cast) -> None:
    write(bot, sqlite_cast, text="Ask Maja Kranjc, she wrote it.")
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        erase(book, str(sqlite_cast.adria.maja.email), now=NOW)
    said = bot.sales(sqlite_cast.adria.kim, "playbook").words
    assert "Maja" not in said
    assert "she wrote it" in said
