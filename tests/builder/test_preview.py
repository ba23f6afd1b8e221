"""What a browser is shown of a desk that is watched."""

from __future__ import annotations

import base64
import hashlib
import os
import queue
import re
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from copydesk.builder.report import DocumentOutcome, Report
from copydesk.builder.watch.preview import Preview
from copydesk.errors import ConfigError
from copydesk.system.loopback import PageResponse, serve_pages

META = (
    '<meta http-equiv="Content-Security-Policy"'
    ' content="default-src &#x27;none&#x27;; style-src &#x27;unsafe-inline&#x27;; img-src data:">'
)
ARTICLE = (
    f"<!DOCTYPE html>\n<html><head>{META}\n</head>\n<body>\n<p>The tide.</p>\n</body></html>\n"
)
QUAY = DocumentOutcome("quay", "source/quay.txt", "built")
REFUSED = DocumentOutcome(
    "quay", "source/quay.txt", "refused", message="`source/quay.txt` is <empty>\x1b",
    hint="send the text", kept=True,
)  # fmt: skip


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Outputs of one article."""
    folder = tmp_path / "dist"
    (folder / "quay" / "review").mkdir(parents=True)
    for name in ("quay.html", "quay.md", "quay.pdf", "quay.bib", "article.json", "colophon.json"):
        (folder / "quay" / name).write_text(ARTICLE if name == "quay.html" else "x", "utf-8")
    (folder / "quay" / "review" / "proof.html").write_text(ARTICLE, "utf-8")
    return folder


@pytest.fixture
def preview(out: Path) -> Preview:
    """A preview of `out` after its first build."""
    shown = Preview(out)
    shown.ended(Report((QUAY,)), everything=True)
    return shown


def since(preview: Preview, path: str) -> str:
    """What the page at `path` asks the server with."""
    text = preview.page(path).body.decode()
    page, number = re.findall(r'data-page="(.*?)" data-since="(.*?)"', text)[-1]
    return f"page={page}&since={number}"


def stale(preview: Preview, query: str) -> bool:
    return bool(list(preview.news(query, 0)))


def test_a_page_is_the_file_with_a_script_that_is_not_in_it(preview: Preview, out: Path) -> None:
    page = preview.page("quay/quay.html")
    text = page.body.decode()
    assert "<p>The tide.</p>" in text
    assert text.index("<script") < text.index("</body>")
    assert (out / "quay" / "quay.html").read_text("utf-8") == ARTICLE


def test_the_policy_of_the_page_holds_and_lets_the_script_run_alone(preview: Preview) -> None:
    page = preview.page("quay/quay.html")
    (script,) = re.findall(r"<script[^>]*>(.*?)</script>", page.body.decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert page.policy.split("; ") == [
        "default-src 'none'", "style-src 'unsafe-inline'", "img-src data:",
        f"script-src 'sha256-{digest}'", "connect-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ]  # fmt: skip
    assert b"http-equiv" not in page.body  # two policies would both have to allow it


@pytest.mark.parametrize(("own", "wanted"), [
    ("script-src 'none'", "script-src 'sha256-"),
    ("script-src 'sha256-abc'", "script-src 'sha256-abc' 'sha256-"),
    ("script-src 'unsafe-inline'", "script-src 'unsafe-inline'; "),
    ("style-src 'sha256-abc'", "style-src 'sha256-abc' 'sha256-"),
    ("connect-src https://a.example", "connect-src https://a.example 'self'"),
])  # fmt: skip
def test_what_a_page_allows_itself_is_still_allowed(
    preview: Preview, out: Path, own: str, wanted: str
) -> None:
    page = f'<meta http-equiv="Content-Security-Policy" content="{own}"><body></body>'
    (out / "index.html").write_text(page, "utf-8")
    assert wanted in preview.page("").policy


def test_a_page_without_a_policy_gets_a_strict_one(preview: Preview, out: Path) -> None:
    (out / "quay" / "quay.html").write_text("<script>alert(1)</script>", "utf-8")
    assert preview.page("quay/quay.html").policy.startswith("default-src 'none'; ")
    assert "'unsafe-inline'" not in preview.page("quay/quay.html").policy.partition("script-src")[2]


@pytest.mark.parametrize(("name", "media"), [
    ("quay.md", "text/plain; charset=utf-8"), ("quay.pdf", "application/pdf"),
    ("quay.bib", "application/octet-stream"), ("article.json", "application/json; charset=utf-8"),
])  # fmt: skip
def test_each_format_has_its_media_type_and_its_own_bytes(
    preview: Preview, name: str, media: str
) -> None:
    page = preview.page(f"quay/{name}")
    assert (page.status, page.media, page.body) == (200, media, b"x")


@pytest.mark.parametrize("path", ["../quay.html", ".desk/lock", "quay/none.html", "quay", "quay/"])
def test_what_is_not_there_is_not_found_and_comes_alive_later(preview: Preview, path: str) -> None:
    page = preview.page(path)
    assert page.status == 404
    assert b"EventSource" in page.body


def test_an_address_cannot_put_markup_into_a_page(preview: Preview) -> None:
    body = preview.page('<script>alert(1)</script>"/x\u202e').body.decode()
    assert "<script>alert" not in body
    assert "\u202e" not in body


def test_a_refused_article_says_so_on_its_page_and_its_proof(preview: Preview) -> None:
    preview.heard(REFUSED)
    for path in ("quay/quay.html", "quay/review/proof.html"):
        text = preview.page(path).body.decode()
        assert "refused: `source/quay.txt` is &lt;empty&gt;\\x1b\nsend the text" in text
        assert "from an earlier build" in text
        assert text.index("is &lt;empty") < text.index("The tide.")


def test_a_refused_article_that_was_never_built_says_so_where_it_would_be(
    preview: Preview, out: Path
) -> None:
    (out / "quay" / "quay.html").unlink()
    preview.heard(REFUSED)
    page = preview.page("quay/quay.html")
    assert (page.status, b"is &lt;empty&gt;" in page.body) == (404, True)


def test_the_message_goes_when_the_article_is_built(preview: Preview) -> None:
    preview.heard(REFUSED)
    preview.heard(QUAY)
    assert b"is &lt;empty" not in preview.page("quay/quay.html").body


def test_what_is_not_tried_again_still_says_what_was_wrong(preview: Preview) -> None:
    preview.heard(REFUSED)
    preview.ended(
        Report((DocumentOutcome("quay", "source/quay.txt", "not tried"),)), everything=True
    )
    assert b"is &lt;empty" in preview.page("quay/quay.html").body


def test_settings_that_cannot_be_read_are_told_on_every_page_until_they_can(
    preview: Preview,
) -> None:
    asked = since(preview, "quay/quay.html")
    preview.stopped(ConfigError("copydesk.toml is not valid TOML", hint="correct that line"))
    assert stale(preview, asked)
    for path in ("", "quay/quay.html"):
        assert b"copydesk.toml is not valid TOML\ncorrect that line" in preview.page(path).body
    asked = since(preview, "quay/quay.html")
    preview.stopped(ConfigError("copydesk.toml is not valid TOML", hint="correct that line"))
    assert not stale(preview, asked)  # it was tried again, to no other end
    preview.ended(
        Report((DocumentOutcome("quay", "source/quay.txt", "up to date"),)), everything=True
    )
    assert stale(preview, asked)
    assert b"not valid" not in preview.page("quay/quay.html").body


def test_a_page_hears_of_its_own_article_alone_and_the_list_of_all(preview: Preview) -> None:
    quay, proof, listed = (
        since(preview, path) for path in ("quay/quay.html", "quay/review/proof.html", "")
    )
    bell = DocumentOutcome("bell", "source/bell.txt", "built")
    preview.heard(bell)
    assert [stale(preview, asked) for asked in (quay, proof, listed)] == [False, False, False]
    preview.ended(Report((bell, QUAY)), everything=True)  # then the list is written
    assert [stale(preview, asked) for asked in (quay, proof, listed)] == [False, False, True]
    preview.heard(QUAY)
    assert [stale(preview, asked) for asked in (quay, proof)] == [True, True]
    assert not stale(preview, since(preview, "quay/quay.html"))


def test_a_build_that_did_nothing_is_no_news(preview: Preview) -> None:
    asked = since(preview, "")
    preview.ended(
        Report((DocumentOutcome("quay", "source/quay.txt", "up to date"),)), everything=True
    )
    assert not stale(preview, asked)


def test_a_collection_is_a_page_of_its_own(preview: Preview) -> None:
    assert since(preview, "collections/best/best.html").startswith("page=collections/best&")


def test_a_number_that_nobody_can_count_to_is_of_another_preview(preview: Preview) -> None:
    life = since(preview, "").rpartition("=")[2].partition("-")[0]
    for number in ("9" * 5_000, "\N{ARABIC-INDIC DIGIT ONE}"):
        assert stale(preview, f"page=&since={life}-{number}")


@pytest.mark.parametrize("query", ["", "page=quay", "page=quay&since=", "since=1", "since=a-1",
                                   "page=quay&since=%00-9999"])  # fmt: skip
def test_a_page_of_another_preview_is_loaded_anew(preview: Preview, query: str) -> None:
    assert stale(preview, query)


def test_an_article_that_came_right_without_a_build_says_so_no_more(preview: Preview) -> None:
    preview.heard(REFUSED)
    asked = since(preview, "quay/quay.html")
    preview.ended(
        Report((DocumentOutcome("quay", "source/quay.txt", "up to date"),)), everything=True
    )
    assert stale(preview, asked)
    assert b"is &lt;empty" not in preview.page("quay/quay.html").body


def test_the_list_of_all_articles_is_the_first_page(preview: Preview, out: Path) -> None:
    assert preview.page("").status == 404
    (out / "index.html").write_text("<body><p>All of it</p></body>", "utf-8")
    assert b"All of it" in preview.page("").body
    assert preview.page("").body == preview.page("index.html").body


def test_a_browser_loads_a_page_anew_when_its_article_is_built(
    preview: Preview, tool: Callable[[str], str], tmp_path: Path
) -> None:
    asked: queue.Queue[str] = queue.Queue()

    def answer(path: str) -> PageResponse:
        asked.put(path)
        return preview.page(path)

    server = serve_pages(answer, preview.news, 0)
    server.start()
    command = [tool("chromium"), "--headless", "--no-sandbox", "--disable-gpu",
               f"--user-data-dir={tmp_path / 'profile'}", "--remote-debugging-port=0",
               f"{server.url}quay/quay.html"]  # fmt: skip
    browser = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        for _ in range(2):  # a script that the policy forbids would never ask again
            while asked.get(timeout=90) != "quay/quay.html":
                pass
            preview.heard(QUAY)
    finally:
        os.killpg(browser.pid, signal.SIGKILL)
        browser.wait()
        server.close()
