"""Basemap squares through our own server, so that no visitor's address reaches somebody else. Off by default."""

import math
import os
import tempfile
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from proeftuin.places.coordinates import in_box
from proeftuin.sites.drawing import HIGHEST_ZOOM, LOWEST_ZOOM

SIZE_LIMIT = 1_000_000
TIMEOUT_S = 5
KEEP_S = 30 * 24 * 3600
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class NoTile(Exception):
    """A square that we do not have and cannot get."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The configured server answers itself; it never sends us elsewhere."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)


def is_on() -> bool:
    """Whether the operator named a server of basemaps."""
    return bool(settings.BASEMAP["url"])


def words() -> dict[str, str]:
    """What a page with a map that can be moved needs: where the squares begin, and whom to thank; nothing when off."""
    if not is_on():
        return {}
    return {
        "tiles": reverse("basemap:tile", args=[0, 0, 0]).removesuffix("0/0/0.png"),
        "credit": settings.BASEMAP["credit"],
    }


def tile(zoom: int, column: int, row: int) -> tuple[bytes, str]:
    """A square of the basemap and its kind of image, from our own store or once from the configured server."""
    if not is_on() or not LOWEST_ZOOM <= zoom <= HIGHEST_ZOOM or not in_box(*_middle(zoom, column, row)):
        raise NoTile
    kept = Path(settings.VAR_DIR) / "basemap" / str(zoom) / str(column) / str(row)
    content = _kept(kept)
    if content is None:
        content = _fetched(zoom, column, row)
        _keep(kept, content)
    return content, _kind(content)


def _middle(zoom: int, column: int, row: int) -> tuple[float, float]:
    """The longitude and latitude of the middle of a square."""
    side = 2**zoom
    longitude = (column + 0.5) / side * 360 - 180
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (row + 0.5) / side))))
    return longitude, latitude


def _kept(path: Path) -> bytes | None:
    try:
        if time.time() - path.stat().st_mtime < KEEP_S:
            return path.read_bytes()
    except FileNotFoundError:
        pass
    return None


def _keep(path: Path, content: bytes) -> None:
    """Write the square whole or not at all: two visitors may ask for it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as half:
        half.write(content)
    os.replace(half.name, path)


def _fetched(zoom: int, column: int, row: int) -> bytes:
    """The square from the configured server: only numbers of ours enter the address."""
    address = settings.BASEMAP["url"].format(z=zoom, x=column, y=row)
    if not address.startswith(("https://", "http://")):
        raise NoTile
    request = urllib.request.Request(address, headers={"User-Agent": "Proeftuin"})  # noqa: S310 - scheme checked
    try:
        with _opener.open(request, timeout=TIMEOUT_S) as answer:
            content = bytes(answer.read(SIZE_LIMIT + 1))
    except (urllib.error.URLError, HTTPException, OSError) as error:
        raise NoTile from error
    if len(content) > SIZE_LIMIT:
        raise NoTile
    _kind(content)
    return content


def _kind(content: bytes) -> str:
    for start, kind in KINDS.items():
        if content.startswith(start):
            return kind
    raise NoTile
