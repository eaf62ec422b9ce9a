"""The report in its order, made into a PDF."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from feasibility import Assessment
from feasibility.formats import day
from proeftuin.core import pdf as documents
from proeftuin.studies.report import answers, inputs, money, risks, years
from proeftuin.studies.report.blocks import Block, bullets, facts, landscape, section
from proeftuin.studies.report.facts import ReportFacts
from proeftuin.studies.report.words import LIMITS

SOURCE = "studies/typst/report.typ"


def pdf(about: ReportFacts, assessment: Assessment, *, language: str) -> bytes:
    """The report as tagged PDF (PDF/UA-1) in a language ("nl", "en")."""
    with override(language):
        data = {
            "draft": "" if about.is_locked else _("DRAFT"),
            "contents": _("Contents"),
            "about": facts(_about(about, language)),
            "blocks": list(_blocks(about, assessment, language)),
        }
        title = f"{_('Feasibility study')}: {about.name}"
        return documents.render(SOURCE, title=title, data=data, is_fictional=about.is_fictional)


def _about(about: ReportFacts, language: str) -> Iterator[tuple[str, str]]:
    """What this document is, and where it comes from."""
    if about.locked_at is None:
        state = _("Draft: this version may still be replaced.")
    else:
        moment = day(timezone.localtime(about.locked_at), language)
        state = _("Locked on %(day)s: %(for)s.") % {"day": moment, "for": about.locked_for.rstrip(".")}
    yield _("State"), state
    yield _("Version"), str(about.serial)
    yield _("Made by"), about.made_by
    yield _("Made on"), day(timezone.localtime(about.made_at), language)
    yield _("Workspace"), about.workspace
    yield _("Law and norms of"), day(about.on, language)
    yield (
        _("Calculated with"),
        _("engine %(engine)s, seed %(seed)s") % {"engine": about.engine, "seed": about.seed},
    )
    yield from about.site


def _blocks(about: ReportFacts, assessment: Assessment, language: str) -> Iterator[Block]:
    """Every part, in the order in which a council or a bank reads."""
    yield from answers.summary(assessment, language)
    yield from answers.homes(assessment, language)
    yield from money.sources_and_uses(assessment, language)
    yield from money.equity(about, assessment, language)
    yield from inputs.assumptions(about, assessment, language)
    yield from inputs.parameters(assessment, language)
    yield from money.over_time(assessment, language)
    if about.risk:
        yield from risks.risk(about.risk, assessment, language)
    if about.alternatives:
        yield from answers.alternatives(about, assessment, language)
    yield from years.statements(assessment, language)
    yield from years.statutory(about, assessment, language)
    yield landscape(years.overview(assessment, language))
    yield from answers.checks(assessment, language)
    yield section(_("What the model does not do"))
    yield bullets(str(one) for one in LIMITS)
