"""Who may see and change a study."""

from collections.abc import Callable
from typing import Any

from proeftuin.accounts.rules import acts_for, is_approved_for
from proeftuin.studies.models import Study, StudyVersion

Reader = Callable[[Any, StudyVersion], bool]
_readers: list[Reader] = []


def let_read(reader: Reader) -> None:
    """An app above tells who else reads a locked version: a juror of the call that it was handed in for, for example."""
    if reader not in _readers:
        _readers.append(reader)


def is_in_workspace(user: Any, study: Study) -> bool:
    """Approved members of the organisation; who waits for approval, or works alone, on what he or she made."""
    if not user.is_authenticated or not user.is_active:
        return False
    mine = bool(study.created_by_id == user.pk)
    if study.organisation is None:
        return mine
    return is_approved_for(user, study.organisation) or bool(mine and acts_for(user, study.organisation))


def may_read(user: Any, study: Study) -> bool:
    """The workspace, and with whom the study was shared."""
    return is_in_workspace(user, study) or _has_grant(user, study)


def may_edit(user: Any, study: Study) -> bool:
    """The workspace, and with whom the study was shared to change it."""
    return is_in_workspace(user, study) or _has_grant(user, study, may_edit=True)


def may_share(user: Any, study: Study) -> bool:
    """Only the workspace decides who else sees a study, locks it, publishes it or removes it."""
    return is_in_workspace(user, study)


def may_read_version(user: Any, version: StudyVersion) -> bool:
    """Who reads the study; of a locked version also whom an app above lets in."""
    return may_read(user, version.study) or (
        version.is_locked
        and bool(user.is_authenticated and user.is_active)
        and any(reader(user, version) for reader in _readers)
    )


def _has_grant(user: Any, study: Study, **how: bool) -> bool:
    return bool(
        user.is_authenticated
        and user.is_active
        and study.grants.filter(contact=user.contact_id, **how).exists()
    )
