"""What is said in words beside the scores of an assessment, and what of it may not be missing."""

from collections.abc import Mapping

from mappa.determinations import policy

ABOUT_PROFESSIONALS = "risk/professionals"
BESIDE_A_SCORE = {
    "narrative": "Give the professional judgement: a score alone does not say what it means for this person",
    "evidence": "Cite the evidence for the judgement, so that others can test it",
    "protocol": "Name the protocol of the agency that was followed",
}
"""What is demanded beside every score, with what to say where it is missing (RISK-19)."""
IN_WORDS: dict[str, str] = {
    "narrative": "Professional judgement",
    "evidence": "Evidence for it",
    "protocol": "Protocol followed",
    "static_factors": "Factors that do not change",
    "changing_factors": "Factors that can change",
    "triggers": "Triggers and early signs",
    "protective": "What protects",
    "likelihood": "How likely",
    "imminence": "How soon",
    "professionals": "Risks to professionals",
    "mitigation": "What is done about them",
}
"""Every part in words, by the name of its field, in the order in which it is read."""
PROFESSIONALS = ("professionals", "mitigation")


def asks_about_professionals(edition: str) -> str:
    """What the edition asks about risks to professionals; empty where it does not ask (RISK-22)."""
    held = policy.find_parameter(ABOUT_PROFESSIONALS, edition)
    return str(held.value) if held else ""


def wanting(said: Mapping[str, str], *, edition: str, scored: bool) -> dict[str, str]:
    """What is missing, by field, with what to do.

    Args:
        scored: whether the assessment gives any score or level.

    Covers: RISK-19, RISK-22.
    """
    if not scored:
        return {}
    fields = {name: message for name, message in BESIDE_A_SCORE.items() if not said[name]}
    if said["professionals"] and not said["mitigation"]:
        fields["mitigation"] = "Say what is done about the risks to professionals"
    elif asks_about_professionals(edition) and not said["professionals"]:
        fields["professionals"] = "Say what puts professionals at risk, or that no risk to them is known"
        if not said["mitigation"]:
            fields["mitigation"] = "Say what is done about it, or that nothing need be done"
    return fields
