"""Registration of the app with Django."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "proeftuin.calls"
    label = "calls"

    def ready(self) -> None:
        """Tell the page cache what is public, and `files`, `sites` and `studies` who may read."""
        from proeftuin.calls import models
        from proeftuin.calls.actions import attachments
        from proeftuin.calls.actions import call as call_actions
        from proeftuin.calls.actions.reading import may_read_file, may_read_version
        from proeftuin.calls.queries.call import may_read_document
        from proeftuin.calls.queries.jury import may_read_site
        from proeftuin.core import cache
        from proeftuin.files import guards
        from proeftuin.sites.rules import let_read
        from proeftuin.studies import rules as studies

        cache.depends_on(
            models.Call, models.Criterion, models.Question, models.CallDocument, models.PublicQuestion
        )
        guards.register(attachments.FILE_KIND, may_read_file)
        guards.register(call_actions.DOCUMENT_KIND, may_read_document)
        let_read(may_read_site)
        studies.let_read(may_read_version)
