"""Registration of the app with Django."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "proeftuin.sites"
    label = "sites"

    def ready(self) -> None:
        """Tell the page cache what may be public, and `files` who may read."""
        from proeftuin.core import cache
        from proeftuin.files import guards
        from proeftuin.sites import actions, models, rules

        cache.depends_on(models.Site, models.Parcel)
        guards.register(rules.FILE_KIND, actions.may_read_file)
