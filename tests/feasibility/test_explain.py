"""Each figure explained from its one definition: in words, with the values filled in, and down to the inputs."""

import ast
import operator
import re
from dataclasses import replace

import pytest

from feasibility import PlanError
from feasibility.compile.explain import Subject, explain, explain_line
from feasibility.compile.explanation import parameter_line
from feasibility.compile.kernel import ledger
from feasibility.compile.phrases import EN, NL, Names
from feasibility.compile.reference import FOLDER, page, reference
from feasibility.compile.scalar import Chosen, Place, Reader
from feasibility.formats import day, measured, money, number, percent
from feasibility.formula import WORDS, Input, Line, Model
from feasibility.household import compare, example, read_household
from feasibility.inputs import resolve
from feasibility.model import model
from feasibility.model.household import household_model
from feasibility.model.lines import month, once, year
from tests.feasibility.words import EVERYTHING, LEASED, ON, PAID, assessed

LANGUAGES = ("nl", "en")
MOMENTS = {"once": [0], "figure": [0], "year": range(41), "month": [0, 1, 6, 12, 24, 25, 144, 145, 324, 325, 480]}  # fmt: skip
GARDEN = Line(
    "garden_cost", "eur", "garden * homes * price_level * use", "Tuinonderhoud", "Gardening", sign="-", into="operating_costs", note_nl="Samen beslist.",
    note_en="Decided together.", needs=(Input("garden", "eur_home_year", "Tuinonderhoud per woning", "Gardening per home", default=0.0, low=0.0),),
)  # fmt: skip


def everywhere(subject, moments=MOMENTS):
    """Each line of a model at each of these moments, for each element."""
    for line in subject.ledger.model.lines:
        for element in range(subject.reader.count(line.per)) if line.per else [None]:
            for moment in moments[line.clock]:
                yield line, moment, element


@pytest.mark.parametrize("plan", [EVERYTHING, LEASED, PAID], ids=["everything", "leased", "paid"])
def test_the_formula_read_at_any_moment_gives_the_value_of_the_ledger(plan):
    reader = Reader(assessed(plan).lines)
    for line, moment, element in everywhere(Subject(reader.ledger)):
        place = Place(line.clock, moment, line.per, element or 0)
        chosen = Chosen(reader, place).of(reader.formula(line, place))
        wanted = pytest.approx(reader.value(line.name, "", place), rel=1e-9, abs=1e-9)
        assert reader.number(reader.formula(line, place), place) == wanted, (line.name, moment)
        assert reader.number(chosen, place) == wanted, (line.name, moment)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", [EVERYTHING, LEASED, PAID], ids=["everything", "leased", "paid"])
def test_every_line_and_every_input_can_be_explained(plan, language):
    result = assessed(plan)
    for name in [*model().by_name, *model().input_by_name]:
        known = model().by_name.get(name) or model().input_by_name[name]
        if known.per and not result.lines.count(known.per):
            continue
        told = explain(result, name, language=language, depth=1)
        assert told.label == getattr(known, language)
        assert told.label in told.text()
        assert "{" not in told.text()
        assert all(term.label and term.shown for term in told.terms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_model_of_a_household_is_explained_by_the_same_function(language):
    subject = Subject(compare(read_household(example())).lines, language)
    for line in household_model().lines:
        if not line.per or subject.reader.count(line.per):
            assert explain_line(subject, line.name, depth=1).text()


SIGNS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: operator.pow}  # fmt: skip


def worked_out(text):
    """A filled-in formula in Dutch, worked out as it stands: its value, and the largest amount met on the way."""
    text = re.sub(r"([\d.]+(?:,\d+)?)%", r"(\1/100)", text.replace("€ ", ""))
    text = text.replace(".", "").replace(",", ".").translate(str.maketrans("×−", "*-")).replace("^", "**")
    largest = [0.0]

    def value(node):
        if isinstance(node, ast.Constant):
            found = float(node.value)
        elif isinstance(node, ast.UnaryOp):
            found = -value(node.operand)
        else:
            found = SIGNS[type(node.op)](value(node.left), value(node.right))
        largest.append(abs(found))
        return found

    return value(ast.parse(text, mode="eval").body), max(largest)


