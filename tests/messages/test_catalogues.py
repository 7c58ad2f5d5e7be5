"""Sentences are found, brought to the translators, checked, and spoken; what is missing is said in English."""

import shutil
from pathlib import Path

import pytest

from salesbot.messages import Renderer
from salesbot.messages.catalogues import Catalogues
from salesbot.messages.catalogues.__main__ import main
from salesbot.shipped import locales_dir, templates_dir

DEALS = "{% trans count=n %}{{ count }} deal{% pluralize %}{{ count }} deals{% endtrans %}"
SLOVENE = {
    1: "1 posel",
    2: "2 posla",
    3: "3 posli",
    4: "4 posli",
    5: "5 poslov",
    101: "101 posel",
    102: "102 posla",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project: one counted sentence, one with a tag, one in an attribute."""
    templates = tmp_path / "templates" / "deals"
    templates.mkdir(parents=True)
    (templates / "count.xml").write_text(DEALS, encoding="utf-8")
    (templates / "won.xml").write_text(
        "{# Translators: a shout-out #}\n<message><text>{% trans rep=rep %}<b>{{ rep }}</b> won, 100%\n"
        "   sure{% endtrans %}</text></message>",
        encoding="utf-8",
    )
    (tmp_path / "locales").mkdir()
    return tmp_path


def run(project: Path, *command: str) -> int:
    return main(["--templates", f"{project}/templates", "--locales", f"{project}/locales", *command])


def begun(project: Path, translations: dict[str, str] | None = None) -> Path:
    for command in (["extract"], ["begin", "sl"]):
        assert run(project, *command) == 0
    path = project / "locales/sl/LC_MESSAGES/salesbot.po"
    text = path.read_text(encoding="utf-8")
    for old, new in (translations or {}).items():
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return path


COUNTED = {
    'msgstr[0] ""': 'msgstr[0] "%(count)s posel"',
    'msgstr[1] ""': 'msgstr[1] "%(count)s posla"',
    'msgstr[2] ""': 'msgstr[2] "%(count)s posli"',
    'msgstr[3] ""': 'msgstr[3] "%(count)s poslov"',
}
WON = 'msgid "<b>%(rep)s</b> won, 100%% sure"\nmsgstr "'


def test_sentences_are_found_folded_and_with_their_notes(project: Path) -> None:
    assert run(project, "extract") == 0
    text = (project / "locales/salesbot.pot").read_text(encoding="utf-8")
    assert 'msgid "<b>%(rep)s</b> won, 100%% sure"' in text
    assert 'msgid_plural "%(count)s deals"' in text
    assert "a shout-out" in text
    assert "templates/deals/won.xml" in text


def test_each_language_has_its_plural_forms(project: Path) -> None:
    assert "nplurals=4" in begun(project).read_text(encoding="utf-8")
    run(project, "begin", "sw")
    assert "nplurals=2" in (project / "locales/sw/LC_MESSAGES/salesbot.po").read_text(encoding="utf-8")


def test_counts_take_their_form_and_the_rest_is_said_in_english(project: Path) -> None:
    begun(project, COUNTED)
    renderer = Renderer(project / "templates", project / "locales")
    assert renderer.languages() == ["en", "sl"]
    for count, words in SLOVENE.items():
        assert renderer.words("deals/count", locale="sl-SI", n=count) == words
    assert renderer.words("deals/count", locale="sw", n=2) == "2 deals"
    assert renderer.message("deals/won", locale="sl", rep="Kim").text == "Kim won, 100% sure"


@pytest.mark.parametrize("damaged", [b"", b"\xde\x12\x04\x95short", b"no catalogue"])
def test_what_was_compiled_is_kept_for_the_next_start(
    damaged: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Catalogues(locales_dir(), tmp_path).speaking("sl-SI").gettext("Undo")
    (kept,) = tmp_path.iterdir()
    with monkeypatch.context() as patched:
        patched.setattr("salesbot.messages.catalogues._compiled", None)
        assert Catalogues(locales_dir(), tmp_path).speaking("sl").gettext("Undo") == said != "Undo"
    kept.write_bytes(damaged)
    assert Catalogues(locales_dir(), tmp_path).speaking("sl").gettext("Undo") == said
    assert kept.read_bytes() != damaged


def test_a_translated_sentence_keeps_its_tags(project: Path) -> None:
    begun(project, {WON: WON + "Nov posel: <b>%(rep)s</b>, 100%%"})
    message = Renderer(project / "templates", project / "locales").message(
        "deals/won", locale="sl", rep="<i>Kim"
    )
    assert message.text == "Nov posel: &lt;i&gt;Kim, 100%"
    assert message.blocks[0]["elements"][0]["elements"][1]["style"] == {"bold": True}


def test_an_incomplete_language_passes_until_it_is_called_complete(project: Path) -> None:
    begun(project)
    assert run(project, "check") == 0
    (project / "locales/complete.txt").write_text("# those that are whole\nsl\n", encoding="utf-8")
    assert run(project, "check") == 1


def test_a_complete_language_that_is_whole_passes(project: Path) -> None:
    begun(project, {**COUNTED, WON: WON + "Nov posel: <b>%(rep)s</b>, 100%%"})
    (project / "locales/complete.txt").write_text("sl\n", encoding="utf-8")
    assert run(project, "check") == 0


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Nov posel, 100%%", "has the values"),
        ("<b>%(rep)s</b> %(account)s", "has the values"),
        ("%(rep)s", "other tags"),
        ("<b>%(rep)s", "not markup"),
        ("<b>%(rep)s</b> & co", "not markup"),
        ("<b>%(rep)s</b> 100 %", "stray %"),
        ("<i>%(rep)s</i>", "other tags"),
        ('<b>%(rep)s</b> \\"zdaj\\"', "quotes"),
        ("<b>%(rep)s</b><text/>", "holds <text>"),
    ],
)
def test_a_broken_translation_is_named(
    project: Path, capsys: pytest.CaptureFixture[str], said: str, why: str
) -> None:
    begun(project, {WON: WON + said})
    assert run(project, "check") == 1
    assert why in capsys.readouterr().out


def test_a_fuzzy_sentence_is_neither_said_nor_complete(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = begun(project, {**COUNTED, WON: WON + "Nov posel: <b>%(rep)s</b>, 100%%"})
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "<b>', '#, fuzzy\nmsgid "<b>'), encoding="utf-8")
    (project / "locales/complete.txt").write_text("sl\n", encoding="utf-8")
    assert run(project, "check") == 1
    assert "fuzzy" in capsys.readouterr().out
    renderer = Renderer(project / "templates", project / "locales")
    assert renderer.message("deals/won", locale="sl", rep="Kim").text == "Kim won, 100% sure"


def test_a_new_sentence_must_be_extracted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begun(project)
    (project / "templates/deals/lost.xml").write_text("{% trans %}Lost{% endtrans %}", encoding="utf-8")
    assert run(project, "check") == 1
    assert "run extract and update" in capsys.readouterr().out
    assert run(project, "extract") == run(project, "update") == run(project, "check") == 0
    assert 'msgid "Lost"' in (project / "locales/sl/LC_MESSAGES/salesbot.po").read_text(encoding="utf-8")


def test_updating_twice_changes_nothing(project: Path) -> None:
    path = begun(project, COUNTED)
    run(project, "update")
    before = path.read_bytes()
    run(project, "update")
    assert path.read_bytes() == before


def test_the_products_sentences_and_translations_are_sound(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(locales_dir(), tmp_path / "locales")
    on_the_copy = ["--locales", str(tmp_path / "locales")]
    for command in ("extract", "update", "check"):
        assert main([*on_the_copy, command]) == 0, capsys.readouterr().out
    assert {"en", "sl", "sw"} <= set(Renderer(templates_dir(), tmp_path / "locales").languages())
