"""The pages that a browser shows at the end of an install: what became of it, and where to go on, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from salesbot.messages import Renderer

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<style>body{{font:17px/1.5 sans-serif;max-width:34em;margin:12vh auto;padding:0 1em;color:#1d3557;background:#fff}}
a{{color:#1d3557}}</style></head>
<body><main><h1>{title}</h1><p>{words}</p><p><a href="{link}">{label}</a></p></main></body>
</html>
"""
KNOWN = (
    "installed", "installed_everywhere", "access_denied", "invalid_browser", "invalid_state", "invalid_code",
    "storage_error",
)  # fmt: skip
"""What became of an install, where there is a sentence for it; else it is told as something that went wrong."""


def page(renderer: Renderer, language: str, link: str, facts: Mapping[str, str]) -> str:
    """One page: `facts` are the reason, and the name of where it was installed."""
    reason = facts["reason"] if facts["reason"] in KNOWN else "other"
    told = {"reason": reason, "name": facts.get("name", "")}
    parts = {
        part: escape(renderer.words("install/page", locale=language, part=part, **told))
        for part in ("title", "words", "label")
    }
    return _PAGE.format(language=escape(language), link=escape(link), **parts)


def spoken(accepted: str, languages: Sequence[str]) -> str:
    """The first language of a browser's list that is spoken here; English where none is."""
    for each in accepted.split(","):
        tag = each.partition(";")[0].strip().partition("-")[0].lower()
        if tag in languages:
            return tag
    return "en"
