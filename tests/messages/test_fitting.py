"""However much there is to say, the message is one that Slack takes, and it says how much it leaves out."""

import json
import time
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from salesbot.blockkit import faults_in_message, faults_in_view
from salesbot.domain.money import Money
from salesbot.messages import Renderer, in_plain
from tests.messages.conftest import Spoken

SIZES = [1, 2, 20, 49, 51, 100, 101, 500, 2000]
ROWS = (
    '<table caption="Adria"><row><cell>Rep</cell><cell>Won</cell></row>{% for r in reps %}'
    '<row><cell>{{ r }}</cell><cell number="{{ loop.index }}">{{ loop.index }}</cell></row>{% endfor %}</table>'
)
ITEMS = "<list>{% for r in reps %}<item>{{ r }}</item>{% endfor %}</list>"
LINES = "<group>{% for r in reps %}<text>{{ r }}</text>{% endfor %}</group>"
PAIRS = (
    "<group>{% for r in reps %}<group><text>{{ r }}</text><actions>"
    '<button action="people.prepare" value="{{ loop.index }}">Prepare</button></actions></group>{% endfor %}</group>'
)
LOOSE = "{% for r in reps %}<text>{{ r }}</text><divider/>{% endfor %}<actions><button action='a'>Go</button></actions>"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "source", [ROWS, ITEMS, LINES, PAIRS, LOOSE], ids=["rows", "items", "lines", "pairs", "loose"]
)
@pytest.mark.parametrize("length", [5, 300])
def test_any_number_of_reps_with_any_names_fits(say: Spoken, size: int, source: str, length: int) -> None:
    reps = [f"{i} {'Ž' * length}" for i in range(size)]
    message = say.message(f"<header>Adria</header>{source}", reps=reps)
    assert faults_in_message(message.payload()) == []
    assert faults_in_view(say.home(source, reps=reps)) == []
    assert faults_in_view(say.modal(source, reps=reps)) == []


@pytest.mark.parametrize("source", [ROWS, ITEMS, LINES])
def test_what_is_shown_and_what_is_left_out_add_up(say: Spoken, source: str) -> None:
    message = say.message(f"<header>Adria</header>{source}", reps=[f"Rep{i}" + "x" * 90 for i in range(500)])
    text = in_plain(message.blocks)
    left_out = int(text.rsplit("and ", 1)[1].split(" more")[0].replace(",", ""))
    assert text.count("Rep") - (source == ROWS) + left_out == 500
    assert left_out > 0


def test_the_sentence_for_what_is_left_out_is_the_templates_own(say: Spoken) -> None:
    source = '<list more="parts/rest">{% for r in reps %}<item>{{ r }}</item>{% endfor %}</list>'
    assert "The rest did not fit" in in_plain(say.blocks(source, reps=["x" * 900] * 50))


def test_what_comes_first_stays_and_so_do_the_buttons_at_the_end(say: Spoken) -> None:
    message = say.message(f"<header>Adria</header>{LOOSE}", reps=["x" * 500] * 200)
    assert message.blocks[0]["type"] == "header"
    assert message.blocks[-1]["type"] == "actions"
    assert "The rest did not fit" in in_plain(message.blocks)


def test_lines_are_joined_before_anything_is_left_out(say: Spoken) -> None:
    message = say.message("".join(f"<text>Line {i}</text>" for i in range(80)))
    assert "Line 79" in in_plain(message.blocks)
    assert len(message.blocks) == 1


def test_long_texts_end_in_an_ellipsis_at_slacks_limit(say: Spoken) -> None:
    blocks = say.blocks(
        "<header>{{ v }}</header><text>{{ v }}</text><context>{{ v }}</context>", v="x" * 9000
    )
    assert blocks[0]["text"]["text"] == "x" * 149 + "…"
    assert blocks[1]["elements"][0]["elements"][0]["text"] == "x" * 2999 + "…"
    assert blocks[2]["elements"][0]["text"].endswith("…")


def test_a_pie_puts_what_is_beyond_six_slices_into_another(say: Spoken) -> None:
    source = (
        '<chart type="pie" title="Lost" other="Other">{% for n in range(10) %}'
        '<point label="Reason {{ n }}" value="{{ n }}"/>{% endfor %}</chart>'
    )
    segments = say.blocks(source)[0]["chart"]["segments"]
    assert [s["label"] for s in segments] == [*(f"Reason {n}" for n in range(1, 6)), "Other"]
    assert sum(s["value"] for s in segments) == 45


def test_labels_that_are_cut_alike_stay_apart(say: Spoken) -> None:
    source = (
        '<chart type="bar" title="Won"><series name="Won">{% for n in range(3) %}'
        '<point label="Mercator Slovenija {{ n }}" value="{{ n }}"/>{% endfor %}</series></chart>'
    )
    categories = say.blocks(source)[0]["chart"]["axis_config"]["categories"]
    assert len(set(categories)) == 3


def test_a_third_chart_stands_in_words_and_one_without_points_not_at_all(say: Spoken) -> None:
    one = '<chart type="pie" title="Lost"><point label="Price" value="3"/></chart>'
    kinds = [block["type"] for block in say.blocks(one * 3)]
    assert kinds == ["data_visualization", "data_visualization", "rich_text"]
    assert say.blocks('<chart type="line" title="Won"/><chart type="pie" title="x"/><divider/>') == [
        {"type": "divider"}
    ]


def test_an_empty_table_is_left_out(say: Spoken) -> None:
    assert say.blocks(ROWS + "<divider/>", reps=[]) == [{"type": "divider"}]


def digest_facts(reps: int) -> dict[str, Any]:
    """Facts of a morning digest with so many reps, all of the made-up team Adria's kind."""

    def euros(amount: float) -> Money:
        return Money(round(amount * 100), "EUR")

    team = SimpleNamespace(
        name="Adria", attainment=Fraction(508, 1000), period="June", behind=euros(4742.86), won=euros(152400),
        goal=euros(300000), days_left=10, days=21, days_gone=11, needed=euros(14760), so_far=euros(13854.55),
    )  # fmt: skip
    one = SimpleNamespace(
        name="Luka Zupan",
        won=euros(21000),
        goal=euros(60000),
        attainment=Fraction(35, 100),
        against=euros(-10428.57),
    )
    buttons = [
        SimpleNamespace(action="people.prepare", words="Prepare 1:1"),
        SimpleNamespace(action="people.why", words="See Why"),
    ]
    tasks = [
        SimpleNamespace(words="Luka: look at price", id=n, first=n == 1, buttons=buttons) for n in (1, 2, 3)
    ]
    return {
        "team": team,
        "reps": [one] * reps,
        "tasks": tasks,
        "until": date(2026, 6, 15),
        "place": "Ljubljana",
    }


def test_a_digest_is_rendered_in_a_few_thousandths_of_a_second(renderer: Renderer) -> None:
    facts = digest_facts(7)
    renderer.message("digests/morning_manager", **facts)
    best = min(_seconds(renderer, facts) for _ in range(30))
    # About 2 ms on an idle machine; the bound leaves room for a busy one.
    assert best < 0.020, f"{best * 1000:.1f} ms"


def _seconds(renderer: Renderer, facts: dict[str, Any]) -> float:
    start = time.process_time()
    renderer.message("digests/morning_manager", **facts)
    return time.process_time() - start


def test_what_is_rendered_can_be_stored_and_sent(renderer: Renderer) -> None:
    message = renderer.message("digests/morning_manager", **digest_facts(3))
    assert json.loads(json.dumps(message.payload())) == message.payload()
