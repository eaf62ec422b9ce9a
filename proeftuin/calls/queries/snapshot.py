"""The content of an application as it is handed in: all that the hash stands for, readable by itself."""

from typing import Any

from proeftuin.calls.models import Answer, Application, ApplicationFile, Question
from proeftuin.calls.queries.checks import number_of
from proeftuin.calls.queries.sites import site_snapshot
from proeftuin.calls.queries.studies import Brought, study_snapshot


def snapshot(
    application: Application, *, number: str, files: list[ApplicationFile], studies: list[Brought]
) -> dict[str, Any]:
    """Answers, files, sites and studies with the words of their questions, so that it can be read without the form."""
    answers = {answer.question_id: answer for answer in Answer.objects.filter(application=application)}
    questions = list(application.call.questions.all())
    organisation = application.organisation
    return {
        "call": {"slug": application.call.slug, "title": application.call.title},
        "number": number,
        "organisation": {
            "name": organisation.name,
            "kind": organisation.kind,
            "kbo_number": organisation.kbo_number,
        },
        "answers": [
            _answer(question, answers.get(question.pk), files, studies, application) for question in questions
        ],
    }


def _answer(
    question: Question,
    answer: Answer | None,
    files: list[ApplicationFile],
    studies: list[Brought],
    application: Application,
) -> dict[str, Any]:
    line: dict[str, Any] = {
        "question": question.pk,
        "section": question.section,
        "label": question.label,
        "kind": question.kind,
    }
    if question.kind == Question.Kind.FILE:
        line["files"] = [_file(one) for one in files if one.question_id == question.pk]
    elif question.kind == Question.Kind.SITE:
        chosen = application.application_sites.filter(question=question).select_related("site__municipality")
        line["sites"] = [site_snapshot(one.site) for one in chosen]
    elif question.kind == Question.Kind.STUDY:
        line["studies"] = [study_snapshot(one) for one in studies if one.question_id == question.pk]
    else:
        line["value"] = answer.value if answer is not None else ""
    if question.kind == Question.Kind.NUMBER:
        typed = number_of(str(line["value"])) if line["value"] else None
        line |= {"number": None if typed is None else str(typed), "unit": question.unit}
    return line


def _file(kept: ApplicationFile) -> dict[str, Any]:
    stored = kept.file
    return {"name": stored.name, "size": stored.size, "sha256": stored.digest, "key": stored.key}
