"""A stand-in for ElevenLabs: the vendor's OpenAPI document (version 1.0, read 2026-11).

Every submission is a job with a bill of its own: the service knows no ids of its callers. Only
speech goes into the history. Prices: USD 0.10 for 1,000 characters, half for Flash and Turbo; 0.12
for an effect, 0.75 for each started minute of music (third-party notes, 2026-06). Where the vendor
is silent, what is done here is said at the place.
"""

import base64
import re
import time
from collections.abc import Mapping
from math import ceil
from typing import Any

from tests.standins import media
from tests.standins.standin import Answer, Asked, Dropped, Standin, Task

MODELS = {
    "eleven_multilingual_v2": (1, 10_000),
    "eleven_v3": (1, 5_000),
    "eleven_flash_v2_5": (0.5, 40_000),
}
"""Speech model -> characters billed for one of the text, most characters of a text."""

FORMAT = "mp3_44100_128"
USD = 0.10 / 1000
"""For a billed character."""

EFFECT = 40
"""Characters that are said to be billed for a second of an effect."""

PIECE = 0.12
"""USD for an effect."""

MINUTE = 0.75
"""USD for a started minute of music."""

SPEAKING = 15
"""Characters spoken in a second."""

_REQUIRED: Any = object()
Rules = Mapping[str, tuple[type | tuple[type, ...], Any]]
"""Field -> (types, default)."""

SPEECH: Rules = {
    "text": (str, _REQUIRED),
    "model_id": (str, "eleven_multilingual_v2"),
    "language_code": (str, None),
    "seed": (int, None),
}
EFFECTS: Rules = {
    "text": (str, _REQUIRED),
    "model_id": (str, "eleven_text_to_sound_v2"),
    "duration_seconds": ((int, float), None),
    "loop": (bool, False),
    "prompt_influence": ((int, float), 0.3),
}
MUSIC: Rules = {
    "prompt": (str, _REQUIRED),
    "model_id": (str, "music_v1"),
    "music_length_ms": (int, None),
    "force_instrumental": (bool, False),
}


