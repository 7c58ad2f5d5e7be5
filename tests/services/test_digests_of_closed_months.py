"""A digest after a month was closed for pay and its deals were refunded, corrected and divided anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from salesbot.domain import bridges
from salesbot.domain.as_of import AsOf
from salesbot.domain.causes import Cause
from salesbot.domain.changing import ChangeReason
from salesbot.domain.deals import DealDraft
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.periods import read_period
from salesbot.domain.workspaces import RefundPolicy
from salesbot.messages.render import Renderer
from salesbot.services.attainment import Measured
from salesbot.services.deals import RefundDraft, put_into, refund_deal
from salesbot.services.digests import explain
from salesbot.services.digests.changed import Moments, changes_of
from salesbot.services.digests.lines import whole
from salesbot.services.digests.week import WeekReview, week_review
from salesbot.services.mornings import morning_of_person
from salesbot.services.mornings.morning import Morning
from salesbot.services.why import bridge_of
from salesbot.services.why.history import History
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import Engines
from tests.domain.worked import eur
from tests.golden import Golden
from tests.story import MONDAY, TUESDAY_8, YESTERDAY_8, ZONE, Story, digest_was_sent, tell
from tests.trade import win

RENDERER = Renderer(templates_dir(), locales_dir())
MAY = datetime(2026, 5, 20, 12, tzinfo=UTC)
CLOSED = datetime(2026, 6, 5, 12, tzinfo=UTC)


@pytest.fixture
def story(engines: Engines) -> Story:
    """Kim, Bo and Luka won in May, which is closed for pay; on Monday that is refunded, corrected and divided anew."""
    story = tell(engines)
    with open_book(engines, story.workspace.id) as book:
        book.change_workspace(refunds=RefundPolicy.RESTATE)
        kim, bo, luka = (
            win(book, story.people[name], account, "12000", MAY.date(), now=MAY)
            for name, account in (("kim", "Kolpa"), ("bo", "Sava"), ("luka", "Drava"))
        )
        for name in ("kim", "bo", "luka", "asha"):
            digest_was_sent(book, story.people[name], YESTERDAY_8)
        book.closings.add("2026-05", closed=True, by=None, at=CLOSED)
    with open_book(engines, story.workspace.id) as book:
        maja, reason = story.maja, ChangeReason.AGREED_ANEW
        refund_deal(book, maja, kim.deal_id, RefundDraft(Money.of(2_000, "EUR")), now=MONDAY)
        less = DealDraft("", Money.of("11500", "EUR"), bo.outcome)
        put_into(book, maja, bo.deal_id, less, now=MONDAY, reason=reason)
        halves = ((story.people["luka"].slack_id, 500_000), (story.people["asha"].slack_id, 500_000))
        shared = DealDraft("", outcome=luka.outcome, sharers=halves)
        put_into(book, maja, luka.deal_id, shared, now=MONDAY, reason=reason)
    return story


def morning(story: Story, name: str, now: datetime = TUESDAY_8) -> Morning:
    with read_book(story.engines, story.workspace.id) as book:
        found = morning_of_person(book, story.people[name].id, now)
    assert not isinstance(found, str), found
    return found


def test_what_changed_is_made_of_the_credit_that_the_first_sentence_counts(
    story: Story, golden: Golden
) -> None:
    digest = morning(story, "maja").digest
    assert digest is not None
    (part,) = digest.teams
    assert part.changes.after == whole(part.forecast.expected)
    effects = {told.cause.value: told.effect.minor // 100 for told in part.changes.causes}
    assert effects == {
        "won": 5_225, "new": 5_500, "later": -7_500, "lost": -9_000, "refunded": -2_000, "share": 0,
        "corrected": -500,
    }  # fmt: skip
    assert part.changes.after.minor - part.changes.before.minor == 100 * sum(effects.values())
    golden(
        RENDERER.message(
            "digests/manager", locale="en", time_zone=ZONE, digest=digest, own=None, company=None
        ),
        "digests/closed_month_refunded_and_corrected",
    )


def test_the_first_message_of_all_names_the_same_causes(story: Story) -> None:
    """It has no knowledge of an earlier one: the days alone lie between."""
    team, june = (Scope.TEAM, story.team.id), read_period("2026-06")
    now = AsOf(TUESDAY_8.date(), False, TUESDAY_8)
    with read_book(story.engines, story.workspace.id) as book:
        known, unknown = (
            Moments(book, now, AsOf(MONDAY.date(), False, at)) for at in (YESTERDAY_8, TUESDAY_8)
        )
        told = {(row.cause, row.deal.account, row.effect) for row in unknown.moved("EUR", *team, june).rows}
        assert told == {
            (row.cause, row.deal.account, row.effect) for row in known.moved("EUR", *team, june).rows
        }
        mine = unknown.moved("EUR", Scope.REP, story.people["luka"].id, june)
        assert [(row.cause, row.deal.account) for row in mine.rows if row.deal.account == "Drava"] == [
            (Cause.SHARE, "Drava")
        ]
        sava = next(
            row for row in unknown.moved("EUR", *team, june).rows if row.deal.account == "Sava" and row.before
        )
    assert sava.before is not None
    assert (sava.before.amount, sava.deal.amount) == (eur("12,000"), eur("11,500"))


def test_a_deal_of_several_counts_once_among_those_that_are_not_named(story: Story) -> None:
    june, luka = read_period("2026-06"), story.people["luka"].id
    now, before = AsOf(TUESDAY_8.date(), False, TUESDAY_8), AsOf(MONDAY.date(), False, YESTERDAY_8)
    with read_book(story.engines, story.workspace.id) as book:
        moments = Moments(book, now, before)
        for sees, named, unnamed in ((lambda _: False, 0, 1), (lambda number: number == luka, 1, 0)):
            told = changes_of(moments, "EUR", Scope.TEAM, story.team.id, june, sees)
            shared = next(each for each in told.causes if each.cause is Cause.SHARE)
            assert (len(shared.rows), shared.unnamed) == (named, unnamed)


def test_the_next_digest_tells_of_it_no_more_and_the_working_adds_up(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.maja, TUESDAY_8)
    digest = morning(story, "maja", TUESDAY_8 + timedelta(days=1)).digest
    assert digest is not None
    assert digest.quiet
    with read_book(story.engines, story.workspace.id) as book:
        working = explain(book, story.maja.id, AsOf(TUESDAY_8.date(), False, TUESDAY_8), TUESDAY_8).teams[0]
    assert sum(deal.amount.minor for deal in working.won) == getattr(working.row.won, "minor", None)
    corrected = {deal.account: deal.amount for deal in working.won if deal.amount.minor < 0}
    assert corrected == {"Kolpa": eur("-2,000"), "Sava": eur("-500"), "Drava": eur("-6,000")}


def test_each_rep_is_told_what_somebody_else_changed_of_a_closed_month(story: Story, golden: Golden) -> None:
    told = {}
    for name in ("kim", "bo", "luka", "asha"):
        own = morning(story, name).own
        assert own is not None
        told[name] = [(change.cause.value, change.account) for change in own.changes]
    assert told == {
        "kim": [("refunded", "Kolpa")], "bo": [("corrected", "Sava")], "luka": [("share", "Drava")],
        "asha": [("share", "Drava")],
    }  # fmt: skip
    found = morning(story, "bo")
    golden(
        RENDERER.message(found.template, locale="en", time_zone=ZONE, **found.facts), "digests/own_corrected"
    )


def test_the_review_of_the_week_counts_what_the_month_counts(story: Story) -> None:
    friday = TUESDAY_8 + timedelta(days=3, hours=7)
    with read_book(story.engines, story.workspace.id) as book:
        review = week_review(book, story.maja.id, friday)
    assert isinstance(review, WeekReview)
    (team,) = review.teams
    assert team.won == eur("18,400")
    assert sum(line.won.minor for line in team.lines) == team.won.minor
    assert {line.name: line.won for line in team.lines}["Asha Mwangi"] == eur("6,000")


def test_what_one_of_a_team_gave_to_another_of_a_closed_month_is_no_refund(engines: Engines) -> None:
    story = tell(engines)
    people = story.people
    with open_book(engines, story.workspace.id) as book:
        book.rates.add(day=MAY.date(), currency="USD", per_base=Decimal("0.9"), now=MAY)
        deals = [
            win(book, people["luka"], "Drava", "12000", MAY.date(), now=MAY),
            win(book, people["luka"], "Overseas", "9000", MAY.date(), now=MAY, currency="USD"),
        ]
        book.closings.add("2026-05", closed=True, by=None, at=CLOSED)
    with open_book(engines, story.workspace.id) as book:
        halves = tuple((people[name].slack_id, 500_000) for name in ("luka", "asha"))
        for deal in deals:
            shared = DealDraft("", outcome=deal.outcome, sharers=halves)
            put_into(book, story.maja, deal.deal_id, shared, now=MONDAY, reason=ChangeReason.AGREED_ANEW)
    with read_book(engines, story.workspace.id) as book:
        measured = Measured(book, read_period("2026-06"), AsOf(TUESDAY_8.date(), False, TUESDAY_8))
        found = {}
        for scope, number in ((Scope.TEAM, story.team.id), (Scope.REP, people["luka"].id)):
            row = measured.main_row(scope, number)
            bridge = bridge_of(History(measured, "EUR"), scope, number, row)
            assert bridge is not None
            assert sum(amount.minor for _, amount in bridge.causes) == bridge.gap.minor
            found[scope] = bridge.amount(bridges.Cause.REFUNDS)
    assert found == {Scope.TEAM: eur("0"), Scope.REP: eur("-10,050")}


def test_a_deal_logged_closed_and_corrected_on_one_day_is_told_by_what_the_correction_moved(
    engines: Engines,
) -> None:
    story = tell(engines)
    kim, bo = story.people["kim"], story.people["bo"]
    with open_book(engines, story.workspace.id) as book:
        for person in (kim, bo):
            digest_was_sent(book, person, YESTERDAY_8)
        won = win(book, kim, "Zvezda", "10000", MAY.date(), now=MONDAY)
        parts = ((kim.slack_id, 800_000), (bo.slack_id, 200_000))
        put_into(book, kim, won.deal_id, DealDraft("", outcome=won.outcome, sharers=parts), now=MONDAY)
        book.closings.add("2026-05", closed=True, by=None, at=MONDAY + timedelta(minutes=5))
    with open_book(engines, story.workspace.id) as book:
        whole_of_it = DealDraft("", outcome=won.outcome, rep=bo.slack_id, sharers=((bo.slack_id, 1_000_000),))
        put_into(
            book, story.maja, won.deal_id, whole_of_it, now=MONDAY + timedelta(minutes=10),
            reason=ChangeReason.WRONG_PERSON,
        )  # fmt: skip
    said = {}
    for name in ("kim", "bo"):
        found = morning(story, name)
        message = RENDERER.message(found.template, locale="en", time_zone=ZONE, **found.facts)
        said[name] = str(message.payload())
    counts = "was corrected by Maja Kranjc. Its month is closed for pay, so it counts now."
    assert f"Zvezda (−€8,000) {counts}" in said["kim"]
    assert f"Zvezda (€8,000) {counts}" in said["bo"]
    team = morning(story, "maja")
    message = RENDERER.message(team.template, locale="en", time_zone=ZONE, **team.facts)
    assert "Kim, Zvezda −€8,000" in str(message.payload())
    assert "Bo, Zvezda +€8,000" in str(message.payload())
