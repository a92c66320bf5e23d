"""Files that people send: decided by content, taken apart in a process of its own, and made anew (docs/adr/0022)."""
