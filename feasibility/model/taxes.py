"""Profit, tax and the statements: what is earned, what is owned and owed. The balance sheet closes, or `balance_gap` says by how much not."""

from __future__ import annotations

from feasibility.formula import Line
from feasibility.model.lines import once, year

LINES: tuple[Line, ...] = (
    # the building in the books
    once("part_rate", "share_year", "1 / when(land_leased > 0.5, min(part_life, lease_years), part_life)", "Afschrijvingspercentage per jaar", "Depreciation rate a year", per="part"),
    once("depreciation_rate", "share_year", "when(works_price + building_purchase > 0.005,"
         " (total(part_works * part_rate) + building_purchase / building_life) / max(works_price + building_purchase, 0.005), 0)", "Gemiddeld afschrijvingspercentage per jaar", "Average depreciation rate a year"),
    year("building_cost", "eur", "year_end(building_spent)", "Aanschafwaarde van het gebouw", "Cost of the building"),
    year("depreciation", "eur", "min(prev(building_book) + building_cost - prev(building_cost), depreciation_rate * building_cost * use)", "Afschrijving", "Depreciation", sign="-"),
    year("building_book", "eur", "prev(building_book) + building_cost - prev(building_cost) - depreciation", "Boekwaarde van het gebouw", "Book value of the building"),
    year("land_book", "eur", "year_end(land_spent)", "Boekwaarde van de grond", "Book value of the land"),
    # subsidies are earned as the building wears
    year("subsidy_in", "eur", "year_sum(subsidy_received)", "Subsidies ontvangen", "Subsidies received", sign="+"),
    year("subsidy_earned", "eur", "min(prev(subsidies_left) + subsidy_in, when(building_cost > 0.005, subsidies_total * depreciation / max(building_cost, 0.005), 0))",
         "Kapitaalsubsidies in resultaat genomen", "Capital subsidies taken to the result", sign="+"),
    year("subsidies_total", "eur", "prev(subsidies_total) + subsidy_in", "Subsidies tot nu", "Subsidies so far"),
    year("subsidies_left", "eur", "prev(subsidies_left) + subsidy_in - subsidy_earned", "Kapitaalsubsidies", "Capital subsidies"),
    # profit and loss
    year("revenue", "eur", "collected - saving", "Omzet", "Revenue", sign="+"),
    year("provision_change", "eur", "reserve_added - reserve_used", "Wijziging van de voorziening", "Change in the provision", sign="-"),
    year("profit_before_tax", "eur",
         "revenue + other_income_received + interest_received + subsidy_earned - operating_costs - ground_rent_paid - works_cost"
         " - provision_change - depreciation - interest_paid",
         "Resultaat vóór belasting", "Result before tax"),
    year("loss_used", "eur", "min(prev(losses), max(0, profit_before_tax))", "Afgetrokken vroegere verliezen", "Earlier losses deducted"),
    year("losses", "eur", "prev(losses) + max(0, 0 - profit_before_tax) - loss_used", "Over te dragen verliezen", "Losses carried forward"),
    year("taxable", "eur", "max(0, profit_before_tax) - loss_used", "Belastbare winst", "Taxable profit"),
    year("tax", "eur", "min(taxable, tax_bracket) * tax_low + max(0, taxable - tax_bracket) * tax_high", "Vennootschapsbelasting", "Corporate tax", sign="-",
         note_nl="Betaald in het volgende jaar.", note_en="Paid in the following year."),
    year("result", "eur", "profit_before_tax - tax", "Resultaat na belasting", "Result after tax"),
    # cash
    year("cash_before", "eur",
         "year_end(purse) - prev(purse_end) + collected + other_income_received + interest_received - operating_costs - ground_rent_paid"
         " - works_cost - prev(tax) - interest_paid - principal_paid",
         "Kasstroom vóór uitkeringen", "Cash flow before payments out"),
    year("purse_end", "eur", "year_end(purse)", "Bouwrekening op het einde van het jaar", "Construction account at the end of the year"),
    year("cash", "eur", "prev(cash) + cash_before - exit_paid + reentry_received - dividend_paid - refund_paid", "Kas", "Cash"),
    year("free_cash", "eur", "cash - reserve", "Vrije kas", "Free cash", note_nl="Kas zonder de reserve voor groot onderhoud.", note_en="Cash without the reserve for major works."),
    # balance sheet
    year("debt", "eur", "year_end(debt_owed)", "Leningen", "Loans"),
    year("retained", "eur", "distributable + result - dividend_paid - refund_paid + saving * has_savers - total(share_saved)",
         "Reserves", "Reserves"),
    year("equity", "eur", "capital + retained + subsidies_left", "Eigen vermogen", "Equity"),
    year("assets", "eur", "land_book + building_book + cash", "Activa", "Assets"),
    year("liabilities", "eur", "equity + reserve + debt + tax", "Passiva", "Equity and liabilities"),
    year("balance_gap", "eur", "assets - liabilities", "Verschil op de balans", "Balance sheet gap", note_nl="Moet nul zijn.", note_en="Must be zero."),
    # what the cash flow statement shows of the months of the build
    year("shares_in", "eur", "year_sum(shares_paid)", "Gestorte inbreng", "Contributions paid in", sign="+"),
    year("loans_in", "eur", "year_sum(loans_drawn)", "Opgenomen leningen", "Loans drawn", sign="+"),
    year("build_paid", "eur", "year_sum(uses_paid)", "Betaald voor grond en bouw", "Paid for land and build", sign="-",
         note_nl="Met de rente tijdens de bouw en de kosten van de leningen.", note_en="With the interest during the build and the costs of the loans."),
)  # fmt: skip
