"""What is measured, what has to hold, and which command proves it; the proofs themselves stand where they belong.

A proof is a command of Python's: it prints its figure with the denominator and the seed, and ends with 0 where it holds.
A planted bug is a command that ends with 0 only where the bug was caught.
"""

from __future__ import annotations

from dataclasses import dataclass

PYTEST = "-m pytest -n 0 -p no:cacheprovider -s --no-header"
"""As quiet as the settings make it: a second -q would leave out how many passed."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A command without the interpreter, and the minutes that it may take, some twice what it took on two busy cores."""

    command: str
    minutes: float = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the scoreboard; numbers in the commands are the size."""

    name: str
    what: str
    hold: str
    full: tuple[Proof, ...]
    short: tuple[Proof, ...]
    planted: tuple[Proof, ...] = ()
    lacks: str = ""
    """What of the hold no proof shows yet."""


def _pytest(words: str, minutes: float = 3) -> Proof:
    return Proof(f"{PYTEST} {words}", minutes)


FIGURES: tuple[Figure, ...] = (
    Figure(
        "K1", "acknowledged deals that are missing or doubled, bots killed with SIGKILL",
        "0 / 0 at 200 kills and 50,000 acknowledged, both engines",
        (Proof("-m tests.scenarios.killing --kills 200 --acks 50000 --engine sqlite", 150),
         Proof("-m tests.scenarios.killing --kills 200 --acks 50000 --engine postgresql", 90),
         Proof("-m tests.scenarios.at_each_point --engines sqlite --most 200", 120),
         Proof("-m tests.scenarios.at_each_point --engines postgresql --most 60", 120),
         Proof("-m tests.scenarios.killed_backups --most 100", 30)),
        short=(Proof("-m tests.scenarios.killing --kills 2 --acks 60 --engine sqlite"),),
        planted=(_pytest("tests/scenarios/test_kill.py -k caught", 5),
                 _pytest("tests/scenarios/test_at_each_point.py -k caught", 5)),
        lacks="1,000 kills in one run",
    ),
    Figure(
        "K2", "messages lost or doubled, bots killed and Slack misbehaving",
        "0 / 0 at 10,000 messages and 500 kills",
        (Proof("-m tests.scenarios.delivery", 20), Proof("-m tests.scenarios.delivery --blind 0.2", 20)),
        short=(Proof("-m tests.scenarios.delivery --rows 300 --kills 10 --engine sqlite"),),
        planted=(_pytest("tests/scenarios/test_delivery.py -k planted"),),
    ),
    Figure(
        "K3", "local days missed or doubled, every zone", "0 wrong of 30,000,000 and more",
        (Proof("-m tests.scenarios.calendar", 20),),
        short=(Proof("-m tests.scenarios.calendar --zones 3 --years 2026-2027"),),
        planted=(_pytest("tests/domain/test_every_calendar.py -k planted"),),
    ),
    Figure(
        "K4", "a simulated year of mornings, bots stopped and started", "365,000 messages, each once",
        (Proof("-m tests.scenarios.year --people 1401", 45),),
        short=(Proof("-m tests.scenarios.year --people 24 --days 60"),),
        planted=(_pytest("tests/scheduler/test_in_the_long_run.py -k stores_nothing"),),
    ),
    Figure(
        "K5", "/log-deal under load at synchronous=FULL",
        "200 a second and more, p99 under 0.5 s, none over 2 s, no error",
        (Proof("benchmarks/log_deal.py --at-once 32 100 --hold", 5),
         Proof("benchmarks/log_deal.py --at-once 32 100 --engine postgresql --hold", 5)),
        short=(Proof("benchmarks/log_deal.py --requests 60 --at-once 8"),),
        planted=(Proof("benchmarks/log_deal.py --at-once 32 --requests 64 --hold --planted", 5),),
    ),
    Figure(
        "K6", "nine o'clock: 1,000 messages due at once, Slack's own limits",
        "all within the limits' own time and 30 s, none dropped, another company's within 5 s",
        (Proof("-m tests.scenarios.nine_o_clock", 10),),
        short=(Proof("-m tests.scenarios.nine_o_clock", 10),),
        planted=(_pytest("tests/scheduler/test_in_the_long_run.py -k limiter"),),
    ),
    Figure(
        "K7", "updates lost among threads and processes that change one deal", "0, both engines",
        (Proof("-m tests.scenarios.lost_updates", 10),),
        short=(Proof("-m tests.scenarios.lost_updates --rounds 5 --engine sqlite"),),
        planted=(Proof("-m tests.scenarios.lost_updates --rounds 20 --engine sqlite --planted"),),
    ),
    Figure(
        "K8", "random operations on money against whole numbers and exact fractions; small faults put into its rules",
        "0 differences of 1,000,000; every split adds up; 9 of 10 faults in money, calendar and policy seen",
        (Proof("-m tests.scenarios.money", 10), Proof("-m tests.scoreboard.mutations", 60)),
        short=(Proof("-m tests.scenarios.money --operations 20000"),
               Proof("-m tests.scoreboard.mutations --only policy --sample 30")),
        planted=(Proof("-m tests.scenarios.money --operations 20000 --planted"),
                 Proof("-m tests.scoreboard.mutations --only policy --sample 60 --blind", 10)),
    ),
    Figure(
        "K9", "bad input at random: lines, words, forms, buttons, messages, files, requests and other systems' posts",
        "100,000 tried, none unhandled, each answered within 1 s",
        (Proof("-m tests.scenarios.bad_input --processes 2", 30),),
        short=(Proof("-m tests.scenarios.bad_input --inputs 300"),),
        planted=(Proof("-m tests.scenarios.bad_input --inputs 300 --planted"),),
    ),
    Figure(
        "K10", "injections that act, each attack in each template's facts", "0 of 5,000 and more",
        (_pytest("tests/messages/test_injection.py", 10),),
        short=(_pytest("tests/messages/test_injection.py -k 'attacks or live_markup'"),),
        planted=(_pytest("tests/messages/test_injection.py -k live_markup"),),
    ),
    Figure(
        "K11", "figures shown to whom they are not meant for; every amount a prime that tells whose it is",
        "0 over the matrix of roles and two companies",
        (Proof("-m tests.slack.who_sees_what", 15),
         _pytest("tests/scheduler/test_canaries.py tests/domain/test_access.py tests/scenarios/test_two_workspaces.py", 10)),
        short=(Proof("-m tests.slack.who_sees_what --short"),),
        planted=(Proof("-m tests.slack.who_sees_what --short --planted"),
                 _pytest("tests/scheduler/test_canaries.py -k planted")),
    ),
    Figure(
        "K12", "rows of the table of faults that a passing test stands behind", "60 of 70",
        (Proof("-m tests.scoreboard.faults", 30),),
        short=(Proof("-m tests.scoreboard.faults --names"),),
        planted=(_pytest("tests/test_scoreboard.py -k fault"),),
    ),
    Figure(
        "K13", "a backup made under load, the bot killed, restored into an empty database and compared",
        "the ledger equal to the backup's moment, both engines",
        (Proof("-m tests.scenarios.restoring", 15),),
        short=(Proof("-m tests.scenarios.restoring --rounds 1 --engine sqlite"),),
        planted=(Proof("-m tests.scenarios.restoring --rounds 1 --engine sqlite --planted"),),
    ),
    Figure(
        "K14", "filled databases brought up to date, killed on the way",
        "rows, sums and constraints equal; 10,000 deals, 20 kills, both engines",
        (Proof("-m tests.scenarios.migrating", 30),),
        short=(Proof("-m tests.scenarios.migrating --deals 200 --kills 3 --engine sqlite"),),
        planted=(Proof("-m tests.scenarios.migrating --deals 200 --kills 1 --engine sqlite --planted"),),
    ),
    Figure(
        "K15", "secrets in logs, the database and backups, by planted tokens", "0 found",
        (_pytest("tests/wiring/test_logs.py tests/storage/test_sealing.py -k 'not left_anywhere'"),
         _pytest("tests/wiring/test_in_slack.py -k 'many_may_install or even_at_debug'")),
        short=(_pytest("tests/wiring/test_logs.py"),),
        planted=(_pytest("tests/wiring/test_logs.py -k left_anywhere"),),
    ),
    Figure(
        "K16", "from a kill to readiness; from a dead line to a new one; a message taken over from a dead bot",
        "under 3 s; under 30 s; under the lease and one tick",
        (Proof("-m tests.scenarios.recovering"), _pytest("tests/wiring/test_looked_after.py -k unnoticed")),
        short=(Proof("-m tests.scenarios.recovering --kills 1"),),
        planted=(Proof("-m tests.scenarios.recovering --kills 1 --planted"),
                 _pytest("tests/wiring/test_looked_after.py -k watches_nothing")),
    ),
    Figure(
        "K17", "a day of work at ten times the load, simulated",
        "memory, threads and open files flat; the write-ahead log under 64 MB",
        (Proof("-m tests.scenarios.soaking", 30),
         Proof("-m tests.scenarios.soaking --engine postgresql --acts 6000", 15)),
        short=(Proof("-m tests.scenarios.soaking --acts 1500", 5),),
        planted=(Proof("-m tests.scenarios.soaking --acts 6000 --planted", 30),
                 Proof("-m tests.scenarios.soaking --planted slowly", 30)),
        lacks="the day is as long as the bot takes for its 30,000 acts",
    ),
    Figure(
        "K18", "packages: locked, hashed, asked about",
        "all / all / none passed over, by osv.dev or by a snapshot of at most 30 days",
        (Proof("-m tests.supply"),),
        short=(_pytest("tests/test_supply.py -k hashed"),),
        planted=(_pytest("tests/test_supply.py tests/test_advisories.py -k 'caught or reached or weakness or old'"),),
    ),
)  # fmt: skip
