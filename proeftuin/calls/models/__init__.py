"""Tables of calls: the call and its form, the application; the jury has a file of its own."""

from proeftuin.calls.models.application import (
    Answer,
    Application,
    ApplicationFile,
    ApplicationSite,
    AsideText,
    CoApplicant,
    Submission,
)
from proeftuin.calls.models.call import Call, CallDocument, Criterion, PublicQuestion, Question

__all__ = [
    "Answer",
    "Application",
    "ApplicationFile",
    "ApplicationSite",
    "AsideText",
    "Call",
    "CallDocument",
    "CoApplicant",
    "Criterion",
    "PublicQuestion",
    "Question",
    "Submission",
]
