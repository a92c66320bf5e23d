"""From bytes that somebody sent to a file that was made anew, or a refusal. Runs in the process of `child`."""

import unicodedata
from collections.abc import Callable, Collection

from mappa.uploads.model import ENDINGS, LARGEST, WORDS, FileRefused, Kind, SafeFile

SIGNATURES = {
    Kind.PNG: b"\x89PNG\r\n\x1a\n", Kind.JPEG: b"\xff\xd8\xff", Kind.PDF: b"%PDF-", Kind.DOCX: b"PK\x03\x04"
}  # fmt: skip
"""How each begins, at its very first byte."""


def kind_of(content: bytes) -> Kind:
    """What a file is, by how it begins and never by its name.

    Raises:
        FileRefused: it is nothing that is taken.
    """
    for kind, begins in SIGNATURES.items():
        if content.startswith(begins):
            return kind
    raise FileRefused(
        "The file is not a PDF, a Word document (.docx), or a PNG or JPEG picture, whatever its name says. "
        "Save it as one of these and send it again."
    )


def check_size(size: int) -> None:
    """Refuse a file that is empty or too large.

    Args:
        size: in bytes.

    Raises:
        FileRefused: with the limit.
    """
    if size == 0:
        raise FileRefused("The file is empty, so there is nothing to keep. Choose the file again.")
    if size > LARGEST:
        raise FileRefused(
            f"The file is larger than {LARGEST // 1024**2} MB. Make it smaller, or send it in parts, and try again."
        )


def check_name(name: str, kind: Kind) -> None:
    """Refuse a name that says something else than the content, or that hides how it ends. The name is not kept.

    Raises:
        FileRefused: with what the file is.
    """
    if any(unicodedata.category(each) in {"Cc", "Cf", "Co", "Cs"} for each in name):
        raise FileRefused("The name of the file has hidden characters. Give the file a plain name and send it again.")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending and ending not in ENDINGS[kind]:
        raise FileRefused(
            f"The file is called .{ending[:10]} but holds a {WORDS[kind]}. A name that says something else than the "
            f"file holds is how harm is hidden. Open it, save it as .{ENDINGS[kind][0]} and send that."
        )


def _picture(content: bytes, kind: Kind) -> bytes:
    from mappa.uploads import pictures  # noqa: PLC0415 - each library is loaded only for a file that needs it

    return pictures.made_anew(content, kind)


def _pdf(content: bytes, _kind: Kind) -> bytes:
    from mappa.uploads import pdf  # noqa: PLC0415 - as above

    return pdf.made_anew(content)


def _word(content: bytes, _kind: Kind) -> bytes:
    from mappa.uploads import word  # noqa: PLC0415 - as above

    return word.made_anew(content)


MAKERS: dict[Kind, Callable[[bytes, Kind], bytes]] = {
    Kind.PNG: _picture, Kind.JPEG: _picture, Kind.PDF: _pdf, Kind.DOCX: _word
}  # fmt: skip


def checked(content: bytes, *, name: str, taken: Collection[Kind]) -> SafeFile:
    """The file made anew.

    Args:
        name: as the sender called it; its ending must not contradict the content.
        taken: the kinds that are welcome here.

    Raises:
        FileRefused: it is too large, of another kind, damaged, or could do harm.
    """
    check_size(len(content))
    kind = kind_of(content)
    if kind not in taken:
        said = " or ".join(WORDS[each] for each in Kind if each in taken)
        raise FileRefused(f"The file is a {WORDS[kind]}, and what belongs here is a {said}. Send one of those.")
    check_name(name, kind)
    made = MAKERS[kind](content, kind)
    if len(made) > 2 * LARGEST:
        raise FileRefused("The file grew too large when it was written anew. Make it smaller and send it again.")
    return SafeFile(kind, made)
