"""K12: the seventy faults that a bot of this kind can have, each with the tests that stand behind it.

    python -m tests.scoreboard.faults           runs every test named here and counts the rows that stand: minutes
    python -m tests.scoreboard.faults --names   only looks whether each test is there

A row counts where a test proves it on the program as it is, and all of its tests pass. What is proven in part counts
not; `lacks` says what is missing.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Row:
    """One fault: its number, in a few words, its tests as `folder/test_file::name` below tests/, and what they lack."""

    number: int
    fault: str
    tests: tuple[str, ...]
    lacks: str = ""


_EDGE, _MAIN, _BAD = "slack/test_edge::", "scenarios/test_main_job::", "scenarios/test_bad_input::"
_SENDING, _DISPATCH, _SAYS = "scheduler/test_announcer::", "storage/test_dispatch::", "slack/test_messenger::"
_ENGINES, _SCHEMA, _BACKUPS = "storage/test_engines::", "storage/test_schema::", "storage/test_backups::"
_DAYS, _LEASES, _NEXT = "scheduler/test_routines::", "scheduler/test_leases::", "domain/test_announcing::"

ROWS: tuple[Row, ...] = (
    Row(1, "dies after the answer, before the commit", (
        "scenarios/test_kill::what_was_acknowledged_stands_once_after_every_kill",
        "scenarios/test_kill::a_bot_that_acknowledges_before_it_commits_is_caught")),
    Row(2, "the answer is lost and the same comes again", (
        "scenarios/test_kill::a_bot_that_keeps_no_delivery_keys_is_caught",
        f"{_MAIN}a_command_that_is_delivered_twice_is_one_deal",
        f"{_EDGE}a_signed_command_is_answered_and_its_replay_changes_nothing")),
    Row(3, "slower than three seconds", (
        f"{_EDGE}an_answer_that_comes_late_travels_by_response_url",
        f"{_MAIN}the_same_deal_within_two_minutes_is_asked_about_and_answered_once")),
    Row(4, "a full pool of threads", (
        "web/test_server::health_is_answered_while_deliveries_wait",
        f"{_EDGE}fifty_commands_are_answered_while_twenty_calls_to_slack_hang")),
    Row(5, "an exception after the answer", (
        f"{_EDGE}our_own_fault_is_logged_and_apologised_for_by_reference",
        f"{_EDGE}books_that_cannot_be_opened_are_apologised_for")),
    Row(6, "an event's listener fails", (
        f"{_EDGE}an_event_that_we_fail_is_not_acknowledged_and_works_when_it_comes_again",)),
    Row(7, "repeats are ignored", (
        f"{_EDGE}an_event_that_we_fail_is_not_acknowledged_and_works_when_it_comes_again",
        "slack/test_repeats::a_repeat_takes_the_place_of_the_first_that_failed")),
    Row(8, "the socket goes deaf", ("wiring/test_looked_after::a_line_that_died_unnoticed_is_replaced",)),
    Row(9, "no line while restarting", ("scenarios/test_replicas::an_update_under_load_loses_nothing",)),
    Row(10, "one delivery on several lines", (
        "slack/test_repeats::a_repeat_beside_the_first_waits_and_answers_nothing",
        f"{_MAIN}a_direct_message_that_is_delivered_twice_is_one_deal",
        "playground/test_sockets::each_envelope_goes_to_one_of_several_sockets")),
    Row(11, "a trigger older than three seconds", (
        "playground/test_modals::a_trigger_is_good_for_three_seconds",
        f"{_EDGE}a_form_whose_trigger_is_too_old_is_offered_by_a_button")),
    Row(12, "Submit pressed twice", (f"{_MAIN}a_form_that_is_sent_twice_at_once_saves_one_deal",)),
    Row(13, "an answer's address is used up", (
        f"{_EDGE}an_answer_that_does_not_arrive_becomes_a_direct_message",
        f"{_MAIN}what_cannot_be_answered_by_response_url_is_told_directly")),
    Row(14, "a receipt that is not shown", (f"{_MAIN}app_home_shows_a_rep_their_own_and_a_manager_the_team",
        f"{_MAIN}the_same_deal_within_two_minutes_is_asked_about_and_answered_once")),
    Row(15, "replayed, stale or forged requests", (
        f"{_BAD}a_request_that_slack_did_not_sign_is_refused", f"{_BAD}signed_junk_is_no_fault_of_ours",
        f"{_BAD}a_signed_request_that_is_replayed_is_one_deal",
        f"{_EDGE}a_request_that_is_not_signed_by_slack_now_is_refused")),
    Row(16, "odd amounts", (
        "slack/parsing/test_amounts::what_an_amount_is_read_as",
        f"{_BAD}an_odd_line_is_stored_exactly_as_it_was_meant",
        f"{_BAD}what_can_be_meant_in_two_ways_is_asked_back")),
    Row(17, "one person floods", (
        "slack/test_flooding::who_sends_too_much_at_once_is_told_and_nobody_else_waits",
        "slack/test_flooding::a_workspace_beside_others_has_a_measure_of_its_own")),
    Row(18, "changes at once get lost", (
        f"{_ENGINES}eight_people_who_change_one_deal_lose_no_change",
        f"{_ENGINES}two_changes_of_one_state_cannot_both_be_next")),
    Row(19, "a transaction that turns into writing", (f"{_ENGINES}eight_people_who_log_at_once_lose_nothing",)),
    # By order and by count: a limit in seconds is measured in benchmarks/ (K5), since a clock tells of the machine too.
    Row(20, "unfair waiting for the lock", (f"{_MAIN}eight_deals_are_logged_at_once",
        "storage/test_writing::nobody_is_overtaken_by_who_came_later",
        "storage/test_writing::a_lock_that_serves_the_newest_first_is_seen",
        "storage/test_writing::the_last_of_many_at_once_waits_for_the_disk_a_few_times_only")),
    Row(21, "power is cut", (f"{_ENGINES}a_sqlite_file_is_written_safely",
        "scenarios/test_power_cut::what_was_acknowledged_stands_after_a_power_cut",
        "scenarios/test_power_cut::a_bot_that_does_not_wait_for_the_disk_is_caught")),
    Row(22, "money as a float", ("test_scoreboard::the_small_ones_hold_and_the_page_keeps_the_others",
        "analysis/test_pipeline::amounts_beyond_what_a_float_holds_stay_exact")),
    Row(23, "pandas on money", ("analysis/test_pipeline::amounts_beyond_what_a_float_holds_stay_exact",)),
    Row(24, "parts that do not add up", (
        "services/test_ledger_adds_up::every_order_of_changes_adds_up",
        "domain/test_rounding::rounded_parts_add_up_to_the_rounded_total",
        "services/imports/test_round_trip::the_odd_cent_of_a_split_stays_with_whom_it_was")),
    Row(25, "two currencies added", (
        "services/test_attainment::other_currencies_are_converted_at_the_close_day_and_left_out_without_a_rate",
        "services/test_rates_frozen::without_a_rate_nothing_is_frozen_and_the_first_one_counts")),
    Row(26, "instants without a zone", (
        "messages/test_filters::an_instant_without_a_zone_is_refused",
        "domain/test_periods::each_day_lies_in_exactly_one_period_of_a_kind")),
    Row(27, "models that check nothing", (
        "services/test_deals::an_unsound_deal_is_refused", f"{_BAD}every_field_of_the_form_takes_every_line")),
    Row(28, "a value that an older program does not know", (f"{_SCHEMA}a_schema_of_a_newer_version_is_left_alone",)),
    Row(29, "a migration that drops rows", (
        f"{_SCHEMA}migrations_can_be_taken_back_and_made_again",
        f"{_SCHEMA}a_row_that_others_stand_on_cannot_go",
        "storage/test_each_revision::filled_books_of_each_revision_lose_no_row",
        "storage/test_each_revision::a_step_that_loses_a_row_is_seen")),
    Row(30, "killed within a migration", (
        f"{_SCHEMA}a_migration_that_fails_changes_nothing", f"{_BACKUPS}a_migration_keeps_a_backup_from_before")),
    Row(31, "two replicas migrate", (f"{_SCHEMA}two_processes_that_migrate_at_once_both_find_it_done",)),
    Row(32, "a backup without the newest", (
        f"{_BACKUPS}what_stands_only_in_the_log_is_in_the_backup",
        f"{_BACKUPS}a_copied_file_alone_would_have_lost_the_newest_deals",
        f"{_BACKUPS}a_backup_under_load_holds_whole_changes_only")),
    Row(33, "a full disk", (f"{_ENGINES}a_full_disk_keeps_nothing_of_a_change_and_room_mends_it",)),
    Row(34, "a damaged database", (f"{_BACKUPS}damage_is_found_and_named",)),
    Row(35, "PostgreSQL restarts", (f"{_ENGINES}a_line_that_the_server_cut_is_replaced",)),
    Row(36, "a session shared by threads", (f"{_ENGINES}eight_people_who_log_at_once_lose_nothing",)),
    Row(37, "history changed or deleted", (
        f"{_SCHEMA}the_database_refuses_to_change_or_drop_a_row_of_the_ledger",
        "storage/test_ledger_replays::any_order_of_changes_replays_to_the_same_figures")),
    Row(38, "a correction after a digest", (
        "services/test_digest_cases::a_correction_after_the_digest_stands_in_the_next_one",
        "services/test_digest_cases::the_digest_is_the_same_for_ever_as_of_then_and_as_known_then")),
    Row(39, "a digest from each replica", (
        f"{_SENDING}several_announcers_at_once_send_each_row_once", f"{_DISPATCH}a_row_is_claimed_once_by_many_at_once")),
    Row(40, "restarted over the due time", (f"{_DAYS}a_restart_just_before_and_just_after_the_hour_misses_nothing",)),
    Row(41, "many due at one instant", (
        "scheduler/test_in_the_long_run::what_is_due_at_once_goes_out_as_fast_as_slack_allows_and_keeps_nobody_else_waiting",)),
    Row(42, "clocks go forward", (
        f"{_DAYS}where_clocks_go_forward_over_the_hour_the_digest_comes_once_after_the_gap",
        "domain/test_every_calendar::no_day_is_missed_and_none_doubled")),
    Row(43, "clocks go back", (
        f"{_DAYS}where_clocks_go_back_over_the_hour_the_digest_comes_once_the_first_time",
        "domain/test_schedules::a_time_that_comes_twice_is_due_the_first_time")),
    Row(44, "a day that never was, or new rules of a zone", (
        "domain/test_schedules::a_day_that_never_was_has_nothing_due",
        "services/test_settings::a_message_that_is_planned_moves_with_the_rules_of_its_zone")),
    Row(45, "replicas with different rules of zones", (
        "services/test_settings::two_processes_with_rules_of_their_own_agree_on_nine",)),
    Row(46, "who travels or changes the zone", (
        f"{_DAYS}who_travels_gets_one_digest_a_day",
        "services/test_settings::the_morning_message_moves_with_the_zone_and_the_hour")),
    Row(47, "three days down", (f"{_DAYS}after_days_of_silence_the_newest_digest_names_the_days_it_covers",)),
    Row(48, "the clock goes back, the process stood still", (
        f"{_LEASES}a_process_that_stood_still_posts_nothing_afterwards",
        f"{_DISPATCH}a_lease_that_ran_out_is_claimed_anew_and_the_old_fence_changes_nothing",
        f"{_DISPATCH}the_calendar_does_not_move_leases")),
    Row(49, "killed between posting and noting it", (
        "scenarios/test_delivery::nothing_is_lost_and_nothing_doubled",
        "scenarios/test_delivery::the_proof_catches_a_planted_bug")),
    Row(50, "Slack took it, the answer was lost", (
        f"{_SAYS}a_dropped_answer_leaves_it_open_and_nothing_is_posted_again",
        f"{_SENDING}a_lost_answer_is_looked_for_and_not_said_twice")),
    Row(51, "told to wait", (
        f"{_SENDING}slack_asking_to_wait_loses_nothing",
        f"{_DISPATCH}a_workspace_that_slack_holds_does_not_hold_the_others")),
    Row(52, "a broken answer", (
        f"{_SAYS}a_page_instead_of_an_answer_leaves_it_open", f"{_SAYS}a_silence_leaves_it_open",
        f"{_SAYS}each_error_of_slack_has_its_meaning")),
    Row(53, "archived, kicked out, revoked, gone", (
        f"{_NEXT}each_error_code_has_its_class", f"{_SENDING}a_dead_letter_tells_an_admin_once",
        f"{_SENDING}a_useless_token_suspends_the_workspace_until_it_is_resumed")),
    Row(54, "too big a message", (
        "messages/test_fitting::any_number_of_reps_with_any_names_fits",
        "services/test_digest_cases::five_hundred_reps_are_cut_and_still_add_up")),
    Row(55, "one poisoned row", (f"{_NEXT}one_poisoned_row_dies_of_too_many_tries",)),
    Row(56, "a slip in a template", (
        "messages/test_markup::a_missing_fact_is_never_printed_as_nothing",
        "messages/test_markup::a_value_without_its_filter_is_never_printed_as_python_spells_it")),
    Row(57, "told to stop while sending", (
        f"{_LEASES}stopping_gives_leases_back", f"{_LEASES}what_was_given_back_is_not_posted_after_all",
        "web/test_server::what_is_under_way_is_finished_before_it_stops")),
    Row(58, "live markup in names and notes", (
        "messages/test_injection::what_a_person_types_stays_words",
        "messages/test_injection::an_attribute_cannot_be_broken_out_of",
        "messages/test_injection::the_reader_of_live_markup_sees_what_is_live")),
    Row(59, "a template that somebody gives", (
        "messages/test_injection::what_a_person_types_stays_words",
        "messages/test_injection::what_a_person_types_is_shown_as_typed")),
    Row(60, "somebody else's data asked for or clicked on", (
        "domain/test_access::only_who_is_named_in_the_table_may",
        "slack/test_attainment::a_button_of_somebody_elses_figures_is_asked_anew",
        "scheduler/test_canaries::nobody_is_told_a_figure_that_is_not_theirs_to_see")),
    Row(61, "said where outsiders read", (
        f"{_SENDING}nothing_is_told_where_outsiders_read_and_an_admin_hears_of_it_once",
        f"{_EDGE}a_stranger_in_a_shared_channel_is_refused")),
    Row(62, "a former manager, somebody who left", (
        "scheduler/test_canaries::who_leads_a_team_no_more_when_it_is_sent_is_told_nothing_of_it",
        f"{_SENDING}a_manager_who_left_the_team_gets_no_figures_of_it")),
    Row(63, "another company's rows", (
        f"{_ENGINES}one_workspace_does_not_see_anothers_deals",
        "storage/test_walls::a_question_that_forgot_whose_rows_it_means_sees_its_own_and_without_a_book_none",
        "scenarios/test_two_workspaces::two_companies_install_and_neither_sees_the_other")),
    Row(64, "the sum of a small group", (
        "services/test_company_digest::a_team_of_three_is_too_small_for_its_channel",
        "slack/test_attainment::a_rep_of_a_team_of_two_sees_no_places")),
    Row(65, "a formula in a file", (
        "services/test_reports::csv_writes_money_in_two_columns_and_guards_formulas",
        "services/imports/test_round_trip::a_guarded_cell_is_freed_to_what_it_was")),
    Row(66, "secrets in logs, the database, backups", (
        "wiring/test_in_slack::nothing_secret_and_nothing_typed_is_logged_even_at_debug",
        "wiring/test_logs::nothing_secret_is_left_in_a_line",
        "wiring/test_in_slack::a_bot_that_many_may_install_is_started_installed_and_answers")),
    Row(67, "an install's state replayed, an install forged", (
        "slack/test_tokens::a_state_is_good_once_and_for_ten_minutes",
        "scenarios/test_two_workspaces::what_an_install_cannot_be_ended_with",
        "slack/test_tokens::who_installs_a_workspace_with_an_admin_is_none")),
    Row(68, "a token exchanged by two at once", (
        "slack/test_tokens::two_processes_at_the_end_of_a_token_exchange_it_once",)),
    Row(69, "erased, exported", (
        "services/test_erasing::nothing_names_them_and_no_figure_moves",
        "services/test_erasing::the_bytes_are_gone_from_the_file",
        "cli/test_files::everything_about_one_person_is_one_file")),
    Row(70, "a poisoned package, an audit that looked at nothing", (
        "test_supply::every_package_is_hashed_and_comes_from_a_registry",
        "test_supply::a_weakness_a_missing_hash_and_a_package_left_out_are_each_caught",
        "test_supply::a_database_that_cannot_be_reached_is_a_failure")),
)  # fmt: skip
HOLD = 60


def place_of(test: str) -> tuple[Path, str]:
    """The file of a test and the name of its function."""
    file, _, name = test.partition("::")
    return ROOT / "tests" / f"{file}.py", f"test_{name}"


def missing(rows: tuple[Row, ...] = ROWS) -> list[str]:
    """The tests that are named here and stand nowhere."""
    return [
        test
        for row in rows
        for test in row.tests
        for file, name in (place_of(test),)
        if not file.exists() or not re.search(rf"^def {name}\(", file.read_text("utf-8"), re.MULTILINE)
    ]


def failed() -> set[str]:
    """Run every test that is named; answers with those that did not pass."""
    named = {test: place_of(test) for row in ROWS for test in row.tests}
    wanted = sorted({f"{file.relative_to(ROOT)}::{name}" for file, name in named.values()})
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "-rA", *wanted],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    passed = {line[7:].partition("[")[0] for line in done.stdout.splitlines() if line.startswith("PASSED ")}
    bad = {
        re.split(r"[\[ ]", line.partition(" ")[2])[0]
        for line in done.stdout.splitlines()
        if line.startswith(("FAILED ", "ERROR "))
    }
    return {
        test
        for test, (file, name) in named.items()
        if (at := f"{file.relative_to(ROOT)}::{name}") in bad or at not in passed
    }


def main(arguments: list[str] | None = None) -> int:
    """Count the rows that stand; 1 where fewer than the hold do or a test is not there."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("--names", action="store_true")
    given = asked.parse_args(arguments)
    gone = missing()
    broken = set(gone) if given.names or gone else failed()
    stand = [row for row in ROWS if row.tests and not row.lacks and broken.isdisjoint(row.tests)]
    tests = {test for row in ROWS for test in row.tests}
    how = "named" if given.names else "run"
    sys.stdout.write(
        f"{len(stand)} of {len(ROWS)} rows stand; {len(tests)} tests {how}, {len(broken)} failed or not there\n"
    )
    for row in ROWS:
        if row not in stand:
            sys.stdout.write(
                f"row {row.number}, {row.fault}: {row.lacks or sorted(broken & set(row.tests))}\n"
            )
    return int(bool(broken) or len(stand) < HOLD)


if __name__ == "__main__":
    sys.exit(main())
