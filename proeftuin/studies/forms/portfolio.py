"""The form of a list of sites: the file, and the plan whose assumptions hold for all of them."""

from pathlib import Path, PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from feasibility import PlanError
from feasibility.commands import EXAMPLE
from feasibility.reading import read_plan
from proeftuin.accounts.models import Organisation
from proeftuin.core.errors import Refused
from proeftuin.core.forms import TokenMixin
from proeftuin.files import checks
from proeftuin.places.fields import ShortText
from proeftuin.places.formats import refuse_register_number
from proeftuin.studies.models import StudyVersion
from proeftuin.studies.portfolio.ranking import DRAWS, SEED, assumptions
from proeftuin.studies.portfolio.reading import KINDS, read_sites
from proeftuin.studies.queries.portfolio import workspaces_for_lists
from proeftuin.studies.queries.study import versions_for

EXAMPLE_PLAN = "example"
MOST_STUDIES = 200  # to choose from
MOST_FAULTS = 5  # of a plan, that are each named


class PortfolioForm(TokenMixin, forms.Form):
    """A name, a workspace, a plan and a file; gives the rows of the file."""

    name = ShortText(label=gettext_lazy("Name of the list"), max_length=120)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, label=gettext_lazy("Who sees this list?"), empty_label=gettext_lazy("Only me"),
        help_text=gettext_lazy("Of an organisation, everybody who was approved for it sees the list and can remove it."),
    )  # fmt: skip
    plan = forms.ChoiceField(
        label=gettext_lazy("The plan whose assumptions hold for every site"),
        help_text=gettext_lazy(
            "Homes, costs, finance and operation come from this plan, in proportion to the number of homes of each site."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy(
            "A CSV, XLSX, GeoJSON or GeoPackage of at most 20 MB and 20,000 sites. The columns are explained below."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{kind}" for kind in KINDS)}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workspace, plan = self.fields["organisation"], self.fields["plan"]
        assert isinstance(workspace, forms.ModelChoiceField)
        assert isinstance(plan, forms.ChoiceField)
        workspace.queryset = workspaces_for_lists(user)
        versions = versions_for(user).defer("figures", "parameters", "given")[:MOST_STUDIES]
        self.versions = {str(one.pk): one for one in versions}
        plan.choices = [
            *((key, _label(one)) for key, one in self.versions.items()),
            (EXAMPLE_PLAN, _("Example plan: made up, only to try this page")),
        ]

    def clean_plan(self) -> str:
        """The plan as TOML; the day of its law stands in `self.on`. A plan that cannot hold for other sites is refused."""
        version = self.versions.get(self.cleaned_data["plan"])
        text = version.plan if version else Path(EXAMPLE).read_text("utf-8")
        try:
            self.on = version.on if version else read_plan(text).start
            assumptions(text, self.on, DRAWS, SEED)
        except PlanError as error:
            nl = get_language() == "nl"
            said = [fault.nl if nl else fault.en for fault in error.faults[:MOST_FAULTS]]
            raise ValidationError([_("This plan cannot be used: %s") % one for one in said]) from error
        return text

    def clean_file(self) -> Any:
        """The file, and its rows in `self.rows`."""
        upload = self.cleaned_data["file"]
        refuse_register_number(upload.name)
        kind = PurePath(upload.name).suffix.lower().lstrip(".")
        try:
            if kind not in KINDS:
                raise checks.UploadRefused(
                    _("Files of this kind are not accepted. You may use: %(kinds)s.")
                    % {"kinds": ", ".join(sorted(KINDS))}
                )
            if kind == "xlsx":
                checks.check(upload, ("xlsx",))
            if upload.size > settings.UPLOAD_LIMIT:
                raise checks.UploadRefused(
                    _("This file is too large (%(size)s MB). At most %(limit)s MB is allowed.")
                    % {"size": upload.size // 1024**2, "limit": settings.UPLOAD_LIMIT // 1024**2}
                )
            self.rows = read_sites(upload.read(), kind)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return upload


def _label(version: StudyVersion) -> str:
    return _("%(study)s, version %(n)s of %(day)s") % {
        "study": version.name,
        "n": version.serial,
        "day": date_format(timezone.localtime(version.made_at), "j F Y"),
    }
