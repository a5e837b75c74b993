"""An SMTP server on loopback that answers as it is told to and keeps what it took."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

Script = Callable[[str, str], str | None]
USUAL = {"EHLO": "250 sink", "DATA": "354 go on", "QUIT": "221 bye"}
HANG_UP = "hang up"


class _Conversation(StreamRequestHandler):
    """One client's lines, and the answers to them."""

    server: "Sink"
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Answer until the client leaves, or the script hangs up."""
        self.server.connections += 1
        if not self._answer("HELLO", ""):
            return
        for raw in self.rfile:
            line = raw.decode().strip()
            verb = line.split(" ")[0].upper()
            answer = self._answer(verb, line)
            if not answer or verb == "QUIT" or (answer.startswith("354") and not self._take()):
                return

    def _answer(self, verb: str, line: str) -> str:
        words = self.server.script(verb, line) or USUAL.get(verb, "220 sink" if verb == "HELLO" else "250 ok")
        if words == HANG_UP:
            return ""
        self.wfile.write(f"{words}\r\n".encode())
        return words

    def _take(self) -> bool:
        lines = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw)
        words = self.server.script("BODY", "") or "250 taken"
        if words.startswith("250"):
            self.server.taken.append(b"".join(lines))
        if words == HANG_UP:
            return False
        self.wfile.write(f"{words}\r\n".encode())
        return True


class Sink(ThreadingTCPServer):
    """The server; `script(verb, line)` returns an answer, or None for the usual one."""

    allow_reuse_address = daemon_threads = True
    request_queue_size = 64

    def __init__(self, script: Script = lambda verb, line: None) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.script = script
        self.taken: list[bytes] = []
        self.connections = 0

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that was killed in the middle."""

    @property
    def port(self) -> int:
        """Return where it listens."""
        return self.server_address[1]

    def mails(self) -> list[Message]:
        """Return what it took, parsed."""
        return [message_from_bytes(raw) for raw in self.taken]


@contextmanager
def running(sink: Sink) -> Iterator[Sink]:
    """Serve until the block ends."""
    thread = Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        sink.shutdown()
        sink.server_close()
        thread.join()
