"""Deeds with moments: registering for them, and running them."""

from proeftuin.events.actions.registering import (
    Details,
    NotOpen,
    TooLate,
    cancel,
    fill_free_seats,
    register,
)
from proeftuin.events.actions.running import (
    SeatsTaken,
    add_material,
    arrange,
    end_past,
    forget_needs,
    mark_attendance,
    move,
    remind,
    remove_material,
    write,
)

__all__ = [
    "Details", "NotOpen", "SeatsTaken", "TooLate", "add_material", "arrange", "cancel", "end_past",
    "fill_free_seats", "forget_needs", "mark_attendance", "move", "register", "remind", "remove_material", "write",
]  # fmt: skip
