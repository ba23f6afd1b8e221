"""What the commands make of input that is not as it should be."""

import io
import json
import subprocess
import sys

import pytest

from copydesk import cli
from places import ARTICLE

pytestmark = pytest.mark.check


def run(words, data=b"", **options):
    return subprocess.run(
        [sys.executable, "-m", "copydesk", *words], input=data, capture_output=True, check=False,
        **options,
    )  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [b"[1, 2]", b'{"id": 1}', b'{"id": 1, "paragraphs": "ab  c"}',
     b'{"id": 1, "paragraphs": [null, 3]}', b"{", b"[" * 99_999],
)  # fmt: skip
def test_a_line_of_another_shape_is_a_usage_error(line, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line)))
    assert cli.main(["edit", "--jsonl"]) == 2
    assert "usage.jsonl" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["edit", "--jsonl"], ["references"]])
def test_bytes_that_are_no_utf8_are_a_usage_error(words):
    done = run(words, b"caf\xe9\n")
    assert done.returncode == 2
    assert b"usage.encoding" in done.stderr


def test_a_line_is_parted_at_line_breaks_only():
    raw = "Lo, B., 2022. Turning\u2028point.\x0cLowy Institute."
    done = run(["references", "-"], f"{raw}\r\n{raw}\n".encode())
    assert [json.loads(line)["raw"] for line in done.stdout.splitlines()] == [raw, raw]


def test_a_terminal_without_unicode_still_gets_its_answer():
    done = run(["explain", "space.double"], env={"PYTHONIOENCODING": "ascii", "PATH": ""})
    assert done.returncode == 0
    assert "→".encode() in done.stdout


def test_an_error_nobody_thought_of_has_its_exit_code(monkeypatch, capsys):
    from copydesk import handbook

    def fail(_code):
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(handbook, "explain_code", fail)
    assert cli.main(["explain", "space.double"]) == 70
    assert "ZeroDivisionError: by nought [bug]" in capsys.readouterr().err


def test_the_report_holds_the_exit_code_of_the_process(tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.txt").write_bytes(ARTICLE.read_bytes())
    done = run(["md", "--strict", "--json"], cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)["exit_code"]) == (1, 1)


@pytest.mark.parametrize("words", [["edit"], ["references"], ["edit", "--jsonl"]])
def test_standard_input_is_read_no_further_than_the_limit(tmp_path, words):
    (tmp_path / "source").mkdir()
    (tmp_path / "copydesk.toml").write_text("[limits]\nfile_bytes = 1000\n")
    done = run(words, b"a word " * 1000, cwd=tmp_path)
    assert done.returncode == 3
    assert (
        b"standard input` is larger than the limit of 1,000 bytes [refuse.too-large]" in done.stderr
    )


@pytest.mark.parametrize("words", [["inspect"], ["edit"], ["references"]])
def test_a_file_without_end_is_refused_and_not_read_to_the_end(tmp_path, words):
    done = run([*words, "/dev/zero"], cwd=tmp_path, timeout=60)
    assert done.returncode == 3
    assert b"refuse.too-large" in done.stderr


@pytest.mark.parametrize(
    ("words", "last"), [(["--fail-fast"], True), (["--fail-fast", "-k"], False), (["-k"], False)]
)
def test_keep_going_takes_fail_fast_back(words, last):
    from copydesk.cli.parser import parse

    assert parse(["build", *words]).fail_fast is last
