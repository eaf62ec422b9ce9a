"""Living in it, year by year: price levels, what running costs, what residents are charged, what comes in."""

from __future__ import annotations

from feasibility.formula import MEMBERS, Line
from feasibility.model.lines import once, year


def _level(name: str, growth: str, nl: str, en: str) -> Line:
    return year(name, "factor", f"when(t == 1, 1, prev({name}) * (1 + {growth}))", nl, en, start="1")


LINES: tuple[Line, ...] = (
    # time and prices
    year("use", "share", "max(0, min(1, t - delivery / 12))", "Deel van het jaar in gebruik", "Share of the year in use"),
    year("year_of_use", "years", "max(0, t - whole(delivery / 12))", "Jaar van gebruik", "Year of use", step=True),
    _level("price_level", "inflation", "Algemeen prijspeil", "General price level"),
    _level("wage_level", "wage_growth", "Prijspeil van beheer", "Price level of management"),
    _level("building_level", "building_growth", "Prijspeil van het gebouw", "Price level of the building"),
    _level("ground_rent_level", "ground_rent_growth", "Index van de canon", "Index of the ground rent"),
    _level("charge_level", "charge_indexation", "Index van de vaste woonvergoeding", "Index of the fixed charge"),
    # running costs
    year("management_cost", "eur", "management * homes * wage_level * use", "Beheer", "Management", sign="-", into="operating_costs"),
    year("guidance_cost", "eur", "guidance * 12 * homes * wage_level * use", "Begeleiding", "Guidance", sign="-", into="operating_costs"),
    year("maintenance_cost", "eur", "maintenance * building_value * building_level * use", "Klein onderhoud", "Small maintenance", sign="-", into="operating_costs"),
    year("insurance_cost", "eur", "insurance * building_value * building_level * use", "Verzekering", "Insurance", sign="-", into="operating_costs"),
    year("common_cost", "eur", "common * homes * price_level * use", "Gemeenschappelijke kosten", "Common charges", sign="-", into="operating_costs"),
    year("overall_operating_cost", "eur", "operating_rate * building_value * building_level * use", "Bedrijfskosten volgens de bouwwaarde", "Operating costs by the building value", sign="-", into="operating_costs",
         sources=("https://www.espazium.ch/de/aktuelles/finanzierung",)),
    year("company_cost", "eur", "fixed_costs * price_level * use", "Vaste kosten van de vennootschap", "Fixed costs of the company", sign="-", into="operating_costs"),
    year("property_tax", "eur", "property_tax_rate * (1 + surcharges) * cadastral_index * cadastral_total * price_level * use", "Onroerende voorheffing", "Property tax", sign="-", into="operating_costs"),
    year("solidarity_cost", "eur", "solidarity * 12 * area * price_level * use", "Solidariteitsbijdrage", "Solidarity contribution", sign="-", into="operating_costs"),
    once("cadastral_total", "eur_year", "total(home_count * home_cadastral_income) * programme_scale", "Kadastraal inkomen van alle woningen", "Cadastral income of all homes"),
    year("operating_costs", "eur", MEMBERS, "Bedrijfskosten", "Operating costs", sign="-"),
    year("ground_rent_paid", "eur", "ground_rent_base * ground_rent_level * use * (t <= lease_years)", "Canon", "Ground rent", sign="-"),
    # major works and the reserve for them
    year("reserve_added", "eur", "reserve_rate * building_value * building_level * use", "Aan de reserve toegevoegd", "Added to the reserve"),
    year("work_due", "flag",
         "when(year_of_use < work_year, 0, when(work_every > 0.5,"
         " when((year_of_use - work_year) - work_every * whole((year_of_use - work_year) / max(1, work_every)) < 0.5, 1, 0),"
         " when(year_of_use == work_year, 1, 0)))",
         "Het werk valt in dit jaar", "The work falls in this year", per="work", step=True),
    year("works_cost", "eur", "total(work_cost * work_due) * programme_scale * building_level", "Groot onderhoud", "Major works", sign="-", step=True),
    year("reserve_used", "eur", "min(works_cost, prev(reserve) + reserve_added)", "Uit de reserve betaald", "Paid from the reserve"),
    year("reserve", "eur", "prev(reserve) + reserve_added - reserve_used", "Reserve voor groot onderhoud", "Reserve for major works"),
    # debt service after handover
    year("interest_paid", "eur", "year_sum(interest_in_use)", "Rente", "Interest", sign="-"),
    year("principal_paid", "eur", "year_sum(repaid)", "Afgelost kapitaal", "Principal repaid", sign="-"),
    year("debt_service", "eur", "interest_paid + principal_paid", "Rente en aflossing", "Debt service", sign="-"),
    year("senior_debt_service", "eur", "year_sum(senior_service)", "Rente en aflossing op niet-achtergestelde leningen", "Debt service on loans that are not subordinated", sign="-"),
    # what residents are charged
    year("running_need", "eur", "operating_costs + ground_rent_paid + reserve_added + prev(tax) - other_income_received", "Lopende kosten die de woonvergoeding dekt", "Running costs that the charge covers"),
    year("other_income_received", "eur", "other_income * price_level * use", "Andere opbrengsten", "Other income", sign="+"),
    year("capital_need", "eur", "debt_service * cover + dividend_asked", "Kapitaalkosten die de woonvergoeding dekt", "Costs of capital that the charge covers"),
    year("cost_rent", "eur", "max(0, running_need + capital_need) / (1 - vacancy - default)", "Kostprijshuur", "Cost rent", step=True,
         note_nl="Wat alle woningen samen moeten opbrengen, met de voorziene leegstand en wanbetaling erin.",
         note_en="What all homes together must bring in, with planned vacancy and default in it."),
    year("fixed_charge", "eur", "charge * 12 * area * use * when(charge_fixed > 0.5, charge_level, 1)", "Vaste woonvergoeding", "Fixed occupancy charge"),
    year("mixed_charge", "eur", "max(0, running_need) / (1 - vacancy - default) + fixed_charge", "Gemengde woonvergoeding", "Mixed occupancy charge"),
    year("charged", "eur", "when(charge_cost_rent > 0.5, cost_rent, when(charge_fixed > 0.5, fixed_charge, mixed_charge))", "Woonvergoeding van alle woningen", "Occupancy charge of all homes", sign="+"),
    year("vacancy_loss", "eur", "charged * min(1, vacancy + vacancy_extra)", "Verlies door leegstand", "Loss from vacancy", sign="-"),
    year("default_loss", "eur", "(charged - vacancy_loss) * default / (1 - vacancy)", "Verlies door wanbetaling", "Loss from default", sign="-"),
    year("collected", "eur", "charged - vacancy_loss - default_loss", "Ontvangen woonvergoeding", "Occupancy charge received", sign="+"),
    year("saving", "eur", "max(0, min(saving_share * principal_paid * has_savers, collected))", "Spaardeel", "Saving part", sign="+",
         note_nl="Het deel van de woonvergoeding dat de schuld aflost en zo aandelen van bewoners opbouwt. Het stopt samen met de leningen.",
         note_en="The part of the charge that repays debt and so builds up shares of residents. It stops when the loans end.",
         sources=("https://www.wooncoop.be/voorwaarden/",)),
    once("has_savers", "flag", "total(share_saves)", "Er is een soort aandelen voor bewoners", "There is a share class for residents"),
    year("interest_received", "eur", "cash_rate * max(0, prev(cash))", "Rente op kasgeld", "Interest on cash", sign="+"),
    # what is left to pay the bank
    year("available", "eur", "collected + other_income_received - operating_costs - ground_rent_paid - reserve_added - prev(tax)", "Beschikbaar voor rente en aflossing", "Available for debt service"),
    # the charge as residents see it
    year("charge_m2", "eur_m2_month", "when(use > 0.999, charged / (12 * area), 0)", "Woonvergoeding per m² en maand", "Charge per m² and month", step=True),
    once("key_total", "points", "total(home_count * home_weight)", "Punten van alle woningen", "Points of all homes"),
    once("home_price", "eur", "investment_base * home_weight / key_total / programme_scale", "Investering voor deze woning", "Investment for this home", per="home"),
    once("home_capital", "eur", "min(home_price, (home_own_capital + resident_per_home + resident_per_m2 * home_area + capital_by_key * home_weight / key_total) * equity_factor)", "Eigen inbreng die voor deze woning telt", "Own contribution that counts for this home", per="home"),
    once("resident_per_home", "eur_home", "total(share_residents * share_per_home)", "Inbreng van bewoners per woning", "Contribution of residents per home"),
    once("resident_per_m2", "eur_m2", "total(share_residents * share_per_m2)", "Inbreng van bewoners per m²", "Contribution of residents per m²"),
    once("capital_by_key", "eur", "total(share_residents * (share_fixed + share_part * investment_base)) / programme_scale",
         "Inbreng van bewoners volgens de sleutel", "Contribution of residents by the key"),
    once("home_uncovered", "eur", "max(0, home_price - home_capital)", "Nog niet ingebracht voor deze woning", "Not yet paid in for this home", per="home"),
    once("uncovered", "eur", "total(home_count * home_uncovered) * programme_scale", "Nog niet ingebracht voor alle woningen", "Not yet paid in for all homes"),
    year("capital_charge", "eur", "when(charge_fixed > 0.5, 0, when(uncovered > 0.005, charged - min(charged, max(0, running_need) / (1 - vacancy - default)), 0))", "Deel van de woonvergoeding voor kapitaalkosten", "Part of the charge for costs of capital", step=True),
    year("home_running", "eur_month", "when(use > 0.999, (charged - capital_charge) * home_weight / key_total / programme_scale / 12, 0)", "Woonvergoeding voor lopende kosten", "Charge for running costs", per="home", step=True),
    year("home_charge", "eur_month", "home_running + when(use > 0.999, when(uncovered > 0.005, capital_charge * home_uncovered / max(uncovered, 0.005) / 12, 0), 0)",
         "Woonvergoeding per woning en maand", "Charge per home and month", per="home", step=True,
         note_nl="Wie meer zelf inbrengt, draagt minder van de kapitaalkosten.",
         note_en="Those who pay in more carry less of the costs of capital."),
)  # fmt: skip
