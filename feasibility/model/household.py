"""Renting, buying and a home in a cooperative, year by year for one household: what each costs, ties up and leaves.

All three start from the same own money and have the same budget in each year. What is not put into the home or spent on it is invested at the
household's net return. Wealth in a year is what the household would have when it leaves at the end of that year.
"""

from __future__ import annotations

from functools import cache
from itertools import permutations

from feasibility.formula import MEMBERS, Line, Model
from feasibility.model.lines import figure, month, once, year

WORDS = {"rent": ("huren", "renting"), "buy": ("kopen", "buying"), "cooperative": ("coöperatief wonen", "cooperative living")}  # fmt: skip
PATH_NOTE = {
    "note_nl": "Bij een pad jaar per jaar komt dit uit de haalbaarheidsstudie.",
    "note_en": "With a path year by year this comes from the feasibility study.",
}
WOONCOOP = ("https://www.wooncoop.be/faqs/ik-wil-gedeeltelijk-uitstappen-uittreden-hoe-verloopt-dat/",)


def _level(name: str, growth: str, nl: str, en: str) -> Line:
    return year(name, "factor", f"when(t == 1, 1, prev({name}) * (1 + {growth}))", nl, en, start="1")


GENERAL: tuple[Line, ...] = (
    once("net_return", "share_year", "return_gross - withholding * return_taxed * max(0, return_gross)", "Nettorendement op eigen geld", "Net return on own money"),
    once("half_year", "factor", "(1 + net_return) ** (1 / 2)", "Rendement over een half jaar, factor", "Return over half a year, factor",
         note_nl="Wat in de loop van een jaar overblijft, brengt dat jaar gemiddeld een half jaar op.",
         note_en="What is left over in the course of a year earns half a year on average."),
    _level("price_level", "inflation", "Peil van de gezondheidsindex", "Level of the health index"),
    _level("cost_level", "cost_growth", "Peil van onderhoud en verzekering", "Level of upkeep and insurance"),
    year("budget_year", "eur", "when(budget > 0.005, budget * 12 * price_level, max(rent_cost, buy_cost, cooperative_cost))", "Budget voor wonen en sparen", "Budget for living and saving",
         note_nl="Hetzelfde voor alle vormen. Zonder eigen opgave is het elk jaar de hoogste woonkost.",
         note_en="The same for all ways. When none was given it is the highest cost of the year."),
)  # fmt: skip

RENT: tuple[Line, ...] = (
    once("rent_deposit", "eur", "rent_deposit_months * rent_amount", "Huurwaarborg", "Rent deposit", sign="-"),
    once("rent_paid_in", "eur", "rent_deposit", "Nodig bij de start van de huur", "Needed at the start of renting"),
    year("rent_index_share", "share", "rent_indexed * (1 - total(cap_cut * (cap_year == t)))", "Deel van de indexering dat mag", "Share of the indexation that is allowed",
         note_nl="Volgens het energielabel en de datum.", note_en="By energy label and date."),
    year("rent_level", "factor", "when(t == 1, 1, prev(rent_level) * (1 + min(inflation * rent_indexed, inflation * rent_index_share)))", "Index van de huur", "Index of the rent", start="1",
         note_nl="Wat een jaar niet geïndexeerd mocht worden, wordt later niet ingehaald.",
         note_en="What could not be indexed in a year is not caught up later."),
    year("rent_paid", "eur", "rent_amount * 12 * rent_level", "Huur", "Rent", sign="-", into="rent_cost"),
    year("rent_other", "eur", "rent_other_costs * 12 * price_level", "Andere woonkosten van de huurder", "Other housing costs of the tenant", sign="-", into="rent_cost"),
    year("rent_cost", "eur", MEMBERS, "Woonkost van huren", "Cost of renting", sign="-"),
    year("rent_home", "eur", "prev(rent_home) * (1 + rent_deposit_return)", "Huurwaarborg die u terugkrijgt", "Rent deposit that you get back", start="rent_deposit"),
    year("rent_stake", "eur", "prev(rent_stake)", "Eigen geld dat vastzit in huren", "Own money tied up in renting", start="rent_deposit"),
)  # fmt: skip

