"""Cells that a spreadsheet would calculate become text."""

import csv
import io

import pytest
from django.utils import translation

from proeftuin.core import exports

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1+1", "＋1", "－1", "＠x", " =1", "\u00a0=1", "|cmd",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text):
    assert exports.safe(text).startswith("'")
    assert "\0" not in exports.safe(text)


@pytest.mark.parametrize("text", ["Anna", "2 − 1", "a=b", 'café; "thee"', "x\ny"])
def test_ordinary_text_stays_as_it_is(text):
    assert exports.safe(text) == text


def test_numbers_stay_numbers_and_yes_is_a_word():
    with translation.override("en"):
        assert [exports.safe(value) for value in (-3, 1.5, True, None)] == ["-3", "1.5", "yes", ""]


def test_what_is_written_is_read_back():
    rows = [['Anna; "x"', "two\nlines"], ["=cmd", ""]]
    read = list(csv.reader(io.StringIO(exports.as_csv(["name", "text"], rows)), delimiter=";"))
    assert read == [["name", "text"], ['Anna; "x"', "two\nlines"], ["'=cmd", ""]]


def test_a_file_with_examples_says_so_in_its_first_line():
    with translation.override("en"):
        text = exports.as_csv(["name"], [], is_fictional=True)
    assert text.splitlines()[0].startswith('"EXAMPLE')
