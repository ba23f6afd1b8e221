"""The command: what it prints, how it ends, and what it says when it cannot begin."""

from __future__ import annotations

import signal
import socket
import threading
import time
from pathlib import Path

import pytest

from copydesk import cli
from copydesk.system import loopback
from offspring import below, gone
from review.reviewed import ENDING, TEXT, laid_out, serving

pytestmark = pytest.mark.check


def test_a_name_that_is_not_there_and_a_desk_without_articles_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["-C", str(laid_out(tmp_path / "d")), "review", "slat"]) == 2
    assert "`salt`" in capsys.readouterr().err
    (tmp_path / "empty" / "source").mkdir(parents=True)
    assert cli.main(["-C", str(tmp_path / "empty"), "review"]) == 2
    assert "hint: put a text into `source/`" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = laid_out(tmp_path / "d")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert cli.main(["-C", str(desk), "review", "salt", "--port", str(port)]) == 2
    assert f"port {port} of 127.0.0.1 is taken" in capsys.readouterr().err


def test_both_addresses_of_the_machine_have_one_port() -> None:
    sockets = loopback.open_sockets()
    found = [one.getsockname()[:2] for one in sockets]
    for one in sockets:
        one.close()
    assert found[0] == ("127.0.0.1", found[0][1])
    assert found[1:] in ([], [("::1", found[0][1])])


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="asks Linux for the processes")
@pytest.mark.parametrize("ended", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_all_that_it_started_and_leaves_nothing(
    tmp_path: Path, ended: signal.Signals
) -> None:
    desk = laid_out(tmp_path / "d")
    with serving(desk, "salt") as served:
        served.open()
        served.state()
        workers = below(served.process.pid)
        assert len(workers) >= 2
        served.process.send_signal(ended)
        assert served.process.wait(ENDING) == (0 if ended != signal.SIGKILL else -signal.SIGKILL)
        assert all(map(gone, workers))
    assert sorted(path.name for path in (desk / "source").iterdir()) == ["salt.txt"]
    left = [path for path in (desk / "dist").rglob("*") if path.is_file()]
    assert ended == signal.SIGKILL or left == []


def test_it_ends_without_a_traceback_while_a_preview_is_set(tmp_path: Path) -> None:
    text, head, entries = TEXT.partition("References")
    desk = laid_out(tmp_path / "d", text * 60 + head + entries)
    with serving(desk, "salt") as served:
        served.open()
        answers: list[int] = []
        asking = threading.Thread(
            target=lambda: answers.append(served.get("/a/salt/preview/pdf").status)
        )
        asking.start()
        time.sleep(1)
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(ENDING) == 0
        asking.join(60)
        assert served.process.stderr
        assert "Traceback" not in served.process.stderr.read()
    assert answers in ([503], [200])
