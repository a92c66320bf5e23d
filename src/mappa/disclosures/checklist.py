"""The questions of proportionality and lawfulness that a disclosure is tested against, as yes or no with words."""

# DISC-10, each to be answered in words when something is disclosed.
PROPORTIONALITY: dict[str, str] = {
    "risk_to_offender": "How was the risk to the offender weighed?",
    "right_recipient": "How was the right recipient identified?",
    "alternatives": "Which alternatives were considered, and why were they rejected?",
    "recipient_prepared": "How will the recipient be prepared?",
    "detail": "Which level of detail was chosen, and why?",
    "triggers": "What should the recipient look out for, and do then?",
    "support": "What support is there for victim and offender if it goes wrong?",
}

# DISC-19, each with the ground on which the answer rests.
TESTS: dict[str, str] = {
    "lawful": "Why is it lawful?",
    "necessary": "Why is it necessary?",
    "proportionate": "Why is it proportionate?",
    "secure": "How is it kept secure?",
    "accountable": "Who is accountable for it?",
}

QUESTIONS = PROPORTIONALITY | TESTS
