"""Words of a visitor as a question to PostgreSQL: folded, stemmed, and kind to Dutch endings."""

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery

from proeftuin.core.folding import fold

CONFIGS = {"nl": "dutch", "en": "english"}
MOST_WORDS = 8
LONG = 6  # from this length on a word also finds the compounds that begin with it


def _endings(word: str) -> list[str]:
    """A word and its other spelling: the stemmer knows "coöperatief" and "coöperatieve" as two words."""
    if word.endswith("f"):
        return [word, f"{word[:-1]}ve"]
    if word.endswith(("ve", "ven")):
        return [word, f"{word.rpartition('v')[0]}f"]
    return [word]


def question(text: str, language: str = "nl") -> SearchQuery | CombinedSearchQuery | None:
    """The query for what somebody typed; None when there is no word in it."""
    asked: SearchQuery | CombinedSearchQuery | None = None
    for word in fold(text).split()[:MOST_WORDS]:
        forms = [f"{form}:*" if len(form) >= LONG else form for form in _endings(word)]
        part = SearchQuery(" | ".join(forms), config=CONFIGS[language], search_type="raw")
        asked = part if asked is None else asked & part
    return asked
