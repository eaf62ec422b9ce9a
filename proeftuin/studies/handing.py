"""A version as files: the report for a council or a bank, and the workbook with live formulas."""

from collections.abc import Iterator

from django.core.cache import caches
from django.utils.translation import gettext as _

from feasibility.risk import RiskResult, risk
from proeftuin.studies import calculation, handover
from proeftuin.studies.models import StudyVersion
from proeftuin.studies.report import ReportFacts, pdf
from proeftuin.studies.risks import BASE, DRAWS, base_for

WRITTEN = ("activity", "securities", "expert")  # what only founders can write


def report_of(version: StudyVersion, language: str) -> bytes:
    """The report as PDF; kept a minute in memory, for who asks it again and again by a link."""
    key = f"studies.report:{version.public_key}:{version.is_locked}:{language}"
    found = caches["pages"].get(key)
    if found is None:
        found = _report(version, language)
        caches["pages"].set(key, found)
    return bytes(found)


def _report(version: StudyVersion, language: str) -> bytes:
    """With the law and norms that the version was made with."""
    with calculation.as_known(version):
        assessment = calculation.assessment_of(version)
        how_sure = risk(
            assessment.plan,
            draws=DRAWS,
            seed=version.seed,
            on=version.on,
            base=base_for(assessment.plan, BASE),
        )
        return pdf(facts_of(version, how_sure), assessment, language=language)


def workbook_of(version: StudyVersion, language: str) -> bytes:
    """The workbook as .xlsx; kept a minute, as the report is."""
    key = f"studies.workbook:{version.public_key}:{language}"
    found = caches["pages"].get(key)
    if found is None:
        with calculation.as_known(version):
            found = handover.workbook(calculation.assessment_of(version), language)
        caches["pages"].set(key, found)
    return bytes(found)


def facts_of(version: StudyVersion, how_sure: RiskResult | None) -> ReportFacts:
    """What the report says of the version beside its figures."""
    study = version.study
    return ReportFacts(
        name=calculation.plan_of(version).name, serial=version.serial, made_by=str(version.made_by), made_at=version.made_at,
        workspace=study.organisation.name if study.organisation else "", on=version.on, engine=version.engine, seed=version.seed,
        locked_at=version.locked_at, locked_for=version.locked_for, site=tuple(_site(version)), given=frozenset(version.given), equity=version.equity,
        texts={name: str(version.beside[name]) for name in WRITTEN if version.beside.get(name)}, risk=how_sure,
        is_fictional=study.is_fictional,
    )  # fmt: skip


def _site(version: StudyVersion) -> Iterator[tuple[str, str]]:
    """What is known of the site, by name."""
    site = version.study.site
    if site is None:
        return
    yield _("Site"), site.name
    yield _("Municipality"), site.municipality.name
    if site.address:
        yield _("Address"), site.address
    if site.area_m2:
        yield _("Area"), f"{site.area_m2} m²"
    if site.ownership:
        yield _("Owner"), str(site.get_ownership_display())
