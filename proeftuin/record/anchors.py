"""The head of the chain kept outside the database: a cut tail is found by it, as the chain alone cannot."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from proeftuin.record import actions
from proeftuin.record.models import Seal


def anchor_file() -> Path:
    """The file to which one line a night is added; copy it to another machine."""
    return Path(settings.VAR_DIR) / "record-anchors.txt"


def write_anchor(now: datetime | None = None) -> str:
    """Add the newest seal to the anchor file; the line is `moment number last-id digest`."""
    actions.seal()
    head = Seal.objects.last()
    if head is None:
        return ""
    line = f"{(now or timezone.now()).isoformat()} {head.pk} {head.last_id} {head.digest}"
    path = anchor_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    return line


def lost_anchor() -> str:
    """The first anchored line that the database no longer holds: its tail was cut or rewritten."""
    path = anchor_file()
    if not path.exists():
        return ""
    kept = dict(Seal.objects.values_list("pk", "digest"))
    for line in path.read_text(encoding="utf-8").splitlines():
        _moment, number, _last, digest = line.split()
        if kept.get(int(number)) != digest:
            return line
    return ""
