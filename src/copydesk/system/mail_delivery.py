"""What becomes of a message that is handed over, and mailboxes of this machine that take some.

A mailbox stands in place of a server: a Maildir, or a file in mbox form.
"""

from __future__ import annotations

import contextlib
import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol, TypeAlias

from copydesk.errors import ToolError, UsageError

_PARTS: Final = ("cur", "new", "tmp")
#: What each message in an mbox begins with.
_FROM: Final = b"From "

#: Taken; refused for good; not taken now; or nobody can tell, because the answer never came.
State: TypeAlias = Literal["done", "refused", "later", "uncertain"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one message, and what was said of it.

    `everyone` is whether the next message would fare no better for now: the server is busy or gone.
    """

    state: State
    said: str = ""
    everyone: bool = False


class Carrier(Protocol):
    """Takes messages to where they go, one recipient at a time."""

    def deliver(self, sender: str, recipient: str, message: bytes) -> Delivery:
        """Hand over `message`. Raises `CopydeskError` when no message of the sender's would go."""
        ...


class Mailbox:
    """A mailbox of this machine; other programs are kept out of one in a file until `close`."""

    def __init__(self, name: str, box: mailbox.Maildir | mailbox.mbox) -> None:
        self._name = name
        self._box = box

    def __len__(self) -> int:
        """How many messages lie there, read or not."""
        with _said(self._name):
            return len(self._box)

    def deliver(self, sender: str, recipient: str, message: bytes) -> Delivery:  # noqa: ARG002  a `Carrier`
        """Add `message`, with the line ends that mailboxes have."""
        with _said(self._name):
            self._box.add(message.replace(b"\r\n", b"\n"))
        return Delivery("done", f"in {self._name}")

    def close(self) -> None:
        """Have the disk take what was added, and let other programs in."""
        with _said(self._name):
            self._box.close()


def open_maildir(folder: Path) -> Mailbox:
    """A folder of messages, a file each; made where there is none."""
    with _said(str(folder)):
        if folder.is_dir() and any(folder.iterdir()):
            strange = not all((folder / part).is_dir() for part in _PARTS)
        else:
            strange = folder.exists() and not folder.is_dir()
            for part in () if strange else _PARTS:
                (folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
        if strange:
            message = f"`{folder}` is not a Maildir (cur, new, tmp)"
            raise UsageError(message, hint="name a new folder", code="mail.mailbox")
        return Mailbox(str(folder), mailbox.Maildir(folder, create=False))


def open_mbox(file: Path) -> Mailbox:
    """One file of messages, to which each is added at the end; made where there is none."""
    with _said(str(file)):
        file.touch(mode=0o600)  # mail is its reader's alone
        with file.open("rb") as opened:
            strange = opened.read(len(_FROM)) not in (b"", _FROM)
        if strange:
            message = f"`{file}` contains something other than messages"
            raise UsageError(message, hint="name a new file", code="mail.mailbox")
        box = mailbox.mbox(file)
        try:
            box.lock()
        except BaseException:
            box.close()
            raise
        return Mailbox(str(file), box)


@contextlib.contextmanager
def _said(name: str) -> Iterator[None]:
    """Turn what may be wrong with the mailbox `name` into an error of ours."""
    try:
        yield
    except (OSError, mailbox.Error) as error:
        why = getattr(error, "strerror", None) or error
        hint = "check who owns it, and whether another program has locked it"
        raise ToolError(f"`{name}`: {why}", hint=hint, code="mail.mailbox") from None
