"""How this installation reaches each service: address, key, limits and patience, from settings."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from dotenv import dotenv_values

from reelwright.film.errors import BadInput
from reelwright.film.provider import Limits, Polling, Provider
from reelwright.providers.registry import PROVIDERS, provider
from reelwright.studio.wire import Sent, World, run
from reelwright.studio.wire.failing import NoAnswer
from reelwright.studio.wire.world import WORLD

RATES = {"minute": "PER_MINUTE", "hour": "PER_HOUR", "day": "PER_DAY", "concurrent": "CONCURRENT"}
"""Field of `Limits` -> end of the variable that sets it, for all services or for one."""

AGREE = 30.0
"""Seconds by which our clock and a service's may differ: half of what `find` allows for."""

POLL = "POLL"
"""End of the variable that sets how long after a submission, and how often, a service is asked."""


@dataclass(frozen=True)
class Access:
    """A service as this installation reaches it. The key does not print; `variable` names where it
    was found."""

    provider: Provider
    url: str
    secret: "Secret"
    limits: Limits
    polling: Polling
    variable: str = ""

    @property
    def name(self) -> str:
        return self.provider.name


@dataclass(frozen=True, repr=False)
class Secret:
    """A key that shows itself to nobody by accident."""

    plain: str = ""

    def __bool__(self) -> bool:
        return bool(self.plain)

    def __repr__(self) -> str:
        return "Secret(…)" if self.plain else "Secret()"


@cache
def _environment() -> Mapping[str, str]:
    """`.env` below, the environment above; read once."""
    try:
        found = {name: value for name, value in dotenv_values(".env").items() if value}
    except (OSError, UnicodeDecodeError):
        found = {}
    return {**found, **{name: value for name, value in os.environ.items() if value}}


def access(name: str, environment: Mapping[str, str] | None = None) -> Access:
    """A service by name; its key may be missing. Raises `BadInput` for an unknown service or a
    setting that is no number."""
    told = _environment() if environment is None else environment
    found = provider(name)
    prefix = f"REELWRIGHT_{name.upper().replace('-', '_')}"
    limits, polling = found.limits, found.polling
    for field, ending in RATES.items():
        number = _number(told, f"{prefix}_{ending}", 1) or _number(told, f"REELWRIGHT_{ending}", 1)
        if number is not None:
            limits = replace(limits, **{field: int(number)})
    patience = _number(told, f"{prefix}_TIMEOUT") or _number(told, "REELWRIGHT_TIMEOUT")
    if patience is not None:
        polling = replace(polling, most=patience)
    every = _number(told, f"{prefix}_{POLL}") or _number(told, f"REELWRIGHT_{POLL}")
    if every is not None:
        polling = replace(polling, first=every, floor=every)
    variable = next((one for one in found.keys if one in told), "")
    return Access(
        provider=found,
        url=told.get(f"{prefix}_URL", found.url),
        secret=Secret(told.get(variable, "")),
        limits=limits,
        polling=polling,
        variable=variable,
    )


def ready_access(name: str, environment: Mapping[str, str] | None = None) -> Access:
    """A service that can be used: raises `BadInput` naming the variable its key belongs in."""
    found = access(name, environment)
    if found.provider.keys and not found.secret:
        raise BadInput(
            "services",
            f"there is no key for {found.provider.title}",
            f"Set {found.provider.keys[0]} (in the environment or in .env).",
        )
    return found


def every_access(environment: Mapping[str, str] | None = None) -> list[Access]:
    return [access(name, environment) for name in PROVIDERS]


def trouble(found: Access, world: World = WORLD) -> str:
    """What is wrong with a service or its key, by a free request; "" when all is well, or when it
    offers no such request."""
    if found.provider.check is None:
        return ""
    ahead = 0.0

    def log(sent: Sent) -> None:
        nonlocal ahead
        ahead = world.now() - sent.date if sent.date else ahead
        world.log(sent)

    try:
        cause = run(
            found.provider.check(), found.provider, found.url, found.secret.plain, tries=1,
            seconds=15.0, world=replace(world, log=log),
        )  # fmt: skip
    except NoAnswer as error:
        return error.cause
    return cause or wrong_clock(found.provider, ahead)


def wrong_clock(provider: Provider, ahead: float) -> str:
    """Why nothing may be sent to a service by whose clock ours is `ahead` seconds, or "". What gets
    lost there is found by its time: with a wrong one it would seem not to be there, and be bought
    twice."""
    if provider.find_by != "list" or abs(ahead) <= AGREE:
        return ""
    told = f"{abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} the service's"
    return f"this machine's clock is {told}: set it, or what gets lost there could not be found"


def _number(told: Mapping[str, str], name: str, least: float = 0.0) -> float | None:
    """A setting above 0 and at least `least`, or None. Half a request a minute would be none."""
    if name not in told:
        return None
    try:
        found = float(told[name])
    except ValueError:
        found = 0.0
    if not max(least, 1e-9) <= found < 1e9:
        raise BadInput(
            "settings",
            f"{name} is not usable: it is no number {f'from {least:g} on' if least else 'above 0'}",
            f"Correct or unset {name}.",
        )
    return found
