"""Who pays the investment: shares, subsidies and loans, drawn when needed and repaid from handover."""

from __future__ import annotations

from feasibility.formula import Line
from feasibility.model.lines import month, once

ANNUITY = (
    "when(loan_annuity > 0.5, when(abs({i}) > 0.0000001, {i} / (1 - (1 + {i}) ** (0 - ({n}))), (1 + {i} * ({n} + 1) / 2) / ({n})),"
    " loan_linear / ({n}))"
)
MONTHLY = "when(loan_actuarial > 0.5, (1 + {r}) ** (1 / 12) - 1, ({r}) / 12)"

LINES: tuple[Line, ...] = (
    # shares
    once("share_amount", "eur",
         "(share_fixed + share_per_home * homes + share_per_m2 * area + share_part * investment_base + share_residents * resident_capital)"
         " * when(share_residents > 0.5, equity_factor, 1) + share_in_kind * land_contributed * (land_price + building_price)",
         "Toegezegde inbreng van de soort", "Contribution pledged for the class", per="share"),
    once("resident_capital", "eur", "total(home_count * home_own_capital) * programme_scale", "Inbreng van bewoners volgens hun woning", "Contribution of residents by their home"),
    # terms of the loans
    once("loan_ceiling", "eur", "(loan_amount + loan_share * investment_base) * (1 - loan_rest)", "Hoogste bedrag van de lening", "Ceiling of the loan", per="loan"),
    once("ceilings", "eur", "total(loan_ceiling)", "Som van de leningen met een vast bedrag", "Sum of the loans with a fixed amount"),
    once("loan_weight", "share", "when(ceilings > 0.005, loan_ceiling / max(ceilings, 0.005), 0)", "Deel van elke opname", "Share of each draw", per="loan"),
    once("loan_i1", "share_month", MONTHLY.format(r="loan_rate + rate_rise"), "Maandrente bij de start", "Monthly rate at the start", per="loan"),
    once("loan_i2", "share_month", MONTHLY.format(r="loan_rate_2 + rate_rise"), "Maandrente na de eerste herziening", "Monthly rate after the first revision", per="loan"),
    once("loan_i3", "share_month", MONTHLY.format(r="loan_rate_3 + rate_rise"), "Maandrente na de tweede herziening", "Monthly rate after the second revision", per="loan"),
    once("loan_factor_1", "share_month", ANNUITY.format(i="loan_i1", n="loan_term - loan_grace"), "Factor voor het termijnbedrag", "Instalment factor", per="loan"),
    once("loan_factor_2", "share_month", ANNUITY.format(i="loan_i2", n="max(1, loan_term - loan_revision_1)"), "Factor voor het termijnbedrag na de eerste herziening", "Instalment factor after the first revision", per="loan"),
    once("loan_factor_3", "share_month", ANNUITY.format(i="loan_i3", n="max(1, loan_term - loan_revision_2)"), "Factor voor het termijnbedrag na de tweede herziening", "Instalment factor after the second revision", per="loan"),
    once("loan_cost_rate", "share", "loan_cost + loan_mortgage * (mortgage_duty + mortgage_inscription)", "Kosten van de lening met hypotheek, deel van het bedrag", "Costs of the loan with mortgage, share of the amount", per="loan"),
    once("loan_end", "month", "delivery + loan_term", "Laatste maand van de lening", "Last month of the loan", per="loan", step=True),
    # month by month: what comes in
    month("share_paid", "eur", "share_amount * (share_at_start * (t == deed_month) + (1 - share_at_start) * (delivered - prev(delivered)))",
          "Gestorte inbreng van de soort", "Contribution paid in by the class", per="share", sign="+", phase="build"),
    month("shares_paid", "eur", "total(share_paid)", "Gestorte inbreng van alle soorten", "Contributions paid in by all classes", sign="+", phase="build"),
    month("subsidy_received", "eur", "subsidy_factor * total(subsidy_amount * (subsidy_month == t)) + extra_subsidy * (t == deed_month)", "Subsidies van de maand", "Subsidies of the month", sign="+", phase="build"),
    # month by month: the loans
    month("loan_rate_now", "share_month",
          "when(t - delivery <= loan_revision_1, loan_i1, when(t - delivery <= loan_revision_2, loan_i2, loan_i3))", "Geldende maandrente", "Monthly rate in force", per="loan", step=True),
    month("loan_interest", "eur", "prev(loan_balance) * loan_rate_now", "Rente op de lening", "Interest on the loan", per="loan", sign="-", phase="loan"),
    month("interest", "eur", "total(loan_interest)", "Rente op alle leningen", "Interest on all loans", sign="-", phase="loan"),
    month("interest_in_build", "eur", "interest * (1 - prev(delivered))", "Rente tijdens de bouw", "Interest during the build", sign="-", phase="build"),
    month("need", "eur",
          "when(prev(delivered) > 0.5, 0, investment_paid + interest_in_build + working_capital * delivered - shares_paid - subsidy_received - prev(purse))",
          "Nog te financieren deze maand", "Still to be financed this month", phase="build"),
    month("loan_fixed_draw", "eur", "max(0, min(loan_ceiling - prev(loan_drawn), need * loan_weight / (1 - loan_cost_rate)))",
          "Opname van leningen met een vast bedrag", "Draw on loans with a fixed amount", per="loan", sign="+", phase="build"),
    month("need_left", "eur", "need - total(loan_fixed_draw * (1 - loan_cost_rate))", "Nog te financieren door de restlening", "Still to be financed by the rest loan", phase="build"),
    month("loan_draw", "eur", "loan_fixed_draw + loan_rest * max(0 - prev(loan_balance), when(need_left > 0, need_left / (1 - loan_cost_rate), need_left))",
          "Opname van de lening", "Draw on the loan", per="loan", sign="+",
          note_nl="De restlening daalt weer wanneer bij de oplevering inbreng binnenkomt.",
          note_en="The rest loan falls again when contributions come in at handover.", phase="build"),
    month("loan_drawn", "eur", "prev(loan_drawn) + loan_draw", "Opgenomen bedrag tot nu", "Amount drawn so far", per="loan", phase="build"),
    month("loan_cost_paid", "eur", "max(0, loan_draw) * loan_cost_rate", "Kosten van de lening", "Costs of the loan", per="loan", sign="-", phase="build"),
    month("loan_costs", "eur", "total(loan_cost_paid)", "Kosten van alle leningen", "Costs of all loans", sign="-", phase="build"),
    month("loans_drawn", "eur", "total(loan_draw)", "Opname van alle leningen", "Draws on all loans", sign="+", phase="build"),
    month("loan_instalment", "eur",
          "when(t - delivery == loan_grace + 1, prev(loan_balance) * loan_factor_1,"
          " when(t - delivery == loan_revision_1 + 1, prev(loan_balance) * loan_factor_2,"
          " when(t - delivery == loan_revision_2 + 1, prev(loan_balance) * loan_factor_3, prev(loan_instalment))))",
          "Termijnbedrag", "Instalment", per="loan", step=True,
          note_nl="Bij een annuïteit rente en kapitaal samen, bij lineair het kapitaal, bij een bullet niets.",
          note_en="For an annuity interest and principal together, for linear the principal, for a bullet nothing."),
    month("loan_repaid", "eur",
          "when(t - delivery <= loan_grace, 0, when(t - delivery >= loan_term, prev(loan_balance),"
          " min(prev(loan_balance), loan_instalment - loan_annuity * loan_interest)))",
          "Afgelost kapitaal van de lening", "Principal repaid on the loan", per="loan", sign="-", step=True, phase="loan"),
    month("loan_balance", "eur", "prev(loan_balance) + loan_draw - loan_repaid", "Schuldsaldo van de lening", "Balance owed on the loan", per="loan", phase="loan"),
    month("repaid", "eur", "total(loan_repaid)", "Afgelost kapitaal van alle leningen", "Principal repaid on all loans", sign="-", phase="loan"),
    month("debt_owed", "eur", "total(loan_balance)", "Schuldsaldo van alle leningen", "Balance owed on all loans", phase="loan"),
    month("debt_at_handover", "eur", "prev(debt_at_handover) + (delivered - prev(delivered)) * debt_owed", "Schuld op de dag van de oplevering", "Debt on the day of handover", step=True, phase="build"),
    month("senior_service", "eur", "total((loan_interest + loan_repaid) * loan_senior) * prev(delivered)", "Rente en aflossing van de maand op niet-achtergestelde leningen", "Debt service of the month on loans that are not subordinated", sign="-", phase="loan"),
    month("interest_in_use", "eur", "interest - interest_in_build", "Rente na de oplevering", "Interest after handover", sign="-", phase="loan"),
    # month by month: the purse and what has been spent on the building
    month("uses_paid", "eur", "investment_paid + interest_in_build + loan_costs", "Uitgaven voor de bouw", "Spending on the build", sign="-", phase="build"),
    month("purse", "eur", "prev(purse) + shares_paid + subsidy_received + loans_drawn - uses_paid", "Bouwrekening", "Construction account",
          note_nl="Na de oplevering staat hier wat overblijft, het werkkapitaal, of wat ontbreekt.",
          note_en="After handover this is what is left, the working capital, or what is missing.", phase="build"),
    month("building_spent", "eur", "prev(building_spent) + uses_paid - land_paid", "Besteed aan het gebouw", "Spent on the building", phase="build"),
    month("land_spent", "eur", "prev(land_spent) + land_paid", "Besteed aan de grond", "Spent on the land", phase="build"),
)  # fmt: skip