BUY: tuple[Line, ...] = (
    # the purchase
    once("buy_duty", "eur", "buy_duty_rate * buy_price", "Registratierecht op de aankoop", "Registration duty on the purchase", sign="-", into="buy_entry_costs"),
    once("buy_deed", "eur", "buy_deed_costs", "Notaris en akte van de aankoop", "Notary and deed of the purchase", sign="-", into="buy_entry_costs"),
    once("buy_uncovered", "eur", "max(0, buy_price + buy_duty + buy_deed - own_money)", "Wat eigen geld niet dekt", "What own money does not cover"),
    once("buy_loan_duty_rate", "share", "(loan_duty_rate + loan_inscription_rate) * (1 + buy_loan_extras)", "Hypotheekrecht, deel van de lening", "Mortgage duty, share of the loan"),
    once("buy_loan_taken", "eur",
         "when(buy_loan_given > 0.5, buy_loan, when(buy_uncovered > 0.005, (buy_uncovered + buy_loan_deed_costs + buy_file_cost) / (1 - buy_loan_duty_rate), 0))",
         "Lening die u aangaat", "Loan taken", sign="+", step=True,
         note_nl="De kosten van de lening zijn mee geleend als er geen bedrag is opgegeven.", note_en="When no amount was given the costs of the loan are borrowed too."),
    once("buy_loan_duty", "eur", "buy_loan_duty_rate * buy_loan_taken", "Registratie en inschrijving van de hypotheek", "Registration and inscription of the mortgage", sign="-", into="buy_entry_costs"),
    once("buy_loan_deed", "eur", "when(buy_loan_taken > 0.005, buy_loan_deed_costs, 0)", "Notaris en akte van de lening", "Notary and deed of the loan", sign="-", into="buy_entry_costs", step=True),
    once("buy_file", "eur", "when(buy_loan_taken > 0.005, buy_file_cost, 0)", "Dossierkost van de bank", "File cost of the bank", sign="-", into="buy_entry_costs", step=True),
    once("buy_entry_costs", "eur", MEMBERS, "Belastingen en kosten van de aankoop", "Taxes and costs of buying", sign="-"),
    once("buy_own_part", "eur", "buy_price - buy_loan_taken", "Eigen geld in de prijs", "Own money in the price", sign="-"),
    once("buy_paid_in", "eur", "buy_own_part + buy_entry_costs", "Nodig bij de aankoop", "Needed on buying"),
    once("buy_ltv", "share", "when(buy_price > 0.005, buy_loan_taken / max(buy_price, 0.005), 0)", "Lening als deel van de prijs (LTV)", "Loan as a share of the price (LTV)"),
    once("buy_over_limit", "eur", "max(0, buy_loan_taken - ltv_limit * buy_price)", "Lening boven wat de toezichthouder verwacht", "Loan above what the supervisor expects"),
    # the mortgage, month by month
    once("buy_i", "share_month", "when(buy_actuarial > 0.5, (1 + buy_rate) ** (1 / 12) - 1, buy_rate / 12)", "Maandrente", "Monthly rate"),
    once("buy_term", "months", "12 * max(1, buy_loan_years)", "Looptijd in maanden", "Term in months"),
    once("buy_instalment", "eur_month",
         "buy_loan_taken * when(buy_i > 0.0000001, buy_i / (1 - (1 + buy_i) ** (0 - buy_term)), (1 + buy_i * (buy_term + 1) / 2) / buy_term)",
         "Aflossing per maand, rente inbegrepen", "Instalment a month, interest included"),
    month("buy_interest_month", "eur", "prev(buy_debt_month) * buy_i", "Rente van de maand", "Interest of the month", sign="-"),
    month("buy_principal_month", "eur", "when(t >= buy_term, prev(buy_debt_month), min(prev(buy_debt_month), buy_instalment - buy_interest_month))",
          "Kapitaal afgelost in de maand", "Principal repaid in the month", sign="-", step=True),
    month("buy_debt_month", "eur", "prev(buy_debt_month) - buy_principal_month", "Schuldsaldo", "Balance owed", start="buy_loan_taken"),
    # each year
    year("buy_interest", "eur", "year_sum(buy_interest_month)", "Rente", "Interest", sign="-", into="buy_cost"),
    year("buy_principal", "eur", "year_sum(buy_principal_month)", "Kapitaal afgelost", "Principal repaid", sign="-", into="buy_cost"),
    year("buy_instalments", "eur", "buy_interest + buy_principal", "Afbetaling van de lening", "Repayment of the loan", sign="-"),
    once("buy_tax_first", "eur_year", "when(buy_tax_given > 0.5, buy_property_tax, property_tax_rate * (1 + buy_surcharges) * buy_cadastral_index * buy_cadastral_income)",
         "Onroerende voorheffing in het eerste jaar", "Property tax in the first year"),
    year("buy_tax", "eur", "buy_tax_first * price_level", "Onroerende voorheffing", "Property tax", sign="-", into="buy_cost"),
    year("buy_upkeep", "eur", "buy_maintenance * buy_price * cost_level", "Onderhoud", "Upkeep", sign="-", into="buy_cost"),
    year("buy_fire", "eur", "buy_insurance * cost_level", "Brandverzekering", "Fire insurance", sign="-", into="buy_cost"),
    year("buy_common", "eur", "buy_common_costs * 12 * cost_level", "Gemeenschappelijke kosten", "Common charges", sign="-", into="buy_cost"),
    year("buy_life", "eur", "buy_loan_insurance * (12 * (t - 1) < buy_term) * (buy_loan_taken > 0.005)", "Schuldsaldoverzekering", "Mortgage life insurance", sign="-", into="buy_cost", step=True),
    year("buy_cost", "eur", MEMBERS, "Woonkost van kopen", "Cost of buying", sign="-"),
    # leaving
    year("buy_value", "eur", "prev(buy_value) * (1 + house_growth)", "Waarde van de woning", "Value of the home", start="buy_price"),
    year("buy_debt", "eur", "year_end(buy_debt_month)", "Nog te betalen aan de bank", "Still owed to the bank"),
    year("buy_selling", "eur", "buy_selling_costs * buy_value", "Kosten van de verkoop", "Costs of selling", sign="-"),
    year("buy_early", "eur", "buy_early_months * buy_i * buy_debt", "Vergoeding bij vervroegde terugbetaling", "Charge on early repayment", sign="-"),
    year("buy_home", "eur", "buy_value - buy_debt - buy_selling - buy_early", "Wat de verkoop van de woning oplevert", "What selling the home brings"),
    year("buy_stake", "eur", "buy_price - buy_debt", "Eigen geld dat vastzit in kopen", "Own money tied up in buying"),
)  # fmt: skip

