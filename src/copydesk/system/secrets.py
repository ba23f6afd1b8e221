"""Where passwords and tokens come from: environment, a command, the keyring; never a file."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from typing import Final

from copydesk.errors import ToolError, UsageError

VARIABLE: Final = "COPYDESK_SMTP_PASSWORD"
PUSH_VARIABLE: Final = "COPYDESK_PUSH_TOKEN"
#: Seconds for a command, which may have to ask somebody.
SECONDS: Final = 120.0
#: Bytes of what it prints.
LARGEST: Final = 65_536


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
    """What `command` prints, which is no more than a pipe holds. Raises `SubprocessError`.

    What the command has started may hold the pipe open for longer than the command itself is
    there: it is read once, and for that something is in it.
    """
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb", buffering=0) as pipe:
        try:
            os.write(theirs, b".")
            # The desk's settings name it, and no shell reads it.
            subprocess.run([*command], stdout=theirs, timeout=SECONDS, check=True)  # noqa: S603
        finally:
            os.close(theirs)
        return pipe.read(LARGEST)[1:]


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
