"""Each tag makes the block it says; what cannot be sound is refused by the template's name and the place."""

from typing import Any

import pytest
from jinja2 import UndefinedError

from salesbot.messages import TemplateFault, action_name
from tests.messages.conftest import Spoken


def test_a_line_is_rich_text_with_its_emphasis(say: Spoken) -> None:
    assert say.blocks("<text>Kim won <b>Acme <i>Corp</i></b>.</text>") == [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "Kim won "},
                        {"type": "text", "text": "Acme ", "style": {"bold": True}},
                        {"type": "text", "text": "Corp", "style": {"bold": True, "italic": True}},
                        {"type": "text", "text": "."},
                    ],
                }
            ],
        }
    ]


@pytest.mark.parametrize(
    "text", ["Undo", "  Undo it  ", "a&#10; b", " &#10;a &#10; &#32;b&#10;", "&#32;&#32;x", ""]
)
def test_plain_words_are_trimmed_alike_with_a_tag_among_them_and_without(say: Spoken, text: str) -> None:
    """A line without any tag is read more quickly; an empty tag beside it changes nothing."""
    without, beside = (
        say.blocks(f'<text>x</text><actions><button action="deals.undo">{text}{tag}</button></actions>')
        for tag in ("", "<b></b>")
    )
    assert without == beside


