"""Bringing in a plan or a table of homes as a file."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feasibility import Plan
from feasibility.reading import LONGEST_FILE, read_plan
from proeftuin.studies.handover import read_homes

LARGEST = 500_000  # bytes of a plan
LONGEST_NAME = 100


def _called(upload: Any) -> str:
    return str(upload.name)[-LONGEST_NAME:]


class PlanForm(forms.Form):
    """A plan as TOML: a file, or its text. What was sent stays in the text after a mistake."""

    file = forms.FileField(
        label=gettext_lazy("A file with the plan (.toml)"), required=False, allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,.txt,text/plain"}),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Or the plan as text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "toml"}),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data.copy() if data is not None else None, files)

    def clean(self) -> dict[str, Any]:
        """One of both, readable, and not too large."""
        upload = self.cleaned_data.get("file")
        if upload is None:
            if not (self.cleaned_data.get("text") or "").strip():
                self.add_error("file", _("Choose a file, or put the text of the plan in the field below."))
            elif len(self.cleaned_data["text"]) > LONGEST_FILE:
                self.add_error(
                    "text", _("This text is longer than 500,000 characters: no plan needs as much.")
                )
            return self.cleaned_data
        if upload.size > LARGEST:
            self.add_error(
                "file",
                _(
                    "This file is larger than 500 kB: no plan needs as much. Choose the file that was exported as a plan."
                ),
            )
            return self.cleaned_data
        try:
            shown: Any = self.data
            self.cleaned_data["text"] = shown["text"] = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error(
                "file",
                _(
                    "This file is not a plan as text (UTF-8). Choose the file that was exported as a plan, ending in .toml."
                ),
            )
        return self.cleaned_data

    @property
    def source(self) -> str:
        """Where the plan came from."""
        upload = self.cleaned_data.get("file")
        return _called(upload) if upload else _("a text")

    def plan(self) -> Plan:
        """The plan. Raises PlanError with every fault."""
        return read_plan(self.cleaned_data["text"])


class HomesForm(forms.Form):
    """A table of homes as CSV or XLSX."""

    file = forms.FileField(
        label=gettext_lazy("A file with the homes (.csv or .xlsx)"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )

    @property
    def source(self) -> str:
        """The name of the file."""
        return _called(self.cleaned_data["file"])

    def plan(self, before: Plan) -> Plan:
        """The plan with these homes. Raises PlanError with every fault."""
        upload = self.cleaned_data["file"]
        return replace(before, homes=read_homes(upload.read(), _called(upload)))
