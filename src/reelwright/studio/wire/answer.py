"""Answer: what comes back on a line, piece by piece, and whether all of it has come."""

import http.client
from collections.abc import Iterator

from reelwright.film.talk import Reply
from reelwright.studio.wire.body import CHUNK
from reelwright.studio.wire.failing import TooLong, Unheard


class Answer:
    """The head of an answer, and its body as it comes."""

    def __init__(self, response: http.client.HTTPResponse, host: str) -> None:
        self._response, self._host = response, host
        self.status = response.status
        self.headers: dict[str, str] = {}
        for name, value in response.getheaders():
            told = " ".join(value.split())
            before = self.headers.get(name.lower())
            self.headers[name.lower()] = told if before is None else f"{before}, {told}"
        self.length = response.length
        """Bytes of the body; None when it comes in chunks or ends with the connection."""
        if self.status < 200:
            raise Unheard(f"{host} answered with an interim status, {self.status}")
        if self.headers.get("transfer-encoding", "chunked").lower() != "chunked":
            raise Unheard(f"{host}: the answer is packed in a way that was not asked for")
        lengths = set(self.headers.get("content-length", "0").replace(" ", "").split(","))
        if len(lengths) != 1 or not all(one.isascii() and one.isdecimal() for one in lengths):
            raise Unheard(f"{host}: the answer does not say clearly how long it is")
        self.bounded = self.length is not None or bool(response.chunked)
        """Whether an answer that is cut short would show."""
        self.got = 0
        self.whole = False

    @property
    def reusable(self) -> bool:
        """Whether another request may follow on this connection."""
        return self.whole and self.bounded and not self._response.will_close

    def pieces(self) -> Iterator[bytes]:
        """The body in pieces of at most 64 KiB. Raises `Unheard` when it does not come whole."""
        try:
            while self.length is None or self.got < self.length:
                most = CHUNK if self.length is None else min(CHUNK, self.length - self.got)
                piece = self._response.read1(most)
                if not piece:
                    break
                self.got += len(piece)
                yield piece
        except TimeoutError as error:
            told = f"{self._host} sent nothing more in time, {self.got} bytes had come"
            raise Unheard(told) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise unheard(self._host, error) from error
        if self.length is not None and self.got < self.length:
            raise Unheard(f"{self._host}: cut short, {self.got} of {self.length} bytes came")
        self.whole = True

    def reply(self, most: int) -> Reply:
        """The whole answer. Raises `TooLong` above `most` bytes."""
        long = TooLong(f"{self._host}: the answer is longer than {most} bytes")
        if self.length is not None and self.length > most:
            raise long
        found = bytearray()
        for piece in self.pieces():
            found += piece
            if len(found) > most:
                raise long
        reply = Reply(status=self.status, headers=self.headers, body=bytes(found))
        good = 200 <= self.status < 300
        if good and not self.bounded and not isinstance(reply.value, dict | list):
            raise Unheard(f"{self._host}: the answer does not say where it ends")
        return reply


def unheard(host: str, error: Exception) -> Unheard:
    """What went wrong while reading, in our words: theirs may hold what the other side sent."""
    if isinstance(error, ConnectionError):
        return Unheard(f"{host} closed the connection without a complete answer")
    if isinstance(error, TimeoutError):
        return Unheard(f"{host} did not answer in time")
    if isinstance(error, http.client.IncompleteRead):
        return Unheard(f"{host}: the answer is cut short")
    if isinstance(error, OSError):
        return Unheard(f"{host}: the connection broke ({type(error).__name__})")
    return Unheard(f"{host}: the answer is no HTTP")
