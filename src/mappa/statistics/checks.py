"""Sums that must agree, and tables that ought to (STATS-12, 13)."""

from mappa.statistics.tables import Table


def sums(table: Table) -> list[str]:
    """Every row and column whose parts do not add up to its total."""
    problems = []
    for key, row in table.rows():
        parts = sum(figure or 0 for name, figure in row.items() if name != "total")
        if parts != (row["total"] or 0):
            problems.append(f"{table.name}, {key}: the parts make {parts} and the total says {row['total']}.")
    rows = dict(table.rows())
    for column in rows["total"]:
        parts = sum(row[column] or 0 for key, row in rows.items() if key != "total")
        if parts != (rows["total"][column] or 0):
            problems.append(
                f"{table.name}, {column}: the parts make {parts} and the total says {rows['total'][column]}."
            )
    return problems


def disagreements(in_year: Table, *returns: Table) -> list[str]:
    """Returns to custody at a level where fewer people were counted in the year. Worth a note, no reason to stop."""
    found = []
    for table in returns:
        for level in table.levels:
            for category in (*table.categories, None):
                back, held = table.figure(level, category) or 0, in_year.figure(level, category) or 0
                if back > held:
                    who = f"category {category}" if category else "all categories"
                    found.append(
                        f"{back} returned to custody at level {level} ({who}) against {held} counted there in the"
                        " year. Returns are counted as events at the level of that day. Add a note to the report."
                    )
    return found
