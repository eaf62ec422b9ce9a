"""The word lists of the apps (.po): found in the code, kept sorted, compiled (.mo). No Django settings needed.

Each app keeps its own list. Entries are sorted and carry no line numbers, so that two people who add words
seldom meet in the same lines.
"""

import argparse
import ast
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGES = ("nl",)
CALLS = {  # name of the function → where its arguments stand: (message, plural, context)
    "_": (0, None, None),
    "gettext": (0, None, None),
    "gettext_lazy": (0, None, None),
    "gettext_noop": (0, None, None),
    "ngettext": (0, 1, None),
    "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0),
    "pgettext_lazy": (1, None, 0),
    "npgettext": (1, 2, 0),
    "npgettext_lazy": (1, 2, 0),
}
HEADER = {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "MIME-Version": "1.0",
}


class Word(NamedTuple):
    """One message in the source language."""

    message: str
    plural: str = ""
    context: str | None = None


def apps() -> list[Path]:
    """The folders that keep a word list."""
    return sorted({file.parent for file in PACKAGE.glob("*/__init__.py")})


def words_of(app: Path) -> set[Word]:
    """Every message in an app's Python, templates and text of mails."""
    found: set[Word] = set()
    for file in app.rglob("*.py"):
        if "migrations" not in file.parts:
            found.update(words_of_python(file.read_text(encoding="utf-8")))
    for file in (app / "templates").rglob("*"):
        if file.is_file():
            found.update(words_of_template(file.read_text(encoding="utf-8"), str(file)))
    return found


def words_of_python(source: str) -> Iterator[Word]:
    """The messages in calls of the translation functions, whatever module they are taken from."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        places = CALLS.get(name)
        if places and len(node.args) > max(place for place in places if place is not None):
            texts = [None if place is None else _text(node.args[place]) for place in places]
            if texts[0]:
                yield Word(texts[0], texts[1] or "", texts[2])


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def words_of_template(source: str, origin: str) -> Iterator[Word]:
    """The messages in a template: Django turns it into what looks like C, and we read the calls in that."""
    from django.utils.translation.template import templatize

    called = re.compile(r"\b(npgettext|pgettext|ngettext|gettext|_)\(\s*(u?(?:'|\").*)", re.DOTALL)
    text = templatize(source, origin=origin)
    while found := called.search(text):
        name, rest = found.group(1), found.group(2)
        arguments, end = _literals(rest)
        yield from words_of_python(f"{name}({', '.join(map(repr, arguments))}, 1)")
        text = rest[end:]


LITERAL = re.compile(
    r"u?r?(\"\"\"(?:\\.|.)*?\"\"\"|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")\s*,?\s*", re.DOTALL
)


def _literals(text: str) -> tuple[list[str], int]:
    """The string literals at the start of an argument list, and where they end."""
    found, position = [], 0
    while match := LITERAL.match(text, position):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found.append(str(ast.literal_eval(match.group(1))))
        position = match.end()
    return found, position


def list_of(app: Path, language: str) -> Path:
    """Where an app keeps its words in a language."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def update(app: Path, language: str) -> None:
    """Add new words, drop those no longer used, keep every translation, sort."""
    path, found = list_of(app, language), words_of(app)
    if not found and not path.exists():
        return
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {(entry.msgid, entry.msgctxt): entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.metadata = HEADER | {"Language": language, "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    for word in sorted(found, key=lambda word: (word.message, word.context or "", word.plural)):
        new.append(_entry(word, known.get((word.message, word.context))))
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"{new}\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _entry(word: Word, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=word.message, msgctxt=word.context, flags=_flags(word))
    if word.plural:
        entry.msgid_plural = word.plural
        was = (known.msgstr_plural or {0: known.msgstr}) if known else {}
        entry.msgstr_plural = {form: was.get(form, "") for form in (0, 1)}
    elif known:
        entry.msgstr = known.msgstr or known.msgstr_plural.get(0, "")
    return entry


def _flags(word: Word) -> list[str]:
    return ["python-format"] if re.search(r"%\(\w+\)[sd]", word.message + word.plural) else []


def compile_lists() -> int:
    """Compile every list that changed since; answers how many did."""
    changed = 0
    for path in PACKAGE.glob("*/locale/*/LC_MESSAGES/*.po"):
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns <= path.stat().st_mtime_ns:
            half = compiled.with_suffix(".half")
            polib.pofile(str(path)).save_as_mofile(str(half))
            half.replace(compiled)
            changed += 1
    return changed


def missing(those: list[Path]) -> list[str]:
    """Each word that an app shows and a list does not have, in whole and certain."""
    gaps = []
    for app in those:
        for language in LANGUAGES:
            path = list_of(app, language)
            known = (
                {(entry.msgid, entry.msgctxt): entry for entry in polib.pofile(str(path))}
                if path.exists()
                else {}
            )
            for word in sorted(words_of(app), key=str):
                entry = known.get((word.message, word.context))
                if entry is None or not entry.translated() or entry.fuzzy:
                    gaps.append(f"{app.name} ({language}): {word.message}")
    return gaps


def main(arguments: list[str] | None = None) -> int:
    """`python -m proeftuin.core.words [--compile-only] [APP …]`: update the lists, compile, tell what is missing."""
    parser = argparse.ArgumentParser(prog="python -m proeftuin.core.words", description=main.__doc__)
    parser.add_argument("--compile-only", action="store_true")
    parser.add_argument("apps", nargs="*", metavar="APP", help="only these (all, when none is named)")
    chosen = parser.parse_args(arguments)
    if not chosen.compile_only:
        mine = [app for app in apps() if not chosen.apps or app.name in chosen.apps]
        for app in mine:
            for language in LANGUAGES:
                update(app, language)
        for gap in missing(mine):
            sys.stdout.write(f"Not translated: {gap}\n")
    compile_lists()
    return 0


if __name__ == "__main__":
    sys.exit(main())