COOPERATIVE: tuple[Line, ...] = (
    # moving in
    once("cooperative_capital_in", "eur", "when(cooperative_capital_given > 0.5, cooperative_own_capital, max(0, min(cooperative_price, own_money - cooperative_entry_costs)))",
         "Eigen inbreng bij de intrek", "Own capital on moving in", sign="-"),
    once("cooperative_entry", "eur", "cooperative_entry_costs", "Kosten van de intrek", "Costs of entry", sign="-"),
    once("cooperative_paid_in", "eur", "cooperative_capital_in + cooperative_entry", "Nodig bij de intrek", "Needed on moving in"),
    once("cooperative_unpaid_start", "eur", "(1 - cooperative_by_path) * max(0, cooperative_price - cooperative_capital_in)", "Nog niet betaald bij de intrek", "Not yet paid on moving in"),
    # the part of the charge for capital, month by month
    once("cooperative_i", "share_month", "(1 + cooperative_rate) ** (1 / 12) - 1", "Maandrente op wat nog niet betaald is", "Monthly rate on what is not yet paid"),
    once("cooperative_instalment", "eur_month",
         "when(cooperative_by_ends > 0.5, cooperative_unpaid_start * (cooperative_charge_at_minimum - cooperative_running) / max(0.005, cooperative_price - cooperative_minimum_capital),"
         " when(cooperative_by_annuity > 0.5, cooperative_unpaid_start * when(cooperative_i > 0.0000001, cooperative_i / (1 - (1 + cooperative_i) ** (0 - cooperative_term)),"
         " (1 + cooperative_i * (cooperative_term + 1) / 2) / cooperative_term), 0))",
         "Deel van de woonvergoeding voor kapitaal, vast bedrag", "Part of the charge for capital, constant amount",
         note_nl="Bij twee bekende vergoedingen volgt het bedrag wat nog niet betaald is.", note_en="With two known charges the amount follows what is not yet paid."),
    month("cooperative_interest_month", "eur", "prev(cooperative_unpaid_month) * cooperative_i", "Kost van geleend kapitaal in de maand", "Cost of borrowed capital in the month", sign="-"),
    month("cooperative_saving_month", "eur",
          "when(cooperative_saves < 0.5, 0, when(t >= cooperative_term, prev(cooperative_unpaid_month), min(prev(cooperative_unpaid_month),"
          " when(cooperative_by_linear > 0.5, cooperative_unpaid_start / cooperative_term, max(0, cooperative_instalment - cooperative_interest_month)))))",
          "Spaardeel in de maand", "Saving part in the month", sign="-", step=True),
    month("cooperative_unpaid_month", "eur", "prev(cooperative_unpaid_month) - cooperative_saving_month", "Nog niet betaald", "Not yet paid", start="cooperative_unpaid_start"),
    # each year
    _level("cooperative_level", "cooperative_running_growth", "Peil van de lopende kosten", "Level of the running costs"),
    year("cooperative_running_paid", "eur",
         "when(cooperative_by_path > 0.5, total(path_running * (path_year == t)), max(0, cooperative_running * 12 * cooperative_level - cooperative_backers * backers_discount))",
         "Woonvergoeding: lopende kosten", "Charge: running costs", sign="-", into="cooperative_cost", note_nl="Na de korting door aandelen van steuners.", note_en="After the discount from shares of backers."),
    year("cooperative_capital_cost", "eur", "year_sum(cooperative_interest_month) + total(path_capital_cost * (path_year == t))", "Woonvergoeding: kost van geleend kapitaal", "Charge: cost of borrowed capital",
         sign="-", into="cooperative_cost", **PATH_NOTE),
    year("cooperative_saved", "eur", "year_sum(cooperative_saving_month) + total(path_saving * (path_year == t))", "Woonvergoeding: spaardeel", "Charge: saving part", sign="-", into="cooperative_cost",
         note_nl="Wordt aandelen van de bewoner; valt weg als alles betaald is.", note_en="Becomes shares of the resident; falls away when all is paid."),
    year("cooperative_cost", "eur", MEMBERS, "Woonvergoeding", "Occupancy charge", sign="-"),
    year("cooperative_stake", "eur", "prev(cooperative_stake) + cooperative_saved", "Aandelen, wat u inbracht", "Shares, what you paid in", start="cooperative_capital_in"),
    # leaving
    year("cooperative_value_now", "eur",
         "when(cooperative_by_path > 0.5, cooperative_stake * total(path_value * (path_year == t)), prev(cooperative_value_now) * (1 + cooperative_value_index * cooperative_indexed) + cooperative_saved)",
         "Waarde van de aandelen bij uittreding", "Value of the shares on withdrawal", start="cooperative_capital_in"),
    year("cooperative_gain_tax", "eur", "gains_rate * max(0, cooperative_value_now - cooperative_stake - gains_exempt * persons)", "Meerwaardebelasting bij uittreding", "Capital gains tax on withdrawal", sign="-"),
    once("payout_factor", "factor", "(1 + net_return) ** (0 - cooperative_payout_delay)", "Waarde vandaag van wat later wordt uitbetaald", "Value today of what is paid later"),
    year("cooperative_home", "eur", "(cooperative_value_now - cooperative_gain_tax) * payout_factor", "Wat de aandelen bij uittreding opleveren", "What the shares bring on withdrawal", sources=WOONCOOP,
         note_nl="Omgerekend naar de dag van vertrek: wie later betaald wordt, mist intussen het rendement.", note_en="Brought back to the day of leaving: who is paid later misses the return meanwhile."),
    year("cooperative_paid", "flag", "when(cooperative_by_path < 0.5, year_end(cooperative_unpaid_month) < 0.005, 0)", "Alles betaald", "All paid", step=True),
)  # fmt: skip