class ElevenLabs(Standin):
    """`aligned`: whether items of the history carry the times of their characters."""

    NAME = "elevenlabs"
    ROUTES = (
        ("POST", r"/v1/text-to-speech/([^/]+)/with-timestamps", "speech", True),
        ("POST", r"/v1/sound-generation", "effect", True),
        ("POST", r"/v1/music", "music", True),
        ("GET", r"/v1/history", "history", False),
        ("GET", r"/v1/history/([^/]+)", "item", False),
        ("GET", r"/v1/history/([^/]+)/audio", "audio", False),
        ("GET", r"/v1/user/subscription", "subscription", False),
    )

    def __init__(self, *, seconds: float = 0.3) -> None:
        super().__init__(seconds=seconds)
        self.aligned = False
        self.used = 17_189
        self.limit = 1_000_000
        self.items: dict[str, dict[str, Any]] = {}
        """History items by id, oldest first, as they are shown."""

    def trouble(self, kind: str) -> Any:
        return {
            "limited": _detail(
                "rate_limit_error", "concurrent_limit_exceeded", "too_many_concurrent_requests"
            ),
            "broken": _detail("internal_error", "internal_error"),
            "unavailable": _detail("service_unavailable", "service_unavailable"),
        }[kind]

    # Submissions.

    def speech(self, asked: Asked) -> Answer:
        given = _checked(asked, SPEECH, {"enable_logging", "output_format"})
        if isinstance(given, Answer):
            return given
        voice, text = asked.match[1], given["text"]
        if answer := _unspeakable(voice, given):
            return answer
        cost = len(text) * MODELS[given["model_id"]][0]
        task = self._taken(asked, cost, cost * USD)
        if isinstance(task, Answer):
            return task
        seconds = _length(text)
        content = media.tone(seconds)
        alignment = _alignment(text, seconds)
        self._remember(task, voice, given, cost)
        named = self._named(asked, task.id)
        body: dict[str, Any] = {
            "audio_base64": base64.b64encode(content).decode(),
            "alignment": alignment,
            "normalized_alignment": alignment,
        }
        if _kind(asked) == "wrong types":
            body["audio_base64"] = 17
        if _kind(asked) == "never ends":
            self.items[task.id]["state"] = "processing"
            raise Dropped
        headers = {"request-id": f"req-{task.id}", "history-item-id": named}
        return Answer(200, body, headers | self._cost(task, cost))

    def effect(self, asked: Asked) -> Answer:
        given = _checked(asked, EFFECTS, {"output_format"})
        if isinstance(given, Answer):
            return given
        seconds = given["duration_seconds"]
        if seconds is not None and not 0.5 <= seconds <= 30:
            return _invalid("duration_seconds", "Input should be from 0.5 to 30", seconds)
        if given["model_id"] != "eleven_text_to_sound_v2":
            return _invalid(
                "model_id", "Input should be 'eleven_text_to_sound_v2'", given["model_id"]
            )
        cost = EFFECT * (seconds or 5)
        task = self._taken(asked, cost, PIECE)
        if isinstance(task, Answer):
            return task
        return self._sound(asked, task, seconds or 5, self._cost(task, cost))

    def music(self, asked: Asked) -> Answer:
        given = _checked(asked, MUSIC, {"output_format"})
        if isinstance(given, Answer):
            return given
        length = given["music_length_ms"]
        if length is not None and not 3000 <= length <= 600_000:
            return _invalid("music_length_ms", "Input should be from 3000 to 600000", length)
        if given["model_id"] not in ("music_v1", "music_v2"):
            return _invalid(
                "model_id", "Input should be 'music_v1' or 'music_v2'", given["model_id"]
            )
        if len(given["prompt"]) > 4100:
            return _invalid("prompt", "String should have at most 4100 characters", given["prompt"])
        seconds = (length or 30_000) / 1000
        task = self._taken(asked, 0, ceil(seconds / 60) * MINUTE)
        if isinstance(task, Answer):
            return task
        return self._sound(asked, task, seconds, {"song-id": task.id})

    def _taken(self, asked: Asked, cost: float, usd: float) -> Task | Answer:
        """A job on the bill, or why there is none. Faults that a service with answers at once
        cannot have later are had at once; nothing is said about their bill, so there is none."""
        kind = _kind(asked)
        if kind in ("moderated", "moderated later"):
            return _refused(422, "validation_error", "bad_prompt")
        if kind == "fails later":
            return Answer(500, self.trouble("broken"))
        if self.used + cost > self.limit:
            return _refused(401, "authentication_error", "quota_exceeded")
        if kind == "slow" and asked.fault:
            time.sleep(asked.fault.seconds)
        with self.lock:
            return self.take(asked, usd, id=f"item{len(self.tasks) + 1:016d}")

    def _remember(self, task: Task, voice: str, given: Mapping[str, Any], cost: float) -> None:
        with self.lock:
            billed = round(cost)
            self.items[task.id] = {
                "history_item_id": task.id,
                "request_id": f"req-{task.id}",
                "voice_id": voice,
                "model_id": given["model_id"],
                "voice_name": "Somebody",
                "voice_category": "premade",
                "text": given["text"],
                "date_unix": int(task.at),
                "character_count_change_from": self.used,
                "character_count_change_to": self.used + billed,
                "content_type": "audio/mpeg",
                "state": "created",
                "settings": {"stability": 0.5, "similarity_boost": 0.75},
                "share_link_id": None,
                "source": "TTS",
                "output_format": FORMAT,
            }
            self.used += billed

    def _named(self, asked: Asked, id: str) -> str:
        return next(iter(self.items)) if _kind(asked) == "same id" else id

    @staticmethod
    def _cost(task: Task, cost: float) -> dict[str, str]:
        return {} if task.no_cost else {"character-cost": f"{cost:g}"}

    @staticmethod
    def _sound(asked: Asked, task: Task, seconds: float, headers: dict[str, str]) -> Answer:
        if _kind(asked) == "never ends":
            raise Dropped
        if _kind(asked) == "wrong types":
            return Answer(200, {"audio": 17}, headers)
        content = media.tone(float(seconds))
        return Answer(
            200, content, {"Content-Type": "audio/mpeg", "request-id": f"req-{task.id}", **headers}
        )

    # What is free.

    def history(self, asked: Asked) -> Answer:
        if denied := _denied(asked):
            return denied
        size = asked.first("page_size", "100")
        if not size.isdecimal() or not 1 <= int(size) <= 1000:
            return _invalid("page_size", "Input should be at most 1000", size, "query")
        after = int(asked.first("date_after_unix", "0"))
        before = int(asked.first("date_before_unix", str(1 << 40)))
        with self.lock:
            shown = [i for i in reversed(self.items.values()) if after <= i["date_unix"] < before]
        for name in ("voice_id", "model_id", "source"):
            if wished := asked.first(name):
                shown = [item for item in shown if item[name] == wished]
        if last := asked.first("start_after_history_item_id"):
            ids = [item["history_item_id"] for item in shown]
            shown = shown[ids.index(last) + 1 :] if last in ids else []
        page = shown[: int(size)]
        return Answer(
            200,
            {
                "history": page,
                "has_more": len(shown) > len(page),
                "last_history_item_id": page[-1]["history_item_id"] if page else None,
                "scanned_until": page[-1]["date_unix"] if page else None,
            },
        )

    def item(self, asked: Asked) -> Answer:
        if denied := _denied(asked):
            return denied
        item = self.items.get(asked.match[1])
        if item is None:
            return self._unknown(asked.match[1])
        if not self.aligned:
            return Answer(200, item)
        alignment = _alignment(item["text"], _length(item["text"]))
        both = {"alignment": alignment, "normalized_alignment": alignment}
        return Answer(200, {**item, "alignments": both})

    def audio(self, asked: Asked) -> Answer:
        """The sound itself; unlike other services' files it lies behind the key."""
        if denied := _denied(asked):
            return denied
        item = self.items.get(asked.match[1])
        if item is None:
            return self._unknown(asked.match[1])
        return Answer(200, media.tone(_length(item["text"])), {"Content-Type": "audio/mpeg"})

    @staticmethod
    def _unknown(id: str) -> Answer:
        """The status is not documented; the words were seen in a report of 2024."""
        told = f"A history item with ID '{id}' was not found on the server."
        return _refused(404, "not_found", "invalid_id", told)

    def subscription(self, asked: Asked) -> Answer:
        if denied := _denied(asked):
            return denied
        return Answer(
            200,
            {
                "tier": "starter",
                "character_count": self.used,
                "character_limit": self.limit,
                "max_character_limit_extension": None,
                "max_credit_limit_extension": 0,
                "can_extend_character_limit": False,
                "allowed_to_extend_character_limit": False,
                "voice_slots_used": 0,
                "professional_voice_slots_used": 0,
                "professional_voice_slots_used_in_workspace": 0,
                "voice_limit": 10,
                "voice_add_edit_counter": 0,
                "professional_voice_limit": 0,
                "can_extend_voice_limit": False,
                "can_use_instant_voice_cloning": True,
                "can_use_professional_voice_cloning": False,
                "current_overage": {"amount": "0", "currency": "usd"},
                "status": "active",
                "open_invoices": [],
                "has_open_invoices": False,
            },
        )


