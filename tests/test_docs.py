"""What the documents name is there: files, links, commands and settings."""

import os
import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "publiccode.yml", ROOT / ".env.example"]
)
TOP = "bin docs feasibility proeftuin requirements tests manage.py pyproject.toml".split()
PATH = re.compile(
    r"(?<![\w/.<-])((?:TOP)(?:/[\w.*-]+)*)(?![\w<])".replace("TOP", "|".join(map(re.escape, TOP)))
)
IN_CODE = re.compile(r"```.*?\n(.*?)```|`([^`\n]+)`", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)")
COMMAND = re.compile(r"(?:bin/manage|manage\.py)\s+([a-z_]+)")
SETTING = re.compile(r"\b(PROEFTUIN_[A-Z_]+|DATABASE_[A-Z_]*URL)\b")


def code(text):
    """The pieces of a document that are set as code."""
    return "\n".join(block or inline for block, inline in IN_CODE.findall(text))


def missing_paths(text):
    return [name for name in PATH.findall(code(text)) if not list(ROOT.glob(name.rstrip(".")))]


def missing_links(text, folder):
    links = [link for link in LINK.findall(text) if not re.match(r"[a-z]+:", link)]
    return [link for link in links if not (folder / link).exists()]


def missing_commands(text):
    return [name for name in COMMAND.findall(text) if name not in get_commands()]


def unknown_settings(text):
    return [name for name in SETTING.findall(text) if name not in offered()]


def offered():
    """The settings in .env.example."""
    return set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def read():
    """The settings that the code reads."""
    text = (ROOT / "proeftuin/settings.py").read_text()
    return set(re.findall(r'_(?:text|required|flag|list)\("([A-Z_]+)"', text))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_a_document_names_exists(document):
    text = document.read_text()
    assert missing_paths(text) == []
    assert missing_links(text, document.parent) == []
    assert missing_commands(text) == []
    assert unknown_settings(text) == []


def test_what_does_not_exist_is_found():
    text = "`bin/fly` [there](docs/gone.md) `manage.py vanish` `PROEFTUIN_MAGIC=1`\n```sh\nproeftuin/core/none.py\n```"
    assert missing_paths(text) == ["bin/fly", "proeftuin/core/none.py"]
    assert missing_links(text, ROOT) == ["docs/gone.md"]
    assert missing_commands(text) == ["vanish"]
    assert unknown_settings(text) == ["PROEFTUIN_MAGIC"]


def test_the_example_of_settings_has_exactly_what_is_read():
    assert offered() - {"DATABASE_OWNER_URL"} == read()


def test_each_setting_of_the_example_is_explained():
    lines = (ROOT / ".env.example").read_text().splitlines()
    blocks = "\n".join(lines).split("\n\n")
    assert [block for block in blocks if not block.startswith("#")] == []


def test_no_other_code_reads_settings_of_its_own():
    allowed = {"settings.py", "serve.py", "postgres.py", "backup.py", "wsgi.py"}
    readers = [
        str(file.relative_to(ROOT))
        for file in ROOT.glob("proeftuin/**/*.py")
        if re.search(r"os\.environ|getenv", file.read_text()) and file.name not in allowed
    ]
    assert readers == []


def test_every_command_in_bin_can_be_run_and_says_what_it_is_for():
    for command in ROOT.glob("bin/*"):
        if command.suffix != ".sh":
            lines = command.read_text().splitlines()
            assert (os.access(command, os.X_OK), lines[0], lines[1][:2]) == (True, "#!/bin/sh", "# "), command


def test_version_and_licence_are_said_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    publiccode = (ROOT / "publiccode.yml").read_text()
    assert f'softwareVersion: "{project["version"]}"' in publiccode
    assert f"license: {project['license']}" in publiccode
    licence = (ROOT / "LICENSE").read_text()
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert all(f"\n{article}." in licence for article in range(1, 16))
