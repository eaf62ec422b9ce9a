"""Files in and out for the command line: read whole or refused in words, written whole or not at all."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from feasibility import fields
from feasibility.faults import Fault, PlanError

_LONGEST = 4_000_000  # bytes that are read of a file


def read(file: str) -> str:
    """The text of a file, or of standard input. Raises PlanError when there is none."""
    try:
        if file == "-":
            raw = (
                sys.stdin.buffer.read(_LONGEST + 1)
                if hasattr(sys.stdin, "buffer")
                else sys.stdin.read().encode()
            )
        else:
            with Path(file).open("rb") as source:
                raw = source.read(_LONGEST + 1)
        if len(raw) > _LONGEST:
            raise _no_file(file, "is too large for a plan", "is te groot voor een plan")
        return raw.decode("utf-8-sig")
    except PlanError:
        raise
    except UnicodeDecodeError as error:
        raise _no_file(
            file,
            f"is not UTF-8 text (byte {error.start}): save it as UTF-8",
            f"is geen UTF-8-tekst (byte {error.start}): bewaar het als UTF-8",
        ) from None
    except OSError as error:
        raise _no_file(file, *_reason(error)) from None
    except ValueError:  # a path that cannot be
        raise _no_file(file, "cannot be the name of a file", "kan geen naam van een bestand zijn") from None  # fmt: skip


def _no_file(file: str, en: str, nl: str) -> PlanError:
    name = fields.shown(file)[0]
    return PlanError([Fault("", f"{name} {en}.", f"{name} {nl}.")])


def _reason(error: OSError) -> tuple[str, str]:
    kinds: list[tuple[type[OSError], str, str]] = [
        (FileNotFoundError, "does not exist: check the name", "bestaat niet: kijk de naam na"),
        (IsADirectoryError, "is a folder: name a file", "is een map: noem een bestand"),
        (NotADirectoryError, "lies in something that is no folder: check the name", "ligt in iets dat geen map is: kijk de naam na"),
        (PermissionError, "may not be opened or written: check its permissions", "mag niet geopend of geschreven worden: kijk de rechten na"),
    ]  # fmt: skip
    for kind, en, nl in kinds:
        if isinstance(error, kind):
            return en, nl
    said = error.strerror or type(error).__name__
    return f"cannot be used: {said}", f"kan niet gebruikt worden: {said}"


def write_file(file: str, content: bytes) -> None:
    """Puts a whole file in place, or none. Raises PlanError when that cannot be."""
    beside: Path | None = None
    try:
        target = Path(file).resolve()
        if target.exists() and not target.is_file():  # a folder says so, a device takes it
            target.write_bytes(content)
            return
        beside = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        raise _no_file(file, *_reason(error)) from None
    except (ValueError, RuntimeError):  # a name with a nought byte; links that go round
        raise _no_file(file, "cannot be the name of a file", "kan geen naam van een bestand zijn") from None
    finally:
        if beside is not None:
            _forget(beside)


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def dump(value: Any) -> str:
    """Data as JSON; no number that JSON does not know."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n"
