"""Lists of sites for tests."""

import uuid
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from feasibility.commands import EXAMPLE
from proeftuin.studies.actions import portfolio as deeds
from proeftuin.studies.models import Portfolio
from proeftuin.studies.portfolio.reading import read_sites
from tests.factories import accounts

PLAN = Path(EXAMPLE).read_text("utf-8")
HEAD = "naam;gemeente;woningen;grondprijs"
CSV = f"{HEAD}\nWasserij;Aalst;20;900000\nKerk;Aalst;40;€ 1.250.000,00\nSchool;Gent;veel;500000\n"


def portfolio(**fields: Any) -> Portfolio:
    """Two good rows and a bad one, of somebody alone unless an organisation is given; not calculated yet."""
    fields.setdefault("by", None)
    fields["by"] = fields["by"] or accounts.user()
    rows = read_sites(fields.pop("text", CSV).encode(), "csv")
    return deeds.begin(
        **{
            "name": "Gronden van de stad", "organisation": None, "file_name": "gronden.csv", "plan": PLAN, "on": date(2027, 1, 1),
            "rows": rows, "token": uuid.uuid4(), "now": timezone.now(), **fields,
        }
    )  # fmt: skip


def done(**fields: Any) -> Portfolio:
    """The same after the worker has been there."""
    made = portfolio(**fields)
    calculate(made)
    return made


def calculate(made: Portfolio) -> None:
    """Turn after turn until the list is done."""
    made.refresh_from_db()
    while deeds.advance(portfolio=made, now=timezone.now()):
        made.refresh_from_db()
    made.refresh_from_db()