@pytest.mark.parametrize("plan", [EVERYTHING, LEASED], ids=["everything", "leased"])
def test_the_filled_in_formula_works_out_to_the_value(plan):
    subject = Subject(assessed(plan).lines)
    seen = set()
    for line, moment, element in everywhere(subject, MOMENTS | {"year": [1, 2, 3, 17, 40]}):
        when = (
            {"year": moment} if line.clock == "year" else {"month": moment} if line.clock == "month" else {}
        )
        told = explain_line(subject, line.name, element=element, **when)
        filled = told.filled.split(" = ", 1)[1]
        if re.search("[a-z…]", filled):  # min, max and rounding are said in words
            continue
        result, largest = worked_out(filled)
        assert result == pytest.approx(told.value, rel=2e-3, abs=max(2e-4, 2e-3 * largest)), (line.name, told.filled)  # fmt: skip
        seen.add(line.name)
    assert len(seen) > 150


def test_a_cost_reads_as_a_sum_in_words_and_in_values():
    told = explain(assessed(), "management_cost", year=4)
    assert told.formula == "Beheer = beheer per woning × aantal woningen × prijspeil van beheer × deel van het jaar in gebruik"  # fmt: skip
    assert told.filled == "€ 6.367,25 = € 600 × 10 × 1,0612 × 1"
    assert [term.shown for term in told.terms] == [
        "€ 600 per woning en jaar",
        "10 woningen",
        "1,0612",
        "100%",
    ]
    assert [term.origin for term in told.terms] == ["plan", "line", "line", "line"]
    english = explain(assessed(), "management_cost", year=4, language="en")
    assert english.formula == "Management = management per home × number of homes × price level of management × share of the year in use"  # fmt: skip
    assert english.filled == "€6,367.25 = €600 × 10 × 1.0612 × 1"


def test_a_choice_says_which_branch_holds_and_why():
    told = explain(assessed(), "charged", year=5)
    assert told.formula == (
        "Woonvergoeding van alle woningen = als ‘kostprijshuur’ geldt, dan kostprijshuur,"
        " anders als ‘vaste vergoeding’ geldt, dan vaste woonvergoeding, anders gemengde woonvergoeding"
    )
    assert told.conditions == ("als ‘kostprijshuur’ geldt: ja",)
    assert told.applied == "Woonvergoeding van alle woningen = kostprijshuur"
    fixed = explain(assessed(LEASED), "charged", year=5)
    assert fixed.conditions == ("als ‘kostprijshuur’ geldt: nee", "als ‘vaste vergoeding’ geldt: ja")
    assert fixed.applied == "Woonvergoeding van alle woningen = vaste woonvergoeding"


def test_a_condition_shows_the_values_that_decided_it():
    told = explain(assessed(PAID), "dscr", year=5)
    assert told.conditions == ("als rente en aflossing groter is dan 0: nee (€ 0 tegenover 0)",)
    assert told.applied.endswith("= 999 (geen schuld)")


def test_a_sum_over_elements_is_written_out_and_names_them():
    told = explain(assessed(), "interest", year=4)
    assert told.formula == "Rente op alle leningen = de som over alle leningen van rente op de lening"
    assert [term.label for term in told.terms] == ["rente op de lening (Bank)", "rente op de lening (Gemeente)"]  # fmt: skip
    assert re.fullmatch(r"€ [\d.,]+ = € [\d.,]+ \+ € [\d.,]+", told.filled)


def test_one_element_is_asked_by_number_or_by_name():
    by_name = explain(assessed(), "loan_balance", year=5, element="Gemeente")
    assert by_name == explain(assessed(), "loan_balance", year=5, element=1)
    assert by_name.where == "maand 60, Gemeente"
    assert by_name.value == assessed().lines["loan_balance"][1][60]


def test_a_line_by_month_is_explained_where_something_last_happened_in_the_year():
    assert explain(assessed(), "land_paid", year=1).where == "maand 1"
    assert explain(assessed(), "land_paid", year=2).where == "maand 24"