def pieces(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return blocks[0]["elements"][0]["elements"]  # type: ignore[no-any-return]


def words(blocks: list[dict[str, Any]]) -> str:
    return "".join(piece.get("text", "") for piece in pieces(blocks))


def test_mentions_links_emoji_and_dates_are_pieces_of_their_own(say: Spoken) -> None:
    source = (
        '<text><user id="U1"/> in <channel id="C1"/>: <link href="https://example.com/7">the deal</link> '
        '<emoji name="tada"/> <date at="1786000000">6 August</date></text>'
    )
    kinds = [piece["type"] for piece in pieces(say.blocks(source))]
    assert kinds == ["user", "text", "channel", "text", "link", "text", "emoji", "text", "date"]


def test_blanks_that_do_not_break_a_line_are_no_white_space_of_the_template(say: Spoken) -> None:
    kept = "\u00a0\u00a050\u00a0%\u2007\u202f\u2003of it"
    assert words(say.blocks(f"<text>x{kept}\n\t  y</text>")) == f"x{kept} y"


def test_white_space_of_the_template_is_folded_and_a_notes_lines_stay(say: Spoken) -> None:
    blocks = say.blocks(
        "<text>\n   Note:\n   {{ note }}\n  <br/>\n  Kim\n</text>", note="two  years\n\nthen  three"
    )
    assert words(blocks) == "Note: two  years\n\nthen  three\nKim"


@pytest.mark.parametrize(
    "source", ["<text> </text>", "<text>{{ '' }}</text>", "<list></list>", "<header> </header>"]
)
def test_nothing_said_makes_no_block(say: Spoken, source: str) -> None:
    assert say.blocks(f"{source}<divider/>") == [{"type": "divider"}]


def test_a_line_with_a_button_is_a_section_of_plain_words(say: Spoken) -> None:
    [block] = say.blocks(
        '<text><b>Acme</b> waits <button action="deals.open" value="7">Open Deal</button></text>'
    )
    assert block["text"] == {"type": "plain_text", "text": "Acme waits", "emoji": False}
    assert block["accessory"]["action_id"] == "deals.open"


def test_a_list_counts_from_where_it_is_told(say: Spoken) -> None:
    [block] = say.blocks(
        '<list style="ordered" start="4" indent="1"><item>Helios</item><item>Kolpa</item></list>'
    )
    made = block["elements"][0]
    assert (made["style"], made["offset"], made["indent"], len(made["elements"])) == ("ordered", 3, 1, 2)


def test_quotes_and_preformatted_lines(say: Spoken) -> None:
    quote, pre = say.blocks("<quote>too dear</quote><pre>Rep  {{ wide }}<br/>Kim</pre>", wide="   Won")
    assert quote["elements"][0]["type"] == "rich_text_quote"
    assert pre["elements"][0]["elements"] == [{"type": "text", "text": "Rep    Won\nKim"}]


def test_an_action_met_twice_in_a_block_gets_a_number_that_can_be_taken_off(say: Spoken) -> None:
    source = "<actions>" + '<button action="deals.undo" value="1">Undo</button>' * 3 + "</actions>"
    ids = [button["action_id"] for button in say.blocks(source)[0]["elements"]]
    assert ids == ["deals.undo", "deals.undo#2", "deals.undo#3"]
    assert {action_name(action_id) for action_id in ids} == {"deals.undo"}


def test_more_than_25_buttons_go_on_in_a_next_block(say: Spoken) -> None:
    source = "<actions>" + '<button action="deals.open">Open</button>' * 30 + "</actions>"
    assert [len(block["elements"]) for block in say.blocks(source)] == [25, 5]


def test_a_button_asks_before_it_acts(say: Spoken) -> None:
    source = (
        '<actions><button action="deals.withdraw" style="danger" value="7">Withdraw'
        '<confirm title="Withdraw?" yes="Yes" no="No">Acme, €12,500</confirm></button></actions>'
    )
    button = say.blocks(source)[0]["elements"][0]
    assert button["text"]["text"] == "Withdraw"
    assert button["confirm"]["text"]["text"] == "Acme, €12,500"


def test_fields_beyond_ten_go_on_in_a_next_block(say: Spoken) -> None:
    source = "<fields>" + '<field label="Won">€12,500</field>' * 12 + "</fields>"
    assert [len(block["fields"]) for block in say.blocks(source)] == [10, 2]
    assert say.blocks(source)[0]["fields"][0]["text"] == "Won\n€12,500"


def test_small_print_takes_words_or_pictures_beside_words(say: Spoken) -> None:
    [one] = say.blocks("<context>Deals closed through Mon</context>")
    [two] = say.blocks(
        '<context><image url="https://example.com/a.png" alt="Kim"/><text>Kim</text></context>'
    )
    assert [len(one["elements"]), len(two["elements"])] == [1, 2]


def test_block_ids_are_unique(say: Spoken) -> None:
    blocks = say.blocks('<divider block="end"/><divider block="end"/>')
    assert [block["block_id"] for block in blocks] == ["end", "end#2"]


def test_an_input_is_named_as_its_field(say: Spoken) -> None:
    view = say.modal(
        '<input label="Amount" hint="12.5k"><textinput action="amount" max="20">12.5k</textinput></input>'
    )
    [block] = view["blocks"]
    assert block["block_id"] == block["element"]["action_id"] == "amount"
    assert (block["element"]["initial_value"], block["element"]["max_length"]) == ("12.5k", 20)


FIELDS = [
    ('<select action="s"><option value="won" selected="yes">Won</option><option value="lost">Lost</option></select>',
     "static_select"),
    ('<select action="s" multiple="yes" most="2"><option value="won" selected="yes">Won</option></select>',
     "multi_static_select"),
    ('<select action="s"><options label="Open"><option value="new">New</option></options></select>', "static_select"),
    ('<select action="s" external="yes" min="1" placeholder="Account"/>', "external_select"),
    ('<select action="s" external="yes" multiple="yes"><option value="3">Acme</option></select>', "multi_external_select"),
    ('<users action="s" initial="U1"/>', "users_select"),
    ('<users action="s" initial="U1 U2" multiple="yes" most="3"/>', "multi_users_select"),
    ('<channels action="s" initial="C1"/>', "channels_select"),
    ('<conversations action="s" current="yes"/>', "conversations_select"),
    ('<checkboxes action="s"><option value="a" selected="yes" description="each day">Digest</option></checkboxes>',
     "checkboxes"),
    ('<radio action="s"><option value="a">Replace</option><option value="b" selected="yes">Blend</option></radio>',
     "radio_buttons"),
    ('<date-picker action="s" initial="2026-06-15"/>', "datepicker"),
    ('<time-picker action="s" initial="08:30"/>', "timepicker"),
    ('<textinput action="s" multiline="yes" min="2" focus="yes"/>', "plain_text_input"),
    ('<numberinput action="s" decimal="yes" min="0" max="100">70</numberinput>', "number_input"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "kind"), FIELDS)
def test_every_field_can_be_asked_for_in_a_form(say: Spoken, source: str, kind: str) -> None:
    view = say.modal(f'<input label="Which" optional="yes">{source}</input>')
    assert view["blocks"][0]["element"]["type"] == kind


@pytest.mark.parametrize(("private", "kinds"), [("", ["public", "private"]), ('private="yes"', ["private"])])
def test_no_direct_message_is_offered_where_a_channel_is_asked_for(
    say: Spoken, private: str, kinds: list[str]
) -> None:
    view = say.modal(f'<input label="Which"><conversations action="s" {private}/></input>')
    assert view["blocks"][0]["element"]["filter"] == {"include": kinds}


def test_what_is_chosen_stays_among_the_hundred_options_kept(say: Spoken) -> None:
    options = "".join(
        f'<option value="{i}" selected="{"yes" if i == 140 else ""}">{i}</option>' for i in range(150)
    )
    element = say.modal(f'<input label="Rep"><select action="rep">{options}</select></input>')["blocks"][0][
        "element"
    ]
    assert len(element["options"]) == 100
    assert element["initial_option"]["value"] == "140"


def test_a_notice_is_an_alert_in_a_form_and_a_line_elsewhere(say: Spoken) -> None:
    assert say.modal('<alert level="error">Not saved</alert>')["blocks"][0]["type"] == "alert"
    assert say.blocks('<alert level="error">Not saved</alert>')[0]["type"] == "rich_text"


def test_a_home_page_is_a_view(say: Spoken) -> None:
    view = say.home("<header>Adria</header><divider/>")
    assert (view["type"], len(view["blocks"]), "title" in view) == ("home", 2, False)


def test_a_bare_text_is_not_escaped(say: Spoken) -> None:
    assert say.words(
        "{% trans typed=typed %}<code>{{ typed }}</code> is no amount.{% endtrans %}", typed="12 & 5"
    ) == ("12 & 5 is no amount.")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<notification>Adria: 50.8 %</notification><header>Other</header>", "Adria: 50.8 %"),
        ("<divider/><header>Adria</header><text>x</text>", "Adria"),
        ("<text>Kim won <b>Acme</b></text>", "Kim won Acme"),
        (
            '<text><user id="U1" name="Kim"/> won &lt;Acme&gt; &amp; Co</text>',
            "Kim won &lt;Acme&gt; &amp; Co",
        ),
        ("<text>{{ note }}</text>", "one two"),
    ],
)
def test_the_notification_says_what_the_message_says(say: Spoken, source: str, text: str) -> None:
    assert say.message(source, note="one\ntwo").text == text


