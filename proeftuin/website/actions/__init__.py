"""Deeds of the public site."""

from proeftuin.website.actions.editors import set_editor_rights
from proeftuin.website.actions.enquiries import TooManyQuestions, ask
from proeftuin.website.actions.examples import add_examples
from proeftuin.website.actions.pages import build_pages
from proeftuin.website.actions.shelves import shelve

__all__ = ["TooManyQuestions", "add_examples", "ask", "build_pages", "set_editor_rights", "shelve"]
