"""Pictures: read as pixels and written anew, so that nothing else is kept: no place, camera, author or preview."""

from io import BytesIO

from PIL import Image, ImageOps

from mappa.uploads.model import PIXELS, PIXELS_READ_WHOLE, SIDE, FileRefused, Kind

FORMATS = {Kind.PNG: "PNG", Kind.JPEG: "JPEG"}
MODES = {Kind.PNG: ("1", "L", "LA", "P", "RGB", "RGBA"), Kind.JPEG: ("L", "RGB", "CMYK")}
"""How pixels may be kept; everything else is rare and read by code that few have tried."""
QUALITY = 88


def made_anew(content: bytes, kind: Kind) -> bytes:
    """The picture, of at most `SIDE` pixels a side, upright, without anything that was kept beside its pixels.

    Raises:
        FileRefused: it is damaged, too many pixels, moving, or has something behind its end.
    """
    if kind is Kind.PNG:
        _require_nothing_behind(content)
    try:
        with Image.open(BytesIO(content), formats=[FORMATS[kind]]) as opened:
            _require_modest(opened, kind)
            return _written(_pixels(opened), kind)
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError) as problem:
        raise FileRefused(
            "The picture is damaged or not complete, so it cannot be read. Open it, save it again and send that."
        ) from problem


def _require_modest(picture: Image.Image, kind: Kind) -> None:
    width, height = picture.size
    whole = kind is Kind.PNG or picture.info.get("progressive")
    if width * height > (PIXELS_READ_WHOLE if whole else PIXELS):
        raise FileRefused(
            f"The picture has {width:,} by {height:,} pixels, which is more than can be read safely. "
            "Make it smaller and send it again."
        )
    if picture.mode not in MODES[kind]:
        raise FileRefused(
            "The colours of the picture are kept in a rare way. Save it as an ordinary JPEG and send that."
        )
    if kind is Kind.PNG and getattr(picture, "n_frames", 1) > 1:
        raise FileRefused("The picture moves. Send one still picture.")


def _pixels(picture: Image.Image) -> Image.Image:
    fraction = 1
    while picture.width * picture.height > fraction**2 * SIDE**2:
        fraction *= 2
    if fraction > 1:  # a large JPEG is read at a half or a quarter, which needs that much less memory
        picture.draft("L" if picture.mode == "L" else "RGB", (picture.width // fraction, picture.height // fraction))
    picture.thumbnail((SIDE, SIDE))
    ImageOps.exif_transpose(picture, in_place=True)
    return picture


def _written(picture: Image.Image, kind: Kind) -> bytes:
    plain = "RGBA" if picture.has_transparency_data else "L" if picture.mode in {"1", "L"} else "RGB"
    if kind is Kind.JPEG:
        plain = "L" if picture.mode == "L" else "RGB"
    bare = picture if picture.mode == plain else picture.convert(plain)
    bare.info = {}  # what is written besides pixels would come from here
    bare.getexif().clear()
    out = BytesIO()
    bare.save(out, FORMATS[kind], **({"quality": QUALITY} if kind is Kind.JPEG else {"compress_level": 6}))
    return out.getvalue()


def _require_nothing_behind(content: bytes) -> None:
    """Walk the chunks of a PNG to its end: another file hidden behind it is what polyglots are made of."""
    at = 8
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        ends = at + 12 + length
        if content[at + 4 : at + 8] == b"IEND":
            if ends == len(content):
                return
            raise FileRefused(
                "Something is hidden behind the end of the picture. Open it, save it again and send that."
            )
        at = ends
    raise FileRefused("The picture is not complete. Open it, save it again and send that.")


def stamped(content: bytes, kind: Kind, line: str, *, side: int | None = None) -> bytes:
    """The picture with a line of text on a white strip beneath it.

    Args:
        line: the marking, whose it is, and the number of a copy.
        side: make it no larger than so many pixels a side; None keeps its size.
    """
    from PIL import ImageDraw, ImageFont  # noqa: PLC0415 - fonts are loaded only to stamp

    with Image.open(BytesIO(content), formats=[FORMATS[kind]]) as opened:
        if side:
            opened.thumbnail((side, side))
        mode = "RGBA" if opened.mode == "RGBA" else "RGB"
        picture = opened.convert(mode)
    width = max(picture.width, 480)
    font = ImageFont.load_default(max(12, width // 60))
    words, lines = line.split(), [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], longer] if font.getlength(longer) <= width - 16 or not lines[-1] else [*lines, word]
    high = int(font.size * 1.3)
    sheet = Image.new(mode, (width, picture.height + high * len(lines) + 8), "white")
    sheet.paste(picture, (0, 0))
    drawn = ImageDraw.Draw(sheet)
    for number, text in enumerate(lines):
        drawn.text((8, picture.height + 4 + number * high), text, fill="black", font=font)
    out = BytesIO()
    sheet.save(out, FORMATS[kind], **({"quality": QUALITY} if kind is Kind.JPEG else {}))
    return out.getvalue()
