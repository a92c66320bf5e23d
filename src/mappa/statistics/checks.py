"""Sums that must agree, and tables that ought to (STATS-12, 13)."""

from mappa.statistics.tables import Table


def sums(table: Table) -> list[str]:
    """Every row and column whose parts do not add up to its total, and where to look.

    It happens when somebody is counted in a cell that cannot apply: in category 3 at level 1, say.
    """
    rows = dict(table.rows())
    columns = {name: {key: row[name] for key, row in rows.items()} for name in rows["total"]}
    return [
        f"{table.name}, {key}: the parts make {parts} and the total says {line['total'] or 0}. Look for somebody at a"
        " level that their category cannot have, correct it, and count again."
        for key, line in (*rows.items(), *columns.items())
        if (parts := sum(figure or 0 for name, figure in line.items() if name != "total")) != (line["total"] or 0)
    ]


def left_out(*tables: Table) -> list[str]:
    """People whom a table had to leave out because their category has no column. Worth a note."""
    return [
        f"{table.name}: {len(table.unplaced)} at a counted level have no category that this edition has a column for,"
        " so the table leaves them out. Decide their category, or say so in a note."
        for table in tables
        if table.unplaced
    ]


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
