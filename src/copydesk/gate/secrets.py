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


def password(host: str, user: str, command: Sequence[str] = ()) -> str:
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
        raise UsageError("the password holds a NUL", hint="correct it", code="mail.password")
    return found


def token(host: str, user: str, command: Sequence[str] = ()) -> str:
    """The token of `user` for the API at `host`, sought as a password is."""
    found = os.environ.get(PUSH_VARIABLE) or _printed(command, "token_command") or _kept(host, user)
    if not found:
        message = f"there is no token for `{host}`"
        ring = f"`keyring set {host} {user}`"
        hint = f"set {PUSH_VARIABLE}, `token_command` in [newsletter], or {ring}"
        raise UsageError(message, hint=hint, code="push.token")
    if not found.isascii() or not found.isprintable() or " " in found:
        message = "the token holds what no token has: blanks, controls or letters beyond ASCII"
        raise UsageError(message, hint="correct it", code="push.token")
    return found


def _printed(command: Sequence[str], key: str = "password_command") -> str:
    """The first line that `command` prints."""
    if not command:
        return ""
    try:
        done = subprocess.run(  # noqa: S603  the desk's settings name it, and no shell reads it
            [*command], stdout=subprocess.PIPE, check=True, timeout=SECONDS
        )
        lines = done.stdout.decode().splitlines()
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError) as error:
        # Never what it printed: that may be the password.
        why = type(error).__name__
        if isinstance(error, OSError):
            why = error.strerror or why
        elif isinstance(error, subprocess.CalledProcessError):
            why = f"it ended with {error.returncode}"
        message = f"`{key}` ({command[0]}) brings nothing: {why}"
        raise ToolError(message, hint="run it by hand", code="mail.password") from None
    return lines[0] if lines else ""


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
