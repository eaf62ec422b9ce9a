"""Which knowledge items go with a pathway."""

from collections.abc import Iterable

from django.db import transaction

from proeftuin.library.models import Item
from proeftuin.pathways.models import Pathway
from proeftuin.website.models import Shelf


@transaction.atomic
def shelve(*, pathway: Pathway, items: Iterable[Item]) -> Shelf:
    """Put these items on the shelf of the pathway; twice is once."""
    shelf, _is_new = Shelf.objects.get_or_create(pathway=pathway)
    shelf.items.add(*items)
    return shelf
