"""Victims in plain values: what is recorded about them, and what of it reaches others."""
