"""Forms of applicants: begin, write, hand in, withdraw, invite."""

import re
import uuid
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from proeftuin.accounts.models import Organisation
from proeftuin.calls.actions.application import Change, stamp
from proeftuin.calls.models import Question
from proeftuin.calls.queries.checks import wrong_with
from proeftuin.core.forms import AddressField, TokenMixin
from proeftuin.core.templatetags.house import in_language

STAMP = re.compile(r"^(\d{1,9}):([0-9a-f]{16})$")


class StartForm(TokenMixin, forms.Form):
    """For which organisation somebody applies."""

    organisation = forms.ModelChoiceField(
        label=_("For which organisation do you apply?"),
        queryset=Organisation.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = organisations  # type: ignore[attr-defined]
        if len(organisations) == 1:
            field.initial = organisations[0]


class SubmitForm(TokenMixin, forms.Form):
    """The declaration that goes with handing in."""

    is_true = forms.BooleanField(
        label=_("I declare that this application is correct and that I may hand it in for my organisation."),
        error_messages={"required": _("Tick the declaration to hand in.")},
    )


class WithdrawForm(forms.Form):
    """Why an application is taken back."""

    why = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class InviteForm(forms.Form):
    """The address of a colleague."""

    email = AddressField(label=_("E-mail address of your colleague"))


class AnswersForm(forms.Form):
    """The working answers as fields: nothing typed is refused, what is wrong with it stands as an error."""

    use_required_attribute = False

    def __init__(self, *, questions: list[Question]) -> None:
        asked = [question for question in questions if question.kind in Question.TEXT_KINDS]
        super().__init__({name_of(question): value_of(question) for question in asked})
        for question in asked:
            self.fields[name_of(question)] = _field(question)
        for question in asked:
            wrong = wrong_with(question, value_of(question)) if value_of(question) else ""
            if wrong:
                self.add_error(name_of(question), wrong)

    def full_clean(self) -> None:
        """No field refuses anything."""
        self._errors = ErrorDict()
        self.cleaned_data = {}


def value_of(question: Question) -> Any:
    """The working answer, or an empty one."""
    answer = question.answer  # type: ignore[attr-defined]
    return answer.value if answer is not None else _empty(question)


def name_of(question: Question) -> str:
    """The name of the field of a question."""
    return f"q{question.pk}"


def stamp_of(question: Question) -> str:
    """What the page knew of the answer: its version and the mark of its value."""
    answer = question.answer  # type: ignore[attr-defined]
    if answer is None:
        return f"0:{stamp(_empty(question))}"
    return f"{answer.version}:{stamp(answer.value)}"


def _empty(question: Question) -> Any:
    return [] if question.kind == Question.Kind.MULTIPLE else ""


def rules_of(question: Question) -> str:
    """What a question takes, in words."""
    kind = question.kind
    if kind == Question.Kind.FILE:
        ending = ", ".join(question.file_kinds or ["pdf", "docx", "odt", "xlsx", "ods", "jpg", "png"])
        return ngettext(
            "At most %(n)s file (%(kinds)s).", "At most %(n)s files (%(kinds)s).", question.max_files
        ) % {"n": question.max_files, "kinds": ending}
    if kind == Question.Kind.SITE:
        return ngettext("At most %(n)s site.", "At most %(n)s sites.", question.max_files) % {
            "n": question.max_files
        }
    if kind == Question.Kind.STUDY:
        return ngettext("At most %(n)s study.", "At most %(n)s studies.", question.max_files) % {
            "n": question.max_files
        }
    if kind == Question.Kind.NUMBER:
        return (
            gettext("A number in %(unit)s.") % {"unit": question.unit}
            if question.unit
            else gettext("A number.")
        )
    if question.limit and kind in (Question.Kind.SHORT, Question.Kind.LONG):
        return gettext("At most %(n)s characters.") % {"n": question.limit}
    return ""


def choices_of(question: Question) -> list[tuple[str, str]]:
    """The choices with their words in the reader's language."""
    words = question.choice_list
    if get_language() == "en" and question.choice_list_en:
        words = question.choice_list_en
    return list(zip(question.choice_list, words, strict=True))


def _field(question: Question) -> forms.Field:
    words: dict[str, Any] = {
        "label": in_language(question, "label"),
        "required": question.is_required,
        "help_text": SafeString(
            format_html("{} {}", in_language(question, "help"), rules_of(question)).strip()
        ),
    }
    attrs: dict[str, Any] = {"data-limit": question.limit} if question.limit else {}
    if question.kind == Question.Kind.CHOICE:
        return forms.ChoiceField(choices=choices_of(question), widget=forms.RadioSelect, **words)
    if question.kind == Question.Kind.MULTIPLE:
        return forms.MultipleChoiceField(
            choices=choices_of(question), widget=forms.CheckboxSelectMultiple, **words
        )
    if question.kind == Question.Kind.LONG:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 8, **attrs}), **words)
    if question.kind == Question.Kind.NUMBER:
        attrs |= {"inputmode": "decimal", "class": "short"}
    return forms.CharField(widget=forms.TextInput(attrs=attrs), **words)


def changes(questions: list[Question], data: QueryDict) -> list[Change]:
    """What a page sent: only fields that come with their stamp; anything else is left alone."""
    found = []
    for question in questions:
        mark = STAMP.match(data.get(f"v{question.pk}", ""))
        if mark is None or question.kind not in Question.TEXT_KINDS:
            continue
        name = name_of(question)
        is_list = question.kind == Question.Kind.MULTIPLE
        value: Any = data.getlist(name) if is_list else data.get(name, "")
        found.append(Change(question, value, int(mark[1]), mark[2]))
    return found


def page_of(data: QueryDict) -> uuid.UUID:
    """The page that sends; a page without a number of its own counts as a new one."""
    try:
        return uuid.UUID(data.get("page", ""))
    except ValueError:
        return uuid.uuid4()
