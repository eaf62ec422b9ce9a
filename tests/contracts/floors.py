"""The floors as pyproject.toml has them, and who reaches above or beside their own."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IN_TEMPLATE = re.compile(r"""{%\s*(?:url\s+["'](\w+):|(?:include|extends)\s+["'](\w+)/)""")
IN_PYTHON = re.compile(r"(\w+)(?::[a-z][\w-]*|\.[A-Z]\w+|/[\w/-]+\.(?:html|txt))$")


def floors():
    """Each app's height: the higher the number, the higher the floor."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["name"].startswith("Floors"))
    return {
        name.strip(" ()"): height
        for height, layer in enumerate(reversed(layers))
        for name in layer.split("|")
    }


HEIGHTS = floors()


def may_know(app, other):
    """May this app know of the other: is that itself, or below?"""
    return other not in HEIGHTS or app == other or HEIGHTS[app] > HEIGHTS[other]


def named_in_template(source):
    """The apps that a template names in an address, an include or what it extends."""
    return [address or template for address, template in IN_TEMPLATE.findall(source)]


def named_in_python(source):
    """The apps that a text in Python names: an address, a model, a template."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = IN_PYTHON.match(node.value)
            if found:
                yield found.group(1)


def relations(models):
    """Every relation of the models as (own app, other app, what it is called)."""
    for model in models:
        fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
        for field in fields:
            if field.is_relation and field.related_model:
                other = field.related_model._meta.app_label
                yield model._meta.app_label, other, f"{model._meta.label}.{field.name}"
        for base in model.__bases__:
            if hasattr(base, "_meta") and not base._meta.abstract:
                yield model._meta.app_label, base._meta.app_label, f"{model._meta.label} inherits"
