"""Numbers of rows that a form sends outside its fields."""


def row_number(text: str) -> int:
    """The number in a text; 0, which no row has, for anything else, however long."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
