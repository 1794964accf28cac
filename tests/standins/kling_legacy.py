"""Kling, the older interface: `/v1/videos/{text2video,image2video}`, signed with a JSON Web Token.

By the vendor's pages (read 2026-03 and 2026-09): fields, envelope, `succeed`, units. As seen by an
account in 2026-09: an unknown id is answered by 1201 "Task not found by id/external id". A repeated
external id is a second job with a second bill unless `refuses_repeats` is set (see `kling`).
"""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from tests.standins import media
from tests.standins.kling import (
    SIZES,
    TROUBLE,
    UNIT,
    WRONG_KEY,
    Refusal,
    bearer_of,
    envelope,
    fields,
    good,
    one_of,
    prompt_of,
    ratio_of,
    stage,
)
from tests.standins.standin import Answer, Asked, Standin, Task

ACCESS, SECRET = "access-of-a-test", "secret-of-a-test"
PRICES = {
    "kling-v2-5-turbo": {"std": "0.042", "pro": "0.07"},
    "kling-v2-6": {"std": "0.042", "pro": "0.07"},
}
"""USD for a second, silent."""
BODY: dict[str, type] = {
    "model_name": str, "prompt": str, "negative_prompt": str, "cfg_scale": float, "mode": str,
    "duration": str, "callback_url": str, "external_task_id": str,
}  # fmt: skip


def check_token(token: str) -> None:
    """A plain API key is taken as it is; a JSON Web Token must be ours and of now."""
    if token.count(".") != 2:
        if token == WRONG_KEY:
            raise Refusal(1002, "Authorization is invalid")
        return
    head, claims, seal = token.split(".")
    signed = f"{head}.{claims}".encode()
    wanted = hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()
    try:
        told, kind = json.loads(unpacked(claims)), json.loads(unpacked(head))
        sealed = hmac.compare_digest(unpacked(seal), wanted)
    except (ValueError, binascii.Error):
        raise Refusal(1002, "Authorization is invalid") from None
    if not sealed or kind != {"alg": "HS256", "typ": "JWT"} or told["iss"] != ACCESS:
        raise Refusal(1002, "Authorization is invalid")
    if not told["nbf"] <= time.time() < told["exp"] <= time.time() + 1801:
        raise Refusal(1004, "Authorization has expired")