def test_the_start_is_explained_by_what_a_line_starts_from():
    told = explain(assessed(), "price_level", year=0)
    assert (told.where, told.filled) == ("bij de start", "1 = 1")


def test_terms_are_explained_as_deep_as_asked():
    flat, deep = (explain(assessed(), "cost_rent", year=5, depth=depth) for depth in (0, 2))
    assert all(term.further is None for term in flat.terms)
    running = deep.terms[0].further
    assert running.value == assessed().lines["running_need"][5]
    tax = next(term for term in running.terms if term.name == "tax")
    assert (tax.label, tax.moment) == ("vennootschapsbelasting van het jaar ervoor", 4)
    assert tax.further.where == "jaar 4"
    assert tax.further.terms[0].further is None
    assert running.formula in deep.text()


def test_a_term_over_the_years_leads_to_the_year_that_it_picks():
    result = assessed()
    (weakest,) = explain(result, "min_dscr", depth=1).terms
    assert weakest.moment == result.figures["min_dscr_year"]
    assert weakest.further.value == result.figures["min_dscr"]


def test_the_law_behind_a_term_is_shown_with_how_sure_it_is():
    told = explain(assessed(), "withholding")
    (found,) = told.parameters
    assert found.name == "taxes.withholding"
    assert parameter_line(found, "nl").startswith("Roerende voorheffing: 30% (wet; http")
    assert parameter_line(found, "nl") in told.text()
    deep = explain(assessed(), "works_paid", year=1, depth=1)
    assert [one.name for one in deep.parameters] == []  # the plan gives this rate itself
    assert [one.name for one in explain(assessed(), "architect_paid", year=1).parameters] == ["vat.general"]


def test_a_figure_that_says_nothing_is_said_to_have_no_value():
    told = explain(assessed(PAID), "min_dscr")
    assert (told.value, told.shown) == (None, "geen waarde")
    assert told.filled.startswith("geen waarde = ")


def test_what_is_not_there_is_refused_in_plain_words():
    with pytest.raises(PlanError, match="Did you mean charged"):
        explain(assessed(), "chargd")
    with pytest.raises(PlanError, match=r"from year 0 \(the start\) to year 40"):
        explain(assessed(), "charged", year=41)
    with pytest.raises(PlanError) as refused:
        explain(assessed(), "loan_balance", element="Tante")
    assert "Bank, Gemeente" in refused.value.message("nl")
    with pytest.raises(PlanError, match="none of the elements"):
        explain(assessed(LEASED), "work_due")


