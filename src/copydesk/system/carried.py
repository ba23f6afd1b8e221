"""What became of a message that was handed to a mail server or put into a mailbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

#: Taken; refused for good; not taken now; or nobody can tell, because the answer never came.
State: TypeAlias = Literal["done", "refused", "later", "uncertain"]


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of one message, and what was said of it.

    `everyone` is whether the next message would fare no better for now: the server is busy or gone.
    """

    state: State
    said: str = ""
    everyone: bool = False


class Carrier(Protocol):
    """Takes messages to where they go, one recipient at a time."""

    def carry(self, sender: str, recipient: str, message: bytes) -> Carried:
        """Hand over `message`. Raises `CopydeskError` when no message of the sender's would go."""
        ...
