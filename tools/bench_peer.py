"""The peer of ``tools/bench_rules.py``: the same two rules written for openfisca-core, in an environment of its own.

Reads a caseload as JSON on standard input, works out notification and Category 2 for everybody, once one person
at a time (without and with the peer's own trace) and once all together, and prints the answers with the processor
time. Only the rules of one sentence are here: the notification period of section 82 and the Category 2 disposals of
section 327. Thresholds come with the caseload, from the product's own policy files.
"""

import datetime as dt
import json
import statistics
import sys
import time
from collections.abc import Mapping
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

# openfisca-core wants a period for every value and every question: the day of the question.
TODAY = "2026-11-20"
BATCH = 100
NEVER_ENDS = np.datetime64("9999-12-31")
Person = build_entity(key="person", plural="persons", label="Somebody sentenced", is_person=True)


def variable(name: str, kind: type, label: str, formula: Any = None, **more: Any) -> type[Variable]:
    """A variable of a person on one day."""
    held = {"value_type": kind, "entity": Person, "definition_period": DateUnit.DAY, "label": label, **more}
    if formula is not None:
        held["formula"] = formula
    return type(name, (Variable,), held)


def last_day(first: Any, months: Any) -> Any:
    """The day before the same-numbered day so many months later, or the end of that month's day before."""
    day_of_month = first - first.astype("datetime64[M]")
    month = first.astype("datetime64[M]") + months
    following = (month + 1).astype("datetime64[D]")
    return np.minimum(month.astype("datetime64[D]") + day_of_month, following) - 1


def _under_age(person: Any, period: Any, parameters: Any) -> Any:
    limits = parameters(period).limits
    relevant = person("relevant_date", period)
    born = person("date_of_birth", period)
    months = relevant.astype("datetime64[M]") - born.astype("datetime64[M]")
    day = relevant - relevant.astype("datetime64[M]") < born - born.astype("datetime64[M]")
    return months.astype(int) - day < limits.young_age_months


def _in_schedule_3(person: Any, period: Any) -> Any:
    return person("schedule_3_paragraph", period) != ""


def _in_schedule_15(person: Any, period: Any) -> Any:
    return person("schedule_15_paragraph", period) != ""


def _subject_today(person: Any, period: Any) -> Any:
    today = np.datetime64(str(period.start))
    return (person("relevant_date", period) <= today) & (today <= person("notification_last_day", period))


def _initial_deadline(person: Any, period: Any, parameters: Any) -> Any:
    days = parameters(period).limits.initial_days - 1
    return np.where(
        person("subject_today", period), person("relevant_date", period) + days, np.datetime64("1900-01-01")
    )


def _category_2_last_day(person: Any, period: Any) -> Any:
    limb, kind = person("category_2_limb", period), person("sentence_class", period)
    ends = last_day(person("relevant_date", period), person("months_under_sentence", period))
    ends = np.where((limb == "CAT2_CUSTODY") & (kind == "custody"), ends, NEVER_ENDS)
    return np.where(limb == "", np.datetime64("1900-01-01"), ends)


def _categories(person: Any, period: Any) -> Any:
    today = np.datetime64(str(period.start))
    one = person("subject_today", period)
    two = today <= person("category_2_last_day", period)
    return np.where(one & two, "1 2", np.where(one, "1", np.where(two, "2", "")))


def _recorded_category(person: Any, period: Any) -> Any:
    held = person("categories", period)
    return np.where(np.char.startswith(held.astype(str), "1"), "1", held)


def _indefinite(person: Any, period: Any, parameters: Any) -> Any:
    limits = parameters(period).limits
    kind, term = person("sentence_class", period), person("term_months", period)
    long_custody = (kind == "custody") & (term >= limits.indefinite_term)
    return long_custody | (kind == "life") | (kind == "hospital_restricted")


