"""Where the compiled kernel is kept between runs: a folder for each source, Numba, Python and processor.

The folder is under `FEASIBILITY_CACHE`, or the user's own cache (`XDG_CACHE_HOME`, else `~/.cache`). What lies there is run, so it must be the
user's own; without such a folder the kernel is compiled in each process anew.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

Run = Callable[..., None]
HEAD = """\
import numpy as np
from numba import njit

inf, floor = np.inf, np.floor
compiled = njit(nogil=True, cache={cache}, error_model="numpy", fastmath={{"contract"}})
"""
_READY = "ready"


def is_installed() -> bool:
    """Whether Numba can be imported; it is not imported to find out."""
    return importlib.util.find_spec("numba") is not None


def is_ready(text: str) -> bool:
    """Whether this kernel was compiled before, and can be loaded in a second or so."""
    place = folder(text)
    return is_installed() and place is not None and (place / _READY).exists()


def load(text: str) -> Run:
    """The kernel's `run`, not compiled yet when it was not before. Raises ModuleNotFoundError without Numba."""
    if not is_installed():
        said = "The compiled kernel needs the package numba. Install it, or use the backend numpy."
        raise ModuleNotFoundError(said, name="numba")
    place = _made(text)
    if place is None:
        scope: dict[str, object] = {}
        exec(compile(HEAD.format(cache=False) + text, "<kernel>", "exec"), scope)  # noqa: S102 (our own source, from the model alone)
        return scope["run"]  # type: ignore[return-value]
    path, name = place / "kernel.py", f"feasibility_kernel_{place.name}"
    if not path.exists():
        new = place / f"kernel.{os.getpid()}.new"
        new.write_text(HEAD.format(cache=True) + text, encoding="utf-8")
        new.replace(path)
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where Numba looks for what a loaded function needs
    spec.loader.exec_module(module)
    run: Run = module.run
    return run


def mark_ready(text: str) -> None:
    """Say that the compiled kernel is in its folder."""
    if (place := _made(text)) is not None:
        (place / _READY).touch()


def folder(text: str) -> Path | None:
    """The folder of this kernel, which may not be there yet; nothing when it is not the user's own."""
    try:
        numba = version("numba")
    except PackageNotFoundError:
        numba = ""
    parts = (text, HEAD, numba, sys.version, platform.machine(), _processor())
    name = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    try:
        root = (
            os.environ.get("FEASIBILITY_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        )
        place = Path(root) / "feasibility" / name
        known = place.stat() if place.exists() else None
    except (OSError, RuntimeError):
        return None
    if known is not None and hasattr(os, "getuid") and (known.st_uid != os.getuid() or known.st_mode & 0o022):
        return None
    return place


def _made(text: str) -> Path | None:
    """The folder, made when it is not there; nothing when it cannot be."""
    place = folder(text)
    try:
        if place is not None:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return place if place is not None and os.access(place, os.W_OK) else None


def _processor() -> str:
    """What the processor can do: code for one is not for another."""
    try:
        rows = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return "\n".join(
        sorted({row for row in rows if row.startswith(("model name", "flags", "Features", "CPU part"))})
    )
