"""The few blocks of which editors make a page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from proeftuin.library import queries
from proeftuin.library.models import Audience, Phase

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class ImageBlock(blocks.StructBlock):  # type: ignore[misc]
    """An image that always says in words what there is to see."""

    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(
        label=_("what there is to see"), max_length=250,
        help_text=_("Read aloud to people who do not see the image."),
    )  # fmt: skip
    caption = blocks.CharBlock(label=_("caption"), max_length=250, required=False)
    credit = blocks.CharBlock(label=_("maker"), max_length=120, required=False)

    class Meta:
        icon = "image"
        label = _("image")
        template = "website/blocks/image.html"


class QuoteBlock(blocks.StructBlock):  # type: ignore[misc]
    """Words of somebody from a public work."""

    text = blocks.TextBlock(label=_("quote"))
    who = blocks.CharBlock(label=_("who said or wrote it"), max_length=150)
    url = blocks.URLBlock(label=_("address of the work"), required=False)

    class Meta:
        icon = "openquote"
        label = _("quote")
        template = "website/blocks/quote.html"


class FigureBlock(blocks.StructBlock):  # type: ignore[misc]
    """One figure with its source: no figure goes without."""

    value = blocks.CharBlock(label=_("figure"), max_length=30)
    label = blocks.CharBlock(label=_("of what"), max_length=120)
    text = blocks.RichTextBlock(label=_("explanation"), features=["bold", "link", "ul"], required=False)
    source = blocks.CharBlock(label=_("source"), max_length=200)
    source_url = blocks.URLBlock(label=_("address of the source"))
    as_of = blocks.CharBlock(label=_("date of the source"), max_length=60)

    class Meta:
        icon = "decimal"
        label = _("figure")
        template = "website/blocks/figure.html"


class DoorBlock(blocks.StructBlock):  # type: ignore[misc]
    """A link that says for whom it is and what is behind it."""

    title = blocks.CharBlock(label=_("title"), max_length=80)
    text = blocks.CharBlock(label=_("what is behind it"), max_length=200)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    address = blocks.CharBlock(
        label=_("or an address on this site"), max_length=200, required=False, help_text="/kennisbank/"
    )

    def clean(self, value: Any) -> Any:
        """A door leads somewhere, and never to a script."""
        value = super().clean(value)
        address = value.get("address")
        if bool(value.get("page")) == bool(address):
            raise ValidationError(_("Choose a page or give an address: one of the two."))
        if address and not address.startswith(("/", "https://")):
            raise ValidationError(_("An address starts with / or https://."))
        return value

    class Meta:
        icon = "link"
        label = _("door")


class NoticeBlock(blocks.StructBlock):  # type: ignore[misc]
    """A remark that stands apart."""

    title = blocks.CharBlock(label=_("title"), max_length=100, required=False)
    text = blocks.RichTextBlock(label=_("text"), features=["bold", "italic", "link", "ul"])

    class Meta:
        icon = "info-circle"
        label = _("notice")
        template = "website/blocks/notice.html"


class ItemsBlock(blocks.StructBlock):  # type: ignore[misc]
    """Items of the library: chosen by hand, or the newest for a public or a phase."""

    title = blocks.CharBlock(label=_("title"), max_length=100)
    chosen = blocks.ListBlock(
        SnippetChooserBlock("library.Item"), label=_("chosen items"), default=[], min_num=0
    )
    audience = blocks.ChoiceBlock(label=_("for whom"), choices=Audience.choices, required=False)
    phase = blocks.ChoiceBlock(label=_("phase"), choices=Phase.choices, required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """The published ones among the chosen, or those found."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        asked = {"audience": value.get("audience") or "", "phase": value.get("phase") or ""}
        chosen = [item.pk for item in value.get("chosen") or [] if item]
        if chosen:
            kept = queries.published().in_bulk(chosen)
            context["items"] = [kept[pk] for pk in chosen if pk in kept]
        else:
            context["items"] = list(queries.found(asked)[:6])
        context["filters"] = "&".join(f"{name}={word}" for name, word in asked.items() if word)
        return context

    class Meta:
        icon = "list-ul"
        label = _("items of the library")
        template = "website/blocks/items.html"


class BodyBlock(blocks.StreamBlock):  # type: ignore[misc]
    """What the body of a page is made of."""

    text = blocks.RichTextBlock(label=_("text"), features=TEXT_FEATURES, template="website/blocks/text.html")
    drawing = blocks.StaticBlock(
        label=_("drawing: rent, buy or cooperative"), icon="image", template="website/blocks/drawing.html",
        admin_text=_("The drawing of the three ways to live."),
    )  # fmt: skip
    figure = FigureBlock()
    doors = blocks.StructBlock(
        [
            ("title", blocks.CharBlock(label=_("title"), max_length=100)),
            ("doors", blocks.ListBlock(DoorBlock(), label=_("doors"))),
        ],
        label=_("doors"),
        icon="link",
        template="website/blocks/doors.html",
    )
    image = ImageBlock()
    quote = QuoteBlock()
    notice = NoticeBlock()
    items = ItemsBlock()
