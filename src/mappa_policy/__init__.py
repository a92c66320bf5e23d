"""The rules of MAPPA: dated, cited, explained. Pure Python; no Django, no database, no clock."""
