"""Page types, the items that go with a pathway, and the table in which visitors search."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Case, When
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from proeftuin.library.models import Item
from proeftuin.pathways.models import Pathway
from proeftuin.website import menus
from proeftuin.website.blocks import BodyBlock

LANGUAGE_CHOICES = [("nl", _("Dutch")), ("en", _("English"))]


class PublicPage(Page):  # type: ignore[misc]
    """What all our pages share: where they stand and their other language."""

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The trail above the page and the links to its translations."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        if self.pk:  # a page that is being written has no place yet
            context["language_links"] = menus.languages_of(self)
            context["trail"] = menus.trail_of(self)
        return context


class HomePage(PublicPage):
    """The first page: what cooperative housing is, for somebody who never heard of it."""

    lead = models.TextField(_("one sentence"), max_length=400)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    template = "website/home_page.html"

    class Meta:
        verbose_name = _("home page")


class ContentPage(PublicPage):
    """A page of blocks."""

    lead = models.TextField(_("introduction"), max_length=500, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["website.HomePage", "website.ContentPage"]
    subpage_types = ["website.ContentPage"]
    template = "website/content_page.html"

    class Meta:
        verbose_name = _("page of text")


class NewsIndexPage(PublicPage):
    """The list of news."""

    lead = models.TextField(_("introduction"), max_length=500, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["website.HomePage"]
    subpage_types = ["website.NewsPage"]
    template = "website/news_index_page.html"

    class Meta:
        verbose_name = _("news overview")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The news of this overview, newest first, ten a page."""
        context = super().get_context(request, *args, **kwargs)
        written = NewsPage.objects.child_of(self) if self.pk else NewsPage.objects.none()
        news = written.live().order_by("-on", "-pk")
        context["page_of_news"] = Paginator(news, 10).get_page(request.GET.get("page"))
        return context


class NewsPage(PublicPage):
    """One news message."""

    on = models.DateField(_("day"), default=timezone.localdate)
    lead = models.TextField(_("summary"), max_length=400)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    is_fictional = models.BooleanField(_("example message"), default=False)

    content_panels = [
        *Page.content_panels,
        FieldPanel("on"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("is_fictional"),
    ]
    parent_page_types = ["website.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "website/news_page.html"

    class Meta:
        verbose_name = _("news message")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The message, with the banner when it is an example."""
        return {**super().get_context(request, *args, **kwargs), "fictional": self.is_fictional}


class Shelf(models.Model):
    """The knowledge items that belong to a pathway (a link is kept on the upper side)."""

    pathway = models.OneToOneField(
        Pathway, on_delete=models.CASCADE, related_name="shelf", verbose_name=_("learning pathway")
    )
    items = models.ManyToManyField(
        Item, blank=True, related_name="shelves", verbose_name=_("knowledge items")
    )

    class Meta:
        verbose_name = _("library of a pathway")
        verbose_name_plural = _("libraries of pathways")

    def __str__(self) -> str:
        return str(self.pathway)


class SearchEntry(models.Model):
    """One public thing in one language, as the search of the site sees it."""

    class Kind(models.TextChoices):
        PAGE = "page", _("Pages")
        NEWS = "news", _("News")
        PATHWAY = "pathway", _("Learning pathways")
        CALL = "call", _("Calls")
        EVENT = "event", _("Calendar")
        PILOT = "pilot", _("Pilots")
        ITEM = "item", _("Knowledge library")
        MUNICIPALITY = "municipality", _("Municipalities")

    kind = models.CharField(max_length=12, choices=Kind)
    thing_id = models.BigIntegerField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    title = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=500)
    is_fictional = models.BooleanField(default=False)
    search = models.GeneratedField(
        expression=Case(
            When(
                language="en",
                then=SearchVector("title", weight="A", config="english")
                + SearchVector("text", weight="B", config="english"),
            ),
            default=SearchVector("title", weight="A", config="dutch")
            + SearchVector("text", weight="B", config="dutch"),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    class Meta:
        indexes = [GinIndex(fields=["search"])]
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing_id", "language"], name="search_entry_once")
        ]
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return self.title
