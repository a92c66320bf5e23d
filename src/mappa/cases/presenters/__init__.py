"""Cases in plain values for pages."""

from mappa.cases.presenters.frame import case_frame, person_frame

__all__ = ["case_frame", "person_frame"]
