"""Which rows of one agency's extract are about whom of another's: pairs with their weight, and what makes it up.

It finds and weighs, and decides nothing. Splink does the work, in an environment of its own (docs/adr/0021), so neither
the product nor the rules import this package.
"""
