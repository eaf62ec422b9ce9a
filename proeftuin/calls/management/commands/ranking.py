"""`manage.py ranking CALL`: the ranking and its hash, computed anew from the stored scores."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from proeftuin.calls.models import Call
from proeftuin.calls.queries.judging import ranking_of
from proeftuin.calls.queries.jury import jury_of


class Command(BaseCommand):
    """Print the ranking of a call by the published rule, with its hash."""

    help = "Print the ranking of a call and its hash, computed anew from the stored scores."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("call", help="the address (slug) of the call")

    def handle(self, *args: Any, **options: Any) -> None:
        call = Call.objects.filter(slug=options["call"]).first()
        if call is None:
            raise CommandError(f"There is no call with the address {options['call']}.")
        found = ranking_of(call)
        for standing in found.standings:
            place = "-" if standing.rank is None else str(standing.rank)
            total = "-" if standing.total is None else f"{standing.total:.2f}"
            tie = " (shared)" if standing.is_tied else ""
            self.stdout.write(f"{place:>3}  {standing.number:<10} {total:>8}{tie}")
        self.stdout.write(f"sha256 {found.digest}")
        prepared = jury_of(call).ranking_digest
        if prepared and prepared != found.digest:
            raise CommandError(f"The prepared decision names another hash: {prepared}")
        if prepared:
            self.stdout.write("The prepared decision names the same hash.")
