"""The process that makes one Order after another for somebody else: a line of JSON each way."""

import os
import sys
from select import select

from reelwright.media.memory import give_back
from reelwright.studio.workshop import Asked, answer

IDLE = 0.5
"""Seconds without a question after which freed memory goes back to the system."""


def main() -> None:
    """Answer until nobody asks any more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    questions = sys.stdin.buffer
    while True:
        # Whoever asks waits for the answer, so there is never more than one line on its way.
        if not select([questions], [], [], IDLE)[0]:
            give_back()
        line = questions.readline()
        if not line:
            return
        answers.write(answer(Asked.model_validate_json(line)).model_dump_json().encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    main()
