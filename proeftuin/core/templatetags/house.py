"""Tags and filters that every template may use."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import nh3
from django import template
from django.forms import BaseForm
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

register = template.Library()

ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
AFTER_DOT, LINKING = re.compile(r"\.(?=\w)"), re.compile(r"[/\\@<>]|:(?=\S)")

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr", "code", "pre"} | {
    "table", "thead", "tbody", "tr", "th", "td"
}  # fmt: skip


def localised(thing: Any, field: str) -> tuple[str, str]:
    """The text of a field in the reader's language, and the language it is really in."""
    language = get_language() or "nl"
    translated = getattr(thing, f"{field}_{language}", "") if language != "nl" else ""
    if translated:
        return str(translated), language
    return str(getattr(thing, field) or ""), "nl"


@register.filter
def in_language(thing: Any, field: str) -> SafeString:
    """A field in the reader's language; where only Dutch exists, marked as Dutch."""
    text, language = localised(thing, field)
    if language == get_language() or not text:
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def plain(thing: Any, field: str) -> str:
    """A field in the reader's language without markup, for titles and attributes."""
    return localised(thing, field)[0]


def render_markdown(text: str) -> SafeString:
    """Markdown written by people as safe HTML: headings start at level 2, links carry no referrer."""
    html = _markdown.render(text or "").replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto", "tel"}
    )
    return mark_safe(clean)  # noqa: S308 - nh3 cleaned it just above


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as safe HTML."""
    return render_markdown(text)


@register.filter
def markdown_in_language(thing: Any, field: str) -> SafeString:
    """A markdown field in the reader's language; where only Dutch exists, marked as Dutch."""
    text, language = localised(thing, field)
    if language == get_language() or not text:
        return render_markdown(text)
    return format_html('<div lang="{}">{}</div>', language, render_markdown(text))


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in words: 10 november 2022."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return date_format(local, "j F Y")


@register.filter
def moment(value: datetime | None) -> str:
    """A day and hour in Brussels time: maandag 16 mei 2022, 12:00."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{date_format(local, 'l j F Y')}, {date_format(local, 'H:i')}"


@register.filter
def clock(value: datetime | None) -> str:
    """The hour in Brussels time: 9:30."""
    return date_format(timezone.localtime(value), "G:i") if value else ""


@register.filter
def amount(value: Decimal | int | float | None, decimals: int = 0) -> str:
    """A number as people here write it, with a space that does not break: 1 234,5."""
    return (
        ""
        if value is None
        else number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    )


@register.simple_tag
def unknown(text: str = "") -> SafeString:
    """The designed state of a fact that is not publicly documented."""
    return format_html('<span class="unknown">{}</span>', text or _("Not publicly documented"))


@register.inclusion_tag("core/forms/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """All that is wrong with a form, at the top, each line a link to its field."""
    return {"form": form, "wrong": [field for field in form.visible_fields() if field.errors]}


@register.inclusion_tag("core/_pages.html", takes_context=True)
def page_links(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """Links to the previous and next page of a list, keeping the filters."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}


@register.filter
def unlinked(text: Any) -> str:
    """Words that a stranger chose, for a mail to somebody else: no mail program makes a link of them."""
    words = str(text)
    if ADDRESS.fullmatch(words):
        return words
    return " ".join(LINKING.sub(" ", AFTER_DOT.sub(". ", words)).split())


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value of a dictionary under a key that is itself a variable."""
    return mapping.get(key)
