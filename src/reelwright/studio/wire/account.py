"""Account: a service as we reach it, and the one place where a request is signed with its key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from reelwright.film.provider import Provider
from reelwright.film.talk import Call, Reply
from reelwright.studio.wire.body import Body
from reelwright.studio.wire.failing import NotSent
from reelwright.studio.wire.guard import Origin, split
from reelwright.studio.wire.world import World

HIDDEN = b"[key]"


@dataclass(frozen=True)
class Account:
    """`url` is the service's address that the owner configured; its origin alone is trusted."""

    provider: Provider
    url: str
    secret: str = field(repr=False)

    @property
    def origin(self) -> Origin:
        """Raises `Blocked` when the configured address is none."""
        return split(self.url)[0]

    def address(self, url: str, query: tuple[tuple[str, str], ...] = ()) -> str:
        """The whole address of a path of the service, or of an absolute `url` as it is."""
        found = self.url.rstrip("/") + url if own(url) else url
        if query:
            found += ("&" if "?" in found else "?") + urlencode(query)
        return found

    def headers(self, call: Call, body: Body | None, world: World) -> dict[str, str]:
        """What the request of a Call carries; signed when it goes to a path of the service."""
        told = {"User-Agent": "reelwright", "Accept": "*/*"}
        if body is not None:
            told["Content-Type"] = body.content_type
        for name, value in call.headers.items():
            told = {known: v for known, v in told.items() if known.lower() != name.lower()}
            told[name] = value
        return self.signed(told, world) if own(call.url) else told

    def signed(self, headers: Mapping[str, str], world: World) -> dict[str, str]:
        """Only ever for the service's own origin."""
        if not self.secret:
            return dict(headers)
        try:
            return self.provider.sign(headers, self.secret, world.now())
        except ValueError:
            # Not chained: the error may hold the key.
            raise NotSent(f"the key of {self.provider.name} is not of the form it uses") from None

    def hide(self, reply: Reply) -> Reply:
        """The reply without our key, should the service repeat it (in an error, for a log)."""
        secret = self.secret.encode("utf-8", "replace")
        if len(secret) < 8 or secret not in reply.body:
            return reply
        return reply.model_copy(update={"body": reply.body.replace(secret, HIDDEN)})


def own(url: str) -> bool:
    """Whether a Call's `url` is a path of the service itself."""
    return url.startswith("/")
