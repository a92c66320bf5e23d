"""The report as an OpenDocument spreadsheet: our own small writer, since the libraries are no longer kept."""

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from mappa.statistics.labels import definitions
from mappa.statistics.services import AnnualReport
from mappa.statistics.sheets import DASH, Cell, Sheet

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "manifest")
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MANIFEST = (
    f'{HEAD}<manifest:manifest {SPACES} manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def _cell(value: Cell) -> str:
    text = f"<text:p>{escape(DASH if value is None else str(value))}</text:p>"
    if isinstance(value, int):
        return f'<table:table-cell office:value-type="float" office:value="{value}">{text}</table:table-cell>'
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def _table(name: str, rows: Iterable[Iterable[Cell]]) -> str:
    lines = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    return f"<table:table table:name={quoteattr(name)}><table:table-column/>{lines}</table:table>"


def ods(sheets: list[Sheet], report: AnnualReport, stamp: str = "") -> bytes:
    """One sheet for each table and one for definitions and notes. Text cells can never become formulas."""
    marked = [(stamp,)] if stamp else []
    tables = [
        _table(f"Table {number}", [(sheet.title,), sheet.columns, *sheet.rows, *marked])
        for number, sheet in enumerate(sheets, start=1)
    ]
    notes = [(f"({item.letter}) {item.term}. {item.meaning}",) for item in definitions(report.edition)]
    tables.append(_table("Notes", [*marked, *notes, *((line,) for line in (*report.notes, *report.warnings))]))
    content = (
        f'{HEAD}<office:document-content {SPACES} office:version="1.3"><office:body><office:spreadsheet>'
        f"{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        # The format wants the type first and not compressed, so that it can be read off the first bytes.
        packed.writestr("mimetype", MIMETYPE, compress_type=zipfile.ZIP_STORED)
        packed.writestr("META-INF/manifest.xml", MANIFEST)
        packed.writestr("content.xml", content)
    return out.getvalue()
