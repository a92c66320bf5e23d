"""A virus scanner of our own on this machine: it answers as clamd does, and finds the harmless EICAR file."""

import socketserver
import struct
import threading
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Answering(socketserver.StreamRequestHandler):
    """One file, one answer."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while (length := struct.unpack(">I", self.rfile.read(4))[0]) > 0:
            content += self.rfile.read(length)
        self.server.seen.append(content)
        said = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        self.wfile.write(self.server.says or said)


@contextmanager
def a_scanner(says: bytes | None = None):
    """Its address, and what it was shown.

    Args:
        says: its answer to every file, where it is not to look.
    """
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answering) as server:
        server.seen, server.says = [], says
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}", server.seen
        server.shutdown()
