"""What the years come down to: charges, cover, cash, capital and returns, each with what it means."""

from __future__ import annotations

from feasibility.formula import Line
from feasibility.model.lines import figure, once, year

NO_DEBT = 999.0  # what cover says in a year without debt service: more than enough


def _at_years(name: str, unit: str, line: str, nl: str, en: str, per: str = "") -> tuple[Line, ...]:
    """A line in the first, tenth, twentieth and thirtieth full year of use and once all loans are repaid; nought beyond the horizon."""
    moments = [
        (f"{name}_1", "first_full", "in het eerste volle jaar", "in the first full year"),
        (f"{name}_10", "first_full + 9", "in het tiende volle jaar", "in the tenth full year"),
        (f"{name}_20", "first_full + 19", "in het twintigste volle jaar", "in the twentieth full year"),
        (f"{name}_30", "first_full + 29", "in het dertigste volle jaar", "in the thirtieth full year"),
        (f"{name}_after", "loans_end_year + 1", "in het jaar na de leningen", "in the year after the loans"),
    ]
    return tuple(
        figure(key, unit, f"at({line}, {when})", f"{nl} {n}", f"{en} {e}", per=per, step=True)
        for key, when, n, e in moments
    )


LINES: tuple[Line, ...] = (
    once("first_full", "year", "whole((delivery + 11) / 12) + 1", "Eerste volle jaar van gebruik", "First full year of use", step=True),
    once("loans_end_year", "year", "max(whole((delivery + 11) / 12), whole((largest(loan_end) + 11) / 12))", "Jaar waarin de laatste lening eindigt", "Year in which the last loan ends", step=True),
    # year lines that figures need
    year("invested", "eur", "building_cost + land_book", "Investering tot nu", "Investment so far"),
    year("dscr", "factor", f"when(debt_service > 0.005, available / max(debt_service, 0.005), {NO_DEBT})", "Dekking van rente en aflossing (DSCR)", "Debt service cover (DSCR)", step=True),
    year("senior_dscr", "factor", f"when(senior_debt_service > 0.005, available / max(senior_debt_service, 0.005), {NO_DEBT})", "Dekking van de niet-achtergestelde leningen", "Cover of loans that are not subordinated", step=True),
    year("icr", "factor", f"when(interest_paid > 0.005, available / max(interest_paid, 0.005), {NO_DEBT})", "Rentedekking (ICR)", "Interest cover (ICR)", step=True),
    year("discount", "factor", "prev(discount) / (1 + when(t >= first_full and prev(debt) > 0.005, interest_paid / max(prev(debt), 0.005), 0))", "Actualiseringsfactor tegen de rente van de leningen", "Discount factor at the interest rate of the loans", start="1", step=True),
    year("available_discounted", "eur", "when(t >= first_full and prev(debt) > 0.005, available * discount, 0)", "Geactualiseerd bedrag voor rente en aflossing", "Discounted amount for debt service", step=True),
    year("lowest_cash_so_far", "eur", "when(prev(use) > 0, min(prev(lowest_cash_so_far), free_cash), when(use > 0, free_cash, 0))", "Laagste vrije kas in gebruik tot nu", "Lowest free cash in use so far", step=True,
         note_nl="Telt vanaf de oplevering; wat tijdens de bouw ontbreekt, staat bij de ontbrekende financiering.",
         note_en="Counts from handover; what is missing during the build stands with the financing that is missing."),
    year("lowest_cash_since", "year", "when(prev(use) > 0, when(free_cash < prev(lowest_cash_so_far) - 0.005, t, prev(lowest_cash_since)), when(use > 0, t, 0))", "Jaar van de laagste vrije kas tot nu", "Year of the lowest free cash so far", step=True),
    year("debt_handover", "eur", "year_end(debt_at_handover)", "Schuld bij de oplevering, zodra ze er is", "Debt at handover, once it is there", step=True),
    year("lowest_dscr_so_far", "factor", "min(prev(lowest_dscr_so_far), dscr)", "Laagste dekking tot nu", "Lowest cover so far", start=f"{NO_DEBT}", step=True),
    year("lowest_dscr_since", "year", "when(dscr < prev(lowest_dscr_so_far) - 0.0000001, t, prev(lowest_dscr_since))", "Jaar van de laagste dekking tot nu", "Year of the lowest cover so far", step=True),
    year("dry_until", "year", "when(free_cash < 0 - 0.005, t, prev(dry_until))", "Laatste jaar met een tekort in de kas", "Last year with a shortage of cash", step=True),
    year("waiting", "eur", "total(share_waiting * share_value)", "Uittredingen die wachten", "Withdrawals that wait"),
    year("project_flow", "eur",
         "collected + other_income_received + subsidy_in - operating_costs - ground_rent_paid - works_cost - prev(tax)"
         " - (invested - prev(invested)) + year_sum(interest_in_build) + year_sum(loan_costs)",
         "Kasstroom van het project", "Cash flow of the project"),
    year("project_return", "eur", "project_flow + (t == years) * (land_book + building_book)", "Kasstroom met de boekwaarde op het einde", "Cash flow with the book value at the end"),
    year("project_sum", "eur", "prev(project_sum) + project_flow", "Opgetelde kasstroom", "Cash flow added up"),
    year("paid_back", "flag", "when(project_sum >= 0, when(year_of_use > 0.5, 1, 0), 0)", "Terugverdiend", "Paid back", step=True),
    # investment and sources
    figure("total_investment", "eur", "last(invested)", "Totale investering", "Total investment",
           note_nl="Alles wat grond en gebouw kosten tot de oplevering, rente tijdens de bouw inbegrepen.", note_en="All that land and building cost until handover, interest during the build included."),
    figure("investment_m2", "eur_m2", "total_investment / area", "Investering per m² woonoppervlakte", "Investment per m² of floor area"),
    figure("investment_home", "eur", "total_investment / homes", "Investering per woning", "Investment per home"),
    figure("funding_gap", "eur", "max(0, working_capital - last(purse_end))", "Ontbrekende financiering", "Missing financing",
           note_nl="Wat geen enkele bron betaalt.", note_en="What no source pays."),
    figure("funding_surplus", "eur", "max(0, last(purse_end) - working_capital)", "Overtollige financiering", "Surplus financing"),
    figure("equity_start", "eur", "total(share_amount * share_at_start)", "Eigen middelen bij de start", "Equity at the start"),
    figure("equity_delivery", "eur", "total(share_amount)", "Eigen middelen bij de oplevering", "Equity at handover"),
    figure("debt_delivery", "eur", "last(debt_handover)", "Schuld bij de oplevering", "Debt at handover", step=True),
    figure("ltc", "share", "debt_delivery / max(total_investment, 0.005)", "Schuld tegenover kostprijs (LTC)", "Loan to cost (LTC)", step=True),
    figure("ltv", "share", "debt_delivery / max(building_value + land_purchase, 0.005)", "Schuld tegenover waarde (LTV)", "Loan to value (LTV)", step=True,
           note_nl="Waarde: werken met btw, bestaand gebouw en grond, zonder erelonen en rente. Een schatter kan anders oordelen.", note_en="Value: works with VAT, existing building and land, without fees and interest. A valuer may judge otherwise."),
    # charges
    *_at_years("charge", "eur_m2_month", "charge_m2", "Woonvergoeding per m² en maand", "Charge per m² and month"),
    *_at_years("home_charge", "eur_month", "home_charge", "Woonvergoeding per maand", "Charge a month", per="home"),
    figure("home_running_1", "eur_month", "at(home_running, first_full)", "Woonvergoeding voor wie alles zelf inbracht", "Charge for those who paid in everything", per="home", step=True),
    figure("home_saving_1", "eur_month", "at(saving, first_full) / 12 * home_uncovered / max(uncovered, 0.005)", "Spaardeel in de woonvergoeding", "Saving part of the charge", per="home", step=True),
    figure("home_income_needed", "eur_month", "(home_charge_1 + home_other_costs) / housing_share", "Inkomen waarvoor de woning betaalbaar is", "Income for which the home is affordable", per="home", step=True,
           note_nl="Woonvergoeding en andere woonkosten zijn dan samen niet meer dan de woonquote.", note_en="Charge and other housing costs then stay within the housing share."),
    figure("home_total_1", "eur_month", "cents(charge_month_1 * through(home_points) / key_points) - cents(charge_month_1 * (through(home_points) - home_points) / key_points)",
           "Woonvergoeding van alle woningen van dit type tot op de cent", "Charge of all homes of this type to the cent", per="home", step=True,
           note_nl="Het verschil van afgeronde sommen: de delen zijn samen precies het geheel.", note_en="The difference of rounded sums: the parts are together exactly the whole."),
    figure("charge_month_1", "eur_month", "cents(at(charged, first_full) / 12)", "Woonvergoeding van alle woningen per maand", "Charge of all homes a month", step=True),
    figure("home_points", "eur_month", "home_charge_1 * home_count", "Punten van dit type in de woonvergoeding", "Points of this type in the charge", per="home", step=True),
    figure("key_points", "eur_month", "max(total(home_points), 0.0000001)", "Punten van alle types in de woonvergoeding", "Points of all types in the charge", step=True),
    figure("capital_discount", "share_year", "at(capital_charge, first_full) / max(uncovered, 0.005)", "Korting per jaar op elke euro extra inbreng", "Discount a year on each euro more paid in", step=True),
    figure("charge_share", "share_year", "at(charged, first_full) / max(total_investment, 0.005)", "Woonvergoeding per jaar als deel van de investering", "Charge a year as a share of the investment", step=True),
    # cover
    figure("min_dscr", "factor", "lowest(dscr)", "Laagste dekking van rente en aflossing", "Lowest debt service cover", step=True),
    figure("min_dscr_year", "year", "last(lowest_dscr_since)", "Jaar van de laagste dekking", "Year of the lowest cover", step=True),
    figure("cover_margin", "share", "min_dscr - 1", "Overschot boven rente en aflossing", "Margin over debt service", step=True),
    figure("min_senior_dscr", "factor", "lowest(senior_dscr)", "Laagste dekking van de niet-achtergestelde leningen", "Lowest cover of loans that are not subordinated", step=True),
    figure("min_icr", "factor", "lowest(icr)", "Laagste rentedekking", "Lowest interest cover", step=True),
    figure("llcr", "factor", f"when(at(debt, first_full - 1) > 0.005, summed(available_discounted) / max(at(debt, first_full - 1), 0.005), {NO_DEBT})", "Dekking over de looptijd (LLCR)", "Cover over the life of the loans (LLCR)", step=True),
    # cash
    figure("lowest_cash", "eur", "last(lowest_cash_so_far)", "Laagste vrije kas", "Lowest free cash"),
    figure("lowest_cash_year", "year", "last(lowest_cash_since)", "Jaar van de laagste vrije kas", "Year of the lowest free cash", step=True),
    figure("liquid_from", "year", "last(dry_until) + 1", "Liquide vanaf jaar", "Liquid from year", step=True),
    figure("highest_waiting", "eur", "highest(waiting)", "Hoogste bedrag aan uitgestelde uittredingen", "Highest amount of withdrawals put off"),
    # returns
    figure("payback", "year", "first(paid_back)", "Terugverdiend in jaar", "Paid back in year", step=True),
    figure("project_rate", "share_year", "irr(project_return)", "Rendement van het project", "Return of the project", step=True),
    figure("share_rate", "share_year", "irr(share_flow)", "Rendement van de soort na roerende voorheffing", "Return of the class after withholding tax", per="share", step=True),
    figure("share_value_end", "factor", "last(share_value)", "Waarde per euro inbreng op het einde", "Value per euro paid in at the end", per="share"),
    figure("balance_check", "eur", "max(highest(balance_gap), 0 - lowest(balance_gap))", "Grootste verschil op de balans", "Largest balance sheet gap"),
)  # fmt: skip
