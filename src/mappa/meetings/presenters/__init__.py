"""Meetings, requests and minutes as plain values for pages."""
