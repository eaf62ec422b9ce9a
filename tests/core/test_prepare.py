"""Making the house ready in one go."""

import gettext as catalogues

from django.utils.translation import gettext, override

from proeftuin.core import words
from proeftuin.core.management.commands import prepare


def said():
    with override("nl"):
        return gettext("Skip to the content")


def test_words_that_were_just_compiled_are_used_at_once(monkeypatch):
    """A fresh clone writes its first mails in the same run that compiles the words."""
    monkeypatch.setattr(words, "compile_lists", lambda: 1)
    find, ours = catalogues.find, str(words.PACKAGE)
    with monkeypatch.context() as patch:
        patch.setattr(
            catalogues,
            "find",
            lambda domain, folder=None, *args, **more: (
                [] if str(folder).startswith(ours) else find(domain, folder, *args, **more)
            ),
        )
        prepare.compile_words()
        assert said() == "Skip to the content"
    assert said() == "Skip to the content"  # the control: what was read before stays
    prepare.compile_words()
    assert said() == "Naar de inhoud"
