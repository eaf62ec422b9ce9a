"""What editors find in the CMS beside pages: the library and the public words of pathways; never anything confidential."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from proeftuin.library.models import Item, Topic
from proeftuin.pathways.models import Partner, Pathway, Phase
from proeftuin.website.models import Shelf


class OpenPathwayForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Words of an ended pathway are an archive: they stay as they are."""

    def clean(self) -> dict[str, Any]:
        """Refuse to change what belongs to an archive."""
        words: dict[str, Any] = super().clean()
        touched = [self.instance, words.get("pathway"), getattr(self.instance, "pathway", None)]
        archived = any(isinstance(thing, Pathway) and thing.is_archive for thing in touched)
        if archived:
            raise ValidationError(_("This pathway has ended. Its archive is read-only."))
        return words


class ItemViewSet(SnippetViewSet):  # type: ignore[misc]
    """Knowledge items."""

    model = Item
    icon = "doc-full"
    list_display = ["title", "kind", "state", "published_on"]
    list_filter = ["kind", "state", "topics"]
    search_fields = ["title", "summary", "authors"]
    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("kind", "title", "title_en", "slug", "state", "is_fictional")],
            gettext_lazy("What it is"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("summary", "summary_en", "body", "body_en")], gettext_lazy("Words")
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "url",
                    "authors",
                    "publisher",
                    "published_on",
                    "published_words",
                    "language",
                    "source",
                )
            ],
            gettext_lazy("The work"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("topics", "audiences", "phases")], gettext_lazy("For whom")
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("captions", "captions_url", "transcript")],
            gettext_lazy("Recordings and webinars"),
        ),
    ]


class TopicViewSet(SnippetViewSet):  # type: ignore[misc]
    """Topics of the library."""

    model = Topic
    icon = "tag"
    panels = [FieldPanel("title"), FieldPanel("title_en"), FieldPanel("slug")]


class PathwayViewSet(SnippetViewSet):  # type: ignore[misc]
    """The words of a pathway; its state is moved by the programme office."""

    model = Pathway
    icon = "list-ol"
    list_display = ["name", "period", "state"]
    edit_handler = ObjectList(
        [
            FieldPanel(name)
            for name in ("name", "name_en", "summary", "summary_en", "body", "body_en", "period", "period_en")
        ],
        base_form_class=OpenPathwayForm,
    )


class PhaseViewSet(SnippetViewSet):  # type: ignore[misc]
    """Phases of pathways."""

    model = Phase
    icon = "list-ul"
    list_display = ["title", "pathway", "when"]
    edit_handler = ObjectList(
        [
            FieldPanel(name)
            for name in (
                "pathway",
                "order",
                "title",
                "title_en",
                "when",
                "when_en",
                "text",
                "text_en",
                "source_url",
            )
        ],
        base_form_class=OpenPathwayForm,
    )


class PartnerViewSet(SnippetViewSet):  # type: ignore[misc]
    """Partners of pathways."""

    model = Partner
    icon = "group"
    list_display = ["name", "pathway", "role"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("pathway", "order", "name", "role", "role_en", "url")],
        base_form_class=OpenPathwayForm,
    )


class ShelfViewSet(SnippetViewSet):  # type: ignore[misc]
    """Which items go with a pathway."""

    model = Shelf
    icon = "folder-open-inverse"
    panels = [FieldPanel("pathway"), FieldPanel("items")]


class LibraryGroup(SnippetViewSetGroup):  # type: ignore[misc]
    """The library in the menu."""

    items = (ItemViewSet, TopicViewSet)
    menu_label = gettext_lazy("Knowledge library")
    menu_icon = "folder-open-inverse"
    menu_order = 200


class PathwayGroup(SnippetViewSetGroup):  # type: ignore[misc]
    """The pathways in the menu."""

    items = (PathwayViewSet, PhaseViewSet, PartnerViewSet, ShelfViewSet)
    menu_label = gettext_lazy("Learning pathways")
    menu_icon = "list-ol"
    menu_order = 210


register_snippet(LibraryGroup)
register_snippet(PathwayGroup)


@hooks.register("construct_settings_menu")  # type: ignore[untyped-decorator]
def only_what_belongs_here(request: Any, menu_items: list[Any]) -> None:
    """People, roles and sites are run by the programme office, not from the CMS."""
    menu_items[:] = [item for item in menu_items if item.name not in {"users", "groups", "sites", "locales"}]


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]
def no_upgrade_panel(request: Any, panels: list[Any]) -> None:
    """No panel that calls another host."""
    panels[:] = [panel for panel in panels if "upgrade" not in panel.__class__.__name__.lower()]
