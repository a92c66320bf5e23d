"""Agencies, and what they have agreed, in plain values."""
