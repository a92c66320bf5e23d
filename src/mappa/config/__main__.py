"""`python -m mappa.config`: the product's commands without the rules' own."""

from mappa.config.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
