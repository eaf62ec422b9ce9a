"""Each contract on imports is kept, and is broken by the breach it is there for."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = "Floors: arrows point down"
ROOMS = "Rooms: in an app too, arrows point down"
PURE = "The engine is pure"
ENGINE = "Engine: arrows point down"
STUDIES = "Only studies calls the engine"
WAGTAIL = "Wagtail only in website"


@pytest.fixture
def house(tmp_path):
    """A copy of the code, to be breached."""
    for package in ("proeftuin", "feasibility"):
        keep_python = shutil.ignore_patterns("__pycache__", "templates", "static", "locale", "data", "*.pyc")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=keep_python)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken(house):
    """The names of the contracts that a tree breaks."""
    lint = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    done = subprocess.run(lint, cwd=house, capture_output=True, text=True, env={"PYTHONPATH": str(house)})
    names = re.findall(r"^(.+) BROKEN(?: \(.*\))?$", done.stdout, re.MULTILINE)
    assert bool(names) == bool(done.returncode), done.stdout + done.stderr
    assert re.search(r"^Contracts: \d+ kept, \d+ broken", done.stdout, re.MULTILINE) or done.returncode == 0
    return names


def write(house, path, line):
    file = house / path
    for folder in reversed(file.parents):
        if house in folder.parents and not folder.exists():
            folder.mkdir()
            (folder / "__init__.py").touch()
    with file.open("a") as end:
        end.write(f"\n{line}\n")


def test_the_code_keeps_every_contract(house):
    assert broken(house) == []


@pytest.mark.parametrize(
    ("path", "line", "contract"),
    [
        ("proeftuin/core/breach.py", "from proeftuin.accounts import models", FLOORS),
        ("proeftuin/events/breach.py", "import proeftuin.calls", FLOORS),
        ("proeftuin/pathways/breach.py", "import proeftuin.sites", FLOORS),
        ("proeftuin/accounts/breach.py", "def late():\n    import proeftuin.pilots", FLOORS),
        ("proeftuin/pathways/models.py", "import proeftuin.pathways.rules", ROOMS),
        ("proeftuin/mail/models.py", "import proeftuin.mail.tasks", ROOMS),
        ("proeftuin/studies/actions.py", "import feasibility", None),
        ("feasibility/breach.py", "import django.utils.timezone", PURE),
        ("feasibility/breach.py", "from urllib.request import urlopen", PURE),
        ("feasibility/breach.py", "import proeftuin.core.dates", PURE),
        ("feasibility/inputs.py", "import feasibility.assessment", ENGINE),
        ("feasibility/compile/kernel.py", "def late():\n    import feasibility.model", ENGINE),
        ("proeftuin/calls/breach.py", "from feasibility import Plan", STUDIES),
        ("proeftuin/settings.py", "import feasibility", STUDIES),
        ("proeftuin/library/breach.py", "from wagtail.models import Page", WAGTAIL),
        ("proeftuin/settings.py", "import taggit", WAGTAIL),
        ("proeftuin/website/allowed.py", "from wagtail.models import Page", None),
    ],
)
def test_a_breach_breaks_the_contract_that_is_there_for_it(house, path, line, contract):
    target = line.rpartition("import ")[2]
    if target.startswith("proeftuin.core."):
        write(house, "proeftuin/core/dates.py", "")
    if contract == ROOMS:
        write(house, target.replace(".", "/") + ".py", "")
    write(house, path, line)
    assert broken(house) == ([contract] if contract else [])


def test_a_new_app_must_be_given_a_floor(house):
    write(house, "proeftuin/attic/models.py", "")
    lint = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    done = subprocess.run(lint, cwd=house, capture_output=True, text=True, env={"PYTHONPATH": str(house)})
    assert done.returncode != 0
    assert "proeftuin.attic" in done.stdout


def test_every_app_is_held_to_the_rooms():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (rooms,) = [contract for contract in contracts if contract["name"] == ROOMS]
    apps = sorted(f"proeftuin.{file.parent.name}" for file in ROOT.glob("proeftuin/*/__init__.py"))
    assert rooms["containers"] == apps
