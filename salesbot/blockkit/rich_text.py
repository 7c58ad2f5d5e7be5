"""What Slack allows in rich text: sections, lists, quotes, preformatted lines, and the pieces inside them."""

from salesbot.blockkit.objects import CHANNEL, LINK, NAME, USER
from salesbot.blockkit.shapes import Check, flag, matching, one_of, several, shape, text, typed, whole

_LOOKS = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
_STYLE = shape({}, dict.fromkeys(_LOOKS, flag))
_STYLED: dict[str, Check] = {"style": _STYLE}

_PIECES: dict[str, Check] = {
    "text": shape({"text": text(40_000)}, _STYLED),
    "link": shape({"url": LINK}, {**_STYLED, "text": text(40_000), "unsafe": flag}),
    "user": shape({"user_id": USER}, _STYLED),
    "channel": shape({"channel_id": CHANNEL}, _STYLED),
    "usergroup": shape({"usergroup_id": matching(r"S[A-Z0-9]+", "a user group's id")}, _STYLED),
    "team": shape({"team_id": matching(r"[TE][A-Z0-9]+", "a workspace's id")}, _STYLED),
    "emoji": shape(
        {"name": matching(r"[\w+'-]+(::skin-tone-[2-6])?", "an emoji's name", 255)},
        {**_STYLED, "unicode": text(255), "skin_tone": whole(1, 6)},
    ),
    "date": shape(
        {"timestamp": whole(0, 9_999_999_999), "format": text(255)},
        {**_STYLED, "url": LINK, "fallback": text(3000)},
    ),
    "broadcast": shape({"range": one_of("here", "channel", "everyone")}, _STYLED),
    "color": shape({"value": matching(r"#[0-9A-Fa-f]{6}", "a colour as #RRGGBB")}, _STYLED),
}
_PIECE = typed(_PIECES, "a piece of rich text")
_LITERAL = typed({name: _PIECES[name] for name in ("text", "link")}, "a piece of preformatted text")

_SECTION = shape({"elements": several(_PIECE, 1, 1000)})
_GROUPS: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_list": shape(
        {
            "style": one_of("bullet", "ordered"),
            "elements": several(typed({"rich_text_section": _SECTION}, "a rich_text_section"), 1, 1000),
        },
        {"indent": whole(0, 8), "offset": whole(0, 100_000), "border": whole(0, 1)},
    ),
    "rich_text_preformatted": shape(
        {"elements": several(_LITERAL, 1, 1000)}, {"border": whole(0, 1), "language": text(255)}
    ),
    "rich_text_quote": shape({"elements": several(_PIECE, 1, 1000)}, {"border": whole(0, 1)}),
}
RICH_TEXT = shape({"elements": several(typed(_GROUPS, "a part of rich text"), 1, 1000)}, {"block_id": NAME})
