"""One sign-in for each role of the example people."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from proeftuin.desk.queries import people


class Command(BaseCommand):
    help = "Print one sign-in for each role of the example people."

    def handle(self, *args: Any, **options: Any) -> None:
        found = people.example_people()
        if not found:
            self.stdout.write("There are no example people yet: manage.py load_examples makes them.")
            return
        if settings.ROLE_SWITCHER:
            self.stdout.write("Choose a role in the bar at the top of each page. These people are there:")
        else:
            self.stdout.write(f"Ask for a code at {settings.SITE_URL}/account/login/code/ with one of these:")
        for person in one_for_each_role(found):
            self.stdout.write(f"  {person.email:<42} {', '.join(person.roles)}")


def one_for_each_role(found: list[people.Person]) -> list[people.Person]:
    """The fewest people, in order, who together show every kind of role."""
    seen: set[str] = set()
    chosen = []
    for person in found:
        kinds = {role.split(" ")[0] for role in person.roles}
        if kinds - seen:
            chosen.append(person)
            seen |= kinds
    return chosen
