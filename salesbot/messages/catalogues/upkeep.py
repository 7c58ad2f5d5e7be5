"""Keeping the translations whole: what there is to say, what of it is said in each language, and whether rightly."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from salesbot.domain.accounts import DEFAULT_REASONS, DEFAULT_STAGES, DEFAULT_WON_REASONS
from salesbot.domain.activities import DEFAULT_KINDS
from salesbot.messages.catalogues import DOMAIN, SHIPPED
from salesbot.messages.markup.inline import INLINE
from salesbot.messages.markup.tree import TemplateFault, parse

COMPLETE = "complete.txt"
"""The file of locales/ that lists, a line each, the languages in which every sentence must be said."""

SHIPPED_NAMES = (
    *(name for _, name, _ in DEFAULT_STAGES),
    *(name for _, _, name in DEFAULT_REASONS),
    *(name for _, _, name in DEFAULT_WON_REASONS),
    *(name for _, name in DEFAULT_KINDS),
)
"""What the lists that ship with the program hold."""

_PLACEHOLDER = re.compile(r"%(?:%|\((\w+)\)s)")
_TAG = re.compile(r"<[^>]*>")


def extract(templates_dir: Path, names: Sequence[str]) -> Catalog:
    """Collect every sentence of the templates, and the shipped names; raises on a broken one."""
    found = _empty(None)
    rows = extract_from_dir(
        str(templates_dir),
        [("**.xml", "jinja2.ext:babel_extract")],
        {"**.xml": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}},
        comment_tags=["Translators:"],
    )
    for name, _line, message, comments, context in sorted(rows, key=lambda row: (row[0], row[1])):
        found.add(message, locations=[(f"templates/{name}", 0)], auto_comments=comments, context=context)
    for name in names:
        found.add(name, context=SHIPPED)
    return found


def write_template(found: Catalog, locales_dir: Path) -> Path:
    """Write salesbot.pot, from which translators work."""
    path = locales_dir / f"{DOMAIN}.pot"
    _write(found, path)
    return path


def update(found: Catalog, locales_dir: Path) -> list[Path]:
    """Bring new sentences into every language's catalogue, and set gone ones aside; nothing is guessed."""
    paths = catalogues(locales_dir)
    for path in paths:
        catalogue = _read(path)
        catalogue.update(found, no_fuzzy_matching=True)
        _write(catalogue, path)
    return paths


def begin(tag: str, locales_dir: Path) -> Path:
    """Make the empty catalogue of a language, with its plural forms."""
    path = locales_dir / tag / "LC_MESSAGES" / f"{DOMAIN}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(_empty(tag), path)
    return path


def check(found: Catalog, locales_dir: Path) -> Iterator[str]:
    """Name each thing wrong: sentences not extracted, missing in a complete language, or not well-formed."""
    written = locales_dir / f"{DOMAIN}.pot"
    if not written.exists() or _ids(_read(written)) != _ids(found):
        yield f"{written.name}: does not hold the templates' sentences; run extract and update"
    for message in found:
        for text in _forms(message.id):
            yield from (f"source: {text!r}: {why}" for why in _slips(text))
    complete = _complete(locales_dir)
    for path in catalogues(locales_dir):
        catalogue = _read(path)
        if catalogue.locale_identifier in complete:
            yield from (f"{path}: {why}" for why in _gaps(found, catalogue))
        yield from (f"{path}: {why}" for message in catalogue for why in _wrong(message))


def catalogues(locales_dir: Path) -> list[Path]:
    """List the languages' catalogues."""
    return sorted(locales_dir.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def _empty(tag: str | None) -> Catalog:
    # A fixed date: a catalogue changes when a sentence does, not with every run.
    return Catalog(
        locale=tag,
        project=DOMAIN,
        version="",
        msgid_bugs_address="",
        header_comment="# What Salesbot says. Lines that begin with #: name the template of a sentence.",
        creation_date=datetime(2026, 1, 1, tzinfo=UTC),
        charset="utf-8",
        fuzzy=False,
    )


def _complete(locales_dir: Path) -> set[str]:
    path = locales_dir / COMPLETE
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def _gaps(found: Catalog, catalogue: Catalog) -> Iterator[str]:
    for message in found:
        said = catalogue.get(message.id, message.context) if message.id else None
        if not message.id:
            continue
        if said is None or not all(_forms(said.string)):
            yield f"{_forms(message.id)[0]!r} is not translated"
        elif said.fuzzy:
            yield f"{_forms(message.id)[0]!r} is marked fuzzy"


def _wrong(message: Message) -> Iterator[str]:
    if not message.id or not any(_forms(message.string)):
        return
    sources = _forms(message.id)
    allowed = set().union(*map(_placeholders, sources))
    needed = set.intersection(*map(_placeholders, sources))
    for text in filter(None, _forms(message.string)):
        names = _placeholders(text)
        if not needed <= names <= allowed:
            yield f"{text!r}: has the values {sorted(names)}, needs {sorted(needed)}"
        if _tags(text) not in [_tags(source) for source in sources]:
            yield f"{text!r}: has other tags than {sources[-1]!r}"
        if '"' in _TAG.sub("", text) and '"' not in "".join(sources):
            yield f"{text!r}: use typographic quotes, it may stand in an attribute"
        yield from (f"{text!r}: {why}" for why in _slips(text))


def _slips(text: str) -> Iterator[str]:
    """Find what would break the page: a stray per cent sign, a tag not closed, a tag that makes a block."""
    if "%" in _PLACEHOLDER.sub("", text):
        yield "has a stray %"
        return
    try:
        root = parse("", f"<words>{_PLACEHOLDER.sub('1', text)}</words>")
    except TemplateFault as fault:
        yield f"is not markup: {fault.where} {fault.why}"
        return
    yield from (f"holds <{tag.tag}>" for tag in root.iter() if tag.tag not in {*INLINE, "words"})


def _placeholders(text: str) -> set[str]:
    return {name for name in _PLACEHOLDER.findall(text) if name}


def _tags(text: str) -> Counter[str]:
    return Counter(_TAG.findall(text))


def _forms(text: str | Sequence[str] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def _ids(catalogue: Catalog) -> set[tuple[str, ...]]:
    return {(message.context or "", *_forms(message.id)) for message in catalogue if message.id}


def _read(path: Path) -> Catalog:
    tag = path.parent.parent.name if path.suffix == ".po" else None
    with path.open("rb") as file:
        return read_po(file, locale=tag)


def _write(catalogue: Catalog, path: Path) -> None:
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, include_lineno=False, ignore_obsolete=True)
