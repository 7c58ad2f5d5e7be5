"""Where Slack refuses its newest blocks, the same message says the same in older ones."""

import pytest

from salesbot.blockkit import faults_in_message
from salesbot.messages import Renderer, in_plain, without_native
from tests.messages.conftest import Spoken
from tests.messages.test_fitting import digest_facts

TABLE = (
    '<table caption="Adria"><row><cell>Rep</cell><cell>Won</cell></row>'
    '<row><cell><b>{{ name }}</b></cell><cell number="41200">€41,200</cell></row></table>'
)
CHART = (
    '<chart type="bar" title="Won by month"><series name="Won"><point label="May" value="12500"/>'
    '<point label="Jun" value="18"/></series></chart>'
)


def test_a_table_becomes_the_older_one_and_a_chart_its_words(say: Spoken) -> None:
    message = say.message(f"<notification>x</notification>{TABLE}{CHART}", name="Kim")
    older = without_native(message)
    assert [block["type"] for block in older.blocks] == ["table", "rich_text"]
    assert older.blocks[0]["column_settings"] == [{"align": "left"}, {"align": "right"}]
    assert in_plain(older.blocks[1:]) == "Won by month\nWon: May 12\u202f500 · Jun 18"
    assert faults_in_message(older.payload()) == []
    assert message.blocks[0]["type"] == "data_table", "the message itself is as it was"


def test_a_second_table_and_every_table_where_wanted_are_lines(say: Spoken) -> None:
    message = say.message(f"<notification>x</notification>{TABLE}{TABLE}", name="Kim")
    assert [block["type"] for block in without_native(message).blocks] == ["table", "rich_text"]
    lines = without_native(message, tables=False)
    assert [block["type"] for block in lines.blocks] == ["rich_text", "rich_text"]
    assert in_plain(lines.blocks[:1]) == "Adria\nRep      Won\nKim  €41,200"


@pytest.mark.parametrize("reps", [1, 30, 100, 500])
def test_whatever_the_size_the_plainer_message_is_one_slack_takes(renderer: Renderer, reps: int) -> None:
    message = renderer.message("digests/morning_manager", **digest_facts(reps))
    assert faults_in_message(without_native(message).payload()) == []
    assert faults_in_message(without_native(message, tables=False).payload()) == []


def test_a_message_without_such_blocks_is_the_same(say: Spoken) -> None:
    message = say.message("<text>Kim won Acme</text>")
    assert without_native(message) == message


def test_tables_and_charts_in_a_form_are_lines_at_once(say: Spoken) -> None:
    kinds = [block["type"] for block in say.modal(TABLE + CHART, name="Kim")["blocks"]]
    assert kinds == ["rich_text", "rich_text"]
