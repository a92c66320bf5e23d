"""Governance in plain values."""
