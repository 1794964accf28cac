"""The process that makes one Order after another for somebody else: a line of JSON each way."""

import os
import sys

from reelwright.studio.workshop import Asked, answer


def main() -> None:
    """Answer until nobody asks any more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    for line in sys.stdin.buffer:
        answers.write(answer(Asked.model_validate_json(line)).model_dump_json().encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    main()
