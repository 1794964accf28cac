"""How a request can come to nothing, named by what may be done next."""


class NoAnswer(Exception):
    """There is no usable answer. `cause` is one line without addresses' queries, bodies or keys."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class NotSent(NoAnswer):
    """Certainly not a byte of the request left us."""


class Blocked(NotSent):
    """The address is one that we do not go to. Trying again changes nothing."""


class Unheard(NoAnswer):
    """The request left us, at least in part, and there is no complete answer to it."""


class HungUp(Unheard):
    """The other side closed the connection before the first byte of an answer."""


class TooLong(Unheard):
    """The answer is larger than the bound. Trying again changes nothing."""


class Stopped(Exception):
    """Whoever asked does not want the answer any more."""


class Damaged(Exception):
    """A file did not arrive whole or is not what it should be. `causes`: one for each try."""

    def __init__(self, *causes: str) -> None:
        super().__init__("; ".join(causes))
        self.causes = causes


class Expired(Exception):
    """The address of a file is not valid any more (401, 403, 404, 410): ask for a fresh one."""
