"""Word documents (.docx): unpacked with limits, each part read and checked, packed anew from the parts that are known.

Kept are the text with its styles, headers, footers, notes, comments, lists and PNG or JPEG pictures. Left out are the
facts about its author, settings, embedded typefaces and thumbnails. Anything else refuses the file: macros, embedded
files, links to anything outside, and parts that we do not know.
"""

import re
import stat
import zipfile
import zlib
from io import BytesIO
from xml.sax.saxutils import quoteattr

from mappa.uploads import pictures
from mappa.uploads.model import PARTS, UNPACKED, FileRefused, Kind
from mappa.uploads.word_parts import HARM, HEADER, Relation, require_harmless_words, stamped_part, the_relations

DOCUMENT, PACKAGE = "word/document.xml", "_rels/.rels"
WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml."
KEPT = {
    "document": "document.main", "styles": "styles", "numbering": "numbering", "footnotes": "footnotes",
    "endnotes": "endnotes", "comments": "comments", "header": "header", "footer": "footer",
}  # fmt: skip
"""The parts that are kept, by name without number, with what each is."""
TEXT = re.compile(r"word/(document|styles|numbering|footnotes|endnotes|comments|header\d{0,2}|footer\d{0,2})\.xml")
THEME = re.compile(r"word/theme/theme\d{0,3}\.xml")
PICTURE = re.compile(r"word/media/[A-Za-z0-9_ -]{1,60}\.(png|jpe?g)", re.IGNORECASE)
RELATIONS = re.compile(r"(_rels/\.rels|word/_rels/[A-Za-z]+\d{0,2}\.xml\.rels)")
LEFT_OUT = re.compile(
    r"docProps/(app|core|custom)\.xml|docProps/thumbnail\.(jpe?g|png|wmf|emf)|customXml/[^.]*(\.xml)?(\.rels|\.xml)|word/fonts/[^/]*\.odttf"
    r"|word/(settings|webSettings|fontTable|people|stylesWithEffects|commentsExtended|commentsIds|commentsExtensible)\.xml"
    r"|word/theme/_rels/.*\.rels|word/glossary/.*\.(xml|rels)"
)
XML = '<?xml version="1.0" encoding="UTF-8"?>'
RATIO = 100
"""How many times a part larger than a megabyte may grow when it is unpacked. Text of Word grows ten to twenty times."""
MAIN = WORDPROCESSING + "document.main+xml"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def made_anew(content: bytes) -> bytes:
    """The document packed anew.

    Raises:
        FileRefused: it is damaged, larger inside than it may be, or holds something that could do harm.
    """
    try:
        return _packed(_kept(_unpacked(content)))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError) as problem:
        raise FileRefused(
            "The Word document is damaged or not complete. Open it in Word, save it again and send that."
        ) from problem


def _unpacked(content: bytes) -> dict[str, bytes]:
    """Every part that is read, by name. Sizes are checked from the directory, before anything is unpacked."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        entries = packed.infolist()
        if len(entries) > PARTS:
            raise FileRefused(f"The Word document has more than {PARTS} parts. Save it as a PDF and send that.")
        if sum(each.file_size for each in entries) > UNPACKED:
            raise FileRefused("The Word document unpacks to far more than was sent. Save it as a PDF and send that.")
        begins = min((each.header_offset for each in entries), default=1)
        names = [each.filename.lower() for each in entries]
        if begins or len(names) != len(set(names)) or packed.comment:
            raise FileRefused(HARM.format(what="something hidden between its parts"))
        return {each.filename: _part(packed, each) for each in entries if not each.is_dir()}


def _part(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    name = entry.filename
    parts = name.split("/")
    odd = (
        not name.isascii() or name.startswith("/") or "\\" in entry.orig_filename or "\0" in entry.orig_filename
        or ".." in parts or "" in parts or ":" in name
    )  # fmt: skip
    if odd or stat.S_ISLNK(entry.external_attr >> 16):
        raise FileRefused(HARM.format(what="a part whose name leads out of it"))
    if entry.flag_bits & 0x1:
        raise FileRefused("The Word document is locked with a password. Save it without one and send that.")
    if entry.file_size > 1024**2 and entry.file_size > RATIO * max(entry.compress_size, 1):
        raise FileRefused("The Word document unpacks to far more than was sent. Save it as a PDF and send that.")
    return packed.read(entry)


def _kept(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts that go into the new file, each checked.

    Raises:
        FileRefused: with the first part that cannot be kept.
    """
    types = parts.get("[Content_Types].xml", b"")
    if DOCUMENT not in parts or MAIN.encode() not in types or TRANSITIONAL not in parts[DOCUMENT]:
        raise FileRefused(
            "The file is packed like a Word document but is none, or is one with macros or a template. "
            "Save it as a Word document (.docx) and send that."
        )
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise FileRefused(HARM.format(what="macros"))
    kept = {}
    for name, content in parts.items():
        if name == "[Content_Types].xml" or LEFT_OUT.fullmatch(name):
            require_harmless_left_out(name, content)
        elif TEXT.fullmatch(name) or THEME.fullmatch(name):
            require_harmless_words(content)
            kept[name] = content
        elif PICTURE.fullmatch(name):
            kept[name] = _picture(content)
        elif RELATIONS.fullmatch(name):
            kept[name] = content
        else:
            raise FileRefused(HARM.format(what=_what(name)))
    of_parts = {name for name in kept if RELATIONS.fullmatch(name)}
    told = {name: _relations(name, kept) for name in of_parts}
    dropped = {name for name in of_parts if name != PACKAGE and _whose(name) not in kept}
    return {name: content for name, content in (kept | told).items() if name not in dropped}


