"""Do the work that waits: send mail, promote waiting lists, seal the record; until asked to stop."""

from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: Any) -> None:
        """SIGTERM and Ctrl-C let the job at hand finish first."""
        with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
            app.run_worker(name="proeftuin", delete_jobs="successful", shutdown_graceful_timeout=20)
