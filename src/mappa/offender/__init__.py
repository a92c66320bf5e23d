"""The offender's own part: what they are told and by whom, what is withheld and why, and what they say (OFFENDER)."""
