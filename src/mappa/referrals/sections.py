"""Form A as sections: which questions each one asks, and what to do about an answer that is missing."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """One page of form A.

    Args:
        needed: for each question that must be answered, what to do when it is not.
    """

    key: str
    title: str
    fields: tuple[str, ...]
    needed: dict[str, str] = field(default_factory=dict)


SECTIONS: tuple[Section, ...] = (
    Section(
        "category",
        "Category and level sought",
        ("category", "category_3_offence", "category_3_reason", "level_sought"),
        {"category": "Choose the one category that applies", "level_sought": "Choose the level you are asking for"},
    ),
    Section(
        "offence",
        "Index offence and dates",
        ("offence_facts", "dates"),
        {"offence_facts": "Give the facts of the index offence, or of the caution for category 3"},
    ),
    Section(
        "reason",
        "Reason for the referral",
        ("concerns", "gap", "barrier", "added_value"),
        {"concerns": "Say what concerns you"},
    ),
    Section(
        "risk",
        "Risk",
        ("likelihood", "rosh", "rosh_when_and_to_whom", "imminence", "assessment_tool", "assessment_on"),
        {
            "likelihood": "Say how likely re-offending is",
            "rosh": "Choose the overall level of the risk of serious harm",
            "rosh_when_and_to_whom": "Say when serious harm may happen, and to whom",
            "imminence": "Give the signs that harm is imminent, or say that there are none",
            "assessment_tool": "Name the tool of the up-to-date risk assessment",
            "assessment_on": "Give the day of the up-to-date risk assessment",
        },
    ),
    Section(
        "victims",
        "Victims and others at risk",
        ("victims",),
        {"victims": "Say who the victims and others at risk are, or that none are known"},
    ),
    Section(
        "plan",
        "Outline risk management plan",
        ("plan_supervision", "plan_monitoring", "plan_interventions", "plan_victim_safety", "plan_contingency"),
        {
            "plan_supervision": "Outline the plan for supervision",
            "plan_monitoring": "Outline the plan for monitoring and control",
            "plan_interventions": "Outline the plan for interventions and treatment",
            "plan_victim_safety": "Outline the plan for victim safety",
            "plan_contingency": "Say what happens if the plan fails",
        },
    ),
    Section("invitees", "Who to invite", (), {}),
    Section(
        "urgency",
        "Urgency",
        ("emergency",),
        {"emergency": "Say whether an emergency meeting is needed, or the next scheduled one will do"},
    ),
    Section(
        "diversity",
        "Diversity",
        ("diversity",),
        {"diversity": "Give the needs of the person and of any victim, or say that none are known"},
    ),
    Section(
        "aware",
        "Whether the offender knows",
        ("offender_aware", "offender_aware_reason"),
        {"offender_aware": "Say whether the offender was told of this referral"},
    ),
    Section(
        "endorsement",
        "Endorsement by a manager",
        ("endorsed_by", "endorsed_on"),
        {"endorsed_by": "Name the manager who endorses the referral", "endorsed_on": "Give the day of the endorsement"},
    ),
)

BY_KEY = {section.key: section for section in SECTIONS}

# What multi-agency management would add: asked in the editions that name these questions (REFER-10).
GAP_QUESTIONS = {
    "gap": "Say which gap one agency cannot close by itself",
    "barrier": "Say which barrier line management cannot remove",
    "added_value": "Say what multi-agency management would add",
}

# Every question in the words that the form, the check and the printed referral share.
QUESTIONS = {
    "category": "Category",
    "category_3_offence": "Past offence that shows capacity for serious harm",
    "category_3_reason": "Why serious harm may follow, and why level 2 or 3 is needed",
    "level_sought": "Level sought",
    "offence_facts": "Facts of the index offence and related offences",
    "dates": "Dates: sentence, release, parole, licence, orders",
    "concerns": "What concerns you",
    "gap": "Gap that one agency cannot close",
    "barrier": "Barrier that line management cannot remove",
    "added_value": "What multi-agency management would add",
    "likelihood": "Likelihood of re-offending",
    "rosh": "Overall risk of serious harm (RoSH)",
    "rosh_when_and_to_whom": "Risk of serious harm: when, and to whom",
    "imminence": "Signs of imminence",
    "assessment_tool": "Tool of the up-to-date risk assessment",
    "assessment_on": "Day of the risk assessment",
    "victims": "Victims and others at risk",
    "plan_supervision": "Supervision",
    "plan_monitoring": "Monitoring and control",
    "plan_interventions": "Interventions and treatment",
    "plan_victim_safety": "Victim safety",
    "plan_contingency": "Contingency",
    "emergency": "Meeting needed",
    "diversity": "Needs of the person and of victims",
    "offender_aware": "Offender told of this referral",
    "offender_aware_reason": "Why it is withheld",
    "endorsed_by": "Endorsed by",
    "endorsed_on": "Day of the endorsement",
}
