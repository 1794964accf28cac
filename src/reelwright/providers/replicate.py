"""Replicate: clips and pictures by many makers' models behind one API.

Written against Replicate's OpenAPI document 1.0.0-a1 and the package replicate 1.0.7. Each model
has inputs of its own, read from its schema before the first request (`replicate_schema`,
`replicate_fields`). A prediction has no field for an id of ours and tells no cost: see
`replicate_find`, and `charge=None`.

Official models are asked at `POST /models/{owner}/{name}/predictions`, all others by version at
`POST /predictions`. Errors are problems as in RFC 7807: `{"title", "detail", "status"}`.
"""

from pydantic import JsonValue

from reelwright.film.errors import BadInput, MachineTrouble
from reelwright.film.noun import Noun
from reelwright.film.order import Order
from reelwright.film.provider import Limits, Polling, Provider
from reelwright.film.talk import (
    Call,
    Heard,
    Ready,
    Refused,
    Reply,
    Said,
    Submit,
    Taken,
    Talk,
    Unknown,
)
from reelwright.providers.hearing import by_status
from reelwright.providers.replicate_fields import filled
from reelwright.providers.replicate_find import find
from reelwright.providers.replicate_poll import ID, MODERATED, URL, cancel, poll, wait
from reelwright.providers.replicate_schema import Model, Untold, look, named

CANCEL_AFTER = {"clip": "30m", "image": "10m"}
"""Replicate stops a prediction that long after its creation: nothing runs away. 30 minutes is also
how long a model may run at all (replicate.com/docs/topics/predictions/lifecycle)."""


class OfficialAsked(Noun):
    """`schemas_prediction_request`, as far as we use it."""

    input: dict[str, JsonValue]


class VersionAsked(Noun):
    """`schemas_version_prediction_request`, as far as we use it."""

    version: str
    input: dict[str, JsonValue]


class Created(Said):
    """The answer to a request, as far as it counts then."""

    id: str
    status: str


class Account(Said):
    username: str


def prepare(order: Order) -> Talk[Ready]:
    """Read the model's schema. Raises BadInput when there is no such model, MachineTrouble when
    Replicate does not answer now."""
    name = named(order)
    model = yield from look(name)
    if isinstance(model, Untold):
        if model.passing:
            raise MachineTrouble("replicate", f"{name.full}: {model.cause}", "Try again later.")
        raise BadInput("replicate", f"{name.full}: {model.cause}", "Check the model's name.")
    return Ready(values={"model": model.model_dump(mode="json")})


def submit(order: Order, ready: Ready, _token: str) -> Submit:
    """The one paid request. Raises BadInput for what the model cannot express."""
    name = named(order)
    model = Model.model_validate(ready.values.get("model"))
    fields = filled(model, order)
    if not name.version and not model.official:
        newest = f" (the newest: {name.full}:{model.newest})" if model.newest else ""
        raise BadInput(
            "replicate",
            f"{name.full} is no official model and runs by version only",
            f"Name a version{newest}.",
        )
    body: Noun = OfficialAsked(input=fields)
    url = f"{name.path}/predictions"
    if name.version:
        body, url = VersionAsked(version=name.version, input=fields), "/v1/predictions"
    headers = {"Cancel-After": CANCEL_AFTER[order.kind]}
    asked = body.model_dump(mode="json", exclude_none=True)
    return Submit(call=Call(method="POST", url=url, headers=headers, body=asked))


def heard(_order: Order, reply: Reply) -> Heard:
    """How the answer is to be understood. Replicate documents no 5xx that takes nothing."""
    if 200 <= reply.status < 300:
        created = reply.read(Created)
        if created and ID.fullmatch(created.id):
            return Taken(ticket=created.id)
        return Unknown(cause=f"HTTP {reply.status} without a prediction: {reply.told}")
    found = by_status(reply)
    if not isinstance(found, Refused):
        return found
    if found.reason == "invalid" and MODERATED.search(reply.told):
        return found.model_copy(update={"reason": "moderated"})
    return found.model_copy(update={"wait": wait(reply)})


def check() -> Talk[str]:
    """Whether the key is good: it asks for the account."""
    reply = yield Call(url="/v1/account")
    if 200 <= reply.status < 300 and reply.read(Account):
        return ""
    return f"HTTP {reply.status}: {reply.told}"


PROVIDER = Provider(
    name="replicate",
    title="Replicate",
    url=URL,
    kinds=("clip", "image"),
    keys=("REELWRIGHT_REPLICATE_KEY", "REPLICATE_API_TOKEN", "REPLICATE_API_KEY"),
    prepare=prepare,
    submit=submit,
    heard=heard,
    poll=poll,
    find=find,
    find_by="list",
    cancel=cancel,
    check=check,
    # Ours are below theirs: 600 creations a minute, 3000 other requests
    # (replicate.com/docs/topics/predictions/rate-limits). Without a means of payment theirs are
    # 6 a minute, and less below 20 USD of credit; then they answer 429.
    limits=Limits(),
    # Results are removed an hour after they were made, which is half an hour after the request
    # at the latest (`CANCEL_AFTER`).
    polling=Polling(most=900.0, retention=5400.0),
)
