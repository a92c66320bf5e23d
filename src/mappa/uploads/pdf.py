"""PDF: its pages are copied into a new file, each with what draws it and nothing else.

Kept are pages, fonts, pictures and lines. Not kept are scripts, actions, links, attachments, forms (what was
filled in is drawn on the page), comments, hidden layers' names, bookmarks, tags and everything that says who made it.
"""

import zlib
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from mappa.uploads.model import PAGES, UNPACKED, FileRefused

PAGE = frozenset({
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents",
    "/Rotate", "/UserUnit", "/Group",
})  # fmt: skip
RESOURCES = frozenset({"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/ProcSet"})
STREAM = frozenset({"/Length", "/Filter", "/DecodeParms", "/Type", "/Subtype"})
PICTURE = STREAM | {
    "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask", "/Decode",
    "/Interpolate", "/SMask", "/SMaskInData", "/Matte",
}  # fmt: skip
DRAWING = STREAM | {"/FormType", "/BBox", "/Matrix", "/Resources", "/Group"}
ALLOWED_XOBJECTS = {"/Image": PICTURE, "/Form": DRAWING}
NEVER = frozenset({"/Action", "/Filespec", "/EmbeddedFile", "/Annot", "/Sig", "/F"})
"""Types of dictionary that no page needs to be drawn."""
ACTIONS = frozenset({
    "/JavaScript", "/Launch", "/URI", "/GoTo", "/GoToR", "/GoToE", "/GoTo3DView", "/SubmitForm", "/ImportData",
    "/ResetForm", "/Named", "/Rendition", "/RichMediaExecute", "/Sound", "/Movie", "/SetOCGState", "/Thread", "/Trans",
    "/Hide",
})  # fmt: skip
AS_PACKED = pikepdf.StreamDecodeLevel.none
OUTSIDE = ("/F", "/FFilter", "/FDecodeParms", "/AF", "/Metadata", "/PieceInfo", "/OPI", "/Ref", "/AA", "/JS")
"""Names in a stream's own dictionary that lead to other files, or to something that runs."""


def made_anew(content: bytes) -> bytes:
    """The pages in a file of our own.

    Raises:
        FileRefused: it is damaged, locked, or too large once unpacked; or something that can run is left in it.
    """
    _require_nothing_behind(content)
    try:
        with Pdf.open(BytesIO(content), attempt_recovery=False) as sent:
            return _copied(sent)
    except pikepdf.PasswordError as problem:
        raise FileRefused(
            "The PDF is locked with a password, so nobody can check it. Save it without a password and send that."
        ) from problem
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, MemoryError, zlib.error) as problem:
        raise FileRefused(
            "The PDF is damaged or not complete, so it cannot be read. Print it to a new PDF and send that."
        ) from problem


def _copied(sent: Pdf) -> bytes:
    if sent.is_encrypted:
        raise FileRefused("The PDF is locked, so parts of it cannot be checked. Print it to a new PDF and send that.")
    if not 0 < len(sent.pages) <= PAGES:
        raise FileRefused(f"The PDF has no pages, or more than {PAGES}. Send it in parts.")
    if "/AcroForm" in sent.Root and "/XFA" in sent.Root.AcroForm:
        raise FileRefused(
            "The PDF is a form that runs a program of its own (XFA). Print it to a new PDF and send that."
        )
    if "/AcroForm" in sent.Root:
        sent.flatten_annotations("all")
    new = Pdf.new()
    new.pages.extend(sent.pages)
    left = UNPACKED
    seen: set[tuple[int, int]] = set()
    for page in new.pages:
        _keep_only(page.obj, PAGE)
        if "/Contents" not in page.obj:
            page.obj.Contents = new.make_stream(b"")
        for each in _below(page.obj, seen):
            left -= _cleaned(each)
            if left < 0:
                raise FileRefused("The PDF unpacks to far more than was sent. Print it to a new PDF and send that.")
    out = BytesIO()
    new.remove_unreferenced_resources()
    new.save(
        out, object_stream_mode=pikepdf.ObjectStreamMode.generate, stream_decode_level=AS_PACKED, deterministic_id=True
    )
    made = out.getvalue()
    _require_harmless(made)
    return made


def _keep_only(held: Object, names: frozenset[str]) -> None:
    for name in [each for each in held.keys() if each not in names]:  # noqa: SIM118 - an Object is no dict
        del held[name]


