"""One household and three ways to live: renting, buying, a home in a cooperative. Frozen, typed, each field with unit, name and limits.

Shares and rates are fractions here (0.035) and percent strings in a file ("3.5%"). Amounts are euros on the day of moving in. A field that is
left out and has a norm takes the value of that parameter; nothing else is filled in that is not marked as an assumption in the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from feasibility.plan import Convention, given

Label = Literal["A", "B", "C", "D", "E", "F", "none"]
Duty = Literal["own_home", "sale", "none"]
CapitalRule = Literal["ends", "annuity", "linear", "interest", "path"]
ExitValue = Literal["nominal", "indexed"]
SideName = Literal["rent", "buy", "cooperative"]
SIDES: tuple[SideName, ...] = ("rent", "buy", "cooperative")
LEFT_OUT = -1.0  # a number that was not given: a parameter or a formula takes its place


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What the coming years bring, each year the same. Nobody knows these figures: all but the tax are asked, and shown as assumptions."""

    inflation: float = given("share_year", "Stijging van de gezondheidsindex", "Rise of the health index", low=-0.1, high=0.3)  # fmt: skip
    cost_growth: float = given("share_year", "Stijging van onderhoud en verzekering", "Rise of upkeep and insurance", low=-0.1, high=0.3)  # fmt: skip
    house_growth: float = given("share_year", "Stijging van de woningprijzen", "Rise of house prices", low=-0.2, high=0.3)  # fmt: skip
    return_gross: float = given("share_year", "Rendement op uw eigen geld, vóór belasting", "Return on your own money, before tax", low=-0.1, high=0.3)  # fmt: skip
    return_taxed: bool = given("choice", "Op dat rendement wordt roerende voorheffing ingehouden", "Withholding tax is kept from that return", default=True)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Rent:
    """Renting on the private market. The rent is asked, never assumed."""

    amount: float = given("eur_month", "Huur per maand", "Rent a month", high=50_000.0)
    label: Label = given("choice", "Energielabel van de huurwoning", "Energy label of the rented home")
    indexed: bool = given("choice", "De huur wordt elk jaar geïndexeerd", "The rent is indexed every year", default=True)  # fmt: skip
    frozen_from: int = given("year", "Geen indexering meer vanaf het jaar", "No indexation any more from the year", default=0, high=2200,
                             note_nl="0: nooit; een plan van januari 2025 noemt 2028 voor label E en F, niet nagekeken bij de bron",
                             note_en="0: never; a plan of January 2025 names 2028 for labels E and F, not verified at the source")  # fmt: skip
    deposit_months: float = given("months", "Huurwaarborg, in maanden huur", "Rent deposit, in months of rent", default=LEFT_OUT, low=LEFT_OUT, high=3.0,
                                  norm="rental.deposit_months", note_nl="niet ingevuld: het hoogste dat mag", note_en="left out: the most allowed")  # fmt: skip
    deposit_return: float = given("share_year", "Rente op de huurwaarborg", "Interest on the rent deposit", default=0.0, high=0.2)  # fmt: skip
    other_costs: float = given("eur_month", "Andere woonkosten van de huurder", "Other housing costs of the tenant", default=0.0, high=50_000.0)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Buy:
    """Buying a home of one's own with a mortgage."""

    price: float = given("eur", "Aankoopprijs", "Purchase price", low=1.0, high=1e8)
    registration: Duty = given("choice", "Registratierecht", "Registration duty",
                               note_nl="own_home: enige eigen woning, sale: standaardtarief, none: nieuwbouw met btw in de prijs",
                               note_en="own_home: only home of one's own, sale: standard rate, none: new build with VAT in the price")  # fmt: skip
    deed_costs: float = given("eur", "Notaris en akte van de aankoop", "Notary and deed of the purchase", high=1e7)  # fmt: skip
    loan: float = given("eur", "Lening", "Loan", default=LEFT_OUT, low=LEFT_OUT, high=1e8,
                        note_nl="niet ingevuld: wat uw eigen geld niet dekt", note_en="left out: what your own money does not cover")  # fmt: skip
    rate: float = given("share_year", "Rente per jaar", "Interest a year", high=0.3)
    convention: Convention = given("choice", "Maandrente", "Monthly rate", default="actuarial",
                                   note_nl="Belgische banken rekenen actuarieel: (1 + jaarrente)^(1/12) − 1", note_en="Belgian banks count actuarially: (1 + yearly rate)^(1/12) − 1")  # fmt: skip
    loan_years: int = given("years", "Looptijd van de lening", "Term of the loan", low=1, high=40)
    loan_deed_costs: float = given("eur", "Notaris en akte van de lening", "Notary and deed of the loan", high=1e7)  # fmt: skip
    loan_extras: float = given("share", "Aanhorigheden waarop ook hypotheekrecht wordt betaald, deel van de lening", "Charges that mortgage duty is paid on too, share of the loan", default=0.0, high=0.5)  # fmt: skip
    file_cost: float = given("eur", "Dossierkost van de bank", "File cost of the bank", default=LEFT_OUT, low=LEFT_OUT, high=1e5,
                             norm="credit.file_cost_max", note_nl="niet ingevuld: het hoogste dat mag", note_en="left out: the most allowed")  # fmt: skip
    loan_insurance: float = given("eur_year", "Schuldsaldoverzekering", "Mortgage life insurance", default=0.0, high=1e5)  # fmt: skip
    early_months: float = given("months", "Vergoeding bij vervroegde terugbetaling, in maanden rente", "Charge on early repayment, in months of interest", default=0.0, high=12.0)  # fmt: skip
    property_tax: float = given("eur_year", "Onroerende voorheffing", "Property tax", default=LEFT_OUT, low=LEFT_OUT, high=1e6,
                                note_nl="niet ingevuld: uit het kadastraal inkomen", note_en="left out: from the cadastral income")  # fmt: skip
    cadastral_income: float = given("eur_year", "Kadastraal inkomen, niet geïndexeerd", "Cadastral income, not indexed", default=0.0, high=1e6)  # fmt: skip
    cadastral_index: float = given("factor", "Indexcoëfficiënt van het kadastraal inkomen", "Index of the cadastral income", default=0.0, high=10.0)  # fmt: skip
    surcharges: float = given("factor", "Opcentiemen van provincie en gemeente, als veelvoud van de basis", "Surcharges of province and municipality, as a multiple of the base", default=0.0, high=50.0)  # fmt: skip
    maintenance: float = given("share_year", "Onderhoud, deel van de aankoopprijs", "Upkeep, share of the purchase price", high=0.1)  # fmt: skip
    insurance: float = given("eur_year", "Brandverzekering", "Fire insurance", high=1e5)
    common_costs: float = given("eur_month", "Gemeenschappelijke kosten", "Common charges", default=0.0, high=50_000.0)  # fmt: skip
    selling_costs: float = given("share", "Kosten van de verkoop, deel van de prijs", "Costs of selling, share of the price", high=0.3)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PathYear:
    """One year of a charge that is worked out elsewhere, for one home; `value` is what a euro of shares is worth."""

    year: int = given("years", "Jaar", "Year", low=1, high=70)
    running: float = given("eur_year", "Lopende kosten", "Running costs")
    capital_cost: float = given("eur_year", "Kost van geleend kapitaal", "Cost of borrowed capital")
    saving: float = given("eur_year", "Spaardeel", "Saving part")
    value: float = given("factor", "Waarde per euro inbreng", "Value per euro paid in", default=1.0)


