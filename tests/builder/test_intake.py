"""`new FILE`: what comes in, under which name, with which pictures, and what never does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder.incoming import WORDS, bring, config, content, page, picture, written
from copydesk import cli
from copydesk.builder import intake, side_files, single_article
from copydesk.builder.intake import Placed
from copydesk.config import Config
from copydesk.errors import Refused, UsageError
from copydesk.review import sidecar


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "desk" / "source").mkdir(parents=True)
    return tmp_path / "desk"


@pytest.fixture
def away(tmp_path: Path) -> Path:
    """A folder that belongs to no desk."""
    (tmp_path / "Downloads").mkdir()
    return tmp_path / "Downloads"


# ── files ────────────────────────────────────────────────────────────────────


def test_a_file_comes_as_it_is_under_its_own_name(desk: Path, away: Path) -> None:
    received = f"The Pier\r\n\r\n{WORDS}".encode("cp1252")
    (away / "Pier (2).TXT").write_bytes(received)
    assert bring(desk, away / "Pier (2).TXT") == Placed("source/Pier (2).TXT")
    assert content(desk) == {"Pier (2).TXT": received}


@pytest.mark.parametrize(
    "folder", ["pier_files", "pier.files", "pier-Dateien", "pier_fichiers", "pier_archivos"]
)
def test_the_pictures_of_a_saved_page_come_along_and_nothing_else_of_it(
    desk: Path, away: Path, folder: str
) -> None:
    written(away / "pier.html", page(f'<img src="./{folder}/a%20b.png" alt="Boats">'))
    boats = picture(away / folder / "a b.png")
    hull = picture(away / folder / "hull.jpg")
    (away / folder / "scripts.js").write_text("alert(1)")
    (away / folder / "style.css").write_text("p {}")
    (away / folder / "drawn.svg").write_text("<svg/>")
    (away / folder / "below").mkdir()
    picture(away / folder / "below" / "c.png")
    bring(desk, away / "pier.html")
    assert {name: data for name, data in content(desk).items() if name != "pier.html"} == {
        "pier.files/a b.png": boats, "pier.files/hull.jpg": hull,
    }  # fmt: skip
    find = side_files.picture_reader(desk, "source/pier.html", Config().limits)
    found = single_article.read_submission(desk, config(desk), "source/pier.html")
    (line,) = (line for line in found.lines if line.hint.startswith("figure:"))
    assert find is not None
    assert find(line.hint.removeprefix("figure:")) == boats


def test_links_beside_a_page_are_not_followed(desk: Path, away: Path) -> None:
    written(away / "pier.html", page())
    secret = picture(away / "elsewhere" / "secret.png")
    (away / "pier_files").mkdir()
    (away / "pier_files" / "a.png").symlink_to(away / "elsewhere" / "secret.png")
    (away / "pier.files").symlink_to(away / "elsewhere")
    bring(desk, away / "pier.html")
    assert list(content(desk)) == ["pier.html"]
    assert secret


def test_pictures_past_the_limits_stay_behind_and_are_told(desk: Path, away: Path) -> None:
    written(away / "pier.html", page())
    size = len(picture(away / "pier_files" / "a.png"))
    picture(away / "pier_files" / "b.png")
    (away / "pier_files" / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 500_000)
    settings = Config(root=str(desk))
    limits = type(settings.limits)(expanded_bytes=size + 5, picture_bytes=400_000)
    arrival = intake.receive_file(away / "pier.html", type(settings)(root=str(desk), limits=limits))
    assert list(arrival.pictures) == ["a.png"]
    assert [why.split("`")[1] for why in arrival.missed] == ["b.png", "c.png"]


@pytest.mark.parametrize(
    ("named", "lies", "told"),
    [
        ("pier_files/a.png", "pier_files/a.png", []),
        ("a.png", "pier_files/a.png", []),
        ("a.png", "pier.files/a.png", []),
        ("https://harbour.example/img/a.png?w=6", "pier_files/a.png", []),
        ("a.png", "a.png", ["`a.png`: it is next to `pier.html`"]),
        ("img/a%20b.png", "img/a b.png", ["`img/a%20b.png`: it is next to `pier.html`"]),
        ("https://harbour.example/img/a.png", "a.png", ["a.png`: it is next to `pier.html`"]),
        ("a.png", "b.png", ["`a.png`: it was not saved with `pier.html`"]),
        ("../secret/a.png", "../secret/a.png", ["`../secret/a.png`: it was not saved"]),
    ],
)
def test_pictures_that_a_page_names_and_that_do_not_come_along_are_told(
    desk: Path, away: Path, named: str, lies: str, told: list[str]
) -> None:
    """Whether a file lies above the page is not told to it, or to anybody."""
    path = written(away / "pier.html", page(f'<img src="{named}" alt="The pier">'))
    picture(away / lies)
    arrival = intake.receive_file(path, config(desk))
    assert len(arrival.missed) == len(told)
    assert all(part in why for part, why in zip(told, arrival.missed, strict=True))
    assert bool(arrival.pictures) is not bool(told)


def test_a_picture_in_the_folder_that_is_named_comes_along(desk: Path, away: Path) -> None:
    path = written(away / "pier.html", page('<img src="a.png" alt="The pier">'))
    picture(away / "a.png")
    (why,) = intake.receive_file(path, config(desk)).missed
    folder = away / why.split("`")[5].rstrip("/")
    picture(folder / "a.png")
    arrival = intake.receive_file(path, config(desk))
    assert (list(arrival.pictures), arrival.missed) == (["a.png"], ())


def test_where_a_saved_page_stood_is_kept_in_its_sidecar(desk: Path, away: Path) -> None:
    saved = "<!-- saved from url=(0032)https://harbour.example/pier?x=1 -->\n" + page()
    bring(desk, written(away / "pier.html", saved))
    side = sidecar.load(desk / "source" / "pier.html.desk.toml")
    assert side.decisions.imprint.url == "https://harbour.example/pier?x=1"
    bring(desk, written(away / "plain.html", page()))
    assert not (desk / "source" / "plain.html.desk.toml").exists()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("pier.pdf", b"%PDF-1.7 ...", "refuse.container"),
        ("pier.txt", b"  \n", "refuse.empty"),
        ("pier.docx", b"PK\x03\x04 broken", "refuse."),
        ("pier.html", b"<html><body><script>x()</script></body></html>", "refuse.empty"),
        ("pier.url", b"[InternetShortcut]\nURL=https://harbour.example/", "refuse.type"),
    ],
)
def test_what_copydesk_does_not_read_is_not_put_among_the_submissions(
    desk: Path, away: Path, name: str, data: bytes, code: str
) -> None:
    (away / name).write_bytes(data)
    with pytest.raises(Refused) as caught:
        bring(desk, away / name)
    assert caught.value.code.startswith(code)
    assert content(desk) == {}


@pytest.mark.parametrize("name", ["pier.bib", "pier.csl.json", "pier.ris", "pier.txt.desk.toml"])
def test_what_goes_with_an_article_is_no_article(desk: Path, away: Path, name: str) -> None:
    with pytest.raises(UsageError, match="belongs next to one"):
        bring(desk, written(away / name, WORDS))


def test_a_folder_is_told_how_its_files_are_named(desk: Path, away: Path) -> None:
    with pytest.raises(UsageError) as caught:
        bring(desk, away)
    assert "Downloads/*" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "called"), [(".pier.txt", "pier.txt"), ("pier.txt~", "pier.txt"),
                         ("~$pier.txt", "pier.txt"), ("#pier.txt#", "pier.txt")],
)  # fmt: skip
def test_a_name_that_no_build_looks_at_loses_what_hides_it(
    desk: Path, away: Path, name: str, called: str
) -> None:
    assert bring(desk, written(away / name, WORDS)).source == f"source/{called}"


# ── names ────────────────────────────────────────────────────────────────────


def test_the_very_same_file_is_not_put_there_twice(desk: Path, away: Path) -> None:
    file = written(away / "pier.txt", WORDS)
    bring(desk, file)
    assert bring(desk, file) == Placed("source/pier.txt", known=True)
    assert bring(desk, desk / "source" / "pier.txt").known
    assert list(content(desk)) == ["pier.txt"]


@pytest.mark.parametrize("there", ["pier.txt", "Pier.html", "PIER.md", "pier.txt.desk.toml"])
def test_a_name_that_is_taken_gets_a_number_and_nothing_is_overwritten(
    desk: Path, away: Path, there: str
) -> None:
    (desk / "source" / there).write_text("theirs")
    placed = bring(desk, written(away / "pier.txt", WORDS))
    assert placed == Placed("source/pier-2.txt", there.removesuffix(".desk.toml"))
    again = bring(desk, written(away / "pier.txt", WORDS + "More of it."))
    assert again.source == "source/pier-3.txt"
    assert (desk / "source" / there).read_text() == "theirs"


@pytest.mark.parametrize("there", ["pier.bib", "pier.files/a.png", "2024/pier.txt", ".pier.txt"])
def test_what_waits_for_an_article_takes_no_name(desk: Path, away: Path, there: str) -> None:
    (desk / "source" / there).parent.mkdir(exist_ok=True)
    (desk / "source" / there).write_text("theirs")
    assert bring(desk, written(away / "pier.txt", WORDS)).source == "source/pier.txt"


def test_a_picture_that_waits_there_is_not_overwritten(desk: Path, away: Path) -> None:
    mine = picture(desk / "source" / "pier.files" / "a.png", 1)
    picture(away / "pier_files" / "a.png", 200)
    bring(desk, written(away / "pier.html", page()))
    assert (desk / "source" / "pier.files" / "a.png").read_bytes() == mine


def test_pictures_go_neither_among_others_of_their_names_nor_where_a_link_leads(
    desk: Path, away: Path
) -> None:
    mine = picture(desk / "source" / "pier.files" / "a.png", 1)
    (away / "elsewhere").mkdir()
    (desk / "source" / "pier-2.files").symlink_to(away / "elsewhere")
    hers = picture(away / "pier_files" / "a.png", 200)
    placed = bring(desk, written(away / "pier.html", page()))
    assert placed == Placed("source/pier-3.html", "pier.files")
    assert (desk / "source" / "pier.files" / "a.png").read_bytes() == mine
    assert (desk / "source" / "pier-3.files" / "a.png").read_bytes() == hers
    assert [*(away / "elsewhere").iterdir()] == []


def test_pictures_that_were_left_half_way_are_gone_on_with(desk: Path, away: Path) -> None:
    hers = picture(away / "pier_files" / "a.png", 200)
    picture(away / "pier_files" / "b.png", 90)
    picture(desk / "source" / "pier.files" / "a.png", 200)
    assert bring(desk, written(away / "pier.html", page())) == Placed("source/pier.html")
    assert (desk / "source" / "pier.files" / "a.png").read_bytes() == hers


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "link to nothing"])
def test_what_is_no_file_takes_a_name_and_is_waited_for_by_nobody(
    desk: Path, away: Path, kind: str
) -> None:
    there = desk / "source" / "pier.txt"
    make = {
        "pipe": lambda: os.mkfifo(there),
        "folder": there.mkdir,
        "device": lambda: there.symlink_to("/dev/zero"),
        "link to nothing": lambda: there.symlink_to("nowhere"),
    }
    make[kind]()
    placed = bring(desk, written(away / "pier.txt", WORDS))
    assert placed == Placed("source/pier-2.txt", "pier.txt")


@pytest.mark.parametrize(
    ("wanted", "source"),
    [("ferry", "source/ferry.txt"), ("ferry.txt", "source/ferry.txt"),
     ("The Ferry, 2", "source/The Ferry, 2.txt"), ("2024/ferry", "source/2024/ferry.txt"),
     ("ferry.v2", "source/ferry.v2.txt"), ("中国", "source/中国.txt")],
)  # fmt: skip
def test_whoever_wants_another_name_gets_it(
    desk: Path, away: Path, wanted: str, source: str
) -> None:
    assert bring(desk, written(away / "pier.txt", WORDS), wanted).source == source
    assert (desk / source).read_text() == WORDS


@pytest.mark.parametrize(
    "wanted",
    ["../ferry", "/ferry", "a/../../b", "2024/", ".ferry", "~$ferry", "a\\b", "a:b", "a\nb", ".",
     "newsletters/ferry", "words/ferry", "sites/ferry", "collections/ferry", "x" * 90, "ferry ",
     "a//b", "ferry~", "2024/.git/x", "con", "NUL.txt", "aux/ferry"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_or_that_no_system_has_is_refused(
    desk: Path, away: Path, wanted: str
) -> None:
    with pytest.raises(UsageError) as caught:
        bring(desk, written(away / "pier.txt", WORDS), wanted)
    assert caught.value.code == "usage.as"
    assert content(desk) == {}
    assert [path.name for path in desk.iterdir()] == ["source"]


def test_a_name_that_was_wanted_and_is_taken_is_no_number(desk: Path, away: Path) -> None:
    (desk / "source" / "ferry.md").write_text("theirs")
    with pytest.raises(UsageError, match=r"`source/ferry\.md` has that name already"):
        bring(desk, written(away / "pier.txt", WORDS), "ferry")


# ── the command ──────────────────────────────────────────────────────────────


def run(desk: Path, *words: str) -> int:
    return cli.main(["-C", str(desk), "new", *words])


def test_the_command_says_what_came_and_what_to_do_next(desk: Path, away: Path, capsys) -> None:
    written(away / "pier.html", page('<img src="pier_files/a.png" alt="x">'))
    picture(away / "pier_files" / "a.png")
    assert run(desk, str(away / "pier.html")) == 0
    told = capsys.readouterr()
    assert told.out == "source/pier.html\n"
    assert "“The Pier at Night” by Ada Lind\n  with a picture\n" in told.err
    assert f"\n  copydesk -C {desk} pier\n  copydesk -C {desk} proof pier" in told.err


def test_one_that_cannot_come_keeps_no_other_from_it(desk: Path, away: Path, capsys) -> None:
    (away / "a.pdf").write_bytes(b"%PDF-1.7")
    written(away / "b.txt", WORDS)
    code = run(desk, str(away / "a.pdf"), "http://127.0.0.1:9000/x", str(away / "no.txt"),
               str(away / "b.txt"))  # fmt: skip
    told = capsys.readouterr()
    assert code == 2
    assert told.out == "source/b.txt\n"
    for why in ("[refuse.container]", "[page.private]", "[usage.file]"):
        assert why in told.err


@pytest.mark.parametrize("words", [["-"], ["--as", "x", "a.txt", "b.txt"]])
def test_a_name_is_for_one_and_standard_input_has_none(
    desk: Path, words: list[str], capsys
) -> None:
    assert run(desk, *words) == 2
    assert "[usage.as]" in capsys.readouterr().err


def test_an_address_is_never_taken_for_a_file_of_that_name(
    desk: Path, away: Path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(away)
    place = away / "http:" / "127.0.0.1:9000"
    place.mkdir(parents=True)
    written(place / "x.txt", WORDS)
    assert run(desk, "http://127.0.0.1:9000/x.txt") == 3
    assert "[page.private]" in capsys.readouterr().err


def test_what_is_in_a_page_drives_no_terminal(desk: Path, away: Path, capsys) -> None:
    written(away / "pier.html", page().replace("Pier at", "Pier\x1b[31m\u202e at"))
    assert run(desk, str(away / "pier.html")) == 0
    told = capsys.readouterr()
    assert "\x1b" not in told.err
    assert "\u202e" not in told.err
