"""Shares in plain values for pages."""
