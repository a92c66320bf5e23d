"""The demonstration: two invented areas, their people, and what is going on in them today."""
