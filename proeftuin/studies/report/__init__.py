"""The report of one version of a study as PDF, for a council, a bank or a notary to judge. Pure of HTTP and of tables."""

from proeftuin.studies.report.document import pdf
from proeftuin.studies.report.facts import Alternative, ReportFacts

__all__ = ["Alternative", "ReportFacts", "pdf"]
