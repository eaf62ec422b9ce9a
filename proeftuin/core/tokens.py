"""Personal links: a random key of a row, signed for one purpose; the database alone does not give the link."""

from datetime import timedelta

from django.core import signing


def link_token(purpose: str, key: str) -> str:
    """What stands in the address of a personal link."""
    return signing.TimestampSigner(salt=f"proeftuin.{purpose}").sign(key)


def key_of(purpose: str, token: str, *, within: timedelta | None = None) -> str | None:
    """The key behind a token of this purpose; None when it was altered or is too old."""
    try:
        return signing.TimestampSigner(salt=f"proeftuin.{purpose}").unsign(token, max_age=within)
    except signing.BadSignature:
        return None
