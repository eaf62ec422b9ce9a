"""What is built and bought, what it costs and when it is paid: from the deed to handover."""

from __future__ import annotations

from feasibility.formula import MEMBERS, Line
from feasibility.model.lines import month, once

CERA = "Cera, Coöperatief wonen in Vlaanderen (2020)"

LINES: tuple[Line, ...] = (
    # the programme
    once("homes", "homes", "total(home_count) * programme_scale", "Aantal woningen", "Number of homes"),
    once("area", "m2", "total(home_count * home_area) * programme_scale", "Woonoppervlakte", "Floor area of the homes"),
    once("delay_months", "months", "whole(delay + 0.5)", "Uitloop in hele maanden", "Delay in whole months", step=True),
    once("delivery", "month", "delivery_month + delay_months", "Maand van de oplevering", "Month of handover", step=True),
    once("part_works", "eur", "(part_area * part_cost_m2 + part_cost) * programme_scale * build_cost_factor",
         "Werken zonder btw", "Works without VAT", per="part"),
    once("works_price", "eur", "total(part_works)", "Alle werken zonder btw", "All works without VAT"),
    once("works_value", "eur", "total(part_works * (1 + part_vat))", "Alle werken met btw", "All works with VAT"),
    once("building_purchase", "eur", "(land_bought + land_contributed) * building_price", "Bestaand gebouw in de investering", "Existing building in the investment"),
    once("building_value", "eur", "works_value + building_purchase", "Bouwwaarde", "Building value",
         note_nl="Wat de werken bij de start kosten, btw inbegrepen, en het bestaande gebouw: basis voor verzekering, onderhoud en reserve.",
         note_en="What the works cost at the start, VAT included, and the existing building: the base of insurance, maintenance and reserve."),
    # the land
    once("ground_rent_base", "eur_year", "land_leased * (ground_rent + ground_rent_rate * land_price)", "Canon bij de start", "Ground rent at the start"),
    once("land_purchase", "eur", "(land_bought + land_contributed) * land_price", "Grond in de investering", "Land in the investment"),
    once("land_duty", "eur", "land_bought * registration_rate * land_price", "Registratierecht op de grond", "Registration duty on the land"),
    once("building_duty", "eur", "land_bought * registration_rate * building_price", "Registratierecht op het bestaande gebouw", "Registration duty on the existing building"),
    once("lease_duty", "eur", "land_leased * lease_duty_rate * ground_rent_base * lease_years", "Registratierecht op de canons", "Registration duty on the ground rents",
         note_nl="Op de som van alle canons over de hele duur, zonder indexatie.",
         note_en="On the sum of all ground rents over the whole term, without indexation."),
    # fees
    once("architect_fee", "eur", "architect * works_price", "Ereloon van de architect", "Architect's fee", sources=(CERA + ", p. 93",)),
    once("delegated_fee", "eur", "delegated_client * works_price", "Vergoeding van de gedelegeerd bouwheer", "Fee of the delegated client", sources=(CERA + ", p. 93",)),
    once("project_cost", "eur", "project_fee * (land_purchase + building_purchase + works_price)", "Projectkost van de coöperatie", "Project fee of the cooperative"),
    once("investment_base", "eur",
         "land_purchase + land_duty + building_purchase + building_duty + lease_duty + deed_costs + works_value * (1 + contingency)"
         " + (architect_fee + delegated_fee + project_cost) * (1 + fee_vat) + other_investment",
         "Investering zonder financieringskosten", "Investment without financing costs",
         note_nl="Basis voor leningen en aandelen die als deel van de investering zijn opgegeven.",
         note_en="The base of loans and shares that are given as a share of the investment."),
    # month by month
    month("delivered", "flag", "when(t >= delivery, 1, 0)", "Opgeleverd", "Handed over", step=True, phase="build"),
    month("build_level", "factor", "prev(build_level) * build_inflation_month", "Prijspeil van de bouw", "Price level of construction", start="1"),
    month("part_done", "share", "min(1, max(0, (t - part_start) / (part_months + delay_months)))", "Uitgevoerd deel van het werk", "Share of the work done", per="part", phase="build"),
    month("part_paid", "eur", "part_works * build_level * (part_done - prev(part_done)) * (1 + part_vat)",
          "Schijf van het werk met btw", "Instalment of the work with VAT", per="part", sign="-", phase="build"),
    month("progress", "share", "when(works_price > 0.005, total(part_works * part_done) / max(works_price, 0.005), min(1, t / delivery))",
          "Vordering van de bouw", "Progress of the build", phase="build"),
    month("land_paid", "eur", "(t == deed_month) * (land_purchase + land_duty)", "Grond en registratierecht", "Land and registration duty",
          sign="-", into="investment_paid", phase="build"),
    month("building_bought", "eur", "(t == deed_month) * (building_purchase + building_duty)", "Bestaand gebouw en registratierecht", "Existing building and registration duty",
          sign="-", into="investment_paid", phase="build"),
    month("lease_paid", "eur", "(t == deed_month) * (lease_duty + deed_costs)", "Akte en registratierecht op de canons", "Deed and registration duty on the ground rents",
          sign="-", into="investment_paid", phase="build"),
    month("works_paid", "eur", "total(part_paid)", "Werken met btw", "Works with VAT", sign="-", into="investment_paid", phase="build"),
    month("contingency_paid", "eur", "contingency * works_paid", "Onvoorziene kosten", "Contingencies", sign="-", into="investment_paid", phase="build"),
    month("architect_paid", "eur",
          "architect_fee * (1 + fee_vat) * (architect_at_permit * (t == permit_month) + (1 - architect_at_permit) * (progress - prev(progress)))",
          "Ereloon van de architect met btw", "Architect's fee with VAT", sign="-", into="investment_paid", phase="build"),
    month("fees_paid", "eur", "(delegated_fee + project_cost) * (1 + fee_vat) * (progress - prev(progress))",
          "Gedelegeerd bouwheer en projectkost met btw", "Delegated client and project fee with VAT", sign="-", into="investment_paid", phase="build"),
    month("other_paid", "eur", "other_investment * (progress - prev(progress))", "Andere kosten betaald", "Other costs paid", sign="-", into="investment_paid", phase="build"),
    month("ground_rent_in_build", "eur", "ground_rent_base / 12 * (t >= deed_month) * (1 - prev(delivered))", "Canon tijdens de bouw", "Ground rent during the build",
          sign="-", into="investment_paid", phase="build"),
    month("investment_paid", "eur", MEMBERS, "Investering betaald", "Investment paid", sign="-", phase="build"),
)  # fmt: skip
