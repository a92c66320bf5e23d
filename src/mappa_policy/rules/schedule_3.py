"""Whether an offence is listed in Schedule 3 to the Sexual Offences Act 2003, on its own conditions.

The numbers are columns of the list. Age is tested at the offence (paragraph 95). Where only a sentencing
threshold lists the offence, the person counts as convicted when sentenced (section 132(3)).
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from mappa_policy import offences
from mappa_policy.model import record
from mappa_policy.offences import Fit
from mappa_policy.rules.conviction import Conviction, Sentence
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.offence import ABROAD, form_of, jurisdiction_of
from mappa_policy.rules.sentences import HOSPITALS, Kind, kind_of, notification_term, term_of

ANY = "any"
POINTER = "POINTER"
# Service offences, attempts and the like: the rule of the principal offence applies.
FOLLOWS_PRINCIPAL = ("93", "93A", "94", "94A")
FORM_PARAGRAPHS, OTHER_FORMS = {"encouraging or assisting": "94A"}, "94"
# How the list marks an extra condition that is another way in, and not a further hurdle.
ALTERNATIVE = "AND/OR"


@dataclass(frozen=True, slots=True)
class Shape:
    """How the conditions of a paragraph hang together.

    Args:
        needs: conditions without which the offence is never listed.
        free: conditions that list it whatever the sentence; none where only the sentence can.
        threshold: which columns hold the sentence that lists it otherwise.
        split: an offender under 18 is judged by the sentence for young offenders alone.
    """

    needs: tuple[str, ...] = ()
    free: tuple[str, ...] | None = None
    threshold: str = ""
    split: bool = False


SHAPES: Mapping[str, Shape] = {
    "NONE": Shape(free=()),
    "OFF20": Shape(needs=("offender",), free=()),
    "VIC18": Shape(needs=("victim",), free=()),
    "OFF20_VIC18": Shape(needs=("offender", "victim"), free=()),
    "VIC18_OR_30M": Shape(free=("victim",), threshold="adult"),
    "IMG16": Shape(needs=("image",), free=("offender_or_older_law",), threshold="young"),
    "OFF18_OR_12M": Shape(free=("offender",), threshold="young"),
    "VIC16_OFF18_OR_12M": Shape(needs=("victim",), free=("offender",), threshold="young"),
    "SENT12": Shape(threshold="adult"),
    "U18_12M_ELSE_VIC18_OR_DISPOSAL": Shape(free=("victim",), threshold="adult", split=True),
    "U18_12M_ELSE_INTENDED_VIC18_OR_DISPOSAL": Shape(free=("victim",), threshold="adult", split=True),
    "U18_12M_ELSE_DISPOSAL": Shape(threshold="adult", split=True),
    "U18_12M_ELSE_CUSTODY_OR_HOSPITAL": Shape(threshold="adult", split=True),
    "DISPOSAL": Shape(threshold="adult"),
    "OFF18_AND_24M": Shape(needs=("offender",), threshold="adult"),
    "S_EXPOSURE": Shape(free=("adult", "victim"), threshold="adult"),
    "S_OFF18_OR_CUST_HOSP": Shape(free=("offender",), threshold="adult"),
    "S_CUST_HOSP": Shape(threshold="adult"),
}


@record
class Listing:
    """Whether the offence is listed, where, and whether only the sentence made it so."""

    listed: bool
    because: str
    para: str = ""
    by_sentence: bool = False

    @property
    def citation(self) -> str:
        """The paragraph, or the Schedule where no paragraph fits."""
        return f"SOA 2003 Sch 3 para {self.para}" if self.para else "SOA 2003 Sch 3"


NOT_LISTED = Listing(listed=False, because="The offence is not in Schedule 3.")


@functools.lru_cache
def _plain(named: str) -> str:
    return named.replace("paragraph", "").replace("para", "").strip(" .").split("(")[0]


def _by_code(conviction: Conviction) -> str | None:
    """The paragraph of the code; empty where it is in none, none where the lists cannot say."""
    entry = conviction.recorded.entry
    if entry is None or entry.why_not:
        return None
    return entry.schedule_3[0] if entry.schedule_3 else ""


def _by_act(facts: Facts, conviction: Conviction) -> str | None:
    """The paragraph of the Act and section; empty where it is in none, none where that cannot be told."""
    recorded = conviction.recorded
    provision = recorded.provision
    if provision is None or recorded.hides_its_principal:
        return None
    matches = offences.of_jurisdiction(recorded.listed[offences.SCHEDULE_3], jurisdiction_of(conviction))
    if not matches:
        return None if conviction.court in ABROAD and not offences.knows_statute(provision.statute) else ""
    if matches[0].fit is Fit.YES:
        return matches[0].row["para"]
    if not provision.sections:
        return None
    return next((match.row["para"] for match in matches if _is_under(facts, conviction, match.row)), "")


def _is_under(facts: Facts, conviction: Conviction, row: Mapping[str, str]) -> bool:
    return facts.world.ask(f"{conviction.id}.offence.section: whether it is {row['section']}", (False, True))


def _paragraph(facts: Facts, conviction: Conviction) -> tuple[str, bool]:
    """The paragraph, or empty, and whether the record itself names it."""
    offence = conviction.offence
    if "sch3_para" in offence:
        return (_plain(str(offence["sch3_para"])) if offence["sch3_para"] else ""), True
    for found in (_by_code(conviction), _by_act(facts, conviction)):
        if found is not None:
            return found, False
    known = facts.world.ask(f"{conviction.id}.offence.sch3_para", (False, True))
    return (POINTER if known else ""), False


def _victim_under(facts: Facts, conviction: Conviction, limit: int, *, image: bool) -> bool:
    event = conviction.event
    keys = ("youngest_person_in_images_age", "victim_age") if image else ("victim_age",)
    for key in keys:
        age = event.number(key)
        if age is not None:
            return age < limit
    tries = tuple(int(item) for item in facts.items("schedule-3/ages_to_try"))
    return facts.world.ask(f"{event.id}.{keys[0]}", tries) < limit


def _holds(facts: Facts, conviction: Conviction, row: Mapping[str, str], condition: str) -> bool:
    if condition in {"victim", "image"}:
        limit = int(row["victim_age_under"])
        return _victim_under(facts, conviction, limit, image=condition == "image")
    if condition == "adult":
        young = facts.number("notification/young_person_age")
        return not facts.under_at_offence(young, conviction.event)
    if condition == "offender_or_older_law":
        began = facts.day("notification/part_2_began")
        if conviction.event.date < began:
            return True
    return not facts.under_at_offence(int(row["offender_age_min"]), conviction.event)


def _community(facts: Facts, sentence: Sentence, months: int, about: str) -> bool:
    if sentence.code == "SERV_DET":
        days = facts.number("schedule-3/service_detention")
        end = term_of(facts, sentence, about).end(sentence.date)
        return (end - sentence.date).days >= days
    if not facts.among("schedule-3/community_sentences", sentence.code):
        return False
    return term_of(facts, sentence, about).at_least(months, sentence.date)


def _sentence_lists(facts: Facts, conviction: Conviction, sentence: Sentence, column: Mapping[str, str]) -> bool:
    kind = kind_of(facts, sentence, conviction.id)
    if kind is Kind.LIFE:
        return True
    if kind is Kind.CUSTODY:
        least = column["months"]
        if not least:
            return False
        term = notification_term(facts, sentence, conviction.id)
        return least == ANY or term.at_least(int(least), sentence.date)
    if kind in HOSPITALS:
        return column["hospital"] == "yes" or (bool(column["hospital"]) and kind is Kind.HOSPITAL_RESTRICTED)
    least = column["community"]
    return bool(least) and _community(facts, sentence, int(least), conviction.id)


def _by_sentence(facts: Facts, conviction: Conviction, row: Mapping[str, str], *, young: bool) -> bool:
    """Whether a sentence reaches the threshold; asked for where no disposal is recorded at all."""
    young_months = row["offender_under_18_min_sentence_months"]
    column = {
        "months": young_months if young else row["adult_min_custody_months"] or young_months,
        "hospital": "" if young else row["adult_hospital_counts"],
        "community": "" if young else row["adult_community_min_months"],
    }
    if column["months"] == "never" or conviction.event.type == "caution":
        return False
    if not conviction.sentences:
        if conviction.awaiting:
            return False
        return facts.world.ask(f"{conviction.id}.disposal: whether it reaches the threshold", (False, True))
    return any(_sentence_lists(facts, conviction, held, column) for held in conviction.sentences)


def _test(facts: Facts, conviction: Conviction, row: Mapping[str, str]) -> tuple[bool, bool]:
    """Whether the conditions are met, and whether only by the sentence."""
    shape = SHAPES[row["rule_code"]]
    for condition in shape.needs:
        if not _holds(facts, conviction, row, condition):
            return False, False
    if shape.split:
        adult_age = facts.number("notification/young_person_age")
        if facts.under_at_offence(adult_age, conviction.event):
            met = _by_sentence(facts, conviction, row, young=True)
            return met, met
    if shape.free == () or (shape.free and all(_holds(facts, conviction, row, item) for item in shape.free)):
        return True, False
    met = bool(shape.threshold) and _by_sentence(facts, conviction, row, young=shape.threshold == "young")
    return met, met


def _row(facts: Facts, conviction: Conviction, para: str) -> Mapping[str, str] | None:
    """The row whose conditions apply; for an attempt or a service offence, that of the principal offence."""
    row = offences.schedule_3().get(para)
    if row is not None and row["rule_code"] != POINTER:
        return row
    if para not in FOLLOWS_PRINCIPAL:
        return None
    principal = _by_code(conviction) or _by_act(facts, conviction) or ""
    return offences.schedule_3().get(principal)


def _not_transcribed(facts: Facts, conviction: Conviction, para: str) -> Listing:
    """A paragraph whose text is not among the lists: people know whether its conditions are met."""
    facts.flags.add("recalled_not_read")
    shown = "" if para == POINTER else para
    where = f"paragraph {shown}" if shown else "Schedule 3"
    met = facts.world.ask(f"{conviction.id}: whether the conditions of {where} are met", (False, True))
    says = "are met" if met else "are not met"
    return Listing(listed=met, because=f"The conditions of {where} {says}.", para=shown)


def _extra_condition(facts: Facts, conviction: Conviction, row: Mapping[str, str], *, named: bool) -> bool:
    """A condition that no other fact holds: needed where the paragraph has to be found, one way in for 59ZK."""
    if not row["extra_condition"] or (named and ALTERNATIVE not in row["extra_condition"]):
        return True
    if ALTERNATIVE in row["extra_condition"] and _test(facts, conviction, row)[0]:
        return True
    return facts.world.ask(f"{conviction.id}: {row['extra_condition']}", (False, True))


def listing(facts: Facts, conviction: Conviction) -> Listing:
    """Whether the offence of a conviction, caution or finding is listed. Covers: IDENT-05."""
    para, named = _paragraph(facts, conviction)
    if not para:
        return NOT_LISTED
    row = _row(facts, conviction, para)
    if row is None:
        return _not_transcribed(facts, conviction, para)
    para = row["para"]
    began = offences.date_of(row, "in_force_from")
    if began is not None and conviction.event.date < began:
        says = f"Paragraph {para} lists the offence only from {began}, and does not reach back."
        return Listing(listed=False, because=says, para=para)
    if not offences.was_read(row):
        facts.flags.add("recalled_not_read")
    if not _extra_condition(facts, conviction, row, named=named):
        return Listing(listed=False, because=f"Not so: {row['extra_condition']}.", para=para)
    met, by_sentence = _test(facts, conviction, row)
    if ALTERNATIVE in row["extra_condition"]:
        met = True
    condition = row["condition_text"].split(". ")[0].rstrip(".")
    says = "It is met" if met else "It is not met"
    form = form_of(conviction)
    how = f" (as {form}, paragraph {FORM_PARAGRAPHS.get(form, OTHER_FORMS)})" if form else ""
    return Listing(met, f"Paragraph {para}{how}: {condition}. {says}.", para, by_sentence)
