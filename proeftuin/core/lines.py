"""Texts that a form sends outside its fields."""


def without_nul(text: str) -> str:
    """The text without what no database holds."""
    return text.replace("\0", "")


def one_line(text: str, most: int) -> str:
    """The text on one line, at most so long."""
    return " ".join(without_nul(text).split())[:most]
