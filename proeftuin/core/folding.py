"""Folding of names: how text is ordered and looked up, as the embedded PostgreSQL brings no ICU."""

import re
import unicodedata


def fold(text: str) -> str:
    """The text in small letters without accents or punctuation: "Tielt-Winge" → "tielt winge"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.findall(r"[^\W_]+", letters))