ONE = Model(
    (
        once("paid", "eur", "a * b", "Betaald", "Paid", per="loan"), once("told", "flag", "when(a > 2, 1, 0)", "Geteld", "Counted"),
        month("flow", "eur", "total(paid) * t", "Stroom", "Flow"), year("sum", "eur", "year_sum(flow)", "Som", "Sum"), year("on", "flag", "when(t > 2, 1, 0)", "Aan", "On"),
    ),
    (Input("a", "factor", "Getal a", "Number a"), Input("b", "factor", "Getal b", "Number b", per="loan")),
)  # fmt: skip
SAID = {
    "a + 1": ("getal a + 1", "number a + 1"),
    "a - (a - 1)": ("getal a − (getal a − 1)", "number a − (number a − 1)"),
    "(a + 1) * a / (2 * a)": ("(getal a + 1) × getal a / (2 × getal a)", "(number a + 1) × number a / (2 × number a)"),
    "a ** 2 * -a": ("getal a tot de macht 2 × −getal a", "number a to the power 2 × −number a"),
    "0 - a": ("−getal a", "−number a"),
    "prev(sum)": ("som van het jaar ervoor", "sum of the year before"),
    "prev(on)": ("[1 als ‘aan’ het jaar ervoor gold, anders 0]", "[1 if ‘on’ held the year before, otherwise 0]"),
    "total(paid)": ("de som over alle leningen van betaald", "the sum over all loans of paid"),
    "total(b * (b + 1)) - 1": ("(de som over alle leningen van getal b × (getal b + 1)) − 1", "(the sum over all loans of number b × (number b + 1)) − 1"),
    "largest(paid)": ("hoogste waarde van betaald over alle leningen", "highest value of paid over all loans"),
    "through(paid)": ("som van betaald tot en met dit element", "sum of paid up to and including this element"),
    "year_sum(flow)": ("stroom over het hele jaar", "flow over the whole year"),
    "year_end(flow)": ("stroom op het einde van het jaar", "flow at the end of the year"),
    "when(a > 1 and told > 0.5, a, when(told < 0.5, 1, 2))": (
        "als getal a groter is dan 1 en ‘geteld’ geldt, dan getal a, anders als ‘geteld’ niet geldt, dan 1, anders 2",
        "if number a is more than 1 and ‘counted’ holds then number a, otherwise if ‘counted’ does not hold then 1, otherwise 2",
    ),
    "min(a, 1, 2) * 2": ("(het kleinste van getal a, 1 en 2) × 2", "(the smallest of number a, 1 and 2) × 2"),
    "max(0, a - 1)": ("het grootste van 0 en (getal a − 1)", "the largest of 0 and (number a − 1)"),
    "1 / max(a, 0.005)": ("1 / getal a", "1 / number a"),
    "abs(a)": ("getal a zonder minteken", "number a without its sign"),
    "whole(a / 2) + 1": ("(getal a / 2, naar beneden afgerond op een geheel getal) + 1", "(number a / 2, rounded down to a whole number) + 1"),
    "cents(a)": ("getal a, afgerond op de cent", "number a, rounded to the cent"),
    "lowest(sum)": ("laagste waarde van som over de jaren", "lowest value of sum over the years"),
    "highest(sum)": ("hoogste waarde van som over de jaren", "highest value of sum over the years"),
    "summed(sum) / 2": ("(som van som over de jaren) / 2", "(sum of sum over the years) / 2"),
    "at(sum, a + 1)": ("som in jaar (getal a + 1)", "sum in year (number a + 1)"),
    "last(sum)": ("som in het laatste jaar", "sum in the last year"),
    "first(on)": ("eerste jaar waarin ‘aan’ geldt", "first year in which ‘on’ holds"),
    "irr(sum)": ("rendement (interne rentevoet) van som", "internal rate of return of sum"),
    "told * (1 - told)": ("[1 als ‘geteld’ geldt, anders 0] × [0 als ‘geteld’ geldt, anders 1]", "[1 if ‘counted’ holds, otherwise 0] × [0 if ‘counted’ holds, otherwise 1]"),
    "a * (t == 3)": ("getal a × [1 als dit jaar gelijk is aan 3, anders 0]", "number a × [1 if this year equals 3, otherwise 0]"),
}  # fmt: skip


@pytest.mark.parametrize("formula", SAID)
def test_each_word_of_the_language_reads_well(formula):
    line = Line("x", "eur", formula, "X", "X", clock="year")
    assert tuple(Names(ONE, language, "year").text(line.tree) for language in LANGUAGES) == SAID[formula]


def test_each_word_of_the_language_is_among_those_sentences_and_in_both_languages():
    assert {word for word in WORDS if not any(f"{word}(" in formula for formula in SAID)} == set()
    assert NL.keys() == EN.keys()


