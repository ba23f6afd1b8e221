"""Passwords come from the environment, a command or the keyring, in this order."""

from __future__ import annotations

import os
import signal
import sys
import types

import pytest

from copydesk.errors import CopydeskError, ToolError, UsageError
from copydesk.system import secrets
from offspring import pid_in

pytestmark = pytest.mark.check

HOST, USER = "mail.harbour.example", "desk"


def printing(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", f"import sys; sys.stdout.buffer.write({text.encode()!r})")


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring of this test's own, and no password in the environment."""
    held: dict[tuple[str, str], str] = {}
    module, faults = types.ModuleType("keyring"), types.ModuleType("keyring.errors")
    module.get_password = lambda service, user: held.get((service, user))
    faults.KeyringError = type("KeyringError", (Exception,), {})
    module.errors = faults
    monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.setitem(sys.modules, "keyring.errors", faults)
    monkeypatch.delenv(secrets.VARIABLE, raising=False)
    return held


def test_the_environment_goes_before_the_command_and_that_before_the_keyring(ring, monkeypatch):
    ring[HOST, USER] = "ringed"
    assert secrets.find_password(HOST, USER) == "ringed"
    assert secrets.find_password(HOST, USER, printing("printed\n")) == "printed"
    monkeypatch.setenv(secrets.VARIABLE, "told")
    assert secrets.find_password(HOST, USER, printing("printed\n")) == "told"


@pytest.mark.parametrize(
    ("printed", "password"),
    [
        ("a b\n", "a b"),
        ("Möwe", "Möwe"),
        ("first\nuser: x\n", "first"),
        ("$(id)\n", "$(id)"),
        ("a\r\nb\r\n", "a"),
        ("a\u2028b\x85c\n", "a\u2028b\x85c"),
        ("x" * 9000, "x" * 9000),
    ],
)
def test_of_what_a_command_prints_the_first_line_is_the_password(printed, password):
    assert secrets.find_password(HOST, USER, printing(printed)) == password


def test_no_shell_reads_the_command():
    command = (sys.executable, "-c", "import sys; print(sys.argv[1])", "$HOME; echo x")
    assert secrets.find_password(HOST, USER, command) == "$HOME; echo x"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("/no/such/program",), "No such file"),
        ((sys.executable, "-c", "print('s3cret'); raise SystemExit(3)"), "ended with 3"),
        ((sys.executable, "-c", r"import sys; sys.stdout.buffer.write(b's3cret\xff')"), "Unicode"),
    ],
)
def test_a_command_that_fails_is_said_without_what_it_printed(command, said):
    with pytest.raises(ToolError) as caught:
        secrets.find_password(HOST, USER, command)
    assert said in str(caught.value)
    assert "s3cret" not in f"{caught.value}{caught.value.hint}"
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "code", ["import time; time.sleep(60)", "while True: print('s3cret' * 999, flush=True)"]
)
def test_a_command_that_does_not_end_or_prints_for_ever_is_given_up(monkeypatch, code):
    monkeypatch.setattr(secrets, "SECONDS", 0.5)
    with pytest.raises(ToolError, match=r"did not end within 0\.5 seconds") as caught:
        secrets.find_password(HOST, USER, (sys.executable, "-c", code))
    assert "s3cret" not in f"{caught.value}{caught.value.hint}"


def test_what_a_command_leaves_running_is_not_waited_for(tmp_path):
    code = f"""
import pathlib, subprocess, sys
print("told", flush=True)
left = subprocess.Popen(["sleep", "60"], stdout=sys.stdout)
pathlib.Path({str(tmp_path / "left")!r}).write_text(str(left.pid))
"""
    assert secrets.find_password(HOST, USER, (sys.executable, "-c", code)) == "told"
    os.kill(pid_in(tmp_path / "left"), signal.SIGKILL)  # which it could not, had that ended


def test_without_a_password_it_is_said_where_one_could_be(monkeypatch):
    for module in (None, sys.modules["keyring"]):  # not installed, and empty
        monkeypatch.setitem(sys.modules, "keyring", module)
        with pytest.raises(UsageError) as caught:
            secrets.find_password(HOST, USER, printing(""))
        assert caught.value.code == "mail.password"
        assert all(word in caught.value.hint for word in (secrets.VARIABLE, "keyring set"))


def test_a_keyring_that_is_locked_holds_nothing(monkeypatch):
    def locked(*_: str) -> str:
        raise sys.modules["keyring.errors"].KeyringError

    monkeypatch.setattr(sys.modules["keyring"], "get_password", locked)
    with pytest.raises(UsageError):
        secrets.find_password(HOST, USER)


def test_a_password_that_would_end_before_its_end_is_refused():
    with pytest.raises(CopydeskError):
        secrets.find_password(HOST, USER, printing("a\0b"))


def test_a_token_is_sought_as_a_password_is(ring, monkeypatch):
    monkeypatch.delenv(secrets.PUSH_VARIABLE, raising=False)
    ring[HOST, USER] = "ringed"
    assert secrets.find_token(HOST, USER) == "ringed"
    assert secrets.find_token(HOST, USER, printing("printed\n")) == "printed"
    monkeypatch.setenv(secrets.PUSH_VARIABLE, "told")
    assert secrets.find_token(HOST, USER, printing("printed\n")) == "told"
    monkeypatch.setenv(secrets.VARIABLE, "password")
    assert secrets.find_token(HOST, USER) == "told"


@pytest.mark.parametrize("text", ["a b", "a\r\nX-Other: b", "tökén", "a\x07"])
def test_a_token_that_would_be_more_than_one_is_refused(monkeypatch, text):
    monkeypatch.setenv(secrets.PUSH_VARIABLE, text)
    with pytest.raises(UsageError) as caught:
        secrets.find_token(HOST, USER)
    assert text not in str(caught.value)
    assert caught.value.code == "push.token"
