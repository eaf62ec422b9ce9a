"""Registration of the app with Django."""

from django.apps import AppConfig


class PilotsConfig(AppConfig):
    name = "proeftuin.pilots"
    label = "pilots"

    def ready(self) -> None:
        """Public pages show pilots; the team alone reads their files, and the study behind the key figures."""
        from proeftuin.core.cache import depends_on
        from proeftuin.files import guards
        from proeftuin.pilots.models import Milestone, Pilot, PilotFact, PilotPartner
        from proeftuin.pilots.queries import may_read_file, reads_site, reads_study
        from proeftuin.sites.rules import let_read
        from proeftuin.studies import rules as studies

        depends_on(Pilot, Milestone, PilotPartner, PilotFact)
        guards.register("pilot", may_read_file)
        let_read(reads_site)
        studies.let_read(reads_study)