def with_garden():
    inputs = resolve(EVERYTHING, ON).values | {"garden": 120.0}
    return ledger(model().plus(GARDEN), inputs, EVERYTHING.years)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_added_cost_line_shows_in_the_explanation_and_in_the_reference(language):
    subject = Subject(with_garden(), language)
    assert explain_line(subject, "garden_cost", year=4).value == pytest.approx(120 * 10 * 1.02**3)
    told = explain_line(subject, "operating_costs", year=4)
    assert told.formula.endswith({"nl": "+ tuinonderhoud", "en": "+ gardening"}[language])
    text = reference(model().plus(GARDEN), language)
    assert f"#### {getattr(GARDEN, language)}\n" in text
    assert {"nl": "Samen beslist.", "en": "Decided together."}[language] in text
    assert "| `garden` |" in text
    assert "garden" not in reference(model(), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_in_docs_is_current(language):
    written = (FOLDER / f"reference.{language}.md").read_text(encoding="utf-8")
    assert written == page(language), "renew it: python -m feasibility.compile.reference (bin/tidy does)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_holds_every_line_and_every_input(language):
    text = page(language)
    for each in (model(), household_model()):
        for line in each.lines:
            assert f"\n#### {getattr(line, language)}\n\n`{line.name}` · " in text
            assert f"```text\n{line.formula}\n```" in text
        assert [given.name for given in each.inputs if f"| `{given.name}` |" not in text] == []


ENGLISH = re.compile(r"\b(the|and|with|without|rent|loan|share|shares|home|homes|year|cost|costs|charge|equity|debt|per home|income)\b", re.IGNORECASE)  # fmt: skip
DUTCH = re.compile(r"\b(de|het|een|van|voor|lening|woning|woningen|jaar|kosten|rente|aandelen|bij)\b", re.IGNORECASE)  # fmt: skip


@pytest.mark.parametrize("each", [model(), household_model()], ids=["project", "household"])
def test_every_line_and_input_has_a_label_in_good_dutch_and_in_good_english(each):
    for known in [*each.lines, *each.inputs]:
        assert known.nl[0].isupper(), known.name
        assert known.en[0].isupper(), known.name
        assert known.name not in {known.nl, known.en}
        assert "_" not in known.nl + known.en
        assert not ENGLISH.search(known.nl), known.nl
        assert not DUTCH.search(known.en), known.en
    for line in each.lines:
        assert bool(line.note_nl) == bool(line.note_en), line.name
        assert not ENGLISH.search(line.note_nl), line.note_nl


def test_no_two_lines_or_inputs_of_the_project_have_one_name_in_a_formula():
    lines = [(line.nl, line.en) for line in model().lines]
    assert len({nl for nl, _ in lines}) == len({en for _, en in lines}) == len(lines)
    for line in model().lines:
        terms = [model().by_name.get(name) or model().input_by_name[name] for name in model().uses[line.name]]
        assert line.nl not in {term.nl for term in terms if term.name != line.name}, line.name
        assert line.en not in {term.en for term in terms if term.name != line.name}, line.name


def test_numbers_are_written_as_people_write_them():
    assert [money(value, "nl") for value in (1234.5, 6000.0, 123456.78, -3.2, -1e-9)] == ["€ 1.234,50", "€ 6.000", "€ 123.457", "€ -3,20", "€ 0"]  # fmt: skip
    assert [money(value, "en") for value in (1234.5, 6000.0, 123456.78, -3.2, -1e-9)] == ["€1,234.50", "€6,000", "€123,457", "-€3.20", "€0"]  # fmt: skip
    assert [percent(value, "nl") for value in (0.035, 1.0, 0.00012, -0.02)] == ["3,5%", "100%", "0,012%", "-2%"]  # fmt: skip
    assert [number(value, "nl", 4) for value in (1.0404, 20.0, 12345.6)] == ["1,0404", "20", "12.345,6"]
    assert number(float("nan"), "nl") == "–"
    assert [measured(*given, "nl") for given in ((812.0, "eur_month"), (85.0, "m2"), (26.0, "year"), (1.0, "flag"), (25.0, "years"))] == ["€ 812 per maand", "85 m²", "jaar 26", "ja", "25 jaar"]  # fmt: skip
    assert [measured(*given, "en") for given in ((812.0, "eur_month"), (24.0, "month"), (0.0, "flag"))] == ["€812 a month", "month 24", "no"]  # fmt: skip
    assert (day(ON, "nl"), day(ON, "en")) == ("1/7/2024", "1 July 2024")


def test_an_explanation_of_a_plan_without_a_full_year_does_not_fail():
    short = replace(EVERYTHING, years=2)
    assert explain(assessed(short), "charged").where == "jaar 2"