def _side(side: str) -> tuple[Line, ...]:
    nl, en = WORDS[side]
    return (
        once(f"{side}_short", "eur", f"max(0, {side}_paid_in - own_money)", f"Te weinig eigen geld om te starten met {nl}", f"Own money short to start {en}"),
        year(f"{side}_month", "eur_month", f"{side}_cost / 12", f"Woonkost per maand, {nl}", f"Cost a month, {en}"),
        year(f"{side}_invested", "eur", f"prev({side}_invested) * (1 + net_return) + (budget_year - {side}_cost) * half_year", f"Belegd eigen geld, {nl}", f"Own money invested, {en}",
             start=f"own_money - {side}_paid_in",
             note_nl="Wat niet in de woning zit en niet aan wonen opgaat.", note_en="What is not in the home and not spent on it."),
        year(f"{side}_wealth", "eur", f"{side}_home + {side}_invested", f"Vermogen bij vertrek op het einde van het jaar, {nl}", f"Wealth on leaving at the end of the year, {en}"),
        figure(f"{side}_month_1", "eur_month", f"at({side}_month, 1)", f"Woonkost per maand in het eerste jaar, {nl}", f"Cost a month in the first year, {en}"),
        figure(f"{side}_total", "eur", f"summed({side}_cost)", f"Woonkost over alle jaren, {nl}", f"Cost over all years, {en}"),
        figure(f"{side}_wealth_end", "eur", f"last({side}_wealth)", f"Vermogen na het laatste jaar, {nl}", f"Wealth after the last year, {en}"),
        figure(f"{side}_lowest", "eur", f"lowest({side}_invested)", f"Laagste belegde bedrag, {nl}", f"Lowest amount invested, {en}"),
    )  # fmt: skip


