"""The XML inside a Word document: what could do harm in it, what it is related to, and where a stamp goes."""

import re
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape

from mappa.uploads.model import FileRefused

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DEEPEST = 200
"""Elements inside each other, included."""
FORBIDDEN = frozenset({
    "object", "OLEObject", "control", "altChunk", "subDoc", "mailMerge", "attachedTemplate", "movie", "quickTimeFile",
    "audioFile", "videoFile", "wavAudioFile", "oleObj", "frameset", "hlinkClick", "hlinkHover", "script",
    "saveThroughXslt",
})  # fmt: skip
FIELDS = frozenset({
    "PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "DATE", "TIME", "TOC", "TC", "PAGEREF", "REF", "NOTEREF", "SEQ",
    "STYLEREF", "TITLE", "AUTHOR", "FILENAME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "FORMTEXT", "FORMCHECKBOX",
    "FORMDROPDOWN", "LISTNUM", "SYMBOL", "NUMWORDS", "NUMCHARS", "XE", "INDEX",
})  # fmt: skip
"""Fields that only count, repeat or date. Every other can fetch, run or build one that does."""
TO_A_BOOKMARK = re.compile(r'HYPERLINK\s+\\l\s+"?[\w.]+"?(\s+\\h)?')
LEADS_OUT = re.compile(
    r"\s*([a-z][a-z0-9+.-]*:/|javascript:|vbscript:|data:|mailto:|ms-[a-z]+:|\\\\|//)", re.IGNORECASE
)
HARM = (
    "The Word document holds {what}, which could do harm when it is opened. "
    "Take it out, or save the document as a PDF and send that."
)


@dataclass(frozen=True)
class Relation:
    """That a part uses another."""

    id: str
    type: str
    target: str
    external: bool


