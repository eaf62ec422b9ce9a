"""Verify the chain of the record and the anchors outside the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from proeftuin.record import actions, anchors


class Command(BaseCommand):
    help = "Verify the chain of the record and the anchors outside the database."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = actions.broken_seal()
        if broken:
            raise CommandError(f"The record was changed: seal {broken.pk} no longer matches its entries.")
        lost = anchors.lost_anchor()
        if lost:
            raise CommandError(f"The record lost its tail: this anchor is gone from the database: {lost}")
        self.stdout.write("The record is whole.")
