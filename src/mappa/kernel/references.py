"""What our references look like, so that a name typed in the place of one is not kept."""

import re

REFERENCE = re.compile(r"[A-Z]{2,4}-(?P<kind>[A-Z]{1,2})-[0-9A-Z]{1,12}")
"""Anything else that somebody typed into an address or a form may be a name."""
