"""Row 34: in a browser, the list of articles and the sheet of each run and load nothing of theirs.

Promised on every system, for whatever a title, a byline, a line, the name of a file or a query
holds. As a second wall each page has a policy: were the words of a stranger markup by mistake,
nothing of theirs would run or be loaded. A link can be followed by whoever clicks on it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path

import pytest

from canary import Canary, canary
from hostile.bombs import PROSE, markdown, page, text

pytestmark = pytest.mark.check

#: What tells the canary of itself when it is more than words.
PAYLOADS = (
    "<script>fetch('{}')</script>",
    '<script src="{}"></script>',
    '<img src="{}">',
    "<img src=x onerror=\"new Image().src='{}'\">",
    '"><img src="{}"><b title="',
    "'><img src='{}'><b title='",
    "</title><script src='{}'></script>",
    "</style><style>@import '{}'; * { background: url({}) }</style>",
    "</script><script>fetch('{}')</script>",
    "--><script>fetch('{}')</script><!--",
    "<svg onload=\"fetch('{}')\"><image href='{}'/></svg>",
    "<svg><style>@import '{}';</style></svg>",
    '<link rel="stylesheet" href="{}"><link rel="icon" href="{}">',
    '<link rel="preload" as="image" href="{}"><link rel="manifest" href="{}">',
    '<iframe src="{}"></iframe><object data="{}"></object><embed src="{}">',
    "<iframe srcdoc=\"<img src='{}'>\"></iframe>",
    '<video src="{}" poster="{}" autoplay></video><audio src="{}" autoplay></audio>',
    '<base href="{}"><script src="a.js"></script><img src="a.png">',
    '<input type="image" src="{}"><body background="{}">',
    '<form id="f" action="{}"></form><img src="x" onerror="f.submit()">',
    '<p style="background: url({}); list-style-image: url({})">A line.</p>',
    "<style>@font-face { font-family: a; src: url({}) } * { font-family: a }</style>A line.",
    "<template shadowrootmode='open'><img src='{}'></template>",
    "`<img src='{}'>` ``<script>fetch('{}')</script>",
    "&lt;script&gt;fetch('{}')&lt;/script&gt; &#60;img src='{}'&#62;",
)  # fmt: skip
#: Of these no policy in a page holds a browser back; words of theirs are no markup all the same.
MOVING = (
    '<meta http-equiv="refresh" content="0; url={}">',
    '<link rel="preconnect" href="{}"><link rel="dns-prefetch" href="{}">',
)


@pytest.fixture
def bird(tmp_path: Path) -> Iterator[Canary]:
    (tmp_path / "elsewhere").mkdir()
    with canary(tmp_path / "elsewhere") as found:
        yield found


@pytest.fixture
def open_in_browser(tool: Callable[[str], str], tmp_path: Path) -> Callable[[Iterable[Path]], str]:
    """Opens pages side by side and waits for all of them; the page around them, afterwards."""

    def opened(paths: Iterable[Path]) -> str:
        frames = "".join(f'<iframe src="{escape(one.as_uri())}"></iframe>' for one in paths)
        around = tmp_path / "around.html"
        around.write_text(f"<title>Still</title>{frames}", "utf-8")
        command = [
            tool("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
            "--allow-file-access-from-files", "--disable-features=LocalNetworkAccessChecks",
            "--virtual-time-budget=4000", f"--user-data-dir={tmp_path / 'profile'}",
            around.as_uri(),
        ]  # fmt: skip
        return subprocess.run(
            command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            timeout=120,
        ).stdout  # fmt: skip

    return opened


def built(root: Path, bird: Canary) -> list[Path]:
    """The list, the sheets and the previews of a desk whose every word wants to be markup."""
    payloads = [one.replace("{}", bird.address) for one in (*PAYLOADS, *MOVING)]
    source = root / "source"
    (source / "newsletters").mkdir(parents=True)
    (root / "copydesk.toml").write_text('formats = ["html"]\n')
    said = f"'''{' '.join(payloads)}'''"
    lines = "\n\n".join(f"The mill, he said: {one} (Lo, 2019), [2]." for one in payloads)
    named = "<img src=x onerror=parent.document.title='ran'>"
    files = {
        f"{named}.txt": text(lines),
        f"empty {named}.txt": b"\0\0",
        "raw.md": markdown(lines),
        "raw.html": page("".join(f"<div>{one} {PROSE}</div>" for one in payloads)),
        "words.html": page(escape(lines), f"<title>{escape(lines)}</title>"),
        "told.txt": text(PROSE),
        "told.txt.desk.toml": f"title = {said}\nbyline = {said}\ndate = {said}\n"
        f"[[edit]]\nexact = {said}\nafter = {said}\n".encode(),
        "newsletters/may.toml": f"subject = {said}\npreheader = {said}\nintro = {said}\n"
        "date = 2026-05-01\n[[article]]\nsrc = 'told'\n[[article]]\nsrc = 'raw'\n".encode(),
    }
    for name, data in files.items():
        (source / name).write_bytes(data)
    build = [sys.executable, "-m", "copydesk", "-C", str(root), "-q", "-k"]
    subprocess.run(build, check=False, stderr=subprocess.DEVNULL)
    dist = root / "dist"
    pages = [dist / "index.html", dist / "newsletter" / "may" / "preview.html",
             *dist.glob("*/review/proof.html")]  # fmt: skip
    assert len(pages) == 7
    return pages


def test_no_script_runs_and_nothing_is_asked_for(
    bird: Canary, tmp_path: Path, open_in_browser: Callable[[Iterable[Path]], str]
) -> None:
    pages = built(tmp_path / "desk", bird)
    assert all(bird.address in path.read_text("utf-8") for path in pages)
    assert "<title>Still</title>" in open_in_browser(pages)
    assert bird.asked == []


def test_the_policy_holds_what_is_markup_by_mistake(
    bird: Canary, tmp_path: Path, open_in_browser: Callable[[Iterable[Path]], str]
) -> None:
    pages = []
    for path in built(tmp_path / "desk", bird)[:3]:
        whole = path.read_text("utf-8")
        for number, one in enumerate(PAYLOADS):
            slipped = whole.replace("<main>", f"<main>{one.replace('{}', bird.address)}", 1)
            pages.append(tmp_path / f"{path.stem}-{number}.html")
            pages[-1].write_text(slipped, "utf-8")
    open_in_browser(pages)
    # Before it asks the policy about a frame, Chromium knocks at the address, and says nothing.
    assert [one for one in bird.asked if one] == []


def test_without_a_policy_all_that_is_markup_would_be_heard_of(
    bird: Canary, tmp_path: Path, open_in_browser: Callable[[Iterable[Path]], str]
) -> None:
    """Else the tests above could not fail."""
    pages = []
    for number, one in enumerate(PAYLOADS[:-2]):
        pages.append(tmp_path / f"{number}.html")
        address = bird.address.replace("/canary", f"/{number}/canary")
        pages[-1].write_text(f"<body>{one.replace('{}', address)}", "utf-8")
    open_in_browser(pages)
    heard = {int(found[1]) for one in bird.asked if (found := re.match(rb"GET /(\d+)/", one))}
    assert sorted({*range(len(pages))} - heard) == []