FAULTY = [
    ("<text>Kim", "not well-formed"),
    ("<text>Kim</b></text>", "not well-formed"),
    ("<paragraph>Kim</paragraph>", "not a tag"),
    ('<text colour="red">Kim</text>', "takes no 'colour'"),
    ("Kim", "words outside a tag"),
    ("<item>Kim</item>", "may not stand in <message>"),
    ("<list><text>Kim</text></list>", "is not an item"),
    ("<text><header>Kim</header></text>", "may not stand in <text>"),
    ('<text>Kim<button action="a">A</button><button action="b">B</button></text>', "takes one control"),
    ("<actions><button>Undo</button></actions>", "needs 'action'"),
    ('<actions><button action="undo" style="secondary">Undo</button></actions>', "must be one of"),
    ('<actions><button action="undo#2">Undo</button></actions>', "'#' is kept"),
    ('<actions><button action="undo" url="acme">Undo</button></actions>', "address"),
    ("<actions><text>Undo</text></actions>", "is not a control"),
    ('<image url="https://example.com/a.png"/>', "needs 'alt'"),
    ('<image url="a.png" alt="Funnel"/>', "address"),
    ('<text><user id="kim"/></text>', "is not the id of a user"),
    ('<header><user id="U1"/></header>', "give it a name"),
    ('<text><date at="tomorrow">x</date></text>', "whole number"),
    ('<text><date at="1786000000"/></text>', "needs 'at' in seconds"),
    ('<list indent="deep"><item>Kim</item></list>', "whole number"),
    ('<table caption="x"><row><cell>Rep</cell></row><row><cell>A</cell><cell>B</cell></row></table>', "as many cells"),
    ("<table><row><cell>Rep</cell></row><row><cell>Kim</cell></row></table>", "needs 'caption'"),
    ('<table caption="x"><row><cell>Won</cell></row><row><cell number="€5">€5</cell></row></table>', "plain decimal"),
    ('<chart type="funnel" title="x"><series name="a"><point label="b" value="1"/></series></chart>', "not 'funnel'"),
    ('<chart type="bar" title="x"><series name="a"><point label="b" value="many"/></series></chart>', "plain decimal"),
    ('<chart type="bar" title="x"><series name="a"><point label="b" value="1"/></series>'
     '<series name="c"><point label="d" value="1"/></series></chart>', "a point for every category"),
    ('<input label="Amount"><textinput action="amount"/></input>', "may not stand in a message"),
    ('<text>Kim</text><actions><select action="s"/></actions>', "at least 1 items"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "why"), FAULTY)
