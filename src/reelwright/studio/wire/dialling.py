"""Opening a line: to an address that the guard has checked, by TCP and TLS."""

import functools
import socket
import ssl
from collections.abc import Collection

from reelwright.studio.wire.failing import NotSent
from reelwright.studio.wire.guard import Address, Origin, Resolve, checked
from reelwright.studio.wire.line import Line
from reelwright.studio.wire.timed import boot_clock

CONNECT = 10.0
"""Seconds that a connection may take, TLS included."""
UNANSWERED = 30_000
"""Milliseconds after which a connection is given up whose other side confirms nothing we send."""


@functools.cache
def usual_tls() -> ssl.SSLContext:
    """The system's certificates, names checked, HTTP/1.1 only."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context


def open_line(
    url: str, trusted: Collection[Origin] = (), *, timeout: float = CONNECT,
    allow_http_loopback: bool = False, resolve: Resolve | None = None,
    tls: ssl.SSLContext | None = None,
) -> Line:  # fmt: skip
    """A fresh connection to the origin of `url`, if the guard lets us go there. Raises `NotSent`
    (`Blocked` when it does not)."""
    origin, addresses = checked(url, trusted, allow_http_loopback, resolve=resolve)
    until = boot_clock() + timeout
    cause = ""
    for left in range(len(addresses), 0, -1):
        address = addresses[-left]
        try:
            sock = _dial(address, origin.port, max(0.1, (until - boot_clock()) / left))
        except OSError as error:
            cause = error.strerror or "no answer"
            continue
        return Line(origin, _secured(sock, origin, until, tls))
    raise NotSent(f"{origin.authority} cannot be reached: {cause}")


def _dial(address: Address, port: int, seconds: float) -> socket.socket:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNANSWERED)
        sock.connect((str(address), port))
    except BaseException:
        sock.close()
        raise
    return sock


def _secured(
    sock: socket.socket, origin: Origin, until: float, tls: ssl.SSLContext | None
) -> socket.socket:
    if origin.scheme == "http":
        return sock
    try:
        sock.settimeout(max(0.1, until - boot_clock()))
        return (tls or usual_tls()).wrap_socket(sock, server_hostname=origin.host.strip("[]"))
    except (OSError, ValueError) as error:
        sock.close()
        cause = getattr(error, "verify_message", "") or getattr(error, "reason", "") or "no answer"
        raise NotSent(f"{origin.authority}: no secure connection ({cause})") from error