class Reader:
    """Reads one part without following anything, and refuses what defines or fetches."""

    def __init__(self) -> None:
        self.depth = 0
        self.text = ""
        self.parser = expat.ParserCreate(encoding="UTF-8", namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._no_definitions
        self.parser.EntityDeclHandler = self._no_definitions
        self.parser.ProcessingInstructionHandler = self._no_definitions
        self.parser.StartElementHandler = self._begins
        self.parser.EndElementHandler = self._ends
        self.parser.CharacterDataHandler = self.said

    def read(self, content: bytes) -> None:
        """Read it whole.

        Raises:
            FileRefused: it is no XML, or holds what is refused.
        """
        if not content.startswith((b"<", b"\xef\xbb\xbf<")):
            raise FileRefused(HARM.format(what="text in a form that hides what it says"))
        try:
            self.parser.Parse(content, True)  # noqa: FBT003 - expat's own signature
        except expat.ExpatError as problem:
            raise FileRefused(
                "The Word document is damaged, so it cannot be read. Open it in Word, save it again and send that."
            ) from problem

    def _no_definitions(self, *_: object) -> None:
        raise FileRefused(HARM.format(what="definitions that documents do not need"))

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FileRefused(HARM.format(what="parts inside parts without end"))
        self.begins(*_apart(name), {_apart(key)[1]: value for key, value in attributes.items()})

    def _ends(self, name: str) -> None:
        self.depth -= 1
        self.ends(_apart(name)[1])

    def begins(self, space: str, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def ends(self, name: str) -> None:
        """An element ends."""

    def said(self, text: str) -> None:
        """Some text."""


def _apart(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition(" ")
    return space, local


class Words(Reader):
    """Reads text, and refuses elements, fields and addresses that could do harm."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[str] = []
        self.telling = False

    def begins(self, space: str, name: str, attributes: dict[str, str]) -> None:
        """An element: refused where it embeds or runs something, or an attribute leads outside."""
        if name in FORBIDDEN and "customXml" not in space:
            raise FileRefused(HARM.format(what="something embedded or linked"))
        for key, value in attributes.items():
            plain = key == "uri" or name in {"Override", "Default"}
            if not plain and LEADS_OUT.match(value):
                raise FileRefused(HARM.format(what="a link to something outside it"))
        if name == "fldSimple":
            _require_plain_field(attributes.get("instr", ""))
        if name == "fldChar":
            self._field(attributes.get("fldCharType", ""))
        self.telling = name in {"instrText", "delInstrText"}

    def ends(self, name: str) -> None:
        """An element ends."""
        if name in {"instrText", "delInstrText"}:
            self.telling = False

    def said(self, text: str) -> None:
        """Text of a field is kept until the field is told whole."""
        if self.telling:
            if not self.fields:
                _require_plain_field(text)
            else:
                self.fields[-1] += text

    def _field(self, step: str) -> None:
        if step == "begin":
            self.fields.append("")
        elif step in {"separate", "end"} and self.fields:
            told = self.fields[-1]
            if told is not DONE:
                _require_plain_field(told)
                self.fields[-1] = DONE
            if step == "end":
                self.fields.pop()


DONE = "\0"
"""Stands for the text of a field that was checked."""


def _require_plain_field(told: str) -> None:
    words = told.replace(DONE, "").split()
    if words and (words[0].upper() in FIELDS or TO_A_BOOKMARK.fullmatch(" ".join(words))):
        return
    raise FileRefused(HARM.format(what="a field that fetches or works something out"))


def require_harmless_words(content: bytes) -> None:
    """Read one part of a document.

    Raises:
        FileRefused: it holds what could do harm, or is no XML.
    """
    reader = Words()
    reader.read(content)
    if any(told is not DONE for told in reader.fields):
        raise FileRefused(HARM.format(what="a field that does not end"))


class _Relations(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Relation] = []

    def begins(self, _space: str, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            outside = attributes.get("TargetMode", "Internal") != "Internal" or LEADS_OUT.match(target) is not None
            self.found.append(Relation(attributes.get("Id", ""), attributes.get("Type", ""), target, outside))


def the_relations(content: bytes) -> list[Relation]:
    """What a part uses.

    Raises:
        FileRefused: it is no XML.
    """
    reader = _Relations()
    reader.read(content)
    return reader.found


class _Places(Reader):
    """Where in a part its first element ends its opening, and where its last section begins and what it has."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = self.section = self.body_ends = -1
        self.has: set[str] = set()

    def begins(self, _space: str, name: str, attributes: dict[str, str]) -> None:
        if self.depth == 2 and self.inside < 0:  # noqa: PLR2004 - the first element inside the outermost
            self.inside = self.parser.CurrentByteIndex
        if name == "sectPr" and self.section < 0:
            self.section = self.parser.CurrentByteIndex
        if name == "headerReference" and self.section >= 0 and self._first:
            self.has.add(attributes.get("type", ""))

    _first = True

    def ends(self, name: str) -> None:
        if name == "sectPr":
            self._first = False
        if name == "body":
            self.body_ends = self.parser.CurrentByteIndex


HEADER, STAMP = "word/header999.xml", "rIdMappaStamp"


def _paragraph(line: str) -> bytes:
    run = f'<m:r><m:rPr><m:sz m:val="16"/></m:rPr><m:t xml:space="preserve">{escape(line)}</m:t></m:r>'
    return f'<m:p xmlns:m="{SPACE}">{run}</m:p>'.encode()


def stamped_part(parts: dict[str, bytes], line: str) -> dict[str, bytes]:
    """All parts of a document that was made anew, with a line at the top of each header, and a header where none is."""
    told = dict(parts)
    for name, content in parts.items():
        if re.fullmatch(r"word/header\d*\.xml", name):
            places = _Places()
            places.read(content)
            if places.inside >= 0:
                told[name] = content[: places.inside] + _paragraph(line) + content[places.inside :]
    told[HEADER] = f'<m:hdr xmlns:m="{SPACE}">'.encode() + _paragraph(line) + b"</m:hdr>"
    places = _Places()
    document = parts["word/document.xml"]
    places.read(document)
    missing = "".join(
        f'<m:headerReference xmlns:m="{SPACE}" xmlns:o="{OFFICE}" m:type="{each}" o:id="{STAMP}"/>'
        for each in ("default", "first", "even") if each not in places.has
    ).encode()  # fmt: skip
    if places.section < 0:
        at = places.body_ends
        told["word/document.xml"] = (
            document[:at] + f'<m:sectPr xmlns:m="{SPACE}">'.encode() + missing + b"</m:sectPr>" + document[at:]
        )
    else:
        opens = document.index(b">", places.section)
        if document[opens - 1 : opens] == b"/":
            name = document[places.section + 1 : opens - 1].split()[0]
            told["word/document.xml"] = (
                document[: opens - 1] + b">" + missing + b"</" + name + b">" + document[opens + 1 :]
            )
        else:
            told["word/document.xml"] = document[: opens + 1] + missing + document[opens + 1 :]
    relations = "word/_rels/document.xml.rels"
    own = f'<Relationship Id="{STAMP}" Type="{OFFICE}/header" Target="/{HEADER}"/>'.encode()
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    told[relations] = told.get(relations, empty).replace(b"</Relationships>", own + b"</Relationships>")
    return told
