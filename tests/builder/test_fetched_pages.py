"""`new URL`: a page of the web comes as a browser has it, with the pictures of its article."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from builder.incoming import WORDS, config, content, page, picture, put
from copydesk.builder import intake, side_files, single_article
from copydesk.builder.intake import Arrival, pages
from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.review import sidecar
from copydesk.system.visit import Visitor
from loopback import Reply, answering


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "desk" / "source").mkdir(parents=True)
    return tmp_path / "desk"


def visitor() -> Visitor:
    return Visitor("copydesk/test", may=lambda address: address.is_loopback)


def serving(**replies: Reply | str | bytes) -> Callable[[str], Reply]:
    """Answers by the last part of a path; what is text is a page, what is bytes a picture."""

    def reply(path: str) -> Reply:
        name = path.partition("?")[0].rpartition("/")[2].replace(".", "_").replace("-", "_")
        found = replies.get(name, Reply(404))
        if isinstance(found, str):
            return Reply(200, found.encode(), {"Content-Type": "text/html; charset=utf-8"})
        if isinstance(found, bytes):
            return Reply(200, found, {"Content-Type": "image/png"})
        return found

    return reply


def fetch(desk: Path, address: str) -> Arrival:
    return intake.receive_page(address, config(desk), visitor())


def figures(desk: Path, source: str) -> list[bytes | None]:
    """The pictures that the submission names, as a build finds them."""
    find = side_files.picture_reader(desk, source, Config().limits)
    lines = single_article.read_submission(desk, config(desk), source).lines
    names = [line.hint.removeprefix("figure:") for line in lines if "figure:" in line.hint]
    return [find(name) if find else None for name in names]


def test_a_page_is_kept_as_it_came_with_where_it_was_on_top(desk: Path) -> None:
    text = page('<a href="/more">more</a>')
    with answering(serving(the_pier_html=text)) as told:
        placed = put(desk, fetch(desk, f"{told.url}/2024/the-pier.html?utm=1#top"))
    assert placed.source == "source/the-pier.html"
    address = f"{told.url}/2024/the-pier.html?utm=1"
    kept = content(desk)["the-pier.html"].decode()
    assert kept == f"<!-- saved from url=({len(address):04d}){address} -->\n{text}"
    side = sidecar.load(desk / "source" / "the-pier.html.desk.toml")
    assert side.decisions.imprint.url == address
    received = single_article.read_submission(desk, config(desk), placed.source)
    links = [mark.target for line in received.lines for mark in line.marks if mark.kind == "link"]
    assert links == [f"{told.url}/more"]


def test_a_page_that_would_be_too_large_as_it_is_kept_is_refused(desk: Path) -> None:
    text = page("<p>" + "Der Käptn grüßt. " * 200)
    sent = text.encode("latin-1")
    reply = Reply(200, sent, {"Content-Type": "text/html; charset=iso-8859-1"})
    with answering(lambda _: reply) as told:
        limits = replace(Config().limits, file_bytes=len(sent))
        with pytest.raises(Refused) as caught:
            intake.receive_page(told.url, replace(config(desk), limits=limits), visitor())
    assert caught.value.code == "refuse.too-large"


def test_the_address_that_a_page_calls_its_own_is_kept_if_it_is_of_its_host(desk: Path) -> None:
    def replies(path: str) -> Reply:
        own = "{}/pier" if path == "/a" else "https://elsewhere.example/pier"
        head = f'<link rel="canonical" href="{own.format(told.url)}">'
        return serving(a=page("", head), b=page("", head))(path)

    with answering(replies) as told:
        assert fetch(desk, f"{told.url}/a").address == f"{told.url}/pier"
        assert fetch(desk, f"{told.url}/b").address == f"{told.url}/b"


def test_pictures_come_from_where_a_browser_would_have_them(desk: Path, tmp_path: Path) -> None:
    one, two, three = (picture(tmp_path / f"{n}.png", n) for n in (1, 2, 3))
    body = (
        '<img src="a.png" alt="x"><img src="/b.png" alt="y"><img src="//{}/deep/c.png?w=9" alt="z">'
    )
    # The page calls itself something else, from which its pictures are not reckoned.
    head = '<link rel="canonical" href="https://harbour.example/other/place/pier">'

    def replies(path: str) -> Reply:
        host = told.url.removeprefix("http://")
        return serving(pier=page(body.format(host), head), a_png=one, b_png=two, c_png=three)(path)

    with answering(replies) as told:
        arrival = fetch(desk, f"{told.url}/2024/pier")
    assert [path for path, _ in told.asked] == [
        "/2024/pier", "/2024/a.png", "/b.png", "/deep/c.png?w=9",
    ]  # fmt: skip
    assert arrival.missed == ()
    placed = put(desk, arrival)
    assert figures(desk, placed.source) == [one, two, three]


def test_a_picture_that_lacks_is_not_replaced_by_another_of_its_name(
    desk: Path, tmp_path: Path
) -> None:
    drawn = picture(tmp_path / "a.png")
    body = '<img src="/a/hero.png" alt="x"><img src="/b/HERO.png" alt="y">'

    def replies(path: str) -> Reply:
        kind = {"Content-Type": "image/png"}
        found = serving(pier=page(body))(path)
        return Reply(200, drawn, kind) if path == "/b/HERO.png" else found

    with answering(replies) as told:
        placed = put(desk, fetch(desk, f"{told.url}/pier"))
    assert figures(desk, placed.source) == [None, drawn]


def test_pictures_of_one_name_are_told_apart(desk: Path, tmp_path: Path) -> None:
    drawn = [picture(tmp_path / f"{n}.png", n) for n in range(4)]
    body = "".join(f'<img src="{one}" alt="x">' for one in
                   ("/a/hero.png", "/b/hero.png", "/image?id=1", "/image?id=2"))  # fmt: skip
    served = {"/a/hero.png": 0, "/b/hero.png": 1, "/image?id=1": 2, "/image?id=2": 3}

    def replies(path: str) -> Reply:
        return serving(pier=page(body))(path) if path == "/pier" else Reply(
            200, drawn[served[path]], {"Content-Type": "image/png"}
        )  # fmt: skip

    with answering(replies) as told:
        placed = put(desk, fetch(desk, f"{told.url}/pier"))
    assert figures(desk, placed.source) == drawn


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fx.png", "a%00b.png", ".hidden.png", "%2e%2e",
                                  "x" * 300 + ".png", "CON", "a%0ab.png", "a:b.png"])  # fmt: skip
def test_no_name_of_a_picture_leads_out_of_its_folder(
    desk: Path, tmp_path: Path, name: str
) -> None:
    drawn = picture(tmp_path / "a.png")

    def replies(path: str) -> Reply:
        if path == "/pier":
            return serving(pier=page(f'<img src="/img/{name}" alt="x">'))(path)
        return Reply(200, drawn, {"Content-Type": "image/png"})

    with answering(replies) as told:
        placed = put(desk, fetch(desk, f"{told.url}/pier"))
    assert figures(desk, placed.source) == [drawn]
    (kept,) = (Path(one) for one in content(desk) if ".files/" in one)
    assert len(kept.parts) == 2
    assert kept.stem.lower() != "con"


def test_a_picture_that_cannot_be_had_costs_nothing_but_itself(desk: Path, tmp_path: Path) -> None:
    good = picture(tmp_path / "a.png")
    sources = ("a.png", "gone.png", "drawn.svg", "page.png", "http://10.0.0.1/x.png", "http://[",
               "ftp://127.0.0.1/x.png")  # fmt: skip
    body = "".join(f'<img src="{one}" alt="x">' for one in sources)
    drawn = Reply(200, b"<svg/>", {"Content-Type": "image/svg+xml"})
    with answering(serving(pier=page(body), a_png=good, drawn_svg=drawn, page_png="<p>x")) as told:
        arrival = fetch(desk, f"{told.url}/pier")
    assert list(arrival.pictures) == ["a.png"]
    assert len(arrival.missed) == len(sources) - 1
    told_of = "\n".join(arrival.missed)
    for why in ("status 404", "not a PNG, JPEG, GIF or WebP", "`text/html`", "10.0.0.1"):
        assert why in told_of


def test_no_more_pictures_are_asked_for_than_a_page_may_have(
    desk: Path, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(pages, "MOST", 2)
    body = "".join(f'<img src="{n}.png" alt="x">' for n in range(5))
    drawn = picture(tmp_path / "a.png")
    pictures = {f"{n}_png": drawn for n in range(5)}
    with answering(serving(pier=page(body), **pictures)) as told:
        arrival = fetch(desk, f"{told.url}/pier")
    assert len(told.asked) == 3
    assert len(arrival.missed) == 3
    assert arrival.missed[0].endswith("only 2 pictures of a page are fetched")


def test_pictures_that_drip_end_in_the_time_that_all_of_them_have(
    desk: Path, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(pages, "ALL_SECONDS", 0.6)
    slow = Reply(200, picture(tmp_path / "a.png"), {"Content-Type": "image/png"}, slow=0.05)
    body = "".join(f'<img src="{n}.png" alt="x">' for n in range(5))
    with answering(serving(pier=page(body), **{f"{n}_png": slow for n in range(5)})) as told:
        arrival = fetch(desk, f"{told.url}/pier")
    assert arrival.pictures == {}
    assert len(arrival.missed) == 5
    assert len(told.asked) < 4


@pytest.mark.parametrize(
    ("charset", "said", "declared"),
    [("iso-8859-2", "iso-8859-2", ""), ("windows-1251", "CP1251", ""),
     ("shift_jis", "Shift_JIS", ""), ("cp1252", "iso-8859-1", ""),
     ("iso-8859-2", "iso-8859-2", '<meta charset="iso-8859-1">'),
     ("utf-16", "utf-16", ""), ("utf-8", "iso-8859-1", ""), ("utf-8", "", "")],
)  # fmt: skip
def test_the_encoding_that_only_the_head_of_the_answer_names_is_not_lost(
    desk: Path, charset: str, said: str, declared: str
) -> None:
    letters = {"iso-8859-2": "Łódź, Ąžuolas", "windows-1251": "Гавань", "shift_jis": "港の灯"}
    line = letters.get(charset, "Café, Überfahrt, “pier”")
    body = page(f"<p>{line} {WORDS}</p>", declared).encode(charset)
    kind = f"text/html; charset={said}" if said else "text/html"
    with answering(lambda _: Reply(200, body, {"Content-Type": kind})) as told:
        placed = put(desk, fetch(desk, f"{told.url}/pier"))
    received = single_article.read_submission(desk, config(desk), placed.source)
    assert any(line in one.text for one in received.lines)
    assert "text.encoding" not in [query.code for query in received.queries]


def test_an_encoding_that_does_not_fit_is_no_reason_to_lose_a_letter(desk: Path) -> None:
    body = page(f"<p>Café {WORDS}</p>").encode("cp1252")
    kind = {"Content-Type": "text/html; charset=utf-8"}
    with answering(lambda _: Reply(200, body, kind)) as told:
        assert fetch(desk, f"{told.url}/pier").data.endswith(body)


@pytest.mark.parametrize("lead", [b"", codecs.BOM_UTF8, b'<?xml version="1.0"?>\n'])
def test_what_must_come_first_in_a_page_still_does(desk: Path, lead: bytes) -> None:
    body = lead + page().encode()
    with answering(lambda _: Reply(200, body, {"Content-Type": "text/html"})) as told:
        data = fetch(desk, f"{told.url}/pier").data
    assert data.startswith(lead.rstrip() + b"<!-- saved from")


@pytest.mark.parametrize(
    ("path", "title", "name"),
    [
        ("/2024/05/the-night-ferry/", "Another title", "the-night-ferry"),
        ("/article.php?id=3", "The Pier at Night", "the-pier-at-night"),
        ("/p/12345", "The Pier at Night", "the-pier-at-night"),
        ("/2024/the%20night%20ferry.html", "x y", "the-night-ferry"),
        ("/", "Über den Pier – eine Nacht", "uber-den-pier-eine-nacht"),
        ("/pier", "中国的港口和灯塔", "pier"),
        ("/", "中国的港口和灯塔", "127-0-0-1"),
        ("/" + "very-long-" * 30, "x y", "-".join(["very-long"] * 6)),
    ],
)
def test_a_page_is_called_by_its_address_or_its_title(
    desk: Path, path: str, title: str, name: str
) -> None:
    text = page().replace("The Pier at Night", title)
    kind = {"Content-Type": "text/html; charset=utf-8"}
    with answering(lambda _: Reply(200, text.encode(), kind)) as told:
        arrival = fetch(desk, f"{told.url}{path}")
    assert (arrival.stem, arrival.ending) == (name, ".html")


@pytest.mark.parametrize(
    ("body", "kind", "ending"),
    [(WORDS, "text/plain", ".txt"), (f"# The Pier\n\n{WORDS}\n\n## More\n\n*So* it [was](https://a.example).\n",
      "text/markdown", ".md"), (page(), "application/octet-stream", ".html")],
)  # fmt: skip
def test_other_texts_than_pages_are_kept_as_they_are(
    desk: Path, body: str, kind: str, ending: str
) -> None:
    with answering(lambda _: Reply(200, body.encode(), {"Content-Type": kind})) as told:
        placed = put(desk, fetch(desk, f"{told.url}/the-pier"))
    assert placed.source == f"source/the-pier{ending}"
    assert content(desk)[f"the-pier{ending}"].endswith(body.encode())
    side = sidecar.load(desk / "source" / f"the-pier{ending}.desk.toml")
    assert side.decisions.imprint.url == f"{told.url}/the-pier"


def test_a_page_without_text_is_refused_with_what_to_do(desk: Path) -> None:
    with answering(serving(pier="<html><body><div id=app></div></body></html>")) as told, \
         pytest.raises(Refused) as caught:  # fmt: skip
        fetch(desk, f"{told.url}/pier")
    assert "save it again" in caught.value.hint
    assert content(desk) == {}
