"""A table of incomes that the user brings: how many households have an income up to so much."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from proeftuin.studies.forms.numbers import AmountField, PercentField

ROWS = 8


class IncomesForm(forms.Form):
    """Rows from low to high; the last may have no upper bound. Empty rows are left out."""

    serial = forms.IntegerField(widget=forms.HiddenInput)
    source = forms.CharField(max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].label = _("Where does this table come from?")
        self.fields["source"].help_text = _(
            "For instance the name and year of the statistics. It stands beside the answer."
        )
        for row in range(ROWS):
            self.fields[f"upper_{row}"] = AmountField(
                label=_("Row %(n)s: net income a month up to, in euros") % {"n": row + 1},
                min_value=0,
                max_value=1e6,
                required=False,
            )
            self.fields[f"share_{row}"] = PercentField(
                label=_("Row %(n)s: part of the households, in %%") % {"n": row + 1},
                min_value=0,
                max_value=1,
                required=False,
            )

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each row."""
        return ((self[f"upper_{row}"], self[f"share_{row}"]) for row in range(ROWS))

    def classes(self) -> list[list[float | None]]:
        """What was filled in: upper bound (none in the last) and share."""
        values = self.cleaned_data
        pairs = [[values.get(f"upper_{row}"), values.get(f"share_{row}")] for row in range(ROWS)]
        return [pair for pair in pairs if pair[1] is not None]

    def clean(self) -> dict[str, Any]:
        """A bound without a share says nothing."""
        for row in range(ROWS):
            if (
                self.cleaned_data.get(f"upper_{row}") is not None
                and self.cleaned_data.get(f"share_{row}") is None
                and f"share_{row}" not in self.errors
            ):
                self.add_error(
                    f"share_{row}", _("Fill in which part of the households this is, or empty the row.")
                )
        return self.cleaned_data


def initial_of(kept: Sequence[Sequence[float | None]]) -> dict[str, float | None]:
    """The fields for a table that is kept."""
    return {
        f"{name}_{row}": value
        for row, pair in enumerate(kept)
        for name, value in zip(("upper", "share"), pair, strict=True)
    }
