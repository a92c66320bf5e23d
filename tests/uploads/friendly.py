"""Files that people have every reason to send, made anew in each test."""

import io
from functools import cache

import pikepdf
from docx import Document
from PIL import Image

WORDS = "Seen at the door on Tuesday"


def a_picture(form="PNG", *, size=(60, 40), mode="RGB", **more) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, form, **more)
    return out.getvalue()


def a_photograph() -> bytes:
    """A JPEG that says where it was taken, by whom and with what."""
    facts = Image.Exif()
    facts[0x010F], facts[0x013B], facts[0x9286] = "Canaryphone", "Canaryauthor", "Canarycomment"
    facts.get_ifd(0x8825)[1] = "N"
    facts.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    return a_picture("JPEG", exif=facts, comment=b"Canarycomment", icc_profile=b"Canaryprofile")


def a_pdf(pages=2, words=WORDS) -> pikepdf.Pdf:
    """A PDF that is still open, to be made hostile."""
    made = pikepdf.Pdf.new()
    for _ in range(pages):
        page = made.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=made.make_indirect(font)))
        page.obj.Contents = made.make_stream(f"BT /F1 24 Tf 60 700 Td ({words}) Tj ET".encode())
    return made


def written(made: pikepdf.Pdf, **more) -> bytes:
    out = io.BytesIO()
    made.save(out, **more)
    return out.getvalue()


@cache
def a_word_document(picture: bytes | None = None) -> bytes:
    made = Document()
    made.core_properties.author = "Canaryauthor"
    made.sections[0].header.paragraphs[0].text = "Our own header"
    made.add_heading("A letter")
    made.add_paragraph(WORDS)
    made.add_picture(io.BytesIO(picture or a_picture()))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