def _whose(relations: str) -> str:
    return relations.replace("_rels/", "").removesuffix(".rels")


def require_harmless_left_out(name: str, content: bytes) -> None:
    """Refuse what is in a part that is left out, where a reader would take the whole for an attack.

    Raises:
        FileRefused: its relations lead outside, or its text defines entities.
    """
    if name.endswith(".rels"):
        _require_inside(the_relations(content))
    elif name.endswith(".xml"):
        require_harmless_words(content)


def _what(name: str) -> str:
    if "vba" in name.lower():
        return "macros"
    if "embeddings/" in name or "activeX" in name or name.lower().endswith((".bin", ".exe", ".zip")):
        return "an embedded file"
    if PICTURE.fullmatch(name.rpartition(".")[0] + ".png"):
        return "a picture that is neither PNG nor JPEG"
    return "a part that we do not know, such as a chart or drawing"


def _picture(content: bytes) -> bytes:
    kind = Kind.PNG if content.startswith(b"\x89PNG") else Kind.JPEG
    return pictures.made_anew(content, kind)


def _require_inside(relations: list[Relation]) -> None:
    if any(each.external for each in relations):
        raise FileRefused(HARM.format(what="a link to something outside it"))


def _relations(name: str, kept: dict[str, bytes]) -> bytes:
    """The relations of one part, those to parts that are left out dropped."""
    relations = the_relations(kept[name])
    _require_inside(relations)
    folder = "" if name == PACKAGE else "word/"
    lines = [
        f"<Relationship Id={quoteattr(each.id)} Type={quoteattr(each.type)} Target={quoteattr('/' + target)}/>"
        for each in relations
        if (target := each.target.lstrip("/") if each.target.startswith("/") else folder + each.target) in kept
    ]
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{XML}<Relationships xmlns="{space}">{"".join(lines)}</Relationships>'.encode()


def _types(kept: dict[str, bytes]) -> bytes:
    """What each part is, written by us."""
    lines = ['<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>']
    for name, content in kept.items():
        if name == HEADER:
            said = WORDPROCESSING + "header+xml"
        elif found := TEXT.fullmatch(name):
            said = WORDPROCESSING + KEPT[found[1].rstrip("0123456789")] + "+xml"
        elif THEME.fullmatch(name):
            said = "application/vnd.openxmlformats-officedocument.theme+xml"
        elif PICTURE.fullmatch(name):
            said = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
        else:
            continue
        lines.append(f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(said)}/>")
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'{XML}<Types xmlns="{space}">{"".join(lines)}</Types>'.encode()


def _packed(kept: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in {"[Content_Types].xml": _types(kept), **kept}.items():
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def stamped(content: bytes, line: str) -> bytes:
    """The document with a line of text at the top of every page, above the header that it has.

    Args:
        line: the marking, the number of the copy, and whose it is.
    """
    with zipfile.ZipFile(BytesIO(content)) as held:
        parts = {each: held.read(each) for each in held.namelist() if each != "[Content_Types].xml"}
    return _packed(stamped_part(parts, line))
