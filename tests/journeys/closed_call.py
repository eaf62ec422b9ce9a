"""A call of the fictional pathway whose deadline has just passed, made by the real deeds inside the trial installation."""

import subprocess
import sys
from datetime import timedelta

from tests.journeys.trial import ROOT, Trial

SLUG = "oproep-voor-de-jury"
TITLE = "Voorbeeldoproep voor de jury"
APPLICANTS = (("voorbeeldegem", "official"), ("fictiegem", "official-2"), ("denkbeeldekerke", "official-3"))


def make(trial: Trial) -> None:
    """Make it in the database of the trial installation."""
    words = "from tests.journeys.closed_call import tell; tell()"
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", words],
        cwd=ROOT,
        env=trial.environment,
        check=True,
    )


def tell() -> None:
    """Written, opened, applied for by three municipalities and closed an hour ago."""
    from django.utils import timezone

    from proeftuin.desk.examples import calls_story, words
    from proeftuin.desk.examples.cast import gather
    from proeftuin.pathways.models import Pathway

    now = timezone.now()
    cast = gather(now)
    opens, closes = now - timedelta(days=20), now - timedelta(hours=1)
    call = calls_story.write_call(
        words.CALL | {"slug": SLUG, "title": TITLE},
        pathway=Pathway.objects.get(slug=words.PATHWAY["slug"]),
        cast=cast,
        clock=(opens - timedelta(days=1), opens, closes),
    )
    for key, by in APPLICANTS:
        site = calls_story.describe_site(key, cast=cast, by=by, now=opens)
        application = calls_story.draft(call, key, cast=cast, by=by, now=opens + timedelta(days=1), site=site)
        calls_story.hand_in(application, by=by, cast=cast, now=opens + timedelta(days=2))
