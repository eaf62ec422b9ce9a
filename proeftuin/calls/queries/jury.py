"""The judging of a call as one person may see it: every read of the jury goes through here."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from proeftuin.calls.models import Application, Call, Declaration, Juror, Jury, Review, Submission
from proeftuin.calls.rules.call import may_see_applications
from proeftuin.calls.rules.jury import is_coordinator, is_office
from proeftuin.files.models import StoredFile
from proeftuin.sites.models import Site


@dataclass(frozen=True, slots=True)
class JuryRole:
    """What one person is in the judging of one call. A juror is nothing else beside it."""

    user: Any
    call: Call
    jury: Jury
    juror: Juror | None
    is_office: bool
    is_coordinator: bool
    undeclared: int  # applications on which this juror has not declared yet
    recused: frozenset[int]  # applications that do not exist for this juror

    @property
    def is_chair(self) -> bool:
        """Whether this person chairs the jury."""
        return self.juror is not None and self.juror.is_chair

    @property
    def may_appoint(self) -> bool:
        """The office and the coordination team appoint jurors until the scores are closed."""
        is_time = self.jury.state in (Jury.State.CHECKING, Jury.State.SCORING)
        return is_time and (self.is_office or self.is_coordinator) and not self.call.pathway.is_archive

    @property
    def has_declared(self) -> bool:
        """Whether this juror may open dossiers: the jury works and every interest is declared."""
        return self.juror is not None and self.jury.is_open_to_jurors and not self.undeclared

    @property
    def sees_table(self) -> bool:
        """The office and the chair see all scores that were handed in, once there can be any."""
        if self.is_office:
            return self.jury.state != Jury.State.CHECKING
        return self.is_chair and self.has_declared

    @property
    def sees_decisions(self) -> bool:
        """The office and the chair write and read decisions, for the files they may see."""
        return self.sees_table and self.jury.state in (
            Jury.State.DECIDING,
            Jury.State.PROPOSED,
            Jury.State.RELEASED,
        )

    @property
    def speaks_for_all(self) -> bool:
        """Who closes, prepares and releases answers for every file: not somebody who is kept from one."""
        return self.sees_table and not self.recused


def jury_of(call: Call) -> Jury:
    """The jury of a call; one that nobody touched yet is only thought of."""
    return Jury.objects.select_related("prepared_by", "released_by").filter(call=call).first() or Jury(
        call=call
    )


def candidates(call: Call) -> QuerySet[Application]:
    """What was handed in, with the version that counts."""
    newest = Submission.objects.order_by("application_id", "-serial").distinct("application_id")
    return (
        call.applications.filter(state=Application.State.SUBMITTED)
        .select_related("organisation", "admissibility", "created_by")
        .prefetch_related(Prefetch("submissions", queryset=newest, to_attr="counted"))
        .order_by("number")
    )


def admissible(call: Call) -> QuerySet[Application]:
    """What the jury judges."""
    return candidates(call).filter(admissibility__is_admissible=True)


def _juror(user: Any, call: Call) -> Juror | None:
    return Juror.objects.filter(call=call, user=user, state=Juror.State.ACTIVE).select_related("user").first()


def role_in(user: Any, call: Call) -> JuryRole | None:
    """The role of a person in the judging of this call; None when there is none."""
    if not user.is_authenticated or call.state == Call.State.DRAFT:
        return None
    juror, jury = _juror(user, call), jury_of(call)
    office = juror is None and is_office(user, call)
    coordinator = juror is None and is_coordinator(user, call)
    if juror is None and not office and not coordinator:
        return None
    jury.call = call
    undeclared, recused = 0, frozenset[int]()
    if juror is not None:
        recused = frozenset(
            juror.declarations.filter(has_conflict=True).values_list("application", flat=True)
        )
        undeclared = to_declare(juror, call).count()
    return JuryRole(user, call, jury, juror, office, coordinator, undeclared, recused)


def call_for_jury(user: Any, slug: str) -> JuryRole:
    """A call with the role of this person in its jury; 404 for who has none."""
    call = get_object_or_404(Call.objects.select_related("pathway", "host"), slug=slug)
    role = role_in(user, call)
    if role is None:
        raise Http404
    return role


def seats_of(user: Any) -> QuerySet[Juror]:
    """The seats of a person in juries, the latest call first."""
    seats = Juror.objects.filter(user=user, state=Juror.State.ACTIVE).exclude(call__state=Call.State.DRAFT)
    return seats.select_related("call__jury", "call__pathway").order_by("-call__closes_at", "pk")


def to_declare(juror: Juror, call: Call) -> QuerySet[Application]:
    """The applications on which a juror still has to say whether they have an interest."""
    said = Declaration.objects.filter(juror=juror, application=OuterRef("pk"))
    return admissible(call).exclude(Exists(said))


def dossiers(role: JuryRole) -> QuerySet[Application]:
    """The applications that a juror judges: none before all interests are declared, never a recused one."""
    if role.juror is None or not role.has_declared:
        return Application.objects.none()
    free = Declaration.objects.filter(juror=role.juror, application=OuterRef("pk"), has_conflict=False)
    return admissible(role.call).filter(Exists(free))


def visible_applications(role: JuryRole) -> QuerySet[Application]:
    """The applications in the table: all for the office, the own dossiers for a chair."""
    if not role.sees_table:
        return Application.objects.none()
    return admissible(role.call) if role.is_office else dossiers(role)


def dossier_for_juror(user: Any, pk: int) -> tuple[JuryRole, Application]:
    """A dossier for a juror who declared to have no interest in it; 404 for everybody else."""
    application = get_object_or_404(Application.objects.select_related("call__pathway", "call__host"), pk=pk)
    role = role_in(user, application.call)
    if role is None:
        raise Http404
    return role, get_object_or_404(dossiers(role), pk=pk)


def may_read_as_juror(user: Any, application: Application) -> bool:
    """Whether this person reads the application, and its files, as a juror."""
    role = role_in(user, application.call)
    return role is not None and dossiers(role).filter(pk=application.pk).exists()


def may_read_file_as_juror(user: Any, application: Application, stored: StoredFile) -> bool:
    """A juror reads the files of the version that counts and decisions that followed, not older ones."""
    if not may_read_as_juror(user, application):
        return False
    newest = application.submissions.order_by("-serial").first()
    files = application.application_files.filter(file=stored)
    counted = newest is not None and newest.files.filter(file=stored).exists()
    return counted or files.filter(followed=True, removed_at=None).exists()


def may_read_site(user: Any, site: Site) -> bool:
    """Who reads a site because it was handed in: the office of the call, and jurors of that application."""
    applications = Application.objects.filter(
        application_sites__site=site, state=Application.State.SUBMITTED
    ).select_related("call__pathway", "call__host")
    brought = list(applications.distinct())
    if any(is_recused(user, application) for application in brought):
        return False
    return any(
        (is_office(user, application.call) and may_see_applications(application.call, timezone.now()))
        or may_read_as_juror(user, application)
        for application in brought
    )


def is_recused(user: Any, application: Application) -> bool:
    """Whether a juror declared an interest: the application is then gone for them, whatever else they are."""
    return Declaration.objects.filter(
        juror__user=user, juror__state=Juror.State.ACTIVE, application=application, has_conflict=True
    ).exists()


def application_to_check(user: Any, slug: str, pk: int) -> tuple[JuryRole, Application]:
    """An application for the office to check or decide; 404 for everybody else."""
    role = call_for_jury(user, slug)
    if not role.is_office:
        raise Http404
    return role, get_object_or_404(candidates(role.call), pk=pk)


def review_of(juror: Juror, application: Application) -> Review | None:
    """A juror's own review of a dossier, with its scores."""
    return juror.reviews.filter(application=application).prefetch_related("scores").first()


def reviews_for(role: JuryRole, application: Application) -> list[Review]:
    """The reviews of others that were handed in: hidden until the own one is."""
    if role.juror is None:
        return []
    own = role.juror.reviews.filter(application=application, state=Review.State.HANDED_IN).exists()
    if not own:
        return []
    return list(
        application.reviews.filter(state=Review.State.HANDED_IN, juror__state=Juror.State.ACTIVE)
        .exclude(juror=role.juror)
        .select_related("juror__user")
        .prefetch_related("scores__criterion")
    )


def next_dossier(role: JuryRole, after: Application | None = None) -> Application | None:
    """The next dossier without a review that was handed in: onwards from this one, then from the start."""
    assert role.juror is not None
    done = Review.objects.filter(juror=role.juror, application=OuterRef("pk"), state=Review.State.HANDED_IN)
    left = list(dossiers(role).exclude(Exists(done)))
    later = [each for each in left if after is not None and each.number > after.number]
    return next(iter(later or left), None)
