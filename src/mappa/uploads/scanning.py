"""A file shown to the installation's own virus scanner, before anything of ours reads it.

It speaks clamd's INSTREAM: lengths and pieces, then one line of answer. A scanner knows what was seen before; that is
why every file is made anew besides.
"""

import socket
import struct

import structlog

from mappa.uploads.model import FileRefused

SECONDS = 20
"""How long the scanner may take."""
PIECE = 64 * 1024
LONGEST_ANSWER = 4096
CLEAN, FOUND = "OK", " FOUND"

log = structlog.get_logger("mappa.uploads")


def address_of(scanner: str) -> tuple[str, int]:
    """The host and port of a scanner.

    Raises:
        ValueError: it is not written as HOST:PORT.
    """
    host, colon, port = scanner.rpartition(":")
    if not (host and colon and port.isdecimal() and 0 < int(port) < 2**16):
        raise ValueError(f"{scanner} is not HOST:PORT")
    return host.strip("[]"), int(port)


def scan(content: bytes, *, scanner: str) -> None:
    """Refuse a file in which the scanner finds a virus, and any file while the scanner gives no answer.

    Args:
        scanner: HOST:PORT of a clamd.

    Raises:
        FileRefused: with what to do.
    """
    try:
        answer = _ask(content, address_of(scanner))
    except OSError as problem:
        answer = type(problem).__name__
    said = answer.partition(": ")[2]
    if said == CLEAN:
        return
    if said.endswith(FOUND):
        log.warning("virus found", found=said.removesuffix(FOUND))
        raise FileRefused(
            "The virus scanner found something harmful in the file, so it was not kept. Do not open it, and tell your "
            "security team where it came from."
        )
    log.error("virus scanner gives no answer", answer=answer)
    raise FileRefused(
        "The virus scanner does not answer, and no file is kept without it. Nothing was saved. Try again in a few "
        "minutes; if it goes on, tell whoever runs the system."
    )


def _ask(content: bytes, address: tuple[str, int]) -> str:
    with socket.create_connection(address, timeout=SECONDS) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while len(answer) < LONGEST_ANSWER and not answer.endswith(b"\0") and (more := line.recv(LONGEST_ANSWER)):
            answer += more
    return answer.rstrip(b"\0").decode(errors="replace")
