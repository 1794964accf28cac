"""Where requests may go: origins that the owner configured, and public addresses for all else.

An address in a reply is hostile. It must be https in the plainest spelling, its name is resolved
once, every address found must be public, and the connection is made to an address that was checked
here, so that a name which changes its meaning in between gains nothing.
"""

import re
import socket
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from reelwright.studio.wire.failing import Blocked, NotSent

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]
"""(host, port) -> addresses as texts. Raises `OSError` when there are none."""

PORTS = frozenset({443, 8443})
"""Ports of strangers: what serves files to the public listens here."""

LOOKUP = 15.0
"""Seconds that resolving a name may take."""

_URL = re.compile(
    r"(https?)://(\[[0-9a-f:.]+\]|[a-z0-9._-]{1,253})(?::([1-9][0-9]{0,4}))?"
    r"([/?][\x21\x22\x24-\x5b\x5d-\x7e]*)?(?:#[\x21-\x7e]*)?",
    re.ASCII | re.IGNORECASE,
)
"""Scheme, host, port, path with query. No user names, back-slashes, blanks, or anything but ASCII:
where two programs could read an address differently, it is refused."""

_NAME = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])", re.ASCII
)

_INNER = tuple(
    ip_network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # the host of every Azure machine, though the number looks public
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
)  # fmt: skip
"""What the IANA special-purpose registries set apart, within IPv4 and the public part of IPv6."""

_PUBLIC6 = ip_network("2000::/3")
"""The only part of IPv6 given out for public use. What lies outside (loopback, mapped and
compatible IPv4, NAT64, unique local, link-local, site-local, multicast) is refused as a whole."""


@dataclass(frozen=True)
class Origin:
    """Scheme, host and port. Equal origins are the same place, however much we trust it."""

    scheme: str
    host: str
    port: int
    trusted: bool = field(default=False, compare=False)

    @property
    def authority(self) -> str:
        """As in a Host header: the port is named when it is not the scheme's usual one."""
        usual = 443 if self.scheme == "https" else 80
        return self.host if self.port == usual else f"{self.host}:{self.port}"


def split(url: str) -> tuple[Origin, str]:
    """(origin, path with query) of a plain http or https address. Raises `Blocked`."""
    found = _URL.fullmatch(url) if len(url) <= 8192 else None
    if found is None:
        raise Blocked("this is no plain http or https address")
    scheme, host = found[1].lower(), found[2].lower()
    port = int(found[3] or (443 if scheme == "https" else 80))
    if port > 65535:
        raise Blocked(f"{host} is named with a port that does not exist")
    target = found[4] or "/"
    return Origin(scheme, host, port), target if target.startswith("/") else "/" + target


def checked(
    url: str,
    trusted_origins: Collection[Origin] = (),
    allow_http_loopback: bool = False,
    *,
    resolve: Resolve | None = None,
) -> tuple[Origin, list[Address]]:
    """The origin of `url` and the addresses that may be connected to for it.

    A trusted origin (scheme, host and port exactly) may be anywhere. `allow_http_loopback` is for
    tests: http to this very machine. Raises `Blocked`, and `NotSent` for a name without address.
    """
    origin, _ = split(url)
    look = resolve or look_up
    if origin in trusted_origins:
        return replace(origin, trusted=True), _addresses(origin, look)
    if allow_http_loopback and origin.scheme == "http":
        found = _addresses(origin, look)
        if not all(address.is_loopback for address in found):
            raise Blocked(f"{origin.host} is not this machine, and http goes nowhere else")
        return origin, found
    if origin.scheme != "https":
        raise Blocked(f"{origin.host} is named without https")
    if origin.port not in PORTS:
        raise Blocked(f"{origin.host} is named with port {origin.port}")
    if _literal(origin.host) is None and _NAME.fullmatch(origin.host) is None:
        raise Blocked(f"{origin.host} is no usual name of a host")
    found = _addresses(origin, look)
    for address in found:
        if not public(address):
            raise Blocked(f"{origin.host} lies at {address}, which is no public address")
    return origin, found


def public(address: Address) -> bool:
    """Whether this is a unicast address of the public Internet and nothing else."""
    if isinstance(address, IPv6Address) and address not in _PUBLIC6:
        return False
    if any(address in net for net in _INNER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _literal(host: str) -> Address | None:
    """The address that a host is written as, in its one canonical spelling."""
    bare = host[1:-1] if host.startswith("[") else host
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    return address if str(address) == bare else None


def _addresses(origin: Origin, resolve: Resolve) -> list[Address]:
    literal = _literal(origin.host)
    if literal is not None:
        return [literal]
    try:
        found = [ip_address(text) for text in resolve(origin.host.strip("[]"), origin.port)]
    except (OSError, UnicodeError, ValueError):
        found = []
    if not found:
        raise NotSent(f"{origin.host}: the name has no address")
    return list(dict.fromkeys(found))


def look_up(host: str, port: int) -> list[str]:
    """Ask the system's resolver, once, for at most `LOOKUP` seconds (it has no limit itself)."""
    found: list[str] = []
    done = threading.Event()

    def ask() -> None:
        try:
            told = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(str(place[0]) for *_, place in told)
        except (OSError, UnicodeError):
            pass
        done.set()

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    if not done.wait(LOOKUP) or not found:
        raise OSError(f"{host}: no address")
    return found
