"""What each figure means, in sentences with the value in them: all figures, both languages, no advice."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from feasibility import PlanError
from feasibility.assessment import assess_unfinanced
from feasibility.compile.kernel import ledger
from feasibility.inputs import resolve
from feasibility.meaning import answer, meaning, meanings
from feasibility.model import model
from feasibility.model.lines import figure
from feasibility.plan import Charge, Home
from feasibility.sentences import SENTENCES
from tests.feasibility.plans import random_plan, simple_plan
from tests.feasibility.words import EVERYTHING, LEASED, ON, PAID, assessed

LANGUAGES = ("nl", "en")
PLANS = {"everything": EVERYTHING, "leased": LEASED, "paid": PAID, "short": replace(EVERYTHING, years=2)}
ADVICE = re.compile(r"\b(beter|best|goed|slecht|te duur|aanrader|moet|zou|better|best|good|bad|should|recommend|advise|must)\b", re.IGNORECASE)  # fmt: skip


def with_rates(result, *rates):
    """An assessment that has found other internal rates of the project."""
    changed = replace(result)
    vars(changed)["rates"] = rates
    return changed


def test_every_figure_of_the_model_has_a_sentence_and_no_sentence_is_left_over():
    assert {line.name for line in model().of("figure")} == set(SENTENCES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PLANS)
def test_every_sentence_is_filled_in(name, language):
    for figure_, said in meanings(assessed(PLANS[name]), language).items():
        for sentence in said:
            assert not re.search(r"[{}–]|nan|inf\b|None", sentence), (figure_, sentence)
            assert sentence[0].isupper(), (figure_, sentence)
            assert sentence.endswith("."), (figure_, sentence)


def test_every_sentence_says_something_for_plans_by_chance():
    rng = np.random.default_rng(5)
    plans = [plan for plan in (random_plan(rng) for _ in range(12)) if plan.loans]
    for plan in plans:
        result = assess_unfinanced(plan)
        for language in LANGUAGES:
            said = [one for each in meanings(result, language).values() for one in each] + [answer(result, language)]  # fmt: skip
            assert not [sentence for sentence in said if re.search(r"[{}–]|None", sentence)]


def test_no_sentence_gives_advice():
    for name, sentence in SENTENCES.items():
        for text in vars(sentence).values():
            assert not ADVICE.search(text.replace("Geen enkele uittreding moet", "")), (name, text)


def test_the_two_languages_differ_and_fill_in_the_same_places():
    for name, one in SENTENCES.items():
        for dutch, english in ((one.nl, one.en), (one.none_nl, one.none_en), (one.zero_nl, one.zero_en), (one.minus_nl, one.minus_en), (one.norm_nl, one.norm_en)):  # fmt: skip
            assert bool(dutch) == bool(english), name
            assert not dutch or dutch != english, name
            assert set(re.findall(r"{(\w+)}", dutch)) == set(re.findall(r"{(\w+)}", english)), name


def test_the_weakest_year_is_named_with_the_norm_and_how_sure_the_norm_is():
    result = assessed()
    year, cover = result.figures["min_dscr_year"], f"{np.floor(result.figures['min_dscr'] * 100) / 100:.2f}".replace(".", ",")  # fmt: skip
    assert meaning(result, "min_dscr") == (
        f"In het zwakste jaar (jaar {year:.0f}) is er {cover} euro voor elke euro rente en aflossing."
        " De norm waarmee dit plan vergelijkt, is 1,10 (aanname)."
    )
    assert "The norm to compare with is 1.10 (assumption)." in meaning(result, "min_dscr", "en")


def test_cover_is_never_shown_larger_than_it_is():
    lines = assessed().lines
    close = replace(assessed(), lines=replace(lines, values=dict(lines.values) | {"min_dscr": 1.0999}))
    assert "1,09 euro voor elke euro" in meaning(close, "min_dscr")


def test_without_debt_there_is_nothing_to_cover():
    for name in ("min_dscr", "min_dscr_year", "cover_margin", "llcr"):
        assert meaning(assessed(PAID), name) == "Er is geen schuld, dus er valt niets te dekken."
        assert meaning(assessed(PAID), name, "en") == "There is no debt, so there is nothing to cover."
    assert meaning(assessed(PAID), "debt_delivery") == "Bij de oplevering is er geen schuld."


def test_a_shortage_of_cash_is_said_as_what_is_missing():
    poor = assessed(simple_plan(charge=Charge(kind="fixed", charge=5.0)))
    year, amount = poor.figures["lowest_cash_year"], f"{-poor.figures['lowest_cash']:,.0f}".replace(",", ".")
    assert meaning(poor, "lowest_cash") == f"De kas komt tekort: in jaar {year:.0f} ontbreekt € {amount}, zonder de reserve voor groot onderhoud te gebruiken."  # fmt: skip
    assert meaning(poor, "liquid_from") == "De kas komt ook in het laatste jaar van het plan tekort."
    assert "nothing is left for debt service" in meaning(poor, "min_dscr", "en") or "euro is available" in meaning(poor, "min_dscr", "en")  # fmt: skip
    assert answer(poor).split(". ")[1].startswith("De kas komt ook in het laatste jaar tekort; ")


def test_a_year_beyond_the_horizon_is_said_so():
    short = assessed(replace(EVERYTHING, years=12))
    assert meaning(short, "charge_20") == "Dat jaar valt buiten de horizon van het plan (12 jaar)."
    assert meaning(short, "charge_after", "en") == "That year lies beyond the horizon of the plan (12 years)."


def test_no_rate_one_rate_and_several_rates_are_told_apart():
    one = assessed()
    assert re.fullmatch(r"Het project brengt -?[\d,]+% per jaar op, .*", meaning(one, "project_rate"))
    several = with_rates(one, -0.02, 0.05, 0.4)
    assert meaning(several, "project_rate") == "Meer dan één rendement past bij de kasstromen: -2%, 5% en 40% per jaar. Eén percentage zegt hier dus niets."  # fmt: skip
    assert "-2%, 5% and 40% a year" in meaning(several, "project_rate", "en")
    nothing = assessed(simple_plan(shares=(EVERYTHING.shares[0], replace(EVERYTHING.shares[1], amount=0.0))))
    assert meaning(nothing, "share_rate", element=1) == "Geen enkel rendement past bij de kasstromen van de soort ‘Investors’."  # fmt: skip


def test_each_home_has_its_own_sentence():
    said = meanings(assessed())["home_charge_1"]
    assert [re.search("‘(.*?)’", sentence)[1] for sentence in said] == ["Large", "Small"]
    assert meaning(assessed(), "home_charge_1", element=1) == said[1]
    assert meaning(assessed(), "home_charge_1") == " ".join(said)


def test_the_norm_for_housing_is_the_one_that_was_used():
    assert meaning(assessed(), "home_income_needed", element=0).endswith("De woonquote is 30% van het besteedbaar inkomen (praktijk).")  # fmt: skip


def test_a_norm_that_is_not_known_on_the_day_is_left_out():
    later = replace(assessed(), on=date(2035, 1, 1))
    assert "norm" not in meaning(later, "min_dscr")


def test_what_is_no_figure_is_refused():
    with pytest.raises(PlanError, match="'charged' is no figure"):
        meaning(assessed(), "charged")


def test_a_figure_that_is_added_means_its_label_and_its_note():
    added = figure("most_debt", "eur", "highest(debt)", "Hoogste schuld", "Highest debt", note_nl="Van alle leningen.", note_en="Of all loans.")  # fmt: skip
    lines = ledger(model().plus(added), resolve(EVERYTHING, ON).values, EVERYTHING.years)
    result = replace(assessed(), lines=lines)
    assert re.fullmatch(r"Hoogste schuld: € [\d.]+\. Van alle leningen\.", meaning(result, "most_debt"))


def test_the_answer_says_charge_contribution_cash_and_the_weakest_year():
    result = assessed(EVERYTHING)
    (large, small), (own, _) = result.figures["home_charge_1"], result.lines["home_capital"]
    dutch, english = (answer(result, language) for language in LANGUAGES)
    assert dutch.startswith(f"Een woning ‘Large’ kost € {large:,.0f} per maand met € {own:,.0f} eigen inbreng en een woning ‘Small’ € {small:,.0f} per maand".replace(",", "."))  # fmt: skip
    assert f"A home ‘Large’ costs €{large:,.0f} a month with an own contribution of €{own:,.0f}" in english
    year = result.figures["min_dscr_year"]
    assert f"het zwakste jaar is jaar {year:.0f}, met " in dutch
    assert f"Cash is liquid from year {result.figures['liquid_from']:.0f}; the weakest year is year {year:.0f}, with " in english  # fmt: skip
    assert answer(assessed(PAID)).endswith("; er is geen schuld.")


def test_the_answer_gives_a_range_for_many_types_of_home():
    homes = tuple(Home(name=f"Type {area}", count=2, area=float(area)) for area in (40, 60, 80, 100))
    said = answer(assessed(simple_plan(homes=homes)))
    assert re.match(r"De woningen kosten € [\d.]+ tot € [\d.]+ per maand met € [\d.]+ eigen inbreng\. ", said)  # fmt: skip
    assert "Type" not in said


def test_the_answer_says_when_there_is_no_full_year_to_speak_of():
    short = assessed(replace(EVERYTHING, years=2))
    assert answer(short) == "Binnen de horizon van het plan (2 jaar) is er geen vol jaar met een woonvergoeding."  # fmt: skip