def test_a_faulty_template_is_refused_by_name(say: Spoken, source: str, why: str) -> None:
    with pytest.raises(TemplateFault) as caught:
        say.message(f"<notification>x</notification>{source}")
    assert caught.value.template == "it"
    assert why in str(caught.value)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<text>Kim</text><input label='Amount'></input>", "exactly one field"),
        ('<input label="Amount"><button action="a">A</button></input>', "Slack takes here"),
        ('<input><textinput action="amount"/></input>', "needs 'label'"),
        ('<input label="x" optional="perhaps"><textinput action="amount"/></input>', "yes or no"),
        ('<input label="x"><textinput action="amount" max="3">12.5k</textinput></input>', ""),
    ],
)
def test_a_faulty_form_is_refused_by_name(say: Spoken, source: str, why: str) -> None:
    if not why:
        assert say.modal(source)["blocks"][0]["element"]["initial_value"] == "12…"
        return
    with pytest.raises(TemplateFault, match=why):
        say.modal(source)


def test_a_message_without_words_is_refused(say: Spoken) -> None:
    with pytest.raises(TemplateFault, match="is empty"):
        say.message("<divider/>")


def test_what_a_person_left_blank_is_a_dash_where_slack_wants_words(say: Spoken) -> None:
    source = (
        '<actions><button action="a">{{ v }}</button>'
        '<select action="s"><option value="7">{{ v }}</option></select></actions>'
        '<text>{{ v }}<button action="a">{{ v }}</button></text><fields><field label="{{ v }}">{{ v }}</field></fields>'
        '<table caption="{{ v }}"><row><cell>{{ v }}</cell></row><row><cell>{{ v }}</cell></row></table>'
        '<chart type="pie" title="{{ v }}"><point label="{{ v }}" value="1"/></chart>'
        '<image url="https://example.com/a.png" alt="{{ v }}"/><context>{{ v }}</context>'
    )
    for blank in ("", "  ", "\n\n", "\u200b"):
        assert len(say.blocks(source, v=blank)) == 6


def test_somebody_slack_does_not_know_is_only_named(say: Spoken) -> None:
    assert pieces(say.blocks('<text><user id="" name="Kim"/></text>')) == [{"type": "text", "text": "Kim"}]


def test_a_missing_fact_is_never_printed_as_nothing(say: Spoken) -> None:
    with pytest.raises(UndefinedError, match="ratio"):
        say.message("<text>You are at {{ ratio }} %</text>")
    with pytest.raises(UndefinedError, match="ratio"):
        say.message("<text>{% trans ratio=ratio %}You are at {{ ratio }}{% endtrans %}</text>")


@pytest.mark.parametrize("value", [None, 0.508, object(), ["Kim"], b"Kim"])
def test_a_value_without_its_filter_is_never_printed_as_python_spells_it(say: Spoken, value: Any) -> None:
    with pytest.raises(TypeError, match="needs a filter"):
        say.message("<text>You are at {{ value }}</text>", value=value)
    with pytest.raises(TypeError, match="needs a filter"):
        say.message("<text>{% trans value=value %}You are at {{ value }}{% endtrans %}</text>", value=value)


def test_a_link_to_an_odd_address_is_only_words(say: Spoken) -> None:
    for address in ("javascript:alert(1)", "data:text/html,x", "//evil", "https://a b", "file:///etc/passwd"):
        [piece] = pieces(say.blocks('<text><link href="{{ a }}">figures</link></text>', a=address))
        assert piece == {"type": "text", "text": "figures"}


def test_a_count_in_a_sentence_is_written_the_readers_way(say: Spoken) -> None:
    source = "<text>{% trans count=n %}{{ count }} deal{% pluralize %}{{ count }} deals, 100% sure{% endtrans %}</text>"
    assert words(say.blocks(source, n=1204)) == "1,204 deals, 100% sure"
    assert words(say.blocks(source, n=1204, locale="de")) == "1.204 deals, 100% sure"
    assert words(say.blocks(source, n=1)) == "1 deal"
