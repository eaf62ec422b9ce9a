"""The plan: what somebody wants to build, how it is paid, how it is lived in. Frozen, typed, and the one place where an input is declared.

Each field carries its unit, its Dutch and English name and what is allowed; from these come the reader of TOML files, the JSON Schema, the
inputs of the workbook and the words of the explanation. Shares and rates are fractions here (0.035) and percent strings in a file ("3.5%").
Amounts are euros at the prices of `Plan.start`, months are counted from `Plan.start` (the first month is 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Tenure = Literal["bought", "leased", "contributed"]
PartKind = Literal["new", "demolition_rebuild", "renovation", "demolition", "parking", "commons"]
LoanKind = Literal["annuity", "linear", "bullet"]
Convention = Literal["actuarial", "nominal"]
ShareKind = Literal["resident", "supporter", "investor", "solidarity", "in_kind"]
ShareValue = Literal["nominal", "indexed", "lower_of_index_and_book"]
ChargeKind = Literal["cost_rent", "fixed", "mixed"]
Key = Literal["area", "unit", "cost"]
TaxRegime = Literal["small", "general", "exempt"]
Registration = Literal["sale", "none"]


def given(
    unit: str, nl: str, en: str, *, default: Any = None, low: float | None = 0.0, high: float | None = None,
    note_nl: str = "", note_en: str = "", norm: str = "",
) -> Any:  # fmt: skip
    """A field of the plan: unit, name in two languages, what is allowed; `norm` names the parameter that a default is taken from."""
    about = {
        "unit": unit, "nl": nl, "en": en, "low": low, "high": high, "note_nl": note_nl, "note_en": note_en, "norm": norm,
    }  # fmt: skip
    if default is None:
        return field(metadata=about)
    return field(default=default, metadata=about)


@dataclass(frozen=True, kw_only=True)
class Site:
    """The land: bought, held on a long lease or contributed in kind for shares."""

    tenure: Tenure = given("choice", "Grond", "Land")
    land_price: float = given("eur", "Waarde van de grond", "Value of the land")
    building_price: float = given(
        "eur", "Waarde van het bestaande gebouw", "Value of the existing building", default=0.0
    )
    building_life: int = given(
        "years",
        "Afschrijvingsduur van het bestaande gebouw",
        "Depreciation period of the existing building",
        default=50,
        low=1,
        high=100,
    )
    deed_month: int = given("month", "Maand van de akte", "Month of the deed", default=1, low=1, high=120)
    registration: Registration = given(
        "choice", "Registratierecht op de aankoop", "Registration duty on the purchase", default="sale"
    )
    ground_rent: float = given(
        "eur_year", "Canon als vast bedrag", "Ground rent as a fixed amount", default=0.0
    )
    ground_rent_rate: float = given(
        "share_year",
        "Canon als deel van de grondwaarde",
        "Ground rent as a share of the land value",
        default=0.0,
        high=0.2,
    )
    lease_years: int = given(
        "years", "Duur van de erfpacht", "Term of the long lease", default=99, low=1, high=99
    )
    deed_costs: float = given("eur", "Kosten van notaris en akte", "Costs of notary and deed", default=0.0)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the building programme that is built in one go and paid in equal monthly instalments."""

    name: str = given("text", "Naam", "Name")
    kind: PartKind = given("choice", "Soort werk", "Kind of work")
    area: float = given("m2", "Bruto vloeroppervlakte", "Gross floor area", default=0.0)
    cost_m2: float = given(
        "eur_m2", "Bouwkost per m² zonder btw", "Building cost per m² without VAT", default=0.0
    )
    cost: float = given("eur", "Vast bedrag zonder btw", "Lump sum without VAT", default=0.0)
    start: int = given("months", "Maanden vóór het begin", "Months before it begins", default=0, high=120)
    months: int = given("months", "Duur in maanden", "Duration in months", default=18, low=1, high=120)
    vat: float = given("share", "Btw", "VAT", default=-1.0, low=-1.0, high=1.0, note_en="left out: the rate of the law for this kind on its first day",
                       note_nl="niet ingevuld: het tarief van de wet voor deze soort op de eerste dag")  # fmt: skip
    life: int = given("years", "Afschrijvingsduur", "Depreciation period", default=50, low=1, high=100)