def _below(top: Object, seen: set[tuple[int, int]]) -> Iterator[Object]:
    """Every dictionary and stream that is reached from a page, once each; its parent and other pages are not."""
    waiting = [top]
    while waiting:
        held = waiting.pop()
        if held.is_indirect:
            if held.objgen in seen:
                continue
            seen.add(held.objgen)
        if isinstance(held, Array):
            waiting.extend(each for each in held if isinstance(each, Object))
        elif isinstance(held, Dictionary | Stream):
            yield held
            inside = held.items() if isinstance(held, Dictionary) else held.stream_dict.items()
            waiting.extend(each for name, each in inside if name != "/Parent" and isinstance(each, Object))


def _cleaned(held: Object) -> int:
    """Take out of one dictionary or stream what does not draw, and say how many bytes it unpacks to."""
    if "/Resources" in held and isinstance(held.Resources, Dictionary):
        _keep_only(held.Resources, RESOURCES)
        pictures = held.Resources.get("/XObject")
        for name in list(pictures.keys()) if isinstance(pictures, Dictionary) else []:
            kept = ALLOWED_XOBJECTS.get(str(pictures[name].get("/Subtype")))
            if kept is None or not isinstance(pictures[name], Stream):
                del pictures[name]
            else:
                _keep_only(pictures[name], kept)
    if not isinstance(held, Stream):
        return 0
    for name in OUTSIDE:
        if name in held:
            del held[name]
    return _unpacked(held)


def _unpacked(stream: Stream) -> int:
    """How many bytes a stream comes to, read no further than the limit."""
    raw = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    named = [str(each) for each in filters] if isinstance(filters, Array) else [str(filters)] if filters else []
    if len(named) > 2:  # noqa: PLR2004 - a second packing is common, a third is how a bomb is built
        raise FileRefused("The PDF is packed many times over. Print it to a new PDF and send that.")
    for name in named:
        if name != "/FlateDecode":
            break
        opener = zlib.decompressobj()
        try:
            raw = opener.decompress(raw, UNPACKED + 1)
        except zlib.error:
            break  # readers skip what they cannot unpack
        if len(raw) > UNPACKED:
            break
    return len(raw)


def _require_harmless(made: bytes) -> None:
    """Read what was made, and refuse it where anything is left that runs, leads elsewhere or holds a file."""
    with Pdf.open(BytesIO(made)) as read:
        for held in read.objects:
            if isinstance(held, Dictionary | Stream) and (
                str(held.get("/Type")) in NEVER or str(held.get("/S")) in ACTIONS or "/EF" in held or "/JS" in held
            ):
                raise FileRefused(
                    "The PDF holds something that runs or leads elsewhere, in a place where it cannot be taken out. "
                    "Print it to a new PDF and send that."
                )


def _require_nothing_behind(content: bytes) -> None:
    ends = content.rfind(b"%%EOF")
    if ends < 0 or content[ends + 5 :].strip(b"\r\n \0\t"):
        raise FileRefused(
            "The PDF is not complete, or something is hidden behind its end. Print it to a new PDF and send that."
        )


def stamped(content: bytes, line: str) -> bytes:
    """The file with a line of text at the top edge of every page.

    Args:
        line: the marking, the number of the copy, and whose it is.
    """
    with Pdf.open(BytesIO(content)) as held:
        font = held.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        )
        text = line.encode("cp1252", "replace").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
        for page in held.pages:
            left, low, right, high = (float(each) for each in page.cropbox)
            size = max(4.0, min(8.0, (abs(right - left) - 24) / (0.5 * len(line))))
            name = page.add_resource(font, Name.Font, prefix="/MappaStamp")
            top, begin = max(low, high), min(left, right)
            strip = b"1 g %.2f %.2f %.2f %.2f re f" % (begin, top - size - 6, abs(right - left), size + 6)
            drawn = b"0 g BT %s %.2f Tf %.2f %.2f Td (%s) Tj ET" % (
                str(name).encode(), size, begin + 12, top - size - 2, text
            )  # fmt: skip
            page.contents_add(b"q", prepend=True)
            page.contents_add(b"Q q " + strip + b" " + drawn + b" Q")
        out = BytesIO()
        held.save(out, deterministic_id=True)
        return out.getvalue()