def _ahead(side: str, other: str) -> tuple[Line, ...]:
    """From which year one way stays ahead of another until the last year: the year after the last one in which it is not."""
    (nl, en), (other_nl, other_en) = WORDS[side], WORDS[other]
    behind = f"{side}_behind_{other}"
    return (
        year(behind, "year", f"when({side}_wealth - {other}_wealth > 0.005, prev({behind}), t)", f"Laatste jaar waarin {nl} niet meer vermogen laat dan {other_nl}",
             f"Last year in which {en} does not leave more wealth than {other_en}", step=True),
        figure(f"{side}_over_{other}", "year", f"when(last({behind}) < years, last({behind}) + 1, 0)", f"Jaar vanaf waar {nl} meer vermogen laat dan {other_nl}",
               f"Year from which {en} leaves more wealth than {other_en}", step=True, note_nl="0: niet binnen deze jaren.", note_en="0: not within these years."),
    )  # fmt: skip


FIGURES: tuple[Line, ...] = (
    figure("rent_income", "eur_month", "at(rent_paid, 1) / 12 / housing_share", "Inkomen waarbij de huur binnen de woonquote blijft", "Income at which the rent stays within the housing share"),
    figure("buy_income", "eur_month", "at(buy_instalments, 1) / 12 / housing_share", "Inkomen waarbij de afbetaling binnen de woonquote blijft", "Income at which the repayment stays within the housing share"),
    figure("buy_income_bank", "eur_month", "at(buy_instalments, 1) / 12 / instalment_share", "Inkomen waarbij de afbetaling binnen de vuistregel van banken blijft", "Income at which the repayment stays within the banks' rule of thumb"),
    figure("cooperative_income", "eur_month", "at(cooperative_cost, 1) / 12 / housing_share", "Inkomen waarbij de woonvergoeding binnen de woonquote blijft", "Income at which the charge stays within the housing share"),
    figure("buy_interest_total", "eur", "summed(buy_interest)", "Rente over alle jaren", "Interest over all years"),
    figure("buy_instalments_total", "eur", "summed(buy_instalments)", "Afbetalingen over alle jaren", "Repayments over all years"),
    figure("cooperative_paid_year", "year", "first(cooperative_paid)", "Jaar waarin alles betaald is", "Year in which all is paid", step=True, note_nl="0: niet binnen deze jaren.", note_en="0: not within these years."),
)  # fmt: skip

LINES: tuple[Line, ...] = (
    *(GENERAL + RENT + BUY + COOPERATIVE + FIGURES),
    *(line for side in WORDS for line in _side(side)),
    *(line for pair in permutations(WORDS, 2) for line in _ahead(*pair)),
)


@cache
def household_model() -> Model:
    """The whole model of one household."""
    from feasibility.household.numbers import INPUTS

    return Model(LINES, INPUTS)
