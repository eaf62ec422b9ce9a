"""Who may edit the public site in the CMS: one group, never anything confidential."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from proeftuin.accounts.models import User
from proeftuin.library.models import Item, Topic
from proeftuin.pathways.models import Partner, Pathway, Phase
from proeftuin.website.models import Shelf

EDITORS = "Public site editors"
EVERYTHING = ("add", "change", "delete", "view")
RIGHTS: dict[type[models.Model], tuple[str, ...]] = {
    Item: EVERYTHING,
    Topic: EVERYTHING,
    Partner: EVERYTHING,
    Phase: EVERYTHING,
    Shelf: EVERYTHING,
    Pathway: ("change", "view"),  # made and ended by the programme office
}
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")


def editors_group() -> Group:
    """The group of editors with exactly the rights it should have."""
    group, is_new = Group.objects.get_or_create(name=EDITORS)
    if is_new:
        grant_rights(group)
    return group


@transaction.atomic
def grant_rights(group: Group) -> None:
    """Give the group its rights on pages, images, documents and the public models."""
    wanted = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    wanted = wanted | Permission.objects.filter(codename="submit_translation")
    for model, deeds in RIGHTS.items():
        names = [f"{deed}_{model._meta.model_name}" for deed in deeds]
        kind = ContentType.objects.get_for_model(model)
        wanted = wanted | Permission.objects.filter(content_type=kind, codename__in=names)
    group.permissions.set(wanted)
    root = Page.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for model in (Image, Document):
        name = model._meta.model_name
        kind = ContentType.objects.get_for_model(model)
        names = [f"{deed}_{name}" for deed in ("add", "change", "choose")]
        for permission in Permission.objects.filter(content_type=kind, codename__in=names):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=Collection.get_first_root_node(), permission=permission
            )


def set_editor_rights(*, user: User) -> None:
    """Put an editor in the group, and take out who no longer is one."""
    is_member = user.groups.filter(name=EDITORS).exists()
    if user.is_editor and not is_member:
        user.groups.add(editors_group())
    elif is_member and not user.is_editor:
        user.groups.remove(Group.objects.get(name=EDITORS))
