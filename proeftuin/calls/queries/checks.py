"""What is missing in an application, found at any time and told with a link."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proeftuin.calls.models import Answer, Application, ApplicationStudy, Question
from proeftuin.calls.rules.application import may_bring
from proeftuin.core.templatetags.house import localised

NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to do before the application can be handed in."""

    question: Question
    text: str

    @property
    def label(self) -> str:
        """The question in the reader's language."""
        return localised(self.question, "label")[0]


def number_of(text: str) -> Decimal | None:
    """A number as people here type it: 1 234,5 or 1.234,5 or 1234.5; None when it is none."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+", plain):
        plain = plain.replace(".", "")
    if not NUMBER.match(plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def length(text: str) -> int:
    """Characters as a person counts them: a line break is one."""
    return len(text.replace("\r\n", "\n"))


def wrong_with(question: Question, value: Any) -> str:
    """What is wrong with a typed answer, in words; empty when it can be handed in."""
    if question.kind == Question.Kind.MULTIPLE:
        chosen = value if isinstance(value, list) else []
        if question.is_required and not chosen:
            return _("Choose at least one.")
        return "" if set(chosen) <= set(question.choice_list) else _("Choose from the list.")
    text = str(value or "").strip()
    if not text:
        return _("This question has no answer yet.") if question.is_required else ""
    if question.kind == Question.Kind.NUMBER and number_of(text) is None:
        return _("“%(text)s” is not a number. Type only figures, for example 1234,5.") % {"text": text[:40]}
    if question.kind == Question.Kind.CHOICE and text not in question.choice_list:
        return _("Choose from the list.")
    if question.limit and length(text) > question.limit:
        over = length(text) - question.limit
        return ngettext(
            "The answer is %(n)s character too long (at most %(limit)s).",
            "The answer is %(n)s characters too long (at most %(limit)s).",
            over,
        ) % {"n": over, "limit": question.limit}
    return ""


def _wrong_with_number_of(question: Question, count: int) -> str:
    if not count and question.is_required and not question.may_follow:
        if question.kind == Question.Kind.SITE:
            return _("Choose at least one site.")
        if question.kind == Question.Kind.STUDY:
            return _("Choose a study.")
        return _("Add at least one file.")
    if count > question.max_files:
        return _("At most %(n)s are allowed here.") % {"n": question.max_files}
    return ""


def _wrong_with_studies(question: Question, chosen: list[ApplicationStudy]) -> str:
    """Too few or too many studies, or one that is the applicant's no more."""
    here = [one for one in chosen if one.question_id == question.pk]
    gone = next((one.study for one in here if not may_bring(one.application, one.study)), None)
    if gone is not None:
        return _("“%(name)s” is no longer a study of the applicant. Choose another one.") % {"name": gone}
    return _wrong_with_number_of(question, len(here))


def missing(application: Application) -> list[Missing]:
    """All that keeps this application from being handed in, in the order of the form."""
    answers = {answer.question_id: answer.value for answer in Answer.objects.filter(application=application)}
    files = list(application.application_files.filter(removed_at=None).values_list("question_id", flat=True))
    sites = list(application.application_sites.values_list("question_id", flat=True))
    studies = list(application.application_studies.select_related("application", "study__created_by"))
    aside = set(application.aside_texts.values_list("question_id", flat=True))
    found = []
    for question in application.call.questions.all():
        if question.pk in aside:
            wrong = _("Two texts met here. Choose which one stays.")
        elif question.kind == Question.Kind.FILE:
            wrong = _wrong_with_number_of(question, files.count(question.pk))
        elif question.kind == Question.Kind.SITE:
            wrong = _wrong_with_number_of(question, sites.count(question.pk))
        elif question.kind == Question.Kind.STUDY:
            wrong = _wrong_with_studies(question, studies)
        else:
            wrong = wrong_with(question, answers.get(question.pk))
        if wrong:
            found.append(Missing(question, wrong))
    return found
