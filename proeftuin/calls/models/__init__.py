"""Tables of calls: the call and its form, the application; the jury has a file of its own."""

from proeftuin.calls.models.application import (
    Answer,
    Application,
    ApplicationFile,
    ApplicationSite,
    ApplicationStudy,
    AsideText,
    CoApplicant,
    Submission,
    SubmissionStudy,
)
from proeftuin.calls.models.call import Call, CallDocument, Criterion, PublicQuestion, Question
from proeftuin.calls.models.jury import (
    Admissibility,
    Decision,
    Declaration,
    Finding,
    Juror,
    Jury,
    Review,
    Score,
)

__all__ = [
    "Admissibility",
    "Answer",
    "Application",
    "ApplicationFile",
    "ApplicationSite",
    "ApplicationStudy",
    "AsideText",
    "Call",
    "CallDocument",
    "CoApplicant",
    "Criterion",
    "Decision",
    "Declaration",
    "Finding",
    "Juror",
    "Jury",
    "PublicQuestion",
    "Question",
    "Review",
    "Score",
    "Submission",
    "SubmissionStudy",
]
