"""A foreign key, an address and a template's name are imports too: arrows point down in them all."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.contracts.floors import (
    HEIGHTS,
    ROOT,
    may_know,
    named_in_python,
    named_in_template,
    relations,
)

WAGTAIL = {"taggit", "modelcluster"}


def ours():
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in HEIGHTS]


def upward(models):
    return [what for app, other, what in relations(models) if not may_know(app, other)]


def to_wagtail(models):
    is_wagtail = [label for label in apps.app_configs if label.startswith("wagtail")]
    return [
        what
        for app, other, what in relations(models)
        if app != "website" and other in WAGTAIL.union(is_wagtail)
    ]


def files(kinds):
    for app in HEIGHTS:
        for file in sorted((ROOT / "proeftuin" / app).rglob("*")):
            if file.suffix in kinds and "migrations" not in file.parts:
                yield app, file


def test_every_app_has_a_floor():
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("proeftuin.")}
    assert labels <= set(HEIGHTS)
    assert HEIGHTS["core"] == 0


def test_no_relation_points_up_or_sideways():
    assert upward(ours()) == []


def test_no_relation_points_to_wagtail_but_in_website():
    assert to_wagtail(ours()) == []


@isolate_apps("proeftuin.core", "proeftuin.events", "proeftuin.calls", "proeftuin.website")
def test_a_relation_up_is_found_also_when_it_is_written_as_text():
    class Call(models.Model):
        class Meta:
            app_label = "calls"

    class Moment(models.Model):
        call = models.ForeignKey("calls.Call", models.CASCADE)
        calls = models.ManyToManyField("calls.Call", related_name="+")

        class Meta:
            app_label = "events"

    class Special(Call):
        class Meta:
            app_label = "core"

    class Seen(models.Model):
        moment = models.ForeignKey("events.Moment", models.CASCADE)

        class Meta:
            app_label = "calls"

    assert upward([Moment]) == ["events.Moment.call", "events.Moment.calls"]
    assert "core.Special inherits" in upward([Special])
    assert upward([Seen]) == []


@isolate_apps("proeftuin.library", "taggit")
def test_a_relation_to_wagtail_is_found():
    class Tag(models.Model):
        class Meta:
            app_label = "taggit"

    class Item(models.Model):
        tag = models.ForeignKey("taggit.Tag", models.CASCADE)

        class Meta:
            app_label = "library"

    assert to_wagtail([Item]) == ["library.Item.tag"]


def test_no_template_names_an_address_or_a_template_of_a_floor_above():
    breaches = [
        f"{file.relative_to(ROOT)} names {other}"
        for app, file in files({".html", ".txt", ".xml"})
        for other in named_in_template(file.read_text())
        if not may_know(app, other)
    ]
    assert breaches == []


def test_no_code_names_an_address_a_model_or_a_template_of_a_floor_above():
    breaches = [
        f"{file.relative_to(ROOT)} names {other}"
        for app, file in files({".py"})
        for other in named_in_python(file.read_text())
        if not may_know(app, other)
    ]
    assert breaches == []


@pytest.mark.parametrize(
    "line",
    [
        '<a href="{% url "calls:detail" call.slug %}">',
        "{% url 'calls:detail' slug=call.slug as there %}",
        '{% include "calls/part.html" %}',
        '{% extends "calls/base.html" %}',
    ],
)
def test_a_name_of_a_floor_above_in_a_template_is_found(line):
    assert named_in_template(line) == ["calls"]
    assert not may_know("events", "calls")
    assert may_know("pilots", "calls")


@pytest.mark.parametrize(
    "line",
    [
        'reverse("calls:detail")',
        'get_model("calls.Call")',
        'render(request, "calls/page.html")',
        'F = "calls:form"',
    ],
)
def test_a_name_of_a_floor_above_in_code_is_found(line):
    assert list(named_in_python(line)) == ["calls"]


def test_what_is_below_or_no_app_may_be_named():
    assert may_know("events", "accounts")
    assert may_know("core", "account_login")
    assert not may_know("events", "studies")
