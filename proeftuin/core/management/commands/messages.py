"""Update the word lists of all apps from the code and compile them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from proeftuin.core import words


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--compile-only", action="store_true", help="leave the lists as they are")
        parser.add_argument("apps", nargs="*", metavar="APP", help="only these (all, when none is named)")

    def handle(self, *, compile_only: bool, apps: list[str], **options: Any) -> None:
        words.main([*apps, *(["--compile-only"] if compile_only else [])])