@dataclass(frozen=True, kw_only=True)
class Home:
    """A type of home: how many, how large, what its residents bring."""

    name: str = given("text", "Naam", "Name")
    count: int = given("homes", "Aantal woningen van dit type", "Number of homes of this type", low=1)
    area: float = given("m2", "Vloeroppervlakte van de woning", "Floor area of the home", low=1.0)
    units: float = given(
        "points", "Punten in de eenheidssleutel", "Points in the unit key", default=1.0, low=0.01
    )
    cost_share: float = given(
        "points", "Gewicht in de kostensleutel", "Weight in the cost key", default=1.0, low=0.0001
    )
    own_capital: float = given("eur", "Eigen inbreng per woning", "Own contribution per home", default=0.0)
    cadastral_income: float = given(
        "eur_year",
        "Niet-geïndexeerd kadastraal inkomen per woning",
        "Cadastral income per home before indexation",
        default=0.0,
    )
    other_costs: float = given(
        "eur_month",
        "Andere woonkosten van het huishouden",
        "Other housing costs of the household",
        default=0.0,
    )


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What the investment costs beside land and works, and when it is built."""

    contingency: float = given(
        "share",
        "Marge voor onvoorziene kosten",
        "Margin for contingencies",
        default=0.10,
        high=1.0,
        norm="norms.contingency",
    )
    architect: float = given(
        "share",
        "Ereloon van de architect als deel van de werken",
        "Architect's fee as a share of the works",
        default=0.10,
        high=0.5,
        norm="norms.architect",
    )
    architect_at_permit: float = given("share", "Deel van het ereloon bij de vergunning", "Share of the fee due at the permit", default=0.30, high=1.0, norm="norms.architect_at_permit")  # fmt: skip
    delegated_client: float = given(
        "share",
        "Gedelegeerd bouwheer als deel van de werken",
        "Delegated client as a share of the works",
        default=0.04,
        high=0.5,
    )
    project_fee: float = given("share", "Projectkost van de coöperatie als deel van grond en werken", "Project fee of the cooperative as a share of land and works", default=0.0, high=0.5, norm="norms.project_fee")  # fmt: skip
    fee_vat: float = given("share", "Btw op erelonen", "VAT on fees", default=-1.0, low=-1.0, high=1.0)
    other: float = given(
        "eur", "Andere kosten van de investering", "Other costs of the investment", default=0.0
    )
    working_capital: float = given(
        "eur", "Werkkapitaal bij de oplevering", "Working capital at handover", default=0.0
    )
    build_inflation: float = given("share_year", "Stijging van de bouwkost tijdens de bouw", "Rise of building cost during the build", default=0.0, low=-0.5, high=1.0)  # fmt: skip
    permit_month: int = given(
        "month", "Maand van de vergunning", "Month of the permit", default=6, low=1, high=120
    )
    delivery_month: int = given(
        "month", "Geplande maand van de oplevering", "Planned month of handover", default=24, low=1, high=120
    )


@dataclass(frozen=True, kw_only=True)
class Subsidy:
    """Money that is given for the building and need not be repaid."""

    name: str = given("text", "Naam", "Name")
    amount: float = given("eur", "Bedrag van de subsidie", "Amount of the subsidy")
    month: int = given(
        "month",
        "Maand waarin de subsidie komt",
        "Month in which the subsidy comes",
        default=1,
        low=1,
        high=120,
    )


@dataclass(frozen=True, kw_only=True)
class Loan:
    """A loan for the building. It is repaid from handover, after a grace; `rest` covers what no other source pays."""

    name: str = given("text", "Naam", "Name")
    kind: LoanKind = given("choice", "Aflossing", "Repayment", default="annuity")
    amount: float = given("eur", "Bedrag van de lening", "Amount of the loan", default=0.0)
    share: float = given(
        "share",
        "Lening als deel van de investering",
        "Loan as a share of the investment",
        default=0.0,
        high=1.0,
    )
    rest: bool = given("choice", "Dekt wat nog ontbreekt", "Covers what is still missing", default=False)
    rate: float = given("share_year", "Rentevoet per jaar", "Interest rate a year", low=0.0, high=0.5)
    convention: Convention = given("choice", "Maandrente", "Monthly rate", default="actuarial")
    years: int = given(
        "years", "Looptijd vanaf de oplevering", "Term from handover", default=25, low=1, high=60
    )
    grace: int = given(
        "months",
        "Maanden zonder aflossing na de oplevering",
        "Months without repayment after handover",
        default=0,
    )
    revision_1: int = given(
        "years",
        "Eerste herziening na",
        "First revision after",
        default=0,
        note_nl="0: nooit",
        note_en="0: never",
    )
    rate_2: float = given(
        "share_year",
        "Rentevoet na de eerste herziening",
        "Interest rate after the first revision",
        default=0.0,
        high=0.5,
    )
    revision_2: int = given(
        "years",
        "Tweede herziening na",
        "Second revision after",
        default=0,
        note_nl="0: nooit",
        note_en="0: never",
    )
    rate_3: float = given(
        "share_year",
        "Rentevoet na de tweede herziening",
        "Interest rate after the second revision",
        default=0.0,
        high=0.5,
    )
    cost: float = given(
        "share",
        "Kosten van de lening als deel van het bedrag",
        "Costs of the loan as a share of the amount",
        default=0.0,
        high=0.2,
    )
    mortgage: bool = given("choice", "Met hypotheek", "With a mortgage", default=False)
    subordinated: bool = given("choice", "Achtergesteld", "Subordinated", default=False)


@dataclass(frozen=True, kw_only=True)
class ShareClass:
    """A class of shares: who pays in, when, and what they get. `resident` takes its amount from the homes too, and receives the saving part."""

    name: str = given("text", "Naam", "Name")
    kind: ShareKind = given("choice", "Soort", "Kind")
    amount: float = given(
        "eur", "Vast bedrag van de inbreng", "Fixed amount of the contribution", default=0.0
    )
    per_home: float = given("eur_home", "Inbreng per woning", "Contribution per home", default=0.0)
    per_m2: float = given("eur_m2", "Inbreng per m²", "Contribution per m²", default=0.0)
    share: float = given(
        "share",
        "Inbreng als deel van de investering",
        "Contribution as a share of the investment",
        default=0.0,
        high=1.0,
    )
    at_start: float = given(
        "share",
        "Deel van de inbreng bij de start",
        "Share of the contribution paid at the start",
        default=1.0,
        high=1.0,
    )
    dividend: float = given(
        "share_year",
        "Gevraagd dividend als deel van de inbreng",
        "Dividend asked as a share of the contribution",
        default=0.0,
        high=0.5,
    )
    turnover: float = given(
        "share_year",
        "Deel van de inbreng dat elk jaar uittreedt",
        "Share of the contribution that withdraws each year",
        default=0.0,
        high=1.0,
    )
    value: ShareValue = given("choice", "Waarde bij uittreding", "Value on withdrawal", default="nominal")
    index: float = given(
        "share_year",
        "Jaarlijkse stijging van de streefwaarde",
        "Yearly rise of the target value",
        default=0.0,
        low=-0.2,
        high=0.2,
    )


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What residents pay. Cost rent follows the costs; fixed is an amount per m² that is indexed; mixed has the running costs and a fixed part."""

    kind: ChargeKind = given("choice", "Woonvergoeding", "Occupancy charge", default="cost_rent")
    charge: float = given("eur_m2_month", "Vaste woonvergoeding per m² en maand", "Fixed charge per m² and month", default=0.0, high=1000.0,
                          note_nl="alleen bij een vaste woonvergoeding; bij een gemengde is dit het vaste deel, dat niet geïndexeerd wordt",
                          note_en="only for a fixed charge; for a mixed one this is the fixed part, which is not indexed")  # fmt: skip
    cover: float = given("factor", "Dekking van rente en aflossing in de kostprijshuur", "Cover of debt service in the cost rent", default=1.10, low=0.0, high=3.0, norm="norms.cover")  # fmt: skip
    charge_indexation: float = given("share_year", "Indexatie van de vaste woonvergoeding", "Indexation of the fixed charge", default=0.02, low=-0.2, high=0.5)  # fmt: skip
    saving_share: float = given(
        "share",
        "Deel van de aflossing dat aandelen van bewoners wordt",
        "Share of the principal repaid that becomes shares of residents",
        default=0.0,
        high=1.0,
        note_nl="het spaardeel; 0: de aflossing komt in de reserves van de coöperatie, 1: zoals wooncoop doet",
        note_en="the saving part; 0: what is repaid becomes reserves of the cooperative, 1: as wooncoop does",
    )
    key: Key = given(
        "choice", "Verdeelsleutel over de woningen", "Key to divide over the homes", default="area"
    )
    refund: float = given(
        "share",
        "Deel van het resultaat dat ristorno wordt",
        "Share of the result that becomes patronage refund",
        default=0.0,
        high=1.0,
    )


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What running the homes costs, at the prices of the start, and what else comes in."""

    management: float = given("eur_home_year", "Beheer per woning", "Management per home", default=0.0)
    guidance: float = given(
        "eur_home_month",
        "Begeleiding per woning en maand",
        "Guidance per home and month",
        default=0.0,
        norm="norms.guidance",
    )
    maintenance: float = given("share_year", "Klein onderhoud als deel van de bouwwaarde", "Small maintenance as a share of the building value", default=0.0, high=0.2)  # fmt: skip
    insurance: float = given(
        "share_year",
        "Verzekering als deel van de bouwwaarde",
        "Insurance as a share of the building value",
        default=0.0,
        high=0.1,
    )
    common: float = given(
        "eur_home_year", "Gemeenschappelijke kosten per woning", "Common charges per home", default=0.0
    )
    operating_rate: float = given("share_year", "Bedrijfskosten als deel van de bouwwaarde", "Operating costs as a share of the building value", default=0.0, high=0.2,
                                  note_nl="de Zürichse manier, in plaats van de posten hierboven", note_en="the Zürich way, instead of the items above")  # fmt: skip
    fixed_costs: float = given(
        "eur_year",
        "Vaste kosten van de vennootschap per jaar",
        "Fixed costs of the company a year",
        default=0.0,
    )
    solidarity: float = given(
        "eur_m2_month",
        "Solidariteitsbijdrage per m² en maand",
        "Solidarity contribution per m² and month",
        default=0.0,
        high=100.0,
    )
    reserve_rate: float = given("share_year", "Toevoeging aan de reserve als deel van de bouwwaarde", "Addition to the reserve as a share of the building value", default=0.01, high=0.2, norm="norms.renovation_fund")  # fmt: skip
    vacancy: float = given(
        "share", "Voorziene leegstand", "Planned vacancy", default=0.02, high=0.9, norm="norms.vacancy"
    )
    vacancy_extra: float = given(
        "share", "Onvoorziene leegstand", "Unplanned vacancy", default=0.0, high=0.99
    )
    default: float = given("share", "Voorziene wanbetaling", "Planned default", default=0.0, high=0.5)
    other_income: float = given("eur_year", "Andere opbrengsten per jaar", "Other income a year", default=0.0)
    cadastral_index: float = given("factor", "Indexcoëfficiënt van het kadastraal inkomen", "Index of the cadastral income", default=1.0, low=0.1, high=10.0)  # fmt: skip
    surcharges: float = given("factor", "Opcentiemen van provincie en gemeente als veelvoud van de basis", "Surcharges of province and municipality as a multiple of the base", default=0.0, high=50.0)  # fmt: skip
    cash_rate: float = given(
        "share_year", "Rentevoet op kasgeld", "Interest rate on cash", default=0.0, high=0.2
    )


@dataclass(frozen=True, kw_only=True)
class Work:
    """A major work from the works plan: in which year of use, how often again."""

    name: str = given("text", "Naam", "Name")
    year: int = given("years", "Eerste keer in jaar van gebruik", "First time in year of use", low=1)
    every: int = given(
        "years",
        "Aantal jaren tot de volgende keer",
        "Years until the next time",
        default=0,
        note_nl="0: één keer",
        note_en="0: once",
    )
    cost: float = given(
        "eur", "Kost van het werk bij de prijzen van de start", "Cost of the work at the prices of the start"
    )


@dataclass(frozen=True, kw_only=True)
class Members:
    """What happens when somebody leaves."""

    reentry: float = given("share", "Deel van een uittreding dat nieuwe bewoners opnieuw inbrengen", "Part of a withdrawal that newcomers bring in again", default=1.0, high=1.0)  # fmt: skip
    reserves_locked: float = given("share", "Deel van de reserves waarop wie uittreedt geen recht heeft", "Part of the reserves to which who withdraws has no right", default=1.0, high=1.0)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Tax:
    """How the company is taxed."""

    regime: TaxRegime = given("choice", "Vennootschapsbelasting", "Corporate tax", default="small")
    recognised: bool = given("choice", "Erkend door de NRC", "Recognised by the NRC", default=True)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """How prices go on from the start, each year the same."""

    inflation: float = given(
        "share_year", "Algemene inflatie", "General inflation", default=0.02, low=-0.2, high=0.5
    )
    wage_growth: float = given(
        "share_year",
        "Stijging van de beheerskosten",
        "Rise of management costs",
        default=0.02,
        low=-0.2,
        high=0.5,
    )
    building_growth: float = given("share_year", "Stijging van de bouwwaarde in gebruik", "Rise of the building value in use", default=0.02, low=-0.2, high=0.5)  # fmt: skip
    ground_rent_growth: float = given(
        "share_year",
        "Indexatie van de canon",
        "Indexation of the ground rent",
        default=0.02,
        low=-0.2,
        high=0.5,
    )


@dataclass(frozen=True, kw_only=True)
class Shifts:
    """What a scenario moves: nought or one in the plan itself, varied by risk, stresses and goal seek."""

    rate_rise: float = given(
        "share_year",
        "Stijging van elke rente",
        "Rise of every interest rate",
        default=0.0,
        low=-0.2,
        high=0.5,
    )
    build_cost_factor: float = given(
        "factor", "Factor op de bouwkost", "Factor on building cost", default=1.0, low=0.01, high=10.0
    )
    delay: float = given("months", "Uitloop van de bouw", "Delay of the build", default=0.0, high=60.0)
    equity_factor: float = given(
        "factor",
        "Factor op de inbreng van bewoners",
        "Factor on the contribution of residents",
        default=1.0,
        high=100.0,
    )
    subsidy_factor: float = given(
        "factor", "Factor op de subsidies", "Factor on subsidies", default=1.0, high=100.0
    )
    extra_subsidy: float = given("eur", "Bijkomende subsidie", "Further subsidy", default=0.0, high=1e12)
    programme_scale: float = given(
        "factor",
        "Factor op het bouwprogramma",
        "Factor on the building programme",
        default=1.0,
        low=0.01,
        high=100.0,
    )
    turnover_factor: float = given(
        "factor", "Factor op de uittredingen", "Factor on withdrawals", default=1.0, high=10.0
    )


Shape = Literal["triangular", "uniform", "normal", "lognormal"]


@dataclass(frozen=True, kw_only=True)
class Uncertain:
    """A number that is not certain: an input of the model and how it spreads. For (log)normal, low and high are its 5% and 95% points."""

    input: str = given("text", "Onzekere invoer", "Uncertain input")
    shape: Shape = given("choice", "Verdeling", "Distribution", default="triangular")
    low: float = given("same", "Laag", "Low", low=None)
    mode: float = given(
        "same",
        "Waarschijnlijkste waarde (alleen bij een driehoek)",
        "Most likely value (only for a triangle)",
        default=0.0,
        low=None,
    )
    high: float = given("same", "Hoog", "High", low=None)


@dataclass(frozen=True, kw_only=True)
class Correlation:
    """How two uncertain inputs move together: the correlation of their normal scores."""

    a: str = given("text", "Eerste", "First")
    b: str = given("text", "Tweede", "Second")
    value: float = given("factor", "Correlatie", "Correlation", low=-1.0, high=1.0)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole plan. `start` is the first day of month 1; `years` is the horizon, build included."""

    name: str = given("text", "Naam", "Name")
    start: date = given("date", "Start", "Start")
    years: int = given(
        "years", "Horizon, bouw inbegrepen", "Horizon, build included", default=42, low=2, high=70
    )
    region: Literal["flanders"] = given("choice", "Gewest", "Region", default="flanders")
    site: Site
    parts: tuple[Part, ...] = ()
    homes: tuple[Home, ...]
    costs: Costs = field(default_factory=Costs)
    subsidies: tuple[Subsidy, ...] = ()
    loans: tuple[Loan, ...] = ()
    shares: tuple[ShareClass, ...] = ()
    charge: Charge = field(default_factory=Charge)
    operation: Operation = field(default_factory=Operation)
    works: tuple[Work, ...] = ()
    members: Members = field(default_factory=Members)
    tax: Tax = field(default_factory=Tax)
    scenario: Scenario = field(default_factory=Scenario)
    shifts: Shifts = field(default_factory=Shifts)
    uncertain: tuple[Uncertain, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    extra: Mapping[str, float] = field(default_factory=dict)
