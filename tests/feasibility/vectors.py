"""Published answers from ../shared/vectors, beside the working copy. Where they are missing, the test says so."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "vectors"


def vectors(name: str) -> list[dict[str, Any]]:
    """The cases in the file of this name: `id`, `args` and `expected`, and often `function` and a tolerance."""
    path = FOLDER / f"{name}.json"
    if not path.exists():
        pytest.skip(f"The published answers are not on this machine: {path}")
    return json.loads(path.read_text())["cases"]
