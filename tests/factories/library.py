"""Knowledge items for tests."""

from itertools import count
from typing import Any

from proeftuin.library.models import Item, Topic

_numbers = count(1)


def topic(slug: str = "", **fields: Any) -> Topic:
    """A topic."""
    slug = slug or f"topic-{next(_numbers)}"
    return Topic.objects.create(slug=slug, **{"title": slug.title(), **fields})


def item(*topics: Topic, **fields: Any) -> Item:
    """A published item that points to a work."""
    number = next(_numbers)
    made = Item.objects.create(
        **{
            "slug": f"item-{number}",
            "kind": Item.Kind.PUBLICATION,
            "title": f"Item {number}",
            "summary": "Een samenvatting.",
            "url": "https://example.org/werk",
            "state": Item.State.PUBLISHED,
            **fields,
        }
    )
    made.topics.set(topics)
    return made