def _months(person: Any, period: Any, parameters: Any) -> Any:
    limits = parameters(period).limits
    kind, term = person("sentence_class", period), person("term_months", period)
    adult = np.select(
        [
            (kind == "custody") & (term > limits.short_term),
            kind == "custody",
            kind == "hospital",
            kind == "caution",
        ],
        [limits.period_medium, limits.period_short, limits.period_hospital, limits.period_caution],
        default=limits.period_other,
    )
    return np.where(person("under_age", period), adult // limits.young_divisor, adult)


def _notification_last_day(person: Any, period: Any) -> Any:
    ends = last_day(person("relevant_date", period), person("notification_months", period))
    subject = person("in_schedule_3", period)
    ends = np.where(person("notification_is_indefinite", period), NEVER_ENDS, ends)
    return np.where(subject, ends, np.datetime64("1900-01-01"))


def _category_2_limb(person: Any, period: Any, parameters: Any) -> Any:
    limits = parameters(period).limits
    kind, term = person("category_2_class", period), person("term_months", period)
    custody = (kind == "CAT2_CUSTODY") & (
        (person("sentence_class", period) == "life") | (term >= limits.shortest_custody)
    )
    limb = np.where(custody, "CAT2_CUSTODY", np.where(kind == "CAT2_HOSPITAL", kind, ""))
    return np.where(person("in_schedule_15", period), limb, "")


def system(limits: Mapping[str, int]) -> TaxBenefitSystem:
    """The two rules, over what is known of one sentence, with their limits as dated parameters."""
    rules = TaxBenefitSystem([Person])
    dated = {name: {"values": {"1997-09-01": {"value": value}}} for name, value in limits.items()}
    rules.parameters = ParameterNode("", data={"limits": dated})
    rules.add_variables(
        variable("date_of_birth", dt.date, "Date of birth"),
        variable("relevant_date", dt.date, "Day of the conviction or caution"),
        variable("sentence_class", str, "Class of the disposal in section 82"),
        variable("category_2_class", str, "Limb of Category 2 that the disposal can meet"),
        variable("term_months", int, "Term in months"),
        variable("months_under_sentence", int, "Term, or operational period where suspended"),
        variable("schedule_3_paragraph", str, "Paragraph of Schedule 3, or empty"),
        variable("schedule_15_paragraph", str, "Paragraph of Schedule 15, or empty"),
        variable("in_schedule_3", bool, "The offence is in Schedule 3", _in_schedule_3),
        variable("in_schedule_15", bool, "The offence is in Schedule 15", _in_schedule_15),
        variable("under_age", bool, "Under 18 on the relevant date", _under_age),
        variable("notification_is_indefinite", bool, "No end", _indefinite),
        variable("notification_months", int, "Length in months", _months),
        variable("notification_last_day", dt.date, "Last day, inclusive", _notification_last_day),
        variable("subject_today", bool, "Subject to notification", _subject_today),
        variable("initial_deadline", dt.date, "Last day for the first notification", _initial_deadline),
        variable("category_2_limb", str, "The limb met", _category_2_limb),
        variable("category_2_last_day", dt.date, "Last day, inclusive", _category_2_last_day),
        variable("categories", str, "Categories on the day", _categories),
        variable("recorded_category", str, "The one to show", _recorded_category),
    )
    return rules


INPUTS = (
    "date_of_birth",
    "relevant_date",
    "sentence_class",
    "category_2_class",
    "term_months",
    "months_under_sentence",
    "schedule_3_paragraph",
    "schedule_15_paragraph",
)
# what both sides are asked for
OUTPUTS = (
    "notification_last_day",
    "subject_today",
    "initial_deadline",
    "category_2_last_day",
    "categories",
    "recorded_category",
)


def answers(simulation: Any) -> list[tuple[str, ...]]:
    """The answers for everybody in a simulation, as text."""
    columns = [simulation.calculate(name, TODAY) for name in OUTPUTS]
    return [tuple(str(value) for value in row) for row in zip(*columns, strict=True)]


def together(rules: TaxBenefitSystem, people: list[Mapping[str, Any]], *, explained: bool) -> list[tuple[str, ...]]:
    """One simulation of these people, from arrays: what openfisca-core is made for."""
    simulation = SimulationBuilder().build_default_simulation(rules, count=len(people))
    simulation.trace = explained
    for name in INPUTS:
        values = [person[name] for person in people]
        kind = "datetime64[D]" if name.endswith(("date", "birth")) else None
        simulation.set_input(name, TODAY, np.array(values, dtype=kind))
    found = answers(simulation)
    if explained:
        simulation.tracer.computation_log.lines()
    return found


def one_by_one(
    rules: TaxBenefitSystem, people: list[Mapping[str, Any]], *, explained: bool
) -> tuple[list[tuple[str, ...]], float]:
    """A simulation of its own for each, as a service that answers for one person would run it, and its seconds.

    The simulation is made from arrays, its quickest way, not from the dictionary of the web service. The
    seconds are of processor time for one person: the median of batches of a hundred, as on the other side.
    """
    found, took = [], []
    for place in range(0, len(people), BATCH):
        batch = people[place : place + BATCH]
        began = time.process_time()
        for person in batch:
            found += together(rules, [person], explained=explained)
        took.append((time.process_time() - began) / len(batch))
    return found, statistics.median(took)


def from_description(rules: TaxBenefitSystem, people: list[Mapping[str, Any]]) -> tuple[list[tuple[str, ...]], float]:
    """The same from a description of one person, as the peer's guide, its tests and its web service make a simulation.

    Our side starts from a description too. Not traced: nothing is explained.
    """
    described = [{"persons": {"one": {name: {TODAY: person[name]} for name in INPUTS}}} for person in people]
    found, took = [], []
    for place in range(0, len(described), BATCH):
        batch = described[place : place + BATCH]
        began = time.process_time()
        for one in batch:
            found += answers(SimulationBuilder().build_from_dict(rules, one))
        took.append((time.process_time() - began) / len(batch))
    return found, statistics.median(took)


def main() -> int:
    """Run every way and print answers and seconds."""
    asked = json.load(sys.stdin)
    rules, people, alone = system(asked["limits"]), asked["people"], asked["alone"]
    took = {}
    for explained in (False, True):
        one_by_one(rules, people[:BATCH], explained=explained)  # to warm up
        singly, took["explained_s" if explained else "plain_s"] = one_by_one(rules, people[:alone], explained=explained)
    from_description(rules, people[:BATCH])
    described, took["described_s"] = from_description(rules, people[:alone])
    if described != singly:
        raise SystemExit("The peer answers otherwise from a description than from arrays.")
    began = time.process_time()
    jointly = together(rules, people, explained=False)
    took_jointly = time.process_time() - began
    json.dump({"singly": singly, "jointly": jointly, **took, "jointly_s": took_jointly}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