@dataclass(frozen=True, kw_only=True)
class Cooperative:
    """A home in a cooperative: own capital at entry, a charge of running costs and a part for capital that is not yet paid, which builds up shares.

    `capital` says how that part is set. ends: the charge when all is paid and the charge at the minimum are known, as wooncoop publishes them, and
    what lies between follows the unpaid amount. annuity: constant instalments over `saving_years` at `rate`. linear: equal parts saved, with interest
    on what is unpaid. interest: interest only, nothing is saved. path: year by year, from an assessment.
    """

    price: float = given("eur", "Waarde van de woning in de coöperatie", "Value of the home in the cooperative", low=1.0, high=1e8)  # fmt: skip
    capital: CapitalRule = given("choice", "Deel voor kapitaal in de woonvergoeding", "Part for capital in the occupancy charge",
                                 note_nl="ends: twee bekende vergoedingen, annuity: vaste termijnen, linear: gelijke delen, interest: alleen rente, path: jaar per jaar",
                                 note_en="ends: two known charges, annuity: constant instalments, linear: equal parts, interest: interest only, path: year by year")  # fmt: skip
    running: float = given("eur_month", "Woonvergoeding als alles betaald is: de lopende kosten", "Charge when all is paid: the running costs", high=50_000.0)  # fmt: skip
    running_growth: float = given("share_year", "Stijging van de lopende kosten", "Rise of the running costs", low=-0.1, high=0.3)  # fmt: skip
    rate: float = given("share_year", "Kost van het kapitaal dat nog niet betaald is", "Cost of the capital that is not yet paid", high=0.3)  # fmt: skip
    own_capital: float = given("eur", "Eigen inbreng bij de intrek", "Own capital on moving in", default=LEFT_OUT, low=LEFT_OUT, high=1e8,
                               note_nl="niet ingevuld: al uw eigen geld, hoogstens de waarde van de woning", note_en="left out: all of your own money, at most the value of the home")  # fmt: skip
    minimum_capital: float = given("eur", "Laagste inbreng", "Lowest contribution", default=LEFT_OUT, low=LEFT_OUT, high=1e8,
                                   norm="norms.minimum_shares", note_nl="niet ingevuld: drie aandelen", note_en="left out: three shares")  # fmt: skip
    charge_at_minimum: float = given("eur_month", "Woonvergoeding met de laagste inbreng", "Charge with the lowest contribution", default=0.0, high=50_000.0,
                                     note_nl="alleen bij ends", note_en="only with ends")  # fmt: skip
    saving_years: float = given("years", "Afgelost in", "Repaid in", default=LEFT_OUT, low=LEFT_OUT, high=99.0,
                                norm="norms.loan_term", note_nl="alleen bij annuity en linear", note_en="only with annuity and linear")  # fmt: skip
    backers: float = given("eur", "Aandelen van steuners voor deze woning", "Shares of backers for this home", default=0.0, high=1e8)  # fmt: skip
    backers_keep_return: bool = given("choice", "De steuners houden hun rendement", "The backers keep their return", default=False)  # fmt: skip
    value: ExitValue = given("choice", "Waarde van de aandelen bij uittreding", "Value of the shares on withdrawal",
                             note_nl="nominal: wat u inbracht, indexed: met een index", note_en="nominal: what you paid in, indexed: with an index")  # fmt: skip
    value_index: float = given("share_year", "Index van de waarde van de aandelen", "Index of the value of the shares", default=LEFT_OUT, low=LEFT_OUT, high=0.3,
                               norm="norms.share_growth_target", note_nl="alleen bij indexed", note_en="only with indexed")  # fmt: skip
    payout_delay: float = given("years", "Jaren tussen vertrek en uitbetaling", "Years between leaving and being paid", default=1.0, high=10.0,
                                note_nl="zoals bij wooncoop: na de algemene vergadering van het volgende jaar", note_en="as at wooncoop: after the general meeting of the next year")  # fmt: skip
    gains_taxed: bool = given("choice", "Meerwaardebelasting op de winst bij uittreding", "Capital gains tax on the gain on withdrawal", default=False,
                              note_nl="niet gevonden of die geldt voor een erkende coöperatie", note_en="whether it holds for a recognised cooperative was not found")  # fmt: skip
    entry_costs: float = given("eur", "Kosten van de intrek", "Costs of entry", default=0.0, high=1e6)
    path: tuple[PathYear, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Household:
    """A household with its own money, and at least two of the three ways to live. `start` is the day of the contract, the deed and moving in."""

    start: date = given("date", "Intrek", "Moving in")
    years: int = given("years", "Aantal jaren", "Number of years", low=1, high=40)
    own_money: float = given("eur", "Eigen geld", "Own money", high=1e9)
    budget: float = given("eur_month", "Budget per maand voor wonen en sparen", "Budget a month for living and saving", default=0.0, high=1e6,
                          note_nl="0: elk jaar de hoogste woonkost van de vergeleken vormen", note_en="0: in each year the highest cost of the ways compared")  # fmt: skip
    income: float = given("eur_month", "Netto-inkomen per maand", "Net income a month", default=0.0, high=1e6,
                          note_nl="0: niet opgegeven", note_en="0: not given")  # fmt: skip
    persons: int = given("persons", "Personen die samen de aandelen bezitten", "Persons who hold the shares together", default=1, low=1, high=20)  # fmt: skip
    outlook: Outlook
    rent: Rent | None = None
    buy: Buy | None = None
    cooperative: Cooperative | None = None

    @property
    def sides(self) -> tuple[SideName, ...]:
        """The ways to live that are compared."""
        return tuple(name for name in SIDES if getattr(self, name) is not None)


SECTIONS: Mapping[str, type] = {"": Household, "outlook": Outlook, "rent": Rent, "buy": Buy, "cooperative": Cooperative}  # fmt: skip
