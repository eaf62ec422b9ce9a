"""What each figure means, as sentences to fill in; `meaning.py` fills them. Plain Dutch and plain English, differences and no advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """A sentence in two languages, and others for when there is no value, when it is nought, when it is negative. `norm` names a parameter to compare with,
    said in a sentence of its own.
    """

    nl: str
    en: str
    none_nl: str = ""
    none_en: str = ""
    zero_nl: str = ""
    zero_en: str = ""
    minus_nl: str = ""
    minus_en: str = ""
    norm: str = ""
    norm_nl: str = ""
    norm_en: str = ""

    def pick(self, language: str, value: float | None, nought: float = 0.005) -> str:
        """The sentence that fits the value; what is smaller than `nought` is nothing."""
        main, none, zero, minus = (self.nl, self.none_nl, self.zero_nl, self.minus_nl) if language == "nl" else (self.en, self.none_en, self.zero_en, self.minus_en)  # fmt: skip
        if value is None:
            return none or (BEYOND_NL if language == "nl" else BEYOND_EN)
        if abs(value) < nought and zero:
            return zero
        return minus if value < 0 and minus else main


NO_DEBT_NL = "Er is geen schuld, dus er valt niets te dekken."
NO_DEBT_EN = "There is no debt, so there is nothing to cover."
BEYOND_NL = "Dat jaar valt buiten de horizon van het plan ({years} jaar)."
BEYOND_EN = "That year lies beyond the horizon of the plan ({years} years)."


def _charge(nl: str, en: str, of_home: bool) -> Sentence:
    if of_home:
        return Sentence(
            f"Een woning ‘{{home}}’ kost {nl} {{value}}, in de prijzen van dat jaar.", f"A home ‘{{home}}’ costs {{value}} {en}, at the prices of that year.", BEYOND_NL, BEYOND_EN,
        )  # fmt: skip
    return Sentence(
        f"De woonvergoeding is {nl} {{value}}, in de prijzen van dat jaar.", f"The charge is {{value}} {en}, at the prices of that year.", BEYOND_NL, BEYOND_EN,
    )  # fmt: skip


_YEARS = {
    "10": ("in het tiende volle jaar", "in the tenth full year"), "20": ("in het twintigste volle jaar", "in the twentieth full year"),
    "30": ("in het dertigste volle jaar", "in the thirtieth full year"), "after": ("in het jaar na de laatste lening", "in the year after the last loan"),
}  # fmt: skip

INVESTMENT: Mapping[str, Sentence] = {
    "total_investment": Sentence(
        "Grond en gebouw kosten samen {value}, alle kosten en de rente tijdens de bouw inbegrepen.",
        "Land and building cost {value} together, all costs and the interest during the build included.",
    ),
    "investment_m2": Sentence("De investering komt neer op {value} woonoppervlakte.", "The investment comes to {value} of floor area of the homes."),
    "investment_home": Sentence("De investering komt gemiddeld neer op {value} per woning.", "The investment comes to {value} per home on average."),
    "funding_gap": Sentence(
        "De bronnen zijn {value} te klein voor alle uitgaven en het werkkapitaal.", "The sources are {value} short of all spending and the working capital.",
        zero_nl="De bronnen betalen alle uitgaven en het werkkapitaal.", zero_en="The sources pay all spending and the working capital.",
    ),
    "funding_surplus": Sentence(
        "De bronnen zijn {value} groter dan de uitgaven en het werkkapitaal.", "The sources are {value} more than the spending and the working capital.",
        zero_nl="De bronnen zijn niet groter dan de uitgaven en het werkkapitaal.", zero_en="The sources are no larger than the spending and the working capital.",
    ),
    "equity_start": Sentence(
        "Bij de start brengen de aandeelhouders samen {value} in.", "At the start the shareholders pay in {value} together.",
        zero_nl="Bij de start brengen de aandeelhouders nog niets in.", zero_en="At the start the shareholders pay in nothing yet.",
    ),
    "equity_delivery": Sentence(
        "Tot en met de oplevering brengen de aandeelhouders samen {value} in.", "Until and including handover the shareholders pay in {value} together.",
        zero_nl="De aandeelhouders brengen niets in.", zero_en="The shareholders pay in nothing.",
    ),
    "debt_delivery": Sentence(
        "Bij de oplevering is er {value} schuld.", "At handover {value} of debt is owed.",
        zero_nl="Bij de oplevering is er geen schuld.", zero_en="At handover no debt is owed.",
    ),
    "ltc": Sentence(
        "De schuld bij de oplevering is {share} van wat de investering kost.", "The debt at handover is {share} of what the investment costs.",
        zero_nl="Na de oplevering is er geen schuld tegenover de kostprijs.", zero_en="After handover there is no debt against the cost.",
    ),
    "ltv": Sentence(
        "De schuld bij de oplevering is {share} van de waarde van grond en gebouw. Een schatter kan een andere waarde vinden.",
        "The debt at handover is {share} of the value of land and building. A valuer may find another value.",
        zero_nl="Na de oplevering is er geen schuld tegenover de waarde.", zero_en="After handover there is no debt against the value.",
    ),
}  # fmt: skip

CHARGES: Mapping[str, Sentence] = {
    "charge_1": Sentence(
        "De woonvergoeding is in het eerste volle jaar (jaar {first}) {value}.", "The charge is {value} in the first full year (year {first}).",
        zero_nl="Binnen de horizon van het plan ({years} jaar) is er geen vol jaar met een woonvergoeding.", zero_en="Within the horizon of the plan ({years} years) there is no full year with a charge.",
    ),
    **{f"charge_{key}": _charge(nl, en, False) for key, (nl, en) in _YEARS.items()},
    "home_charge_1": Sentence(
        "Een woning ‘{home}’ kost in het eerste volle jaar (jaar {first}) {value}, met {capital} eigen inbreng.",
        "A home ‘{home}’ costs {value} in the first full year (year {first}), with an own contribution of {capital}.",
        zero_nl="Een woning ‘{home}’ kost binnen de horizon van het plan ({years} jaar) geen woonvergoeding.", zero_en="A home ‘{home}’ has no charge within the horizon of the plan ({years} years).",
    ),
    **{f"home_charge_{key}": _charge(nl, en, True) for key, (nl, en) in _YEARS.items()},
    "home_running_1": Sentence(
        "Wie de volle waarde van een woning ‘{home}’ zelf inbrengt, betaalt in het eerste volle jaar {value}, voor de lopende kosten.",
        "A resident who pays in the full value of a home ‘{home}’ pays {value} in the first full year, for the running costs.",
    ),
    "home_saving_1": Sentence(
        "Van de woonvergoeding voor ‘{home}’ wordt in het eerste volle jaar {value} eigen aandelen: het spaardeel.",
        "Of the charge for ‘{home}’ {value} becomes shares of the resident in the first full year: the saving part.",
        zero_nl="In de woonvergoeding voor ‘{home}’ zit in het eerste volle jaar geen spaardeel.", zero_en="The charge for ‘{home}’ has no saving part in the first full year.",
    ),
    "home_income_needed": Sentence(
        "Bij een inkomen van {value} gaat voor ‘{home}’ precies de woonquote naar wonen; bij een lager inkomen meer.",
        "At an income of {value} exactly the housing share goes to living in ‘{home}’; at a lower income more.",
        norm="housing_share", norm_nl="De woonquote is {norm} van het besteedbaar inkomen ({status}).", norm_en="The housing share is {norm} of disposable income ({status}).",
    ),
    "home_points": Sentence("Tussenstap voor de verdeling op de cent: ‘{home}’ telt voor {number} punten.", "A step towards the split to the cent: ‘{home}’ counts for {number} points."),
    "key_points": Sentence("Tussenstap voor de verdeling op de cent: alle types samen tellen voor {number} punten.", "A step towards the split to the cent: all types together count for {number} points."),
    "home_total_1": Sentence("Alle woningen ‘{home}’ samen betalen in het eerste volle jaar {value}, op de cent.", "All homes ‘{home}’ together pay {value} in the first full year, to the cent."),
    "charge_month_1": Sentence("Alle woningen samen betalen in het eerste volle jaar {value} als ze allemaal bewoond zijn.", "All homes together pay {value} in the first full year when all are lived in."),
    "capital_discount": Sentence(
        "Voor elke euro extra eigen inbreng daalt de woonvergoeding per jaar met {share} van dat bedrag.", "For each euro more of own contribution the charge falls by {share} of that amount a year.",
        zero_nl="Extra eigen inbreng verandert de woonvergoeding niet.", zero_en="More own contribution does not change the charge.",
    ),
    "charge_share": Sentence(
        "De woonvergoeding van alle woningen samen is in het eerste volle jaar {share} van de investering.", "The charge of all homes together is {share} of the investment in the first full year.",
        norm="norms.cost_without_capital", norm_nl="Bij wooncoop is dat zonder eigen inbreng ongeveer {norm} ({status}).", norm_en="At wooncoop it is about {norm} without own contribution ({status}).",
    ),
}  # fmt: skip

COVER: Mapping[str, Sentence] = {
    "min_dscr": Sentence(
        "In het zwakste jaar (jaar {weakest}) is er {number} euro voor elke euro rente en aflossing.", "In the weakest year (year {weakest}) {number} euro is available for each euro of debt service.",
        NO_DEBT_NL, NO_DEBT_EN, minus_nl="In het zwakste jaar (jaar {weakest}) blijft er niets over voor rente en aflossing.", minus_en="In the weakest year (year {weakest}) nothing is left for debt service.",
        norm="norms.cover", norm_nl="De norm waarmee dit plan vergelijkt, is {norm_cover} ({status}).", norm_en="The norm to compare with is {norm_cover} ({status}).",
    ),
    "min_dscr_year": Sentence("Het zwakste jaar voor rente en aflossing is jaar {number}.", "The weakest year for debt service is year {number}.", NO_DEBT_NL, NO_DEBT_EN),
    "min_senior_dscr": Sentence(
        "Voor de leningen die niet achtergesteld zijn, is er in het zwakste jaar {number} euro voor elke euro rente en aflossing.",
        "For the loans that are not subordinated {number} euro is available for each euro of debt service in the weakest year.",
        "Er zijn geen niet-achtergestelde leningen, dus er valt niets te dekken.", "There are no loans that are not subordinated, so there is nothing to cover.",
        minus_nl="In het zwakste jaar blijft er niets over voor rente en aflossing van de leningen die niet achtergesteld zijn.", minus_en="In the weakest year nothing is left for debt service of the loans that are not subordinated.",
    ),
    "cover_margin": Sentence(
        "In het zwakste jaar is er {share} meer dan nodig voor rente en aflossing.", "In the weakest year there is {share} more than debt service takes.", NO_DEBT_NL, NO_DEBT_EN,
        minus_nl="In het zwakste jaar is er {deficit} minder dan nodig voor rente en aflossing.", minus_en="In the weakest year there is {deficit} less than debt service takes.",
        norm="norms.cover", norm_nl="De norm waarmee dit plan vergelijkt, is {norm} meer ({status}).", norm_en="The norm to compare with is {norm} more ({status}).",
    ),
    "min_icr": Sentence(
        "In het zwakste jaar is er {number} euro voor elke euro rente.", "In the weakest year {number} euro is available for each euro of interest.",
        "Er is geen rente te betalen.", "There is no interest to pay.",
        minus_nl="In het zwakste jaar blijft er niets over voor rente.", minus_en="In the weakest year nothing is left for interest.",
    ),
    "llcr": Sentence(
        "Alles wat tijdens de looptijd van de leningen beschikbaar komt voor rente en aflossing, is bij de oplevering {number} euro waard voor elke euro schuld.",
        "All that becomes available for debt service over the life of the loans is worth {number} euro at handover for each euro of debt.", NO_DEBT_NL, NO_DEBT_EN,
        minus_nl="Over de looptijd van de leningen samen blijft er niets over voor rente en aflossing.", minus_en="Over the life of the loans together nothing is left for debt service.",
    ),
}  # fmt: skip

CASH: Mapping[str, Sentence] = {
    "lowest_cash": Sentence(
        "De vrije kas is het laagst in jaar {tightest}: dan is er {value}, zonder de reserve voor groot onderhoud.", "Free cash is lowest in year {tightest}: {value} then, without the reserve for major works.",
        zero_nl="De vrije kas is het laagst in jaar {tightest}: dan is ze leeg, zonder de reserve voor groot onderhoud.", zero_en="Free cash is lowest in year {tightest}: it is empty then, without the reserve for major works.",
        minus_nl="De kas komt tekort: in jaar {tightest} ontbreekt {shortage}, zonder de reserve voor groot onderhoud te gebruiken.", minus_en="Cash runs short: in year {tightest} {shortage} is missing, without using the reserve for major works.",
    ),
    "lowest_cash_year": Sentence("De vrije kas is het laagst in jaar {number}.", "Free cash is lowest in year {number}."),
    "liquid_from": Sentence("Vanaf jaar {number} komt de kas niet tekort.", "From year {number} on cash does not run short.",
                            "De kas komt ook in het laatste jaar van het plan tekort.", "Cash runs short in the last year of the plan too."),
    "highest_waiting": Sentence(
        "Op het hoogste punt wacht {value} aan uittredingen, omdat een betaling niet door de balanstest of de liquiditeitstest raakt.",
        "At the highest point {value} of withdrawals waits, because a payment would fail the net-asset test or the liquidity test.",
        zero_nl="Geen enkele uittreding moet wachten op betaling.", zero_en="No withdrawal has to wait for payment.",
    ),
    "balance_check": Sentence(
        "De balans sluit niet: het grootste verschil is {value}. Dat is een fout in het model.", "The balance sheet does not close: the largest gap is {value}. That is a fault in the model.",
        zero_nl="De balans sluit in elk jaar.", zero_en="The balance sheet closes in each year.",
    ),
}  # fmt: skip

RETURNS: Mapping[str, Sentence] = {
    "payback": Sentence(
        "In jaar {number} heeft het project voor het eerst evenveel opgebracht als het gekost heeft.", "In year {number} the project has for the first time brought in as much as it has cost.",
        "Binnen de horizon van het plan ({years} jaar) brengt het project niet evenveel op als het kost.", "Within the horizon of the plan ({years} years) the project does not bring in as much as it costs.",
    ),
    "project_rate": Sentence("Het project brengt {share} per jaar op, met de boekwaarde op het einde meegeteld.", "The project returns {share} a year, with the book value at the end counted in.",
                             "Geen enkel rendement past bij de kasstromen van het project.", "No rate of return fits the cash flows of the project."),
    "share_rate": Sentence("De soort ‘{class_}’ brengt {share} per jaar op, na roerende voorheffing.", "The class ‘{class_}’ returns {share} a year, after withholding tax.",
                           "Geen enkel rendement past bij de kasstromen van de soort ‘{class_}’.", "No rate of return fits the cash flows of the class ‘{class_}’."),
    "share_value_end": Sentence("Een euro inbreng in de soort ‘{class_}’ is op het einde van het plan (jaar {years}) {euro} waard.", "A euro paid in to the class ‘{class_}’ is worth {euro} at the end of the plan (year {years})."),
}  # fmt: skip

SENTENCES: Mapping[str, Sentence] = {**INVESTMENT, **CHARGES, **COVER, **CASH, **RETURNS}
