"""An application: its working copy, and what was handed in and never changes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import Contact, Organisation
from proeftuin.calls.models.call import Call, Question
from proeftuin.files.models import StoredFile
from proeftuin.sites.models import Site
from proeftuin.studies.models import Study, StudyVersion


class Application(models.Model):
    """What an organisation hands in for a call.

    Its state is the applicant's own; what the jury finds (admissible, selected) lives in the jury's
    tables, because an applicant reads this row long before the results are released.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("handed in")
        WITHDRAWN = "withdrawn", _("withdrawn")

    # Handing in again replaces: the state stays, a new `Submission` is added.
    MOVES: dict[str, set[str]] = {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {State.WITHDRAWN},
        State.WITHDRAWN: {State.SUBMITTED},
    }

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications"
    )
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    language = models.CharField(max_length=5, default="nl")  # of its receipts
    number = models.CharField(_("number"), max_length=20, blank=True)  # given when it is first handed in
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)  # of the version that counts
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of the version that counts

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            # A person whom nobody approved yet cannot block the organisation: one for each who starts.
            # `actions.start` brings approved members together in one.
            models.UniqueConstraint(
                fields=["call", "organisation", "created_by"], name="application_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["call", "number"], condition=~Q(number=""), name="application_number"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(submitted_at__isnull=False) & ~Q(number="") & ~Q(digest="")),
                name="application_submitted_has_a_receipt",
            ),
        ]
        verbose_name = _("application")
        verbose_name_plural = _("applications")

    def __str__(self) -> str:
        return f"{self.number} {self.organisation}".strip()

    @property
    def is_submitted(self) -> bool:
        """Whether it counts for the call."""
        return self.state == self.State.SUBMITTED

    @property
    def is_changed_since(self) -> bool:
        """Whether the working copy moved on after it was handed in."""
        return self.is_submitted and self.submitted_at is not None and self.changed_at > self.submitted_at


class Answer(models.Model):
    """The working answer to one question, as typed; its version keeps two writers from overwriting each other."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    value = models.JSONField(default=str)  # a text, or a list of texts for several choices
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "question"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.question}: {self.value}"[:120]


class AsideText(models.Model):
    """A text that met a newer one on its way: kept beside the answer until somebody chooses."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="aside_texts")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField(default=str)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    page = models.UUIDField()  # the page it was typed in: typing on there updates the same row

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "question", "page"], name="aside_text_once")
        ]

    def __str__(self) -> str:
        return str(self.value)[:80]


class ApplicationSite(models.Model):
    """A site that an application brings in; one application may bring more than one."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="application_sites")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="application_sites")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "question", "site"], name="application_site_once")
        ]

    def __str__(self) -> str:
        return str(self.site)


class ApplicationStudy(models.Model):
    """A study that an application brings in; handing in takes its newest version, and locks it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="application_studies")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="application_studies")
    with_alternatives = models.BooleanField(default=False)  # what was set beside it goes along
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question", "study"], name="application_study_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.study)


class ApplicationFile(models.Model):
    """A file of an application; one that was handed in stays, also when the applicant takes it out."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="application_files")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="application_file")
    added_at = models.DateTimeField()
    followed = models.BooleanField(
        default=False
    )  # came after the deadline, as the call allows for a decision
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.file)


class CoApplicant(models.Model):
    """A colleague invited by mail to write along."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="co_applicants")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="co_applications",
    )  # empty until the colleague accepts
    token = models.UUIDField(unique=True, default=uuid.uuid4)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "contact"], name="co_applicant_once")]

    def __str__(self) -> str:
        return str(self.contact)


class Submission(models.Model):
    """One time that an application was handed in: never changed, the last one before the deadline counts."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    serial = models.PositiveSmallIntegerField()
    token = models.UUIDField(unique=True)
    received_at = models.DateTimeField()  # when the request came in: what the deadline is judged on
    recorded_at = models.DateTimeField(null=True, editable=False)  # set by the database on its own clock
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    files = models.ManyToManyField(ApplicationFile, related_name="submissions")

    class Meta:
        ordering = ["serial"]
        constraints = [models.UniqueConstraint(fields=["application", "serial"], name="submission_serial")]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self) -> str:
        return f"{self.application} ({self.serial})"


class SubmissionStudy(models.Model):
    """The version of a study that went along with a submission: only ever added, as the submission itself."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="studies")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(StudyVersion, on_delete=models.PROTECT, related_name="handed_in")
    is_alternative = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "question", "version"], name="submission_study_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.version)
