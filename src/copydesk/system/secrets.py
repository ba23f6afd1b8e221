"""Where passwords and tokens come from: environment, a command, the keyring; never a file."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from collections.abc import Sequence
from typing import IO, Final

from copydesk.errors import ToolError, UsageError

VARIABLE: Final = "COPYDESK_SMTP_PASSWORD"
PUSH_VARIABLE: Final = "COPYDESK_PUSH_TOKEN"
#: Seconds for a command, which may have to ask somebody.
SECONDS: Final = 120.0
#: Bytes of what it prints, and seconds for the last of them once it has ended.
LARGEST: Final = 65_536
_LAST: Final = 1.0


def find_password(host: str, user: str, command: Sequence[str] = ()) -> str:
    """The password of `user` at `host`. Raises `UsageError` when nobody knows it.

    The environment goes first, then `command` (run without a shell; the first line that it
    prints), then the keyring, where the package is installed.
    """
    found = os.environ.get(VARIABLE) or _printed(command) or _kept(host, user)
    if not found:
        message = f"there is no password for `{user}` at `{host}`"
        hint = f"set {VARIABLE}, `password_command` in [newsletter], or `keyring set {host} {user}`"
        raise UsageError(message, hint=hint, code="mail.password")
    if "\0" in found:
        raise UsageError("the password contains a NUL", hint="correct it", code="mail.password")
    return found


def find_token(host: str, user: str, command: Sequence[str] = ()) -> str:
    """The token of `user` for the API at `host`, sought as a password is."""
    found = os.environ.get(PUSH_VARIABLE) or _printed(command, "token_command") or _kept(host, user)
    if not found:
        message = f"there is no token for `{host}`"
        ring = f"`keyring set {host} {user}`"
        hint = f"set {PUSH_VARIABLE}, `token_command` in [newsletter], or {ring}"
        raise UsageError(message, hint=hint, code="push.token")
    if not found.isascii() or not found.isprintable() or " " in found:
        message = "the token contains spaces, control characters or non-ASCII letters"
        raise UsageError(message, hint="correct it", code="push.token")
    return found


def _printed(command: Sequence[str], key: str = "password_command") -> str:
    """The first line that `command` prints."""
    if not command:
        return ""
    try:
        said = _output(command).decode()
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError) as error:
        # Never what it printed: that may be the password.
        why = type(error).__name__
        if isinstance(error, OSError):
            why = error.strerror or why
        elif isinstance(error, subprocess.CalledProcessError):
            why = f"it ended with {error.returncode}"
        elif isinstance(error, subprocess.TimeoutExpired):
            why = f"it did not end within {SECONDS:g} seconds"
        message = f"`{key}` ({command[0]}) brings nothing: {why}"
        raise ToolError(message, hint="run it by hand", code="mail.password") from None
    return said.partition("\n")[0].removesuffix("\r")


def _output(command: Sequence[str]) -> bytes:
    """What `command` prints, no more of it than a password with some lines behind it.

    Raises `SubprocessError` when it fails or does not end in time. A thread reads: what the
    command has started may hold the pipe open for longer than the command itself is there.
    """
    said = bytearray()
    with subprocess.Popen(  # noqa: S603  the desk's settings name it, and no shell reads it
        [*command], stdout=subprocess.PIPE, bufsize=0
    ) as running:
        reader = threading.Thread(target=_read, args=(running.stdout, said), daemon=True)
        reader.start()
        try:
            running.wait(SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
            raise
        reader.join(_LAST)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command[0])
    return bytes(said)


def _read(pipe: IO[bytes], said: bytearray) -> None:
    """Add to `said` what comes through `pipe`, until it ends or is more than anybody wants."""
    with contextlib.suppress(ValueError):  # nobody wants it any more
        while len(said) <= LARGEST and (piece := pipe.read(LARGEST)):
            said += piece


def _kept(host: str, user: str) -> str:
    """What the keyring has for `user` at `host`; "" without it."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(host, user) or ""
    except KeyringError:
        return ""
