"""The one kind of error that a person is meant to read."""

from django.utils.functional import Promise


class Refused(Exception):
    """A deed that is not allowed now; its message says what happened and what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
