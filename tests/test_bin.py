"""The commands in bin/ set up what they need once, and say in a line what they cannot set up themselves."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def clone(tmp_path):
    """A bare clone, and a folder of programs in front of the system's."""
    for name in ("bin", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / "house" / name)
    (tmp_path / "programs").mkdir()
    program(tmp_path / "programs" / "python3", f'exec "{sys.executable}" "$@"')
    return tmp_path / "house"


def program(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def installer(clone):
    """A Python that only notes what it is asked to install, in place of environments and the network."""
    program(
        clone.parent / "programs" / "python3",
        f'case "$*" in *"-m venv"*) mkdir -p var/uv/bin; cp "$0" var/uv/bin/python;'
        ' cp "$(dirname "$0")/../uv" var/uv/bin/uv ;;'
        f' *"-m pip"*) echo pip >>installed ;; *) exec "{sys.executable}" "$@" ;; esac',
    )
    program(
        clone.parent / "uv",
        'case "$*" in *sync*) for last; do :; done; [ -e broken ] && exit 2; echo "$last" >>installed ;;'
        " *version*) ;; *) echo venv >>installed; mkdir -p var/venv/bin; : >var/venv/bin/python; chmod +x var/venv/bin/python ;; esac",
    )


def need(clone, *names):
    """What bin/lib.sh does for these needs: exit code, words to the person, and what was installed."""
    wants = "; ".join(f"need {name}" for name in names)
    program(clone / "bin" / "try", f'. "$(dirname "$0")/lib.sh"\n{wants}')
    return run(clone, "try")


def run(clone, command, *arguments, path=None):
    system = "/usr/local/bin:/usr/bin:/bin" if path is None else path
    environment = {"PATH": f"{clone.parent / 'programs'}:{system}", "HOME": str(clone)}
    done = subprocess.run(
        [f"bin/{command}", *arguments], cwd=clone, env=environment, capture_output=True, text=True
    )
    notes = clone / "installed"
    return done.returncode, done.stderr.strip(), notes.read_text().split() if notes.exists() else []


def test_the_packages_are_installed_once(clone):
    installer(clone)
    assert need(clone, "run") == (0, "", ["pip", "venv", "requirements/run.lock"])
    assert need(clone, "run", "run") == (0, "", ["pip", "venv", "requirements/run.lock"])


def test_another_lock_is_installed_anew_with_the_same_uv(clone):
    installer(clone)
    need(clone, "run")
    with (clone / "requirements" / "run.lock").open("a") as lock:
        lock.write("# newer\n")
    assert need(clone, "run")[2] == ["pip", "venv", "requirements/run.lock", "requirements/run.lock"]


def test_what_developing_needs_holds_what_running_needs(clone):
    installer(clone)
    assert need(clone, "dev", "run")[2] == ["pip", "venv", "requirements/dev.lock"]
    assert need(clone, "run")[2] == ["pip", "venv", "requirements/dev.lock"]


def test_a_failed_installation_says_so_and_is_made_anew_by_the_next(clone):
    installer(clone)
    (clone / "broken").touch()
    code, said, _ = need(clone, "run")
    assert (code, said) == (1, "The packages could not be installed; see the message above, then try again.")
    (clone / "broken").unlink()
    assert need(clone, "run") == (0, "", ["pip", "venv", "venv", "requirements/run.lock"])


def test_an_environment_that_is_a_link_is_used_as_it_is(clone):
    (clone / "var").mkdir()
    (clone / "var" / "venv").symlink_to(sys.prefix)
    assert need(clone, "run", "dev") == (0, "", [])


@pytest.mark.parametrize("without", ["venv", "ensurepip"])
def test_python_without_venv_says_in_one_line_what_to_install(clone, without):
    refuse = f'case "$*" in *{without}*) exit 1 ;; *) exec "{sys.executable}" "$@" ;; esac'
    program(clone.parent / "programs" / "python3", refuse)
    code, said, installed = need(clone, "run")
    assert (code, installed) == (1, [])
    assert said == "Python cannot make environments yet. Install this first: apt-get install python3-venv"


def test_an_old_python_says_what_is_needed(clone):
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        program(clone.parent / "programs" / name, "exit 1")
    code, said, _ = need(clone, "run")
    assert (code, said) == (
        1,
        "Python 3.11 or newer is needed (only an older one was found): apt-get install python3 python3-venv",
    )


def test_the_journeys_name_the_browser_they_need_and_stop_before_testing(clone):
    programs = clone.parent / "programs"
    program(programs / "id", "echo 1000")
    for name in ("sh", "dirname", "env"):
        (programs / name).symlink_to(shutil.which(name))
    code, said, installed = run(clone, "test", path=str(programs))
    assert (code, installed) == (1, [])
    assert said == "The journeys need a browser. Install the package chromium, then run bin/test again."


def test_the_commands_work_from_another_folder(clone):
    installer(clone)
    program(clone / "bin" / "try", '. "$(dirname "$0")/lib.sh"\nneed run\npwd')
    done = subprocess.run(
        ["../house/bin/try"],
        cwd=clone.parent / "programs",
        env={"PATH": f"{clone.parent / 'programs'}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines()[-1] == str(clone)


def test_two_commands_at_once_install_once(clone):
    installer(clone)
    program(clone / "bin" / "try", '. "$(dirname "$0")/lib.sh"\nneed run')
    environment = {"PATH": f"{clone.parent / 'programs'}:/usr/bin:/bin", "HOME": str(clone)}
    both = [subprocess.Popen(["bin/try"], cwd=clone, env=environment) for _ in range(2)]
    assert [process.wait(30) for process in both] == [0, 0]
    assert (clone / "installed").read_text().split() == ["pip", "venv", "requirements/run.lock"]
