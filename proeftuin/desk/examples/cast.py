"""Who plays in the fictional pathway: municipalities, organisations and people, all visibly made up."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from proeftuin.accounts import actions as accounts
from proeftuin.accounts.models import Membership, Organisation, User
from proeftuin.places.actions import fictional_municipality
from proeftuin.places.models import Municipality

MUNICIPALITIES = {
    "voorbeeldegem": ("99001", "Voorbeeldegem"),
    "fictiegem": ("99002", "Fictiegem"),
    "denkbeeldekerke": ("99003", "Denkbeeldekerke"),
    "verzinnegem": ("99004", "Verzinnegem"),
}
GROUPS: dict[str, tuple[str, str, str]] = {
    "verzonnen-huis": ("cooperative_company", "Wooncoöperatie Het Verzonnen Huis", "voorbeeldegem"),
    "bedachte-tuin": ("de_facto_association", "Bewonersgroep De Bedachte Tuin", "voorbeeldegem"),
}
PEOPLE: dict[str, dict[str, Any]] = {
    "office": {"name": "Olivia Overzicht", "is_office": True},
    "office-2": {"name": "Otto Ordelijk", "is_office": True},
    "coordination": {"name": "Cora Coördinatie"},
    "official": {"name": "Vera Voorbeeld"},
    "colleague": {"name": "Wim Voorbeeld"},
    "official-2": {"name": "Filip Fictie"},
    "official-3": {"name": "Dina Denkbeeld"},
    "official-4": {"name": "Victor Verzin"},
    "chair": {"name": "Juul Jury"},
    "juror-2": {"name": "Jana Jury"},
    "juror-3": {"name": "Jef Jury", "language": "en"},
    "expert": {"name": "Eva Expert"},
    "initiator": {"name": "Ines Initiatief"},
    "initiator-2": {"name": "Tuur Tuin"},
    "reader": {"name": "Lars Lezer"},
    "editor": {"name": "Elke Editor", "is_editor": True},
    "citizen": {"name": "Billie Burger"},
}
ACTING = [
    ("official", "voorbeeldegem", "beleidsmedewerker wonen"),
    ("colleague", "voorbeeldegem", "ruimtelijk planner"),
    ("official-2", "fictiegem", "diensthoofd omgeving"),
    ("official-3", "denkbeeldekerke", "algemeen directeur"),
    ("official-4", "verzinnegem", "beleidsmedewerker wonen"),
    ("initiator", "verzonnen-huis", "bestuurder"),
    ("initiator-2", "bedachte-tuin", "contactpersoon"),
]
UNANSWERED = {"official-4"}  # the office finds a request that waits


@dataclass(slots=True)
class Cast:
    """Everybody and every place of the story, by a short name."""

    municipalities: dict[str, Municipality] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)


def gather(now: datetime) -> Cast:
    """The whole cast; who is there already is left alone."""
    cast = Cast()
    for key, (nis, name) in MUNICIPALITIES.items():
        municipality = fictional_municipality(nis=nis, name=name)
        cast.municipalities[key] = municipality
        cast.organisations[key] = Organisation.objects.get_or_create(
            kind=Organisation.Kind.MUNICIPALITY,
            municipality=municipality,
            defaults={"name": f"Gemeente {name}", "is_fictional": True},
        )[0]
    for key, (kind, name, where) in GROUPS.items():
        cast.organisations[key] = Organisation.objects.get_or_create(
            kind=kind,
            name=name,
            defaults={"municipality": cast.municipalities[where], "is_fictional": True},
        )[0]
    for key, values in PEOPLE.items():
        email = f"{key}@example.org"
        known = User.objects.filter(email=email).first()
        cast.people[key] = known or User.objects.create_user(email, is_fictional=True, **values)
    _let_them_act(cast, now)
    return cast


def _let_them_act(cast: Cast, now: datetime) -> None:
    for person, organisation, function in ACTING:
        user, body = cast.people[person], cast.organisations[organisation]
        if Membership.objects.filter(user=user, organisation=body).exists():
            continue
        membership = accounts.ask_to_act_for(body, by=user, function=function, now=now)
        if person not in UNANSWERED:
            accounts.approve(membership, by=cast.people["office"], now=now)
