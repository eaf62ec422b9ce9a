"""What the tests of words share: a plan that has something of everything, and what it comes to."""

from datetime import date

from feasibility.assessment import Assessment, assess_unfinanced
from feasibility.plan import Charge, Operation, Plan, ShareClass, Subsidy, Work
from tests.feasibility.plans import loan, residents, simple_plan

ON = date(2024, 7, 1)

EVERYTHING = simple_plan(
    loans=(
        loan(rest=True, mortgage=True, revision_1=10, rate_2=0.04, revision_2=20, rate_3=0.045),
        loan(name="Gemeente", kind="linear", amount=200_000.0, rate=0.015, years=15, grace=12, subordinated=True),
    ),
    shares=(
        residents(per_home=50_000.0, at_start=0.5, turnover=0.05),
        ShareClass(name="Investors", kind="investor", amount=200_000.0, dividend=0.02, turnover=0.03, value="indexed", index=0.01),
    ),
    subsidies=(Subsidy(name="Province", amount=80_000.0, month=12),),
    charge=Charge(saving_share=1.0, refund=0.1),
    operation=Operation(
        management=600.0, guidance=30.0, maintenance=0.004, insurance=0.001, common=200.0, fixed_costs=5000.0, solidarity=0.05, reserve_rate=0.01, vacancy=0.02,
        default=0.01, other_income=3000.0, cadastral_index=2.1, surcharges=10.0, cash_rate=0.005,
    ),
    works=(Work(name="Roof", year=20, every=20, cost=100_000.0), Work(name="Boilers", year=15, cost=60_000.0)),
)  # fmt: skip
LEASED = simple_plan(
    site={"tenure": "leased", "ground_rent_rate": 0.0175}, charge=Charge(kind="fixed", charge=14.0)
)
# Shares pay all: nothing is ever owed.
PAID = simple_plan(shares=(residents(share=1.0),), costs={"working_capital": 0.0})


_made: dict[str, Assessment] = {}


def assessed(plan: Plan = EVERYTHING) -> Assessment:
    """What a plan comes to, worked out once."""
    key = repr(plan)
    if key not in _made:
        _made[key] = assess_unfinanced(plan, on=ON)
    return _made[key]
