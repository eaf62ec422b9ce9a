"""The platform's settings with one page more: a bare Wagtail page, as the measure for the others."""

from proeftuin.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
