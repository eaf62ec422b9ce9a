"""Every word that people read is there in Dutch too."""

import re
from collections import defaultdict

import polib
import pytest

from proeftuin.core import words
from proeftuin.core.words import Word

FAMILIAR = re.compile(r"\b(je|jij|jou|jouw|jullie)\b", re.IGNORECASE)


@pytest.mark.parametrize("app", [app.name for app in words.apps()])
def test_every_word_of_an_app_has_a_dutch_translation(app):
    assert words.missing([words.PACKAGE / app]) == []


@pytest.fixture
def app(tmp_path):
    """An app with words in Python and in a template."""
    (tmp_path / "templates" / "app").mkdir(parents=True)
    (tmp_path / "models.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy\n"
        "a = _('One' ' place')\n"
        "b = ngettext('%(n)s seat', '%(n)s seats', n)\n"
        "c = pgettext_lazy('month', 'May')\n"
        "d = _(name)\n"
    )
    (tmp_path / "templates" / "app" / "page.html").write_text(
        '{% translate "It\'s open" %} {% translate "May" context "modal" %} {{ x|default:_("none") }}\n'
        "{% blocktranslate trimmed count n=seats with who=name %}\n  one {{ who }}\n"
        "{% plural %}\n  {{ n }} of {{ who }}\n{% endblocktranslate %}"
    )
    return tmp_path


FOUND = {
    Word("One place"),
    Word("%(n)s seat", "%(n)s seats"),
    Word("May", "", "month"),
    Word("It's open"),
    Word("May", "", "modal"),
    Word("none"),
    Word("one %(who)s", "%(n)s of %(who)s"),
}


def test_words_are_found_in_code_and_templates(app):
    assert words.words_of(app) == FOUND


def translate(path, **translations):
    entries = polib.pofile(str(path))
    for entry in entries:
        entry.msgstr = translations.get(entry.msgid, entry.msgstr)
    entries.save()


def test_an_update_keeps_translations_drops_what_is_gone_and_changes_nothing_twice(app):
    words.update(app, "nl")
    path = words.list_of(app, "nl")
    translate(path, none="geen")
    (app / "models.py").write_text("")
    words.update(app, "nl")
    entries = {(entry.msgid, entry.msgctxt): entry.msgstr for entry in polib.pofile(str(path))}
    assert entries == {
        ("It's open", None): "",
        ("May", "modal"): "",
        ("none", None): "geen",
        ("one %(who)s", None): "",
    }
    before = path.read_bytes()
    words.update(app, "nl")
    assert path.read_bytes() == before
    assert b"#:" not in before


def gaps(app):
    return {gap.partition(": ")[2] for gap in words.missing([app])}


def test_a_missing_an_empty_and_an_unsure_translation_are_seen(app):
    every = {word.message for word in FOUND}
    assert gaps(app) == every
    words.update(app, "nl")
    assert gaps(app) == every
    path = words.list_of(app, "nl")
    translate(path, **dict.fromkeys(every, "ja"))
    assert gaps(app) == {"%(n)s seat", "one %(who)s"}
    entries = polib.pofile(str(path))
    for entry in entries:
        entry.msgstr_plural = {0: "een", 1: "meer"} if entry.msgid_plural else {}
    entries.find("none").flags.append("fuzzy")
    entries.save()
    assert gaps(app) == {"none"}


@pytest.mark.parametrize("app", [app.name for app in words.apps()])
def test_a_translation_keeps_the_names_that_are_filled_in(app):
    path = words.list_of(words.PACKAGE / app, "nl")
    for entry in polib.pofile(str(path)) if path.exists() else []:
        asked = names(entry.msgid) | names(entry.msgid_plural)
        for said in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert names(said) <= asked, f"{entry.msgid!r} becomes {said!r}"
        if not entry.msgid_plural:
            assert names(entry.msgstr) == asked or not entry.msgstr, (
                f"{entry.msgid!r} becomes {entry.msgstr!r}"
            )


def said_in(lists):
    """Every message with its translations, and the lists in which each stands."""
    found = defaultdict(lambda: defaultdict(list))
    for path in lists:
        for entry in polib.pofile(str(path)):
            said = (entry.msgstr, *(form for _number, form in sorted(entry.msgstr_plural.items())))
            found[entry.msgctxt, entry.msgid][said].append(path.parts[-5])
    return found


def conflicts(lists):
    """The messages that one list translates otherwise than another: Django merges the lists, and one wins everywhere."""
    return {key: dict(said) for key, said in said_in(lists).items() if len(said) > 1}


def test_no_word_is_translated_in_two_ways():
    lists = [words.list_of(words.PACKAGE / app.name, "nl") for app in words.apps()]
    assert conflicts(path for path in lists if path.exists()) == {}


def test_a_word_that_two_lists_translate_otherwise_is_seen(tmp_path):
    for name, context, said in (("one", None, "oproep"), ("two", None, "roep"), ("three", "phone", "belt")):
        path = words.list_of(tmp_path / name, "nl")
        path.parent.mkdir(parents=True)
        entry = polib.POEntry(msgid="call", msgstr=said, msgctxt=context)
        catalogue = polib.POFile()
        catalogue.append(entry)
        catalogue.save(str(path))
    found = conflicts(words.list_of(tmp_path / name, "nl") for name in ("one", "two", "three"))
    assert found == {(None, "call"): {("oproep",): ["one"], ("roep",): ["two"]}}


@pytest.mark.parametrize("app", [app.name for app in words.apps()])
def test_people_are_addressed_with_u(app):
    path = words.list_of(words.PACKAGE / app, "nl")
    for entry in polib.pofile(str(path)) if path.exists() else []:
        for said in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert not FAMILIAR.search(said), said


def names(text):
    return set(re.findall(r"%\(\w+\)s|(?<!{){\w+}", text))
