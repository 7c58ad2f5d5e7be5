"""The terminal reads what Slack shows, as lines."""

from salesbot.messages import in_plain
from tests.blockkit import good
from tests.messages.conftest import Spoken


def test_every_block_reads_as_lines(say: Spoken) -> None:
    source = (
        "<header>Adria</header><text>Kim won <b>Acme</b></text><divider/>"
        '<list style="ordered" start="2"><item>Helios</item></list><list><item>Kolpa</item></list>'
        "<quote>too<br/>dear</quote><fields><field label='Won'>€5</field></fields><context>small</context>"
        '<actions><button action="a">Open Deal</button><select action="s"><option value="1" selected="yes">Won</option>'
        '</select></actions><text>Acme <button action="b">Open</button></text>'
        '<image url="https://example.com/a.png" alt="Funnel"/>'
    )
    assert in_plain(say.blocks(source)) == "\n\n".join(
        ["Adria\n=====", "Kim won Acme", "-" * 40, "2. Helios", "- Kolpa", "> too\n> dear", "Won: €5", "small",
         "[Open Deal] [Won]", "Acme [Open]", "[Funnel]"]
    )  # fmt: skip


def test_ids_are_told_by_name_where_names_are_given(say: Spoken) -> None:
    blocks = say.blocks('<text><user id="U1"/> in <channel id="C1"/> and <user id="U2"/></text>')
    assert in_plain(blocks, {"U1": "Kim", "C1": "sales"}) == "@Kim in #sales and @U2"


def test_whatever_slack_takes_can_be_read_as_lines() -> None:
    for payload in [*good.MESSAGES, *good.VIEWS]:
        assert isinstance(in_plain(payload.get("blocks", [])), str)
