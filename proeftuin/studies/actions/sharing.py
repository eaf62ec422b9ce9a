"""Deeds of sharing: give a person access and take it back, make a link to one version and revoke it, vary a reader's copy."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from proeftuin.accounts.models import Contact, User
from proeftuin.core.errors import Refused
from proeftuin.record.actions import note
from proeftuin.record.models import Entry
from proeftuin.studies import emails, rules
from proeftuin.studies.models import Grant, Link, LinkCopy, Study, StudyVersion
from proeftuin.studies.queries.sharing import OPENED, open_links

MOST = 50  # people, and open links, of one study
MOST_IN_A_DAY = {"all": 50, "one": 3}  # mails of one person, and to one address
VISIT = timedelta(hours=1)  # looking again within it is the same opening
TWICE = timedelta(minutes=1)  # the same form again within it is the same link


class CannotShare(Refused):
    """A person with whom a study cannot be shared, or a link too many."""


def _alone(study: Study) -> None:
    """One at a time for each study, so that the limits hold."""
    Study.objects.select_for_update(no_key=True).get(pk=study.pk)


@transaction.atomic
def give(*, study: Study, email: str, may_edit: bool, by: User, now: datetime, language: str) -> Grant:
    """Share a study with the person of an address, who gets a mail; shared already: only what the person may changes."""
    _alone(study)
    contact = Contact.of(email)
    known = study.grants.filter(contact=contact).first()
    if known is not None:
        return _change(known, may_edit, by, now)
    person = User.objects.filter(contact=contact).first()
    if person is not None and rules.is_in_workspace(person, study):
        raise CannotShare(_("This person works in this workspace already, and sees the study there."))
    if study.grants.count() >= MOST:
        raise CannotShare(
            _("A study is shared with at most %(n)s people. Take it back from somebody first.") % {"n": MOST}
        )
    _refuse_many(contact, by, now)
    grant = Grant.objects.create(study=study, contact=contact, may_edit=may_edit, given_by=by, given_at=now)
    emails.shared(grant, now=now, language=language)
    _note(grant, "study.shared", by, now)
    return grant


def _change(grant: Grant, may_edit: bool, by: User, now: datetime) -> Grant:
    if grant.may_edit != may_edit:
        grant.may_edit = may_edit
        grant.save(update_fields=["may_edit"])
        _note(grant, "study.share_changed", by, now)
    return grant


def _note(grant: Grant, verb: str, by: User, now: datetime) -> None:
    detail = {"contact": grant.contact_id, "may_edit": grant.may_edit}
    note(by=by, verb=verb, on=grant.study, at=now, detail=detail)


def _refuse_many(contact: Contact, by: User, now: datetime) -> None:
    """Taking back and sharing again must not fill somebody's mailbox."""
    lately = Entry.objects.filter(verb="study.shared", actor_id=by.pk, at__gt=now - timedelta(days=1))
    to_this_one = lately.filter(detail__contact=contact.pk)
    if lately.count() >= MOST_IN_A_DAY["all"] or to_this_one.count() >= MOST_IN_A_DAY["one"]:
        raise CannotShare(_("You sent many of these messages today. Share it with this person tomorrow."))


@transaction.atomic
def take_back(*, grant: Grant, by: User, now: datetime) -> None:
    """The person does not see the study any more."""
    if Grant.objects.filter(pk=grant.pk).delete()[0]:
        _note(grant, "study.unshared", by, now)


@transaction.atomic
def make_link(
    *, version: StudyVersion, label: str, days: int, may_vary: bool, by: User, now: datetime
) -> Link:
    """A link to one version for somebody without an account; the same form sent twice is one link."""
    _alone(version.study)
    opens = open_links(version.study, now)
    same = opens.filter(
        version=version, label=label, may_vary=may_vary, made_by=by, made_at__gt=now - TWICE
    ).first()
    if same is not None:
        return same
    if opens.count() >= MOST:
        raise CannotShare(_("A study has at most %(n)s open links. Revoke one first.") % {"n": MOST})
    link = Link.objects.create(
        version=version, label=label, may_vary=may_vary, made_by=by, made_at=now, expires_at=now + timedelta(days=days)
    )  # fmt: skip
    detail = {"study": version.study_id, "version": version.serial, "for": label, "days": days}
    note(by=by, verb="study.link_made", on=link, at=now, detail=detail)
    return link


@transaction.atomic
def revoke(*, link: Link, by: User, now: datetime) -> None:
    """The link opens nothing any more, and what its reader varied is forgotten."""
    if Link.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now, revoked_by=by):
        LinkCopy.objects.filter(link=link).delete()
        note(by=by, verb="study.link_revoked", on=link, at=now, detail={"for": link.label})


@transaction.atomic
def open_link(*, link: Link, now: datetime) -> None:
    """Count an opening and note it: once an hour, so that loading again fills neither the count nor the record."""
    is_new = Q(opened_at=None) | Q(opened_at__lte=now - VISIT)
    if Link.objects.filter(is_new, pk=link.pk).update(opened_at=now, openings=F("openings") + 1):
        detail = {"study": link.version.study_id, "version": link.version.serial}
        note(by=link.label, verb=OPENED, on=link, at=now, detail=detail)


def vary(*, link: Link, shifts: Mapping[str, float], now: datetime) -> LinkCopy:
    """What the reader varies on the own copy; the version and those who shared it see nothing of it."""
    values: dict[str, Any] = {"shifts": dict(shifts), "changed_at": now}
    return LinkCopy.objects.update_or_create(link=link, defaults=values)[0]


def forget_copy(*, link: Link) -> None:
    """Back to the version as it is."""
    LinkCopy.objects.filter(link=link).delete()
