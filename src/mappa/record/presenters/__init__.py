"""Attachments and the first page in plain values."""
