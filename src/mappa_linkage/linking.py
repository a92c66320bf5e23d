"""Two extracts in, pairs out. The weights are learnt from the extracts themselves; nobody's answers are used."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker
from splink.internals.exceptions import SplinkException

from mappa_linkage import model

MORE_LIKELY_THAN_NOT = 0.5
"""From which probability two rows count as one person. A fixed rule, chosen before any labels were looked at."""
SEED = 1
PAIRS_SAMPLED = 2_000_000
"""Pairs drawn at random to learn how often two different people agree by chance."""
FOUND_BY_SURE = 0.8
"""What part of the true pairs the sure agreements find. A guess of ours; it sets the start of every weight alike."""
LEAST_ROWS = 200
"""Below this there is too little to learn weights from."""
LEAST_SURE = 30
"""With fewer sure pairs than this nothing is learnt from pairs: it would be learnt from strangers."""


class BadExtract(Exception):
    """An extract cannot be linked. The message says what to do."""


@dataclass(frozen=True)
class Part:
    """What one comparison adds: how the two rows agree in it, and how many bits that speaks for one person."""

    column: str
    agreement: str
    weight: float


@dataclass(frozen=True)
class Pair:
    """Two rows by their ids, how likely they are one person, and the weight in bits; `start` is before comparing."""

    one: str
    other: str
    probability: float
    weight: float
    start: float
    parts: tuple[Part, ...]


def link(files: Sequence[Path], *, least: float = MORE_LIKELY_THAN_NOT) -> list[Pair]:
    """The pairs of two extracts, or within a single one, that are likely to be one person; likeliest first.

    Args:
        files: CSV or Parquet, with the columns of `model`.
        least: the least probability, from 0 to 1.

    Raises:
        BadExtract: a file cannot be read, lacks a column, repeats an id, or has too few rows to learn from.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect()
    tables = [_read(connection, file, f"extract_{place}") for place, file in enumerate(files)]
    columns = [column for column in model.COLUMNS if all(_fills(connection, table, column) for table in tables)]
    for column in model.NEEDED:
        if column not in columns:
            raise BadExtract(
                f"The column {column} is empty in an extract, so nothing was linked. Fill it and link again."
            )
    api = DuckDBAPI(connection)
    told = [api.register(table, dataset_display_name=f"rows_{place}") for place, table in enumerate(tables)]
    link_type = "link_only" if len(told) > 1 else "dedupe_only"
    chance = 1 / _pairs(connection, tables)  # one pair in all, until the extracts tell
    linker = Linker(told, model.settings(columns, link_type=link_type, chance=chance), log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS_SAMPLED, seed=SEED)
    if _sure_pairs(connection, tables, columns) >= LEAST_SURE:
        linker = _learnt(linker, told, columns)
    found = linker.inference.predict(threshold_match_probability=least).as_record_list()
    known = linker.misc.save_model_to_json()
    start = _bits(known["probability_two_random_records_match"])
    pairs = [_pair(row, known["comparisons"], start) for row in found]
    return sorted(pairs, key=lambda pair: (-pair.weight, pair.one, pair.other))


def _read(connection: duckdb.DuckDBPyConnection, file: Path, table: str) -> str:
    """One extract as a table: every value as text, in lower case, without accents, edges or marks; empty is missing."""
    try:
        _take(connection, file, table)
    except duckdb.Error as problem:
        raise BadExtract(f"{file.name} cannot be read, so nothing was linked: {problem}") from problem
    [(rows, ids)] = connection.execute(f"SELECT count(*), count(DISTINCT id) FROM {table}").fetchall()  # noqa: S608 - our own names
    if rows != ids:
        raise BadExtract(
            f"{file.name} has {rows} rows and {ids} ids, so nothing was linked. Give each row an id of its own."
        )
    if rows < LEAST_ROWS:
        raise BadExtract(
            f"{file.name} has {rows} rows. Weights are learnt from the extracts, which takes {LEAST_ROWS} rows or more."
            " Search for these people one by one instead."
        )
    return table


