"""Sound pieces of Block Kit in the trade's language, from which the tables of good and faulty payloads are made."""

from typing import Any

Piece = dict[str, Any]


def plain(text: str = "Log a Deal") -> Piece:
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str = "*Acme* won") -> Piece:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "won", text: str = "Won") -> Piece:
    return {"text": plain(text), "value": value}


def button(**more: Any) -> Piece:
    return {"type": "button", "text": plain("Undo"), "action_id": "deals.undo", **more}


def confirm(**more: Any) -> Piece:
    return {
        "title": plain("Withdraw?"),
        "text": plain("Acme, €12,500"),
        "confirm": plain("Yes"),
        "deny": plain("No"),
        **more,
    }


def menu(kind: str = "static_select", **more: Any) -> Piece:
    made = {"type": kind, "action_id": "stage", **more}
    if kind.endswith("static_select") and "option_groups" not in more:
        made.setdefault("options", [option("won", "Won"), option("lost", "Lost")])
    return made


def section(**more: Any) -> Piece:
    return {"type": "section", "text": plain("Acme Corp"), **more}


def header(text: str = "Adria is at 50.8 %") -> Piece:
    return {"type": "header", "text": plain(text)}


def context(*elements: Piece) -> Piece:
    return {"type": "context", "elements": list(elements) or [plain("Deals closed through Mon 15 June")]}


def actions(*elements: Piece) -> Piece:
    return {"type": "actions", "elements": list(elements) or [button()]}


def image(**more: Any) -> Piece:
    return {"type": "image", "image_url": "https://example.com/funnel.png", "alt_text": "Funnel", **more}


def question(element: Piece | None = None, **more: Any) -> Piece:
    field = element or {"type": "plain_text_input", "action_id": "amount"}
    return {"type": "input", "label": plain("Amount"), "element": field, **more}


def run(text: str = "Kim won Acme", **more: Any) -> Piece:
    return {"type": "text", "text": text, **more}


def line(*pieces: Piece) -> Piece:
    return {"type": "rich_text_section", "elements": list(pieces) or [run()]}


def rich(*parts: Piece, **more: Any) -> Piece:
    return {"type": "rich_text", "elements": list(parts) or [line()], **more}


def bullets(**more: Any) -> Piece:
    return {"type": "rich_text_list", "style": "bullet", "elements": [line(), line()], **more}


def cell(text: str = "Kim Novak") -> Piece:
    return {"type": "raw_text", "text": text}


def figure(value: float = 41200, text: str = "€41,200") -> Piece:
    return {"type": "raw_number", "value": value, "text": text}


def data_table(rows: list[list[Piece]] | None = None, **more: Any) -> Piece:
    rows = rows if rows is not None else [[cell("Rep"), cell("Won")], [cell(), figure()]]
    return {"type": "data_table", "caption": "Won in June", "rows": rows, **more}


def table(rows: list[list[Piece]] | None = None, **more: Any) -> Piece:
    return {"type": "table", "rows": rows or [[cell("Rep"), cell("Won")], [cell(), cell("€41,200")]], **more}


def points(*labels: str) -> list[Piece]:
    return [{"label": label, "value": index + 1} for index, label in enumerate(labels)]


def series(name: str = "Won", *labels: str) -> Piece:
    return {"name": name, "data": points(*(labels or ("May", "Jun")))}


def bars(*every: Piece, categories: list[str] | None = None, kind: str = "bar", **axes: str) -> Piece:
    axis = {"categories": categories or ["May", "Jun"], **axes}
    drawn = {"type": kind, "series": list(every) or [series()], "axis_config": axis}
    return {"type": "data_visualization", "title": "Won by month", "chart": drawn}


def pie(*labels: str) -> Piece:
    segments = points(*(labels or ("Price", "Delivery")))
    return {
        "type": "data_visualization",
        "title": "Lost by reason",
        "chart": {"type": "pie", "segments": segments},
    }


def card(**more: Any) -> Piece:
    return {"type": "card", "title": plain("Acme"), **more}


def container(*children: Piece, **more: Any) -> Piece:
    return {
        "type": "container",
        "title": plain("Adria"),
        "child_blocks": list(children) or [section()],
        **more,
    }


def message(*blocks: Piece, **more: Any) -> Piece:
    return {"text": "Kim Novak won Acme Corp", "blocks": list(blocks), **more}


def modal(*blocks: Piece, **more: Any) -> Piece:
    return {
        "type": "modal",
        "title": plain("Log a deal"),
        "submit": plain("Save"),
        "blocks": list(blocks) or [question()],
        **more,
    }


def home(*blocks: Piece, **more: Any) -> Piece:
    return {"type": "home", "blocks": list(blocks) or [section()], **more}


def without(piece: Piece, *names: str) -> Piece:
    return {name: value for name, value in piece.items() if name not in names}