STANDIN = ElevenLabs


def _kind(asked: Asked) -> str:
    return asked.fault.kind if asked.fault else ""


def _detail(type: str, code: str, status: str = "", told: str = "") -> Any:
    """Today's form of an error; `status` is the name it had before."""
    return {
        "detail": {
            "type": type,
            "code": code,
            "message": told or code.replace("_", " "),
            "status": status or code,
            "request_id": "1c1689d894474556068cd3dcd145df7f",
        }
    }


def _refused(status: int, type: str, code: str, told: str = "") -> Answer:
    return Answer(status, _detail(type, code, told=told))


def _invalid(field: str, told: str, given: Any, where: str = "body") -> Answer:
    """A request that does not fit the schema: 422 with a list."""
    return Answer(
        422, {"detail": [{"type": "value", "loc": [where, field], "msg": told, "input": given}]}
    )


def _denied(asked: Asked) -> Answer | None:
    """None when there is a key and it is not a wrong one."""
    keys = [value for name, value in asked.headers.items() if name.lower() == "xi-api-key"]
    if not keys or not keys[0]:
        return Answer(401, _detail("authentication_error", "unauthorized", "needs_authorization"))
    if keys[0] == "a-wrong-key":
        return Answer(401, _detail("authentication_error", "unauthorized", "invalid_api_key"))
    return None


def _checked(asked: Asked, rules: Rules, query: set[str]) -> Answer | dict[str, Any]:
    """The fields with their defaults; or 422 for the schema, before the key is looked at, or 401.

    The service itself forgives unknown fields; here they are an error, for they would be ours.
    """
    data = asked.data
    if not isinstance(data, dict):
        return _invalid("body", "JSON decode error", None)
    for name in [*data, *asked.query]:
        if name not in (rules if name in data else query):
            return _invalid(name, "Extra inputs are not permitted", data.get(name))
    given = {}
    for name, (types, default) in rules.items():
        value = data.get(name, default)
        if value is _REQUIRED:
            return _invalid(name, "Field required", None)
        wrong = isinstance(value, bool) and types is not bool
        if name in data and (wrong or not isinstance(value, types)):
            return _invalid(name, f"Input should be a valid {types}", str(value))
        given[name] = value
    if asked.first("output_format", FORMAT) != FORMAT:
        return _refused(400, "validation_error", "invalid_output_format")
    return _denied(asked) or given


def _unspeakable(voice: str, given: Mapping[str, Any]) -> Answer | None:
    text, model, language = given["text"], given["model_id"], given["language_code"]
    if model not in MODELS:
        return _refused(400, "invalid_request", "unsupported_model")
    if not text.strip():
        return _refused(400, "validation_error", "empty_text")
    if len(text) > MODELS[model][1]:
        return _refused(400, "validation_error", "text_too_long")
    if voice == "nobody":
        return _refused(404, "not_found", "voice_not_found")
    if language is not None and not re.fullmatch("[a-z]{2}", language):
        return _refused(400, "validation_error", "invalid_parameters")
    return None


def _length(text: str) -> float:
    """Seconds, by halves."""
    return max(0.5, round(2 * len(text) / SPEAKING) / 2)


def _alignment(text: str, seconds: float) -> Any:
    """Every character takes the same time."""
    step = seconds / len(text)
    return {
        "characters": list(text),
        "character_start_times_seconds": [round(step * n, 4) for n in range(len(text))],
        "character_end_times_seconds": [round(step * (n + 1), 4) for n in range(len(text))],
    }