def _take(connection: duckdb.DuckDBPyConnection, file: Path, table: str) -> None:
    reader = "read_parquet(?)" if file.suffix.lower() == ".parquet" else "read_csv(?, all_varchar=true, header=true)"
    described = f"DESCRIBE SELECT * FROM {reader}"  # noqa: S608 - one of two readers
    there = [row[0] for row in connection.execute(described, [str(file)]).fetchall()]
    if missing := [column for column in model.NEEDED if column not in there]:
        raise BadExtract(
            f"{file.name} has no column {', '.join(missing)}, so nothing was linked. "
            f"It needs {', '.join(model.NEEDED)} and may have {', '.join(model.FURTHER)}."
        )
    plain = "nullif(trim(regexp_replace(strip_accents(lower({0}::text)), '[^a-z0-9 ]', '', 'g')), '')"
    wanted = [
        f"{plain.format(column)} AS {column}" if column in there else f"NULL::text AS {column}"
        for column in model.COLUMNS[1:]
    ]
    taken = f"SELECT trim(id::text) AS id, {', '.join(wanted)} FROM {reader} ORDER BY 1"  # noqa: S608 - our own names
    connection.execute(f"CREATE TABLE {table} AS {taken}", [str(file)]).fetchall()


def _fills(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> bool:
    [(filled,)] = connection.execute(f"SELECT count({column}) FROM {table}").fetchall()  # noqa: S608 - our own names
    return bool(filled)


def _pairs(connection: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> int:
    """How many pairs there are in all."""
    rows = [_rows(connection, table) for table in tables]
    return rows[0] * rows[1] if len(rows) > 1 else rows[0] * (rows[0] - 1) // 2


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    [(rows,)] = connection.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608 - our own names
    return int(rows)


def _sure_pairs(connection: duckdb.DuckDBPyConnection, tables: Sequence[str], columns: Sequence[str]) -> int:
    """How many pairs agree surely. Where records are searched for before one is opened, none may."""
    one, other = tables[0], tables[-1]
    apart = "one.id < other.id" if len(tables) == 1 else "true"
    ways = [
        " AND ".join(f"one.{column} = other.{column}" for column in way)
        for way in model.SURELY
        if set(way) <= set(columns)
    ]
    agree = " UNION ".join(
        f"SELECT one.id, other.id AS other_id FROM {one} one JOIN {other} other ON {way} AND {apart}"  # noqa: S608 - our own names
        for way in ways
    )
    [(pairs,)] = connection.execute(f"SELECT count(*) FROM ({agree})").fetchall()  # noqa: S608 - our own names
    return int(pairs)


def _learnt(linker: Linker, told: Sequence[Any], columns: Sequence[str]) -> Linker:
    """The model with weights that the pairs of one person taught."""
    linker.training.estimate_probability_two_random_records_match(model.sure(columns), recall=FOUND_BY_SURE)
    for rule in model.learnt_within():
        before = linker.misc.save_model_to_json()
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        except (SplinkException, ValueError):
            # no such pairs; or all or none of them are one person: a chance of 0 or 1, which has no weight.
            # The linker that failed is left without the comparisons it held still.
            linker = Linker(told, before, log_level=logging.ERROR)
    return linker


def _bits(probability: float) -> float:
    return log2(probability / (1 - probability))


def _pair(row: dict[str, Any], comparisons: list[dict[str, Any]], start: float) -> Pair:
    return Pair(
        one=row["id_l"],
        other=row["id_r"],
        probability=float(row["match_probability"]),
        weight=round(float(row["match_weight"]), 3),
        start=round(start, 3),
        parts=tuple(_parts(row, comparisons)),
    )


def _parts(row: dict[str, Any], comparisons: list[dict[str, Any]]) -> Iterator[Part]:
    for comparison in comparisons:
        name = comparison["output_column_name"]
        worded = model.AGREEMENTS[name]
        reached = int(row[f"gamma_{name}"])
        rarity = row.get(f"mw_tf_adj_{name}") or 0.0
        said = model.MISSING if reached < 0 else worded[len(worded) - 1 - reached]
        yield Part(name, said, round(float(row[f"mw_{name}"]) + float(rarity), 3))
