"""Who may open which screen of the desk."""

from typing import Any

from django.conf import settings

from proeftuin.pathways.models import Assignment, Pathway


def is_trial() -> bool:
    """Whether this installation is for trying out: roles can be switched and mails stay here."""
    return bool(settings.ROLE_SWITCHER and settings.MAIL_KEPT)


def may_see_outbox(user: Any) -> bool:
    """The office; on a trial installation everybody, as the newcomer looks for the mail he just caused."""
    return is_trial() or bool(user.is_authenticated and user.is_office)


def may_open_secret(user: Any) -> bool:
    """A sign-in code opens somebody's account: nobody reads it, but on a trial installation."""
    return is_trial()


def may_see_record(user: Any) -> bool:
    """Only the programme office reads who did what."""
    return bool(user.is_authenticated and user.is_office)


def may_send_again(user: Any) -> bool:
    """The programme office puts a failed message back in the queue."""
    return bool(user.is_authenticated and user.is_office)


def may_see_dashboard(user: Any) -> bool:
    """The programme office, and who runs or follows a pathway."""
    return bool(user.is_authenticated and (user.is_office or _follows_a_pathway(user)))


def _follows_a_pathway(user: Any) -> bool:
    roles = (Assignment.Role.COORDINATION, Assignment.Role.READER)
    return bool(user.assignments.filter(role__in=roles).exists())


def coordinates_any(user: Any) -> bool:
    """The coordination team of a running pathway writes to subscribers too."""
    mine = user.assignments.filter(role=Assignment.Role.COORDINATION, pathway__state=Pathway.State.RUNNING)
    return bool(mine.exists())
