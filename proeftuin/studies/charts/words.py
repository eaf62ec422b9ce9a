"""The few words that charts say themselves, in Dutch and English."""

_WORDS = {
    "year": ("Jaar", "Year"),
    "part": ("Onderdeel", "Part"),
    "total": ("Totaal", "Total"),
    "input": ("Wat verandert", "What changes"),
    "middle": ("Niets verandert", "Nothing changes"),
    "low": ("Laag", "Low"),
    "high": ("Hoog", "High"),
    "row": ("Nummer en naam", "Number and name"),
    "value": ("Waarde", "Value"),
    "none": ("Er zijn geen cijfers om te tekenen.", "There are no figures to draw."),
    "outcome": ("Uitkomst", "Outcome"),
    "share": ("Deel van alle berekeningen", "Share of all calculations"),
    "below": ("lager dan {}", "lower than {}"),
    "above": ("{} of hoger", "{} or higher"),
    "between": ("{} tot {}", "{} to {}"),
    "without": ("geen uitkomst", "no outcome"),
    "spread": (
        "5% van de uitkomsten is lager dan {}, de helft is lager dan {} en 95% is lager dan {}.",
        "5% of the outcomes is lower than {}, half is lower than {} and 95% is lower than {}.",
    ),
    "unanswered": (
        "Bij {} van de berekeningen is er geen uitkomst.",
        "In {} of the calculations there is no outcome.",
    ),
    "cut": ("Getekend: de eerste {} van {}.", "Drawn: the first {} of {}."),
    "thousand_million": ("miljard", "billion"),
    "million": ("miljoen", "million"),
}


def word(name: str, language: str, *values: object) -> str:
    """A word or sentence of the charts, with the values filled in."""
    return _WORDS[name][0 if language == "nl" else 1].format(*values)
