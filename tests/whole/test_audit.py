"""Packages with known holes are found before a change is taken, if the database can be asked."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from places import ROOT


@contextmanager
def database(holes: dict[str, list[str]]) -> Iterator[tuple[str, list[dict]]]:
    """A database with `holes` (package → advisories), that gives out one advisory at a time."""
    asked: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            queries = json.loads(body)["queries"]
            asked.extend(queries)
            answer = json.dumps({"results": [result(query) for query in queries]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    def result(query: dict) -> dict:
        known = holes.get(query["package"]["name"], [])
        at = int(query.get("page_token", 0))
        more = {"next_page_token": str(at + 1)} if at + 1 < len(known) else {}
        return {"vulns": [{"id": name} for name in known[at : at + 1]]} | more if known else {}

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", asked
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def audit(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Runs the audit of a checkout that accepts what it is told."""
    (tmp_path / ".ci" / "checks").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "audit", tmp_path / ".ci")
    shutil.copy(ROOT / ".ci" / "checks" / "package-lock.json", tmp_path / ".ci" / "checks")
    shutil.copy(ROOT / "requirements.lock", tmp_path)

    def run(service: str, *accepted: str) -> tuple[int, str]:
        rows = "".join(f'[[accepted]]\nid = "{name}"\nwhy = "a test"\n' for name in accepted)
        (tmp_path / ".ci" / "advisories.toml").write_text(rows, encoding="utf-8")
        command = [sys.executable, tmp_path / ".ci" / "audit", "--service", service]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert done.stderr == ""
        return done.returncode, done.stdout

    return run


def test_every_pinned_package_is_asked_about_and_nothing_is_well(
    audit: Callable[..., tuple[int, str]],
) -> None:
    with database({}) as (address, asked):
        code, said = audit(address)
    assert code == 0
    names = {(one["package"]["ecosystem"], one["package"]["name"]) for one in asked}
    assert names >= {("PyPI", "lxml"), ("PyPI", "weasyprint"), ("npm", "puppeteer")}
    assert all(one["version"][0].isdigit() for one in asked)
    assert said == f"{len(asked)} packages, 0 advisories, 0 of them not accepted\n"


def test_an_advisory_fails_until_somebody_accepts_it(
    audit: Callable[..., tuple[int, str]],
) -> None:
    with database({"lxml": ["GHSA-one", "GHSA-two"]}) as (address, _):
        code, said = audit(address, "GHSA-one")
        assert code == 1
        assert "GHSA-two, see" in said
        assert "GHSA-one" not in said
        assert audit(address, "GHSA-one", "GHSA-two")[0] == 0


def test_what_is_accepted_for_nothing_is_to_go(audit: Callable[..., tuple[int, str]]) -> None:
    with database({}) as (address, _):
        code, said = audit(address, "GHSA-old")
    assert code == 1
    assert "GHSA-old is accepted" in said


def test_without_a_database_that_is_said(audit: Callable[..., tuple[int, str]]) -> None:
    code, said = audit("http://127.0.0.1:9/")
    assert code == 0
    assert said.startswith("WARNING: no package was looked up")
