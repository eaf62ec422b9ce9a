"""Belgian formats: each function takes what people type and gives the one spelling that we store."""

from proeftuin.places.formats.codes import (
    enterprise_number,
    iban,
    payment_reference,
    phone,
    reference_for,
    show_enterprise_number,
    show_iban,
    show_payment_reference,
    show_phone,
)
from proeftuin.places.formats.parcels import is_capakey, parcel_key, parcel_keys
from proeftuin.places.formats.register import holds_register_number, refuse_register_number
from proeftuin.places.formats.values import day, number, show_day, show_number

__all__ = [
    "day",
    "enterprise_number",
    "holds_register_number",
    "iban",
    "is_capakey",
    "number",
    "parcel_key",
    "parcel_keys",
    "payment_reference",
    "phone",
    "reference_for",
    "refuse_register_number",
    "show_day",
    "show_enterprise_number",
    "show_iban",
    "show_number",
    "show_payment_reference",
    "show_phone",
]
