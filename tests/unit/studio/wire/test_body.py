"""Bodies: exact bytes, exact lengths, streamed from the store."""

import base64
import email
import email.policy
import json
import tracemalloc
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.standins import media
from tests.unit.studio.wire.toy import Files

from reelwright.film.talk import Call, Part, blob
from reelwright.studio.wire.body import CHUNK, Body, bodied, media_type
from reelwright.studio.wire.run import nothing_stored

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20,
)  # fmt: skip


def sent(body: Body | None) -> bytes:
    """All of a body, whose length and chunks are as promised."""
    assert body is not None
    chunks = list(body.chunks())
    assert all(len(chunk) <= CHUNK for chunk in chunks)
    assert sum(len(chunk) for chunk in chunks) == body.size
    assert b"".join(chunks) == b"".join(body.chunks())
    return b"".join(chunks)


@given(JSON.filter(lambda value: value is not None and "$blob" not in repr(value)))
def test_json_is_the_value(value: str | int) -> None:
    body = bodied(Call(method="POST", url="/x", body=value), nothing_stored)
    assert json.loads(sent(body)) == value


@pytest.mark.parametrize("size", [0, 1, 2, 3, 49151, 49152, 49153, 200_001])
def test_stored_bytes_become_base64(tmp_path: Path, size: int) -> None:
    files = Files(tmp_path)
    content = (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 800)[:size]
    sha256 = files.put(content)
    call = Call(
        method="POST", url="/x",
        body={"a": [blob(sha256), {"b": blob(sha256, "base64")}], "c": "data:$blob"},
    )  # fmt: skip
    body = bodied(call, files.local)
    assert body is not None
    assert body.content_type == "application/json"
    kind = "image/png" if size > 7 else "application/octet-stream"
    plain = base64.b64encode(content).decode()
    assert json.loads(sent(body)) == {
        "a": [f"data:{kind};base64,{plain}", {"b": plain}], "c": "data:$blob",
    }  # fmt: skip


def test_a_form_is_read_back_by_a_strict_reader(tmp_path: Path) -> None:
    files = Files(tmp_path)
    picture = media.picture(64, 36)
    hostile = 'a"\r\nX-Evil: 1\r\n\r\n'
    call = Call(
        method="POST", url="/x",
        parts=(
            Part(name="prompt", text="ein Löwe\r\n--x"),
            Part(name=hostile, text="1"),
            Part(name="image", sha256=files.put(picture), filename=hostile + ".png"),
            Part(name="raw", sha256=files.put(b"abc"), media_type="text/plain; charset=utf-8"),
        ),
    )  # fmt: skip
    body = bodied(call, files.local)
    assert body is not None
    told = f"Content-Type: {body.content_type}\r\n\r\n".encode() + sent(body)
    form = email.message_from_bytes(told, policy=email.policy.HTTP)
    parts = [part for part in form.iter_parts() if isinstance(part, EmailMessage)]
    assert [part.get_content_type() for part in parts] == [
        "text/plain", "text/plain", "image/png", "text/plain",
    ]  # fmt: skip
    assert not any(part.get("X-Evil") for part in parts)
    payloads = [part.get_payload(decode=True) for part in parts]
    assert payloads == ["ein Löwe\r\n--x".encode(), b"1", picture, b"abc"]


def test_media_types_are_seen_from_the_bytes() -> None:
    assert media_type(media.picture()[:64]) == "image/png"
    assert media_type(media.clip(1)[:64]) == "video/mp4"
    assert media_type(media.tone(0.2)[:64]) == "audio/mpeg"
    assert media_type(media.tone(0.2, "wav")[:64]) == "audio/wav"
    for head, kind in (
        (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"GIF89a", "image/gif"),
        (b"RIFF\1\2\3\4WEBPVP8 ", "image/webp"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", "video/webm"),
        (b"\xff\xfb\x90\x00", "audio/mpeg"), (b"", "application/octet-stream"),
        (b"<html>", "application/octet-stream"),
    ):  # fmt: skip
        assert media_type(head) == kind


def test_what_cannot_be_sent_shows_before_anything_is(tmp_path: Path) -> None:
    files = Files(tmp_path)
    known = files.put(b"abc")
    for call, error in (
        (Call(url="/x", body=blob("0" * 64)), FileNotFoundError),
        (Call(url="/x", parts=(Part(name="a", sha256="0" * 64),)), FileNotFoundError),
        (Call(url="/x", body={"$blob": known}), ValueError),
        (Call(url="/x", body={"$blob": known, "form": "hex"}), ValueError),
        (Call(url="/x", body={"$blob": 1, "form": "data"}), ValueError),
        (Call(url="/x", body={"$blob": known, "form": "data", "x": 1}), ValueError),
        (Call(url="/x", body=1, parts=(Part(name="a"),)), ValueError),
        (Call(url="/x", body=float("nan")), ValueError),
        (Call(url="/x", parts=(Part(name="a", sha256=known, media_type="a/b\r\nc"),)), ValueError),
    ):
        with pytest.raises(error):
            bodied(call, files.local)


def test_stored_bytes_that_shrank_are_an_error(tmp_path: Path) -> None:
    files = Files(tmp_path)
    sha256 = files.put(bytes(100_000))
    body = bodied(Call(url="/x", body=blob(sha256)), files.local)
    assert body is not None
    files.local(sha256).write_bytes(bytes(60_000))
    with pytest.raises(OSError, match="fewer"):
        list(body.chunks())


def test_a_large_file_is_never_loaded_whole(tmp_path: Path) -> None:
    files = Files(tmp_path)
    sha256 = files.put(bytes(30_000_000))
    tracemalloc.start()
    body = bodied(Call(url="/x", body={"a": blob(sha256)}), files.local)
    assert body is not None
    assert sum(len(chunk) for chunk in body.chunks()) == body.size
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
