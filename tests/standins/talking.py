"""A plain way for tests of providers to talk to a stand-in: no retries, no limits, no guard."""

import base64
import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from reelwright.film.provider import Provider
from reelwright.film.talk import BLOB, Call, Reply, Submit, T, Talk

KEY = "key-of-a-test"
Blobs = Mapping[str, tuple[bytes, str]]
"""SHA-256 -> (bytes, media type): what a body may name."""


def run(talk: Talk[T], provider: Provider, url: str, blobs: Blobs | None = None) -> T:
    """Run a talk to its end and answer what it returns."""
    try:
        call = next(talk)
        while True:
            call = talk.send(speak(call, provider, url, blobs))
    except StopIteration as end:
        found: T = end.value
        return found


def send(submit: Submit, provider: Provider, url: str, blobs: Blobs | None = None) -> Reply:
    """Send the one paid request."""
    return speak(submit.call, provider, url, blobs)


def speak(call: Call, provider: Provider, url: str, blobs: Blobs | None = None) -> Reply:
    own = call.url.startswith("/")
    address = (url if own else "") + call.url
    if call.query:
        address += "?" + urlencode(call.query)
    headers, data = dict(call.headers), None
    if call.body is not None:
        data = json.dumps(_filled(call.body, blobs or {})).encode()
        headers["Content-Type"] = "application/json"
    if call.parts:
        data, headers["Content-Type"] = _form(call, blobs or {})
    if own:
        headers = provider.sign(headers, KEY, time.time())
    request = urllib.request.Request(address, data, headers, method=call.method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return _reply(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return _reply(error.code, error.headers, error.read())


def _reply(status: int, headers: Any, body: bytes) -> Reply:
    return Reply(status=status, headers={k.lower(): v for k, v in headers.items()}, body=body)


def _filled(value: Any, blobs: Blobs) -> Any:
    if isinstance(value, list):
        return [_filled(one, blobs) for one in value]
    if not isinstance(value, dict):
        return value
    if BLOB in value:
        content, media_type = blobs[value[BLOB]]
        plain = base64.b64encode(content).decode()
        return plain if value["form"] == "base64" else f"data:{media_type};base64,{plain}"
    return {name: _filled(one, blobs) for name, one in value.items()}


def _form(call: Call, blobs: Blobs) -> tuple[bytes, str]:
    mark = uuid.uuid4().hex
    chunks = []
    for part in call.parts:
        told = f'form-data; name="{part.name}"'
        content = part.text.encode()
        if part.sha256:
            content, kind = blobs[part.sha256]
            told += f'; filename="{part.filename}"\r\nContent-Type: {part.media_type or kind}'
        chunks.append(f"--{mark}\r\nContent-Disposition: {told}\r\n\r\n".encode() + content)
    body = b"\r\n".join([*chunks, f"--{mark}--\r\n".encode()])
    return body, f"multipart/form-data; boundary={mark}"
