"""Work, money and daily life."""

from mappa.record.declaration import AttachmentType, Group, Kind, choice, first, notes, text

GROUP = Group.LIFE


def _four(typed: str) -> str:
    if not (typed.isascii() and typed.isdecimal() and len(typed) == 4):  # noqa: PLR2004 - the last four
        raise ValueError("Enter the last four digits only, never the whole number")
    return typed


TYPES = (
    AttachmentType(
        key="employment", label="Employment", one="a job", group=GROUP, ends=True, chronology=True,
        fields=(
            first("employer", "Employer, or “looking for work”"),
            text("post", "What do they do?", listed=True),
            choice("kind", "What sort of work?", {"paid": "Paid", "self": "Self-employed", "unpaid": "Unpaid",
                                                  "seeking": "Looking for work", "unable": "Unable to work"},
                   listed=True),
            text("with_risk", "Does it bring contact with children or people at risk?", Kind.YES_NO, listed=True),
            text("employer_knows", "Does the employer know?", Kind.YES_NO),
            text("pay", "Pay each month in pounds", Kind.MONEY),
            notes(),
        ),
    ),
    AttachmentType(
        key="education", label="Education and training", one="a course", group=GROUP, ends=True,
        fields=(
            first("where", "Where?"),
            text("what", "What is studied?", listed=True),
            text("institution_knows", "Does the institution know?", Kind.YES_NO, listed=True),
            notes(),
        ),
    ),
    AttachmentType(
        key="finance", label="Finance", one="an account or debt", group=GROUP, ends=True,
        says="Accounts and cards that must be notified, debts and income. Full card numbers are never recorded.",
        fields=(
            choice("what", "What is it?", {"account": "Bank or building society account", "card": "Card",
                                           "benefit": "Benefit", "debt": "Debt", "savings": "Savings",
                                           "other": "Something else"}, required=True, listed=True),
            text("held_with", "With whom?", required=True, listed=True),
            text("last_four", "Last four digits", check=_four, listed=True),
            text("amount", "Amount in pounds", Kind.MONEY, listed=True),
            text("notified", "Notified to the police?", Kind.YES_NO),
            notes(),
        ),
    ),
    AttachmentType(
        key="pets", label="Pets and animals", one="a pet", group=GROUP, ends=True,
        fields=(
            first("what", "What animal, and its name"),
            text("how_many", "How many?", Kind.NUMBER, listed=True),
            text("dangerous", "A danger to visitors?", Kind.YES_NO, listed=True),
            notes("What should a visitor know?"),
        ),
    ),
    AttachmentType(
        key="activities", label="Clubs, faith and pastimes", one="an activity", group=GROUP, ends=True,
        fields=(
            first("what", "What, and where?"),
            choice("kind", "What sort?", {"faith": "Faith", "sport": "Sport", "club": "Club", "voluntary": "Voluntary",
                                          "other": "Something else"}, listed=True),
            text("children_there", "Are children there?", Kind.YES_NO, listed=True),
            text("they_know", "Do those who run it know?", Kind.YES_NO, listed=True),
            notes(),
        ),
    ),
    AttachmentType(
        key="armed-forces", label="Armed forces", one="service in the forces", group=GROUP, ends=True,
        fields=(
            first("service", "Which service and unit?"),
            text("number", "Service number", listed=True),
            text("trained", "Trained with weapons or explosives?", Kind.YES_NO, listed=True),
        ),
    ),
)  # fmt: skip
