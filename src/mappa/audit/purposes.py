"""What the log gives as a purpose where somebody typed one: the kind of purpose, and not the words.

Words may name somebody, and the log is never changed. They stay in the row that they were typed for.
"""

EMERGENCY = "Emergency access"
"""In `people.EmergencyAccess`, where a record was opened."""
ANSWERING = "Answering a request for information"
"""In `meetings.InformationRequest`."""
HANDING_OVER = "Handing over before an account closes or moves"
"""In `administration.Handover`."""
LOOKING_AFTER_ACCOUNTS = "Looking after an account"
"""In `accounts.AccountStep`, which is shown on the page of the account."""
RETRIEVAL_TEST = "Testing the quality of records"
"""In `governance.RetrievalTest`, whose reference stands beside it."""
READING_THE_LOG = {
    "self-monitoring": "Checking that our own use is lawful",
    "complaint": "A complaint or a request by the person concerned",
    "incident": "A suspected breach or misuse",
    "integrity": "Checking the security of the system",
    "proceedings": "Criminal or disciplinary proceedings",
}
"""Why an auditor may read the log, or what rows said before: one of these, and no words of their own.

Section 62(3) of the Data Protection Act 2018 names the uses.
"""
FURTHER_USE = "Another use of what was shared"
"""In `sharing.FurtherUse`, with the answer and its reasons."""
