"""Tables of studies: the study and its versions, with whom it is shared, and portfolios of sites."""

from proeftuin.studies.models.portfolio import Portfolio, PortfolioSite
from proeftuin.studies.models.sharing import Grant, Link, LinkCopy
from proeftuin.studies.models.study import Draft, RiskRun, Study, StudyVersion

__all__ = [
    "Draft",
    "Grant",
    "Link",
    "LinkCopy",
    "Portfolio",
    "PortfolioSite",
    "RiskRun",
    "Study",
    "StudyVersion",
]
