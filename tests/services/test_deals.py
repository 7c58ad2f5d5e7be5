"""Deals as services keep them: who may, what is asked first, what follows, what can be taken back.

Kim logs    Acme        €12,500  won         16 June
            Nordlys     €8,400   proposal
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from salesbot.domain.changing import ChangeReason
from salesbot.domain.deals import DealDraft, DealUnknown, EntryKind, Outcome, Technique
from salesbot.domain.goals import Goal, Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import Period
from salesbot.domain.product_lines import Line
from salesbot.domain.refusals import ButtonExpired
from salesbot.services import deals
from salesbot.services.deals import DealAsked, DealFacts, DealLogged, drafts, mistakes
from salesbot.services.recognition import Hearing
from salesbot.storage.book import Book, open_book
from tests.cast import GUEST, NEWCOMER, NOW, TODAY, Cast, slack_person
from tests.trade import open_deal

JUNE = Period("2026-06", date(2026, 6, 1), date(2026, 7, 1))
ACME = DealDraft("Acme", Money.of("12500", "EUR"), Outcome.WON)
NORDLYS = DealDraft("Nordlys", Money.of("8400", "EUR"))


def log(book: Book, sender: Person, draft: DealDraft, **how: object) -> DealLogged:
    logged = deals.log_deal(book, sender, draft, **{"now": NOW, **how})  # type: ignore[arg-type]
    assert isinstance(logged, DealLogged)
    return logged


def set_goal(book: Book, person: Person, target: str) -> None:
    goal = Money.of(target, "EUR")
    book.goals.add(Goal(Scope.REP, person.id, REVENUE, JUNE, goal, JUNE.starts_on, NOW))


def won_by(book: Book, person: Person) -> int:
    sums = book.credits.sums(date(2026, 1, 1), date(2027, 1, 1), people=[person.id])
    return sum(row.amount.minor for row in sums)


def stage(book: Book, key: str) -> int:
    return next(each.id for each in book.accounts.stages() if each.key == key)


def reason(book: Book, code: str) -> int:
    return next(each.id for each in book.accounts.reasons() if each.code == code)


# -- logging ------------------------------------------------------------------------------------------------


def test_a_won_deal_is_credited_and_the_channel_is_to_hear_of_it(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        logged = log(book, cast.adria.kim, ACME)
        assert won_by(book, cast.adria.kim) == 1_250_000
        assert logged.hearing == Hearing(NOW + timedelta(minutes=5))
        assert logged.undo_until == NOW + timedelta(minutes=5)
        assert [row.kind for row in book.announcements.about_deal(logged.deal.deal_id)] == ["shout_out"]
    assert (logged.deal.account, logged.deal.closed_on, logged.deal.opened_on) == ("Acme", TODAY, None)
    assert logged.standing is not None
    assert logged.standing.now.won == Money.of("12500", "EUR")
    assert logged.standing.wins == 1


def test_an_open_deal_stands_in_the_first_stage_from_today_on(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        deal = log(book, cast.adria.kim, NORDLYS).deal
        assert won_by(book, cast.adria.kim) == 0
    assert deal.stage is not None
    assert (deal.stage.key, deal.opened_on, deal.outcome) == ("new", TODAY, Outcome.OPEN)


def test_the_standing_tells_the_attainment_before_and_after(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, cast.adria.kim, "50000")
        log(book, cast.adria.kim, replace(ACME, account="First", amount=Money.of("5000", "EUR")))
        standing = log(book, cast.adria.kim, ACME).standing
    assert standing is not None
    assert (str(standing.before), str(standing.now.attainment)) == ("0.100000", "0.350000")
    assert standing.wins == 2


def test_everything_a_draft_says_is_kept(cast: Cast) -> None:
    kim, bo, tom = cast.adria.kim, cast.adria.bo, cast.adria.tom
    draft = replace(
        ACME, sharers=((None, 700_000), (str(bo.slack_id), 300_000)), assists=(str(tom.slack_id),),
        lines=(Line("Pro", 2), Line("Basic"), Line("pro", 1)), technique=Technique.REFERRAL, source="Fair",
        campaign="Spring", competitor="Delta", note="two-year plan", opened_on=date(2026, 5, 1),
    )  # fmt: skip
    with open_book(cast.engines, cast.workspace_id) as book:
        deal = log(book, kim, draft).deal
        assert (won_by(book, kim), won_by(book, bo)) == (875_000, 375_000)
    assert [(part.person.id, part.amount) for part in deal.shares] == [
        (kim.id, Money.of("8750", "EUR")), (bo.id, Money.of("3750", "EUR")),
    ]  # fmt: skip
    assert [person.name for person in deal.assists] == ["Tom Becker"]
    assert {(line.product, line.quantity) for line in deal.lines} == {("Basic", 1), ("Pro", 3)}
    assert (deal.source, deal.campaign, deal.competitor, deal.note) == (
        "Fair",
        "Spring",
        "Delta",
        "two-year plan",
    )


@pytest.mark.parametrize(
    ("draft", "mistake"),
    [
        (replace(ACME, amount=Money(0, "EUR")), mistakes.AmountNeeded),
        (replace(ACME, amount=None), mistakes.AmountNeeded),
        (replace(ACME, closed_on=date(2026, 6, 17)), mistakes.CloseDayAhead),
        (replace(ACME, outcome=Outcome.LOST), mistakes.LostReasonNeeded),
        (replace(ACME, opened_on=date(2026, 6, 10), closed_on=date(2026, 6, 9)), mistakes.OpenedAfterClose),
        (replace(NORDLYS, stage_id=999), mistakes.StageGone),
    ],
)
def test_an_unsound_deal_is_refused(sqlite_cast: Cast, draft: DealDraft, mistake: type[Exception]) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book, pytest.raises(mistake):
        log(book, sqlite_cast.adria.kim, draft)


# -- who may ------------------------------------------------------------------------------------------------


def test_a_rep_cannot_log_for_another(cast: Cast) -> None:
    for_bo = replace(ACME, rep=cast.adria.bo.slack_id)
    with open_book(cast.engines, cast.workspace_id) as book:
        with pytest.raises(mistakes.MayNotLogFor):
            log(book, cast.adria.kim, for_bo)
        with pytest.raises(mistakes.MayNotLogFor):
            log(book, cast.adria.marko, for_bo)
        logged = log(book, cast.adria.maja, for_bo)
    assert logged.for_other
    assert logged.deal.rep.name == "Bo Lindqvist"


def test_a_colleague_has_no_deals(sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        helper = book.people.add(name="Pia Kos", now=NOW, slack_id="U0PIA", roles=[Role.COLLEAGUE])
        with pytest.raises(mistakes.MayNotLog):
            log(book, helper, ACME)


def test_a_split_that_leaves_the_sender_out_is_the_first_sharers_deal(sqlite_cast: Cast) -> None:
    kim, bo = sqlite_cast.adria.kim, sqlite_cast.adria.bo
    draft = replace(ACME, sharers=((str(kim.slack_id), 600_000), (str(bo.slack_id), 400_000)))
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert log(book, sqlite_cast.adria.maja, draft).deal.rep.id == kim.id
        with pytest.raises(mistakes.MayNotLogFor):
            log(book, sqlite_cast.adria.luka, replace(draft, account="Beta"))


def test_who_is_known_to_slack_only_becomes_one_of_the_people(cast: Cast) -> None:
    draft = replace(ACME, assists=(NEWCOMER,))
    with open_book(cast.engines, cast.workspace_id) as book:
        logged = log(book, cast.adria.kim, draft, met={NEWCOMER: slack_person(NEWCOMER)})
        assert book.people.by_slack_id(NEWCOMER) is not None
        with pytest.raises(mistakes.GuestNamed):
            log(
                book, cast.adria.kim, replace(ACME, account="Beta", assists=(GUEST,)),
                met={GUEST: slack_person(GUEST, guest=True)},
            )  # fmt: skip
    assert [person.name for person in logged.deal.assists] == ["Nika Mlakar"]


def test_a_first_deal_makes_a_rep_without_a_team(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        nika = book.people.add(name="Nika Mlakar", now=NOW, slack_id=NEWCOMER)
        logged = log(book, nika, ACME)
        again = log(book, book.people.by_id(nika.id), replace(ACME, account="Beta"))
    assert [person.name for person in logged.newcomers] == ["Nika Mlakar"]
    assert logged.newcomers[0].has(Role.REP)
    assert logged.hearing is None
    assert again.newcomers == ()


def test_practice_is_marked_and_nothing_is_planned(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        book.change_workspace(live_at=None)
        logged = log(book, cast.adria.kim, ACME)
        assert book.announcements.about_deal(logged.deal.deal_id) == []
    assert logged.deal.practice
    assert logged.hearing is None


# -- questions ----------------------------------------------------------------------------------------------


def asked(book: Book, sender: Person, draft: DealDraft, **how: object) -> DealAsked:
    found = deals.log_deal(book, sender, draft, **{"now": NOW, **how})  # type: ignore[arg-type]
    assert isinstance(found, DealAsked)
    return found


def test_an_account_with_an_open_deal_asks_which_one_is_meant(cast: Cast) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        open_deal = log(book, kim, replace(NORDLYS, account="Acme")).deal
        question = asked(book, kim, ACME)
        assert won_by(book, kim) == 0
        won = deals.log_into(book, kim, question.draft_id, open_deal.deal_id, now=NOW)
        assert won_by(book, kim) == 1_250_000
        assert book.deals.count_open() == 0
    assert question.why is deals.Asked.OPEN
    assert [deal.deal_id for deal in question.deals] == [open_deal.deal_id]
    assert (won.deal.deal_id, won.deal.kind, won.deal.amount) == (
        open_deal.deal_id,
        EntryKind.WON,
        ACME.amount,
    )
    assert won.was is not None
    assert won.was.amount == NORDLYS.amount


def test_another_deal_is_logged_beside_the_open_one(cast: Cast) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        log(book, kim, replace(NORDLYS, account="acme"))
        question = asked(book, kim, ACME)
        deals.log_another(book, kim, question.draft_id, now=NOW)
        assert (won_by(book, kim), book.deals.count_open()) == (1_250_000, 1)
        with pytest.raises(ButtonExpired):
            deals.log_another(book, kim, question.draft_id, now=NOW)


def test_the_same_deal_within_two_minutes_is_asked_about(cast: Cast) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        first = log(book, kim, ACME)
        question = asked(book, kim, ACME, now=NOW + timedelta(minutes=2))
        same = deals.log_into(
            book, kim, question.draft_id, first.deal.deal_id, now=NOW + timedelta(minutes=2)
        )
        assert won_by(book, kim) == 1_250_000
        later = asked(book, kim, ACME, now=NOW + timedelta(minutes=2, seconds=1))
        other = asked(book, cast.adria.bo, ACME)
    assert question.why is deals.Asked.TWICE
    assert later.why is other.why is deals.Asked.ALIKE
    assert same.unchanged


def test_of_several_open_deals_the_one_of_the_typed_amount_comes_first(sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for amount in ("12700", "12500", "40000", "9000"):
            open_deal(book, kim, "Acme", amount, now=NOW)
        question = asked(book, kim, ACME, now=NOW + timedelta(minutes=5))
    amounts = [deal.facts.amount.minor for deal in question.deals if deal.facts]
    assert amounts == [1_250_000, 1_270_000, 900_000, 4_000_000]


def test_a_draft_waits_for_half_an_hour_and_for_its_own_person(sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        log(book, kim, replace(NORDLYS, account="Acme"))
        question = asked(book, kim, ACME)
        with pytest.raises(ButtonExpired):
            deals.log_another(book, sqlite_cast.adria.bo, question.draft_id, now=NOW)
        with pytest.raises(ButtonExpired):
            deals.log_another(book, kim, question.draft_id, now=NOW + timedelta(minutes=30))


def test_of_anothers_open_deal_only_that_it_is_there_is_told(sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        theirs = log(book, sqlite_cast.adria.bo, replace(NORDLYS, account="Acme")).deal
        question = asked(book, sqlite_cast.adria.luka, ACME)
        with pytest.raises(DealUnknown):
            deals.log_into(book, sqlite_cast.adria.luka, question.draft_id, theirs.deal_id, now=NOW)
    (seen,) = question.deals
    assert (seen.facts, seen.mine, seen.rep.name) == (None, False, "Bo Lindqvist")


def test_a_draft_is_read_back_as_it_was_written() -> None:
    draft = replace(
        ACME, closed_on=TODAY, expected_on=TODAY, opened_on=TODAY, stage_id=3, reason_id=2, rep="U0BO",
        sharers=((None, 500_000), ("U0BO", 500_000)), assists=("U0TOM",), lines=(Line("Pro", 3),),
        technique=Technique.VALUE, source="Fair", campaign="Spring", competitor="Delta", note="so",
    )  # fmt: skip
    assert drafts.read(drafts.written(draft)) == draft
    assert drafts.read(drafts.written(DealDraft("Acme"))) == DealDraft("Acme")


# -- changing -----------------------------------------------------------------------------------------------


def test_a_deal_is_moved_won_reopened_and_lost(cast: Cast) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        deal_id = log(book, kim, NORDLYS).deal.deal_id
        assert (
            deals.move_deal(book, kim, deal_id, stage(book, "proposal"), now=NOW).deal.kind is EntryKind.MOVED
        )
        won = deals.win_deal(book, kim, deal_id, now=NOW)
        assert (won.deal.kind, won_by(book, kim), won.deal.closed_on) == (
            EntryKind.WON,
            840_000,
            TODAY,
        )
        again = deals.reopen_deal(book, kim, deal_id, now=NOW)
        assert (again.deal.kind, won_by(book, kim)) == (EntryKind.REOPENED, 0)
        assert again.deal.stage is not None
        assert again.deal.stage.key == "proposal"
        assert {row.status for row in book.announcements.about_deal(deal_id)} == {"cancelled"}
        lost = deals.lose_deal(book, kim, deal_id, reason(book, "price"), now=NOW)
        assert (lost.deal.kind, lost.deal.closed_on) == (EntryKind.LOST, TODAY)
        with pytest.raises(DealUnknown):
            deals.win_deal(book, cast.adria.bo, deal_id, now=NOW)
        assert [entry.kind for entry in book.deals.history(deal_id)] == [
            EntryKind.LOGGED, EntryKind.MOVED, EntryKind.WON, EntryKind.REOPENED, EntryKind.LOST,
        ]  # fmt: skip


def test_a_win_is_told_once_also_when_the_deal_is_won_again(cast: Cast) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        deal_id = log(book, kim, ACME).deal.deal_id
        deals.reopen_deal(book, kim, deal_id, now=NOW)
        again = deals.win_deal(book, kim, deal_id, now=NOW)
        assert again.hearing is not None
        assert [row.status for row in book.announcements.about_deal(deal_id)] == ["planned"]


def draft_of(deal: DealFacts, **changes: object) -> DealDraft:
    plain = DealDraft(
        deal.account, deal.amount, deal.outcome, stage_id=deal.stage.id if deal.stage else None,
        closed_on=deal.closed_on, expected_on=deal.expected_on, note=deal.note,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_an_edit_takes_credit_back_and_grants_it_anew(cast: Cast) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        deal = log(book, kim, ACME).deal
        changed = draft_of(
            deal, amount=Money.of("13000", "EUR"), closed_on=date(2026, 6, 1), account="Acme Corp"
        )
        edited = deals.edit_deal(book, kim, deal.deal_id, deal.number, changed, now=NOW)
        assert won_by(book, kim) == 1_300_000
        assert (edited.deal.account, edited.deal.kind, edited.deal.number) == (
            "Acme Corp",
            EntryKind.EDITED,
            2,
        )
        june_first = book.credits.sums(date(2026, 6, 1), date(2026, 6, 2))
        assert [row.amount for row in june_first] == [Money.of("13000", "EUR")]


def test_an_edit_of_nothing_enters_nothing(sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    split = ((str(sqlite_cast.adria.bo.slack_id), 700_000), (None, 300_000))
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        deal = log(book, kim, replace(ACME, rep=kim.slack_id, sharers=split)).deal
        same = deals.edit_deal(book, kim, deal.deal_id, 1, draft_of(deal, sharers=split), now=NOW)
        assert same.unchanged
        assert len(book.deals.history(deal.deal_id)) == 1


def test_an_edit_of_an_older_entry_is_not_lost_but_told(cast: Cast) -> None:
    kim, maja = cast.adria.kim, cast.adria.maja
    with open_book(cast.engines, cast.workspace_id) as book:
        deal = log(book, kim, ACME).deal
        larger = draft_of(deal, amount=Money.of("14000", "EUR"))
        deals.edit_deal(book, maja, deal.deal_id, 1, larger, now=NOW, reason=ChangeReason.MISTYPED)
        with pytest.raises(mistakes.ChangedMeanwhile) as told:
            deals.edit_deal(book, kim, deal.deal_id, 1, draft_of(deal, amount=Money(1, "EUR")), now=NOW)
        (line,) = told.value.facts["changes"]
        assert (line.by, line.changed, line.after.amount) == (
            "Maja Kranjc",
            ("amount", "shares"),
            Money.of("14000", "EUR"),
        )
        assert won_by(book, kim) == 1_400_000


def test_after_five_minutes_a_change_says_why(sqlite_cast: Cast) -> None:
    kim, later = sqlite_cast.adria.kim, NOW + timedelta(minutes=5, seconds=1)
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        deal = log(book, kim, ACME).deal
        changed = draft_of(deal, amount=Money.of("13000", "EUR"))
        with pytest.raises(mistakes.ChangeReasonNeeded):
            deals.edit_deal(book, kim, deal.deal_id, 1, changed, now=later)
        with pytest.raises(mistakes.ChangeReasonNeeded):
            deals.edit_deal(book, sqlite_cast.adria.maja, deal.deal_id, 1, changed, now=NOW)
        deals.edit_deal(book, kim, deal.deal_id, 1, changed, now=later, reason=ChangeReason.AGREED_ANEW)


def test_a_share_is_not_enough_to_change_a_deal(sqlite_cast: Cast) -> None:
    kim, bo = sqlite_cast.adria.kim, sqlite_cast.adria.bo
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        deal = log(book, kim, replace(ACME, sharers=((None, 500_000), (str(bo.slack_id), 500_000)))).deal
        with pytest.raises(mistakes.NotYourDeal):
            deals.reopen_deal(book, bo, deal.deal_id, now=NOW)
        with pytest.raises(mistakes.MayNotLogFor):
            deals.edit_deal(book, kim, deal.deal_id, 1, draft_of(deal, rep=bo.slack_id), now=NOW)


# -- taking back --------------------------------------------------------------------------------------------


def test_an_undo_within_five_minutes_leaves_an_entry_and_no_credit(cast: Cast) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        deal = log(book, kim, ACME).deal
        undone = deals.undo(book, kim, deal.deal_id, now=NOW + timedelta(minutes=5), number=1)
        assert won_by(book, kim) == 0
        assert {row.status for row in book.announcements.about_deal(deal.deal_id)} == {"cancelled"}
        newest = book.deals.now(deal.deal_id)
        with pytest.raises(mistakes.UndoneAlready):
            deals.undo(book, kim, deal.deal_id, now=NOW)
    assert undone.gone
    assert not undone.told
    assert (newest.kind, newest.outcome, newest.number) == (EntryKind.UNDONE, Outcome.WITHDRAWN, 2)


def test_an_undone_edit_leaves_the_deal_as_it_was(cast: Cast) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        deal = log(book, kim, ACME).deal
        changed = draft_of(deal, amount=Money.of("13000", "EUR"), note="larger")
        deals.edit_deal(book, kim, deal.deal_id, 1, changed, now=NOW)
        undone = deals.undo_latest(book, kim, now=NOW)
        assert won_by(book, kim) == 1_250_000
        assert {row.status for row in book.announcements.about_deal(deal.deal_id)} == {"planned"}
        with pytest.raises(mistakes.NothingToUndo):
            deals.undo_latest(book, kim, now=NOW)
    assert not undone.gone
    assert (undone.deal.amount, undone.deal.note) == (ACME.amount, None)


def test_an_undo_is_for_who_logged_and_not_for_ever(cast: Cast) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        deal = log(book, kim, ACME).deal
        with pytest.raises(DealUnknown):
            deals.undo(book, cast.adria.bo, deal.deal_id, now=NOW)
        with pytest.raises(mistakes.NotYoursToUndo):
            deals.undo(book, cast.adria.maja, deal.deal_id, now=NOW)
        with pytest.raises(mistakes.UndoTooLate):
            deals.undo(book, kim, deal.deal_id, now=NOW + timedelta(minutes=5, seconds=1))
        with pytest.raises(mistakes.NothingToUndo):
            deals.undo_latest(book, kim, now=NOW + timedelta(minutes=6))
        with pytest.raises(mistakes.NothingToUndo):
            deals.undo_latest(book, cast.adria.bo, now=NOW)


def test_an_old_button_does_not_undo_a_newer_entry(sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        deal = log(book, kim, ACME).deal
        deals.edit_deal(book, kim, deal.deal_id, 1, draft_of(deal, amount=Money.of("13000", "EUR")), now=NOW)
        with pytest.raises(mistakes.UndoneAlready):
            deals.undo(book, kim, deal.deal_id, now=NOW, number=1)
        assert won_by(book, kim) == 1_300_000


def test_a_withdrawn_deal_counts_nowhere_and_its_withdrawal_can_be_undone(cast: Cast) -> None:
    kim, later = cast.adria.kim, NOW + timedelta(days=3)
    with open_book(cast.engines, cast.workspace_id) as book:
        deal = log(book, kim, ACME).deal
        with pytest.raises(mistakes.ChangeReasonNeeded):
            deals.withdraw_deal(book, kim, deal.deal_id, 1, now=later)
        deals.withdraw_deal(book, kim, deal.deal_id, 1, now=later, reason=ChangeReason.LOGGED_TWICE)
        assert won_by(book, kim) == 0
        with pytest.raises(mistakes.DealWithdrawn):
            deals.win_deal(book, kim, deal.deal_id, now=later)
        back = deals.undo(book, kim, deal.deal_id, now=later)
        assert won_by(book, kim) == 1_250_000
    assert back.deal.outcome is Outcome.WON


def test_a_deal_is_announced_at_once_on_request(sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        deal = log(book, kim, ACME).deal
        assert deals.announce_deal(book, kim, deal.deal_id, now=NOW).told_now
        assert [row.due_at for row in book.announcements.about_deal(deal.deal_id)] == [NOW]
        with pytest.raises(DealUnknown):
            deals.announce_deal(book, sqlite_cast.adria.bo, deal.deal_id, now=NOW)
        open_deal = log(book, kim, NORDLYS).deal
        with pytest.raises(mistakes.NothingToAnnounce):
            deals.announce_deal(book, kim, open_deal.deal_id, now=NOW)


# -- reading ------------------------------------------------------------------------------------------------


def test_a_deal_is_shown_to_who_has_a_part_in_it_and_who_leads_them(sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        deal = log(book, cast.adria.kim, replace(ACME, assists=(str(cast.adria.tom.slack_id),))).deal
        for person, may_change in ((cast.adria.kim, True), (cast.adria.maja, True), (cast.adria.tom, False)):
            assert deals.deal_shown(book, person, deal.deal_id, now=NOW)[1] is may_change
        for other in (cast.adria.bo, cast.adria.ana, None):
            with pytest.raises(DealUnknown):
                deals.deal_shown(book, other, deal.deal_id, now=NOW)
            with pytest.raises(DealUnknown):
                deals.deals_of_account(book, other, "Acme", now=NOW)
        with pytest.raises(DealUnknown):
            deals.deal_shown(book, cast.adria.kim, 999, now=NOW)
        assert [each.account for each in deals.deals_of_account(book, cast.adria.kim, "ACME", now=NOW)] == [
            "Acme"
        ]


def test_another_company_with_the_same_numbers_sees_nothing(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        deal = log(book, cast.adria.kim, ACME).deal
    with open_book(cast.engines, cast.other.workspace.id) as book:
        with pytest.raises(DealUnknown):
            deals.deal_shown(book, cast.other.kim, deal.deal_id, now=NOW)
        with pytest.raises(DealUnknown):
            deals.undo(book, cast.other.kim, deal.deal_id, now=NOW)
        assert isinstance(deals.log_deal(book, cast.other.kim, ACME, now=NOW), DealLogged)
