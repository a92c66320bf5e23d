"""Potentially dangerous persons: outside MAPPA, led by the police. Covers: PDP-01, PDP-05."""

import functools

from mappa_policy.model import MET, NOT_MET, Reason
from mappa_policy.rules.facts import Facts
from mappa_policy.rules.orders import spans

LIMB = "PDP_ROUTE"
CITATION = "ACPO 2010 definition"


@functools.lru_cache
def _eligible(definition: str) -> Reason:
    says = "The person is eligible for MAPPA, so cannot be a potentially dangerous person."
    return Reason(LIMB, NOT_MET, says, (CITATION, definition))


def pdp_route(facts: Facts, *, eligible: bool) -> tuple[bool, Reason]:
    """Whether the route is open: grounds recorded by the police, or a risk order, and no category."""
    definition = facts.parameter("pdp/definition").citation
    if eligible:
        return False, _eligible(definition)
    cited = (CITATION, definition)
    died = facts.died
    if died is not None and died < facts.as_of:
        return False, Reason(LIMB, NOT_MET, f"The person died on {died}.", cited)
    if facts.judged("police_pdp_grounds"):
        says = "The police record reasonable grounds for a present likelihood of seriously harmful offending."
        return True, Reason(LIMB, MET, says, cited)
    codes = facts.find("pdp/orders")
    for order in spans(facts, *(codes.items if codes else ())) if "order_made" in facts.known else ():
        if order.in_force(facts.as_of):
            says = f"An order ({order.code}) is in force from {order.first}."
            return True, Reason(LIMB, MET, says, ("SOA 2003 s.122A", "Norfolk report 2018/19 (h)"))
    says = "No police grounds and no sexual risk order are recorded."
    return False, Reason(LIMB, NOT_MET, says, cited)
