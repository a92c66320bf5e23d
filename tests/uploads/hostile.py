"""Files that are sent to do harm, written by this script when they are asked for. None is ever kept in the tree.

What each would do is harmless in itself: payloads are the word `Canarypayload`, addresses are loopback or `.invalid`.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.uploads.friendly import a_pdf, a_photograph, a_picture, a_word_document, written

PAYLOAD = "Canarypayload"
SCRIPT = f"<script>alert('{PAYLOAD}')</script>"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
AS_IT_IS = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}
OUTSIDE = "http://127.0.0.1:9/x"


class Hostile(NamedTuple):
    """One file: what it is, the name it is sent under, and its bytes."""

    says: str
    name: str
    content: bytes


def everything() -> list[Hostile]:
    """The whole corpus, the same every time."""
    return [*refused(), *made_safe()]


def refused() -> Iterator[Hostile]:
    """What has to be refused."""
    return (each for family in FAMILIES for each in family())


def other_kinds() -> Iterator[Hostile]:
    """Kinds of file that are not taken, under their own names and as a picture."""
    eicar = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    kinds = {
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">{SCRIPT}</svg>',
        "html": f"<!doctype html>{SCRIPT}",
        "xhtml": f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">{SCRIPT}</html>', "js": "alert(1)",
        "xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "txt": eicar, "com": eicar,
        "hta": SCRIPT, "php": "<?php echo 1; ?>", "sh": "#!/bin/sh\ntrue", "bat": "@echo off", "ps1": "Write-Host x",
        "vbs": "MsgBox 1", "lnk": "L\0\0\0\x01\x14\x02\0", "url": f"[InternetShortcut]\nURL={OUTSIDE}",
        "exe": "MZ\x90\0", "elf": "\x7fELF", "class": "\xca\xfe\xba\xbe", "swf": "FWS\x09", "rtf": "{\\rtf1{\\object}}",
        "doc": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "xls": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "gif": "GIF89a=1;alert(1)//",
        "bmp": "BM\x3c\0", "tiff": "II*\0", "webp": "RIFF\0\0\0\0WEBPVP8 ", "ico": "\0\0\1\0", "psd": "8BPS",
        "eps": "%!PS-Adobe",
        "7z": "7z\xbc\xaf\x27\x1c", "rar": "Rar!\x1a\x07", "gz": "\x1f\x8b\x08",
        "mht": f"MIME-Version: 1.0\n\n{SCRIPT}",
        "eml": f"From: x\n\n{SCRIPT}", "csv": "=cmd|'/c calc'!A0",
        "heic": "\0\0\0\x18ftypheic", "mp4": "\0\0\0\x18ftypmp42",
    }  # fmt: skip
    for ending, text in kinds.items():
        content = text.encode("latin-1")
        yield Hostile(f"{ending} under its own name", f"x.{ending}", content)
        yield Hostile(f"{ending} called a picture", "x.png", content)
    yield Hostile("nothing at all", "x.pdf", b"")
    yield Hostile("larger than is taken", "x.pdf", b"%PDF-1.7\n" + b"0" * (10 * 1024**2 + 1))


def lying_names() -> Iterator[Hostile]:
    """Names that say something else than the file holds, or hide how they end."""
    picture, page = a_picture(), written(a_pdf())
    for name in ("x.exe", "x.pdf", "x.svg", "x.html", "x.jpg", "x.png.exe", "x.png.js", "x.docx", "x.png\0.exe"):
        yield Hostile("a picture under another name", name, picture)
    for name in ("x.docx", "x.png", "x.html", "x.pdf.exe", "x.pdf.lnk"):
        yield Hostile("a PDF under another name", name, page)


def hidden_names() -> Iterator[Hostile]:
    """Names that turn round how they are read. A web server drops such characters before the product sees them."""
    picture = a_picture()
    for hidden in "\u202e\u202d\u200b\u2066\u200f\ufeff":
        yield Hostile("a name with hidden characters", f"photo{hidden}gnp.png", picture)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png_of(width: int, height: int, body: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = _chunk(b"IDAT", zlib.compress(body or b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + data + _chunk(b"IEND", b"")


def pictures_that_are_refused() -> Iterator[Hostile]:
    """Floods of pixels, polyglots, and pictures that break off."""
    picture, photograph = a_picture(), a_photograph()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.html", SCRIPT)
    for width, height in (
        (65535, 65535),
        (100_000, 100_000),
        (2**31 - 1, 1),
        (20_000, 20_000),
        (1, 2**31 - 1),
        (0, 10),
    ):
        yield Hostile(f"a flood of {width} by {height} pixels", "x.png", _png_of(width, height))
    at = photograph.index(b"\xff\xc0") + 5
    yield Hostile("a flood of pixels", "x.jpg", photograph[:at] + b"\xff\xff\xff\xff" + photograph[at + 4 :])
    for says, more in (("a script", SCRIPT.encode()), ("an archive", packed.getvalue()), ("a PDF", written(a_pdf())),
                       ("a program", b"MZ\x90\0" * 20), ("a second picture", picture)):  # fmt: skip
        yield Hostile(f"a picture with {says} behind it", "x.png", picture + more)
    for part in (9, 20, 33, 60, len(picture) - 13):
        yield Hostile("a picture that breaks off", "x.png", picture[:part])
    for part in (3, 20, 200, len(photograph) // 2):
        yield Hostile("a photograph that breaks off", "x.jpg", photograph[:part])
    yield Hostile("a picture whose checksum is wrong", "x.png", picture.replace(b"IDAT", b"IDAX"))
    moving = io.BytesIO()
    from PIL import Image  # noqa: PLC0415 - only here

    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(moving, "PNG", save_all=True, append_images=frames[1:])
    yield Hostile("a picture that moves", "x.png", moving.getvalue())
    yield Hostile("a script that begins as a picture", "x.png", b"\x89PNG\r\n\x1a\n" + SCRIPT.encode() * 20)
    yield Hostile("a script that begins as a photograph", "x.jpg", b"\xff\xd8\xff\xe0" + SCRIPT.encode() * 20)
    bomb = zlib.compress(b"\0" * 50_000_000, 9)
    head = struct.pack(">IIBBBBB", 4000, 4100, 8, 6, 0, 0, 0)
    yield Hostile("a picture that unpacks to more than is taken", "x.png",
                  a_picture()[:8] + _chunk(b"IHDR", head) + _chunk(b"IDAT", bomb) + _chunk(b"IEND", b""))  # fmt: skip


def pdfs_that_are_refused() -> Iterator[Hostile]:
    """Locked, broken, hidden behind or before, unpacking without end, or a program of their own."""
    page = written(a_pdf())
    yield Hostile("a locked PDF", "x.pdf", written(a_pdf(), encryption=pikepdf.Encryption(owner="a", user="b")))
    yield Hostile("a PDF that is locked for changes", "x.pdf",
                  written(a_pdf(), encryption=pikepdf.Encryption(owner="a", user="")))  # fmt: skip
    for says, before, behind in (("a script before", SCRIPT.encode(), b""), ("a script behind", b"", SCRIPT.encode()),
                                 ("an archive behind", b"", b"PK\x03\x04" + b"\0" * 40),
                                 ("a picture before", a_picture(), b"")):  # fmt: skip
        yield Hostile(f"a PDF with {says} it", "x.pdf", before + page + behind)
    for part in (8, 100, len(page) // 2, len(page) - 20):
        yield Hostile("a PDF that breaks off", "x.pdf", page[:part])
    for seed in range(6):
        yield Hostile("a PDF of noise", "x.pdf", b"%PDF-1.7\n" + random.Random(seed).randbytes(4000) + b"%%EOF")  # noqa: S311
    bomb = a_pdf(1)
    bomb.pages[0].obj.Contents = pikepdf.Stream(bomb, zlib.compress(b" " * 80_000_000, 9), Filter=Name.FlateDecode)
    yield Hostile("a PDF that unpacks without end", "x.pdf", written(bomb))
    twice = a_pdf(1)
    packed = zlib.compress(zlib.compress(b" " * 80_000_000, 9), 9)
    twice.pages[0].obj.Contents = pikepdf.Stream(twice, packed, Filter=Array([Name.FlateDecode, Name.FlateDecode]))
    yield Hostile("a PDF packed twice", "x.pdf", written(twice, **AS_IT_IS))
    thrice = a_pdf(1)
    thrice.pages[0].obj.Contents = pikepdf.Stream(thrice, zlib.compress(b"x"), Filter=Array([Name.FlateDecode] * 5))
    yield Hostile("a PDF packed many times", "x.pdf", written(thrice, **AS_IT_IS))
    many = pikepdf.Pdf.new()
    for _ in range(400):
        many.add_blank_page()
    yield Hostile("a PDF of too many pages", "x.pdf", written(many))
    form = a_pdf()
    form.Root.AcroForm = Dictionary(XFA=form.make_stream(b"<xdp/>"), Fields=Array([]))
    yield Hostile("a PDF that is a program (XFA)", "x.pdf", written(form))
    none = pikepdf.Pdf.new()
    yield Hostile("a PDF without pages", "x.pdf", written(none))


def _action(kind: str = "/JavaScript") -> Dictionary:
    return Dictionary(
        Type=Name.Action, S=Name(kind), JS=f"app.alert('{PAYLOAD}')", URI=OUTSIDE, F="calc.exe", N=PAYLOAD
    )


def _with(name: str, content: bytes | str, **also: bytes | str) -> bytes:
    """A Word document with one more part, or one replaced."""
    return packed_again({name: content} | {key.replace("__", "/"): value for key, value in also.items()})


def packed_again(more: dict[str, bytes | str], base: bytes | None = None) -> bytes:
    """A Word document with some of its parts replaced, and others added."""
    parts: dict[str, bytes | str] = {}
    with zipfile.ZipFile(io.BytesIO(base or a_word_document())) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (parts | more).items():
            packed.writestr(name, content)
    return out.getvalue()


@cache
def part_of(name: str) -> str:
    """One part of an ordinary Word document, as text."""
    with zipfile.ZipFile(io.BytesIO(a_word_document())) as held:
        return held.read(name).decode()


def word_with_parts() -> Iterator[Hostile]:
    """Macros, embedded files, and parts that no letter needs."""
    for name in (
        "word/vbaProject.bin", "word/vbaData.xml", "word/embeddings/oleObject1.bin", "word/embeddings/x.xlsx",
        "word/embeddings/x.docm", "word/activeX/activeX1.xml", "word/activeX/activeX1.bin", "word/media/x.exe",
        "word/media/x.svg", "word/media/x.emf", "word/media/x.wmf", "word/media/x.gif", "word/media/x.tiff",
        "word/charts/chart1.xml", "word/diagrams/data1.xml", "word/afchunk.html", "word/afchunk.mht", "x.html",
        "xl/workbook.xml", "ppt/presentation.xml", "word/printerSettings/p.bin", "customUI/customUI.xml",
        "word/vbaProjectSignature.bin", "inner.zip", "word/x.jar", "_xmlsignatures/sig1.xml",
        "word/attachedToolbars.bin",
    ):  # fmt: skip
        yield Hostile(f"a Word document with {name}", "x.docx", _with(name, SCRIPT))
    types = part_of("[Content_Types].xml")
    for main in (
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ):  # fmt: skip
        told = types.replace("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", main)
        yield Hostile(
            "a Word document with macros or a template, by its types", "x.docx", _with("[Content_Types].xml", told)
        )
    yield Hostile("a picture in a Word document that is none", "x.docx", _with("word/media/image9.png", SCRIPT))
    yield Hostile(
        "a flood of pixels in a Word document", "x.docx", _with("word/media/image9.png", _png_of(60_000, 60_000))
    )
    yield Hostile("a picture and archive in a Word document", "x.docx",
                  _with("word/media/image9.png", a_picture() + b"PK\x03\x04"))  # fmt: skip
    yield Hostile("a document with macros under its own name", "x.docm", a_word_document())


def word_with_relations() -> Iterator[Hostile]:
    """Relations to something outside, in each part that can have them."""
    kinds = (
        "attachedTemplate", "oleObject", "image", "frame", "hyperlink", "subDocument", "mailMergeSource", "video",
        "externalLinkPath", "aFChunk",
    )  # fmt: skip
    relations = part_of("word/_rels/document.xml.rels")
    for kind in kinds:
        line = f'<Relationship Id="rId99" Type="{R}/{kind}" Target="{OUTSIDE}" TargetMode="External"/>'
        told = relations.replace("</Relationships>", f"{line}</Relationships>")
        yield Hostile(f"a Word document with {kind} outside", "x.docx", _with("word/_rels/document.xml.rels", told))
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    for part in ("settings", "header1", "footer1", "footnotes", "fontTable", "comments", "glossary/document"):
        folder, _, name = f"word/{part}".rpartition("/")
        line = f'<Relationship Id="r1" Type="{R}/attachedTemplate" Target="\\\\127.0.0.1\\x" TargetMode="External"/>'
        content = f"<Relationships {space}>{line}</Relationships>"
        yield Hostile(f"relations of {part} outside", "x.docx", _with(f"{folder}/_rels/{name}.xml.rels", content))
    for target in (OUTSIDE, "\\\\127.0.0.1\\share\\x", "file:///etc/passwd", "javascript:alert(1)", "//127.0.0.1/x"):
        line = f'<Relationship Id="rId99" Type="{R}/image" Target="{target}"/>'
        told = relations.replace("</Relationships>", f"{line}</Relationships>")
        yield Hostile(
            "a relation that leads outside without saying so", "x.docx", _with("word/_rels/document.xml.rels", told)
        )


def word_with_words() -> Iterator[Hostile]:
    """Text that embeds, fetches or defines."""
    document = part_of("word/document.xml")

    def holding(inside: str, says: str) -> Hostile:
        told = document.replace("<w:body>", f"<w:body><w:p>{inside}</w:p>")
        return Hostile(says, "x.docx", _with("word/document.xml", told))

    for field in ("DDE cmd x", "DDEAUTO c:\\\\x", f'INCLUDETEXT "{OUTSIDE}"', f'INCLUDEPICTURE "{OUTSIDE}"',
                  "QUOTE 68 68 69",
                  f'LINK Excel.Sheet "{OUTSIDE}"', "MACROBUTTON x y", 'HYPERLINK "http://x.invalid"', "IF 1=1 x y",
                  'DATABASE \\d "x"', "EMBED Package", 'AUTOTEXT "x"', "", 'RD "x"', "IMPORT x"):  # fmt: skip
        yield holding(f"<w:fldSimple w:instr='{field}'/>", f"a simple field {field[:8]}")
    for runs in (("DDE", "AUTO cmd"), ("D", "D", "E x"), ("INCLUDE", "TEXT x"), ("QUOTE 68",)):
        told = "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in runs)
        yield holding(f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{told}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
                      "a field in pieces")  # fmt: skip
        yield holding(f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{told}', "a field that does not end")
    nested = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    yield holding(nested.format("begin") * 2 + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + nested.format("end") * 2,
                  "a field made by a field")  # fmt: skip
    yield holding("<w:r><w:instrText>DDE x</w:instrText></w:r>", "words of a field outside one")
    for element in ("object", "control", "altChunk", "subDoc", "movie", "frameset"):
        yield holding(f"<w:r><w:{element}/></w:r>", f"an element {element}")
    yield holding(f'<v:imagedata xmlns:v="urn:v" src="{OUTSIDE}"/>', "a picture by its address")
    yield holding('<v:imagedata xmlns:v="urn:v" src="\\\\127.0.0.1\\x"/>', "a picture on another machine")
    yield holding('<v:shape xmlns:v="urn:v" href="javascript:alert(1)"/>', "a shape that runs")
    yield holding('<o:OLEObject xmlns:o="urn:o" Type="Link"/>', "a linked object")
    yield holding("<w:b>" * 3000 + "</w:b>" * 3000, "elements without end inside each other")
    body = document.partition("?>")[2]
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    for says, head in (("entities that multiply", f'<!DOCTYPE x [<!ENTITY l0 "x">{laughs}]>'),
                       ("an entity from a file", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
                       ("a definition from outside", f'<!DOCTYPE x SYSTEM "{OUTSIDE}">'),
                       ("a stylesheet", '<?xml-stylesheet href="x.xsl"?>')):  # fmt: skip
        yield Hostile(says, "x.docx", _with("word/document.xml", f'<?xml version="1.0"?>{head}{body}'))
        yield Hostile(
            f"{says}, in the settings", "x.docx", _with("word/settings.xml", f'<?xml version="1.0"?>{head}<x/>')
        )
    yield Hostile("text in another encoding", "x.docx", _with("word/document.xml", document.encode("utf-16")))
    yield Hostile("no XML", "x.docx", _with("word/styles.xml", SCRIPT[:-3]))
    settings = f'<w:settings xmlns:w="{W}"><w:attachedTemplate/></w:settings>'
    yield Hostile("a template in the settings", "x.docx", _with("word/settings.xml", settings))


def archives() -> Iterator[Hostile]:
    """Archives built to break whoever unpacks them."""
    for name in (
        "../../etc/x",
        "/etc/x",
        "word\\..\\x",
        "word/../../x",
        "C:/x",
        "word/media/\u202egnp.png",
        "word//x.xml",
    ):
        yield Hostile(f"a part that leads out: {name!r}", "x.docx", _with(name, "x"))
    yield Hostile("a bomb of zeros", "x.docx", _with("word/comments.xml", b"0" * 55_000_000))
    yield Hostile("a larger bomb", "x.docx", _with("word/media/image8.png", b"0" * 70_000_000))
    yield Hostile("a thousand parts", "x.docx", packed_again({f"customXml/i{n}.xml": b"" for n in range(1_000)}))
    link = zipfile.ZipInfo("word/media/image7.png")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO(a_word_document())
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr(link, "/etc/passwd")
    yield Hostile("a part that is a link", "x.docx", out.getvalue())
    twice = io.BytesIO(a_word_document())
    with zipfile.ZipFile(twice, "a") as packed:
        packed.writestr("WORD/Document.xml", SCRIPT)
    yield Hostile("the same part twice", "x.docx", twice.getvalue())
    noted = io.BytesIO(a_word_document())
    with zipfile.ZipFile(noted, "a") as packed:
        packed.comment = SCRIPT.encode()
    yield Hostile("a comment behind the archive", "x.docx", noted.getvalue())
    whole = a_word_document()
    for part in (4, 100, len(whole) // 2, len(whole) - 10):
        yield Hostile("a Word document that breaks off", "x.docx", whole[:part])
    yield Hostile("an archive that is no document", "x.docx", packed_again({}, base=_plain_archive()))
    yield Hostile(
        "an archive of an archive", "x.docx", packed_again({"inner.zip": _plain_archive()}, base=_plain_archive())
    )
    yield Hostile("an empty archive", "x.docx", b"PK\x05\x06" + b"\0" * 18)
    flagged = bytearray(whole)
    at = whole.rindex(b"PK\x01\x02") + 8
    flagged[at] |= 1
    yield Hostile("a locked part", "x.docx", bytes(flagged))
    lying = bytearray(a_word_document())
    at = lying.index(b"PK\x01\x02") + 24
    lying[at : at + 4] = struct.pack("<I", 10)
    yield Hostile("a part that lies about its size", "x.docx", bytes(lying))


FAMILIES = (
    other_kinds, lying_names, hidden_names, pictures_that_are_refused, pdfs_that_are_refused, word_with_parts,
    word_with_relations, word_with_words, archives,
)  # fmt: skip
"""What has to be refused, by kind."""


def _plain_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("x.txt", "x")
    return out.getvalue()


def made_safe() -> Iterator[Hostile]:
    """What a person may send without knowing: it is taken, and what could do harm is not in what is kept."""
    for kind in (
        "/JavaScript",
        "/Launch",
        "/URI",
        "/SubmitForm",
        "/GoToR",
        "/GoToE",
        "/ImportData",
        "/Rendition",
        "/Named",
    ):
        opens = a_pdf()
        opens.Root.OpenAction = _action(kind)
        yield Hostile(f"a PDF that opens with {kind}", "x.pdf", written(opens))
        link = a_pdf()
        square = Array([0, 0, 500, 800])
        link.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=square, A=_action(kind))])
        link.pages[1].obj.AA = Dictionary(O=_action(kind))
        yield Hostile(f"a PDF with a link to {kind}", "x.pdf", written(link))
    named = a_pdf()
    named.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["x", _action()])))
    named.Root.AA = Dictionary(WC=_action(), WS=_action())
    yield Hostile("a PDF with named scripts", "x.pdf", written(named))
    carries = a_pdf()
    carries.attachments["x.exe"] = f"MZ {PAYLOAD}".encode()
    yield Hostile("a PDF that carries a file", "x.pdf", written(carries))
    says = a_pdf()
    says.docinfo["/Author"] = PAYLOAD
    with says.open_metadata() as facts:
        facts["dc:creator"] = [PAYLOAD]
    yield Hostile("a PDF that says who made it", "x.pdf", written(says))
    reads = a_pdf()
    reads.pages[0].obj.Contents = pikepdf.Stream(reads, b"", F=Dictionary(Type=Name.Filespec, F="/etc/passwd"))
    yield Hostile("a PDF that draws a file from outside", "x.pdf", written(reads))
    draws = a_pdf()
    script = pikepdf.Stream(draws, PAYLOAD.encode(), Type=Name.XObject, Subtype=Name.PS)
    draws.pages[0].obj.Resources.XObject = Dictionary(X=script)
    yield Hostile("a PDF with PostScript", "x.pdf", written(draws))
    yield Hostile(
        "a photograph that says where and by whom", "x.jpg", a_photograph().replace(b"Canary", PAYLOAD[:6].encode())
    )
    yield Hostile("a photograph with a script behind it", "x.jpg", a_photograph() + SCRIPT.encode())
    yield Hostile("a photograph with a script inside", "x.jpg", a_picture("JPEG", comment=SCRIPT.encode()))
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - only here

    told = PngInfo()
    told.add_text("Comment", SCRIPT)
    told.add_text("XML:com.adobe.xmp", SCRIPT, zip=True)
    yield Hostile("a picture with a script inside", "x.png", a_picture(pnginfo=told))
    core = part_of("docProps/core.xml").replace("Canaryauthor", PAYLOAD)
    yield Hostile("a Word document that says who wrote it", "x.docx", _with("docProps/core.xml", core))
    mine = _with("word/media/image1.png", a_picture(pnginfo=told))
    yield Hostile("a Word document with a picture that says more", "x.docx", mine)
    yield Hostile("a Word document with data beside it", "x.docx", _with("customXml/item1.xml", f"<x>{PAYLOAD}</x>"))
