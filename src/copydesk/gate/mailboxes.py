"""Mailboxes on this machine, in place of a server: a Maildir, or a file in mbox form."""

from __future__ import annotations

import contextlib
import mailbox
from pathlib import Path
from typing import Final

from copydesk.errors import ToolError, UsageError
from copydesk.gate.carried import Carried
from copydesk.gate.files import failure

_PARTS: Final = ("cur", "new", "tmp")


class Maildir:
    """A folder of messages, a file each; made where there is none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            if folder.is_dir() and any(folder.iterdir()):
                strange = not all((folder / part).is_dir() for part in _PARTS)
            else:
                strange = folder.exists() and not folder.is_dir()
                for part in () if strange else _PARTS:
                    (folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise failure(error, f"`{folder}` cannot be used") from None
        if strange:
            message = f"`{folder}` holds other things than a Maildir (cur, new, tmp)"
            raise UsageError(message, hint="name a new folder", code="mail.mailbox")

    def carry(self, sender: str, recipient: str, message: bytes) -> Carried:  # noqa: ARG002  a `Carrier`
        """Put `message` among the new ones."""
        return _put(mailbox.Maildir(self._folder, create=False), message, str(self._folder))


class Mbox:
    """One file of messages, to which each is added; other programs are kept out meanwhile."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def carry(self, sender: str, recipient: str, message: bytes) -> Carried:  # noqa: ARG002  a `Carrier`
        """Add `message` at the end."""
        try:
            self._file.touch(mode=0o600)  # mail is its reader's alone
        except OSError as error:
            raise failure(error, f"`{self._file}` cannot be used") from None
        return _put(mailbox.mbox(self._file), message, str(self._file))


def _put(box: mailbox.Maildir | mailbox.mbox, message: bytes, name: str) -> Carried:
    """Add `message` with the line ends that mailboxes have."""
    try:
        with contextlib.closing(box):
            box.lock()
            box.add(message.replace(b"\r\n", b"\n"))
            box.flush()
            box.unlock()
    except (OSError, mailbox.Error) as error:
        why = getattr(error, "strerror", None) or error
        hint = "check who owns it, and whether another program holds it"
        raise ToolError(f"`{name}`: {why}", hint=hint, code="mail.mailbox") from None
    return Carried("done", f"in {name}")