def unpacked(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


class KlingLegacy(Standin):
    """`looks_up`: whether a task is found by its external id; `names_in_lists`: whether lists show
    it; `cash`: whether the account pays from a balance instead of a pack."""

    NAME = "kling_legacy"
    ROUTES = (
        ("POST", r"/v1/videos/(text2video|image2video)", "create", True),
        ("GET", r"/v1/videos/(text2video|image2video)", "page", False),
        ("GET", r"/v1/videos/(text2video|image2video)/([^/]+)", "query", False),
    )
    refuses_repeats = False
    looks_up = True
    names_in_lists = True
    cash = False

    def trouble(self, kind: str) -> Any:
        return envelope(*TROUBLE[kind])

    def create(self, asked: Asked) -> Answer:
        return self._refusing(self._create, asked)

    def query(self, asked: Asked) -> Answer:
        return self._refusing(self._query, asked)

    def page(self, asked: Asked) -> Answer:
        return self._refusing(self._page, asked)

    def _refusing(self, answer: Callable[[Asked], Answer], asked: Asked) -> Answer:
        try:
            check_token(bearer_of(asked))
            return answer(asked)
        except Refusal as refusal:
            return refusal.answer

    def _create(self, asked: Asked) -> Answer:
        kind = asked.match[1]
        cost, ratio = self._read(kind, asked.data)
        token = asked.data.get("external_task_id", "")
        fault = asked.fault.kind if asked.fault else ""
        if fault == "moderated":
            raise Refusal(1301, "the prompt triggers the content security policy")
        with self.lock:
            earlier = list(self.tasks.values())
            if self.refuses_repeats and token and any(task.token == token for task in earlier):
                raise Refusal(1201, f"external_task_id {token} already exists")
            task = self.take(asked, float(cost), token=token, id=f"8672837417{len(earlier):08d}")
        task.asked = {**asked.data, "kind": kind, "ratio": ratio, "cost": cost}
        if fault == "wrong types":
            return good({"task_id": 867283741759111202, "task_status": 1, "created_at": "now"})
        shown = earlier[0] if fault == "same id" and earlier else task
        return good({**self._view(shown, fresh=True), "task_info": {"external_task_id": token}})

    def _read(self, kind: str, data: Any) -> tuple[Decimal, str]:
        """What a body costs and its ratio; a 1201 for anything that is not on the page."""
        extra: dict[str, type] = {"aspect_ratio": str}
        if kind == "image2video":
            extra = {"image": str, "image_tail": str}
        given = fields(data, {**BODY, **extra})
        model = given.get("model_name", "kling-v1")
        if model not in PRICES:
            raise Refusal(1203, f"model {model} does not exist")
        prompt_of(given.get("prompt"), 2500)
        if len(given.get("negative_prompt", "")) > 2500:
            raise Refusal(1201, "negative_prompt is too long")
        ratio = one_of(given.get("aspect_ratio", "16:9"), SIZES, "aspect_ratio")
        mode = one_of(given.get("mode", "std"), PRICES[model], "mode")
        if kind == "image2video":
            ratio = ratio_of(given.get("image"))
        if "image_tail" in given:
            one_of(mode, ("pro",), "mode with image_tail")
            ratio_of(given["image_tail"])
        seconds = one_of(given.get("duration", "5"), ("5", "10"), "duration")
        return Decimal(PRICES[model][mode]) * int(seconds), ratio

    def _query(self, asked: Asked) -> Answer:
        kind, name = asked.match[1], unquote(asked.match[2])
        with self.lock:
            found = [task for task in self._of(kind) if task.id == name]
            if self.looks_up and not found:
                found = [task for task in self._of(kind) if task.token == name]
        if not found:
            raise Refusal(1201, "Task not found by id/external id")
        return good(self._view(found[-1]))

    def _page(self, asked: Asked) -> Answer:
        known = ("pageNum", "pageSize")
        if not set(asked.query) <= set(known):
            raise Refusal(1201, "a parameter is unknown")
        number, size = int(asked.first(known[0], "1")), int(asked.first(known[1], "30"))
        one_of(number, range(1, 1001), known[0])
        one_of(size, range(1, 501), known[1])
        with self.lock:
            newest = sorted(self._of(asked.match[1]), key=lambda task: (-task.at, task.id))
        part = newest[(number - 1) * size : number * size]
        shown = [self._view(task) for task in part]
        if not self.names_in_lists:
            for task in shown:
                task["task_info"] = {}
        return good(shown)

    def _of(self, kind: str) -> list[Task]:
        return [task for task in self.tasks.values() if task.asked.get("kind") == kind]

    def _view(self, task: Task, *, fresh: bool = False) -> dict[str, Any]:
        began = int(task.at * 1000)
        status = "submitted" if fresh else stage(self, task).replace("succeeded", "succeed")
        shown: dict[str, Any] = {
            "task_id": task.id, "task_status": status, "created_at": began, "updated_at": began,
            "task_info": {"external_task_id": task.token},
        }  # fmt: skip
        if status == "failed":
            shown["task_status_msg"] = task.fails or "the result triggers the content risk control"
        if status == "succeed":
            video = {"id": f"video-{task.id}", "url": self._clip(task), "watermark_url": ""}
            shown["task_result"] = {"videos": [{**video, "duration": task.asked["duration"]}]}
        if status in ("failed", "succeed") and not task.no_cost:
            shown |= self._deducted(task, Decimal(0) if status == "failed" else task.asked["cost"])
        return shown

    def _deducted(self, task: Task, cost: Decimal) -> dict[str, Any]:
        if self.cash:
            return {"final_balance_deduction": {"quota": str(cost), "list_price": str(cost)}}
        return {"final_unit_deduction": f"{(cost / UNIT).normalize():f}"}

    def _clip(self, task: Task) -> str:
        width, height = (2 * side for side in SIZES[task.asked["ratio"]])
        content = media.clip(int(task.asked["duration"]), width, height, words=self.words(task))
        return task.result_url or self.file(f"{task.id}.mp4", content)


STANDIN = KlingLegacy
