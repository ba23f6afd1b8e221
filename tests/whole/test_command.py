"""The command as its users run it: a desk in a folder, its outputs, its exit codes."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html

from places import ARTICLE, ROOT

HARBOUR = ROOT / "tests" / "cases" / "line" / "harbour.txt"
FORMATS = ("md", "docx", "epub", "pdf", "html", "csl.json")


def run(root: Path, *words: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "copydesk", *words],
        cwd=root, env=os.environ | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def desk(root: Path, **texts: bytes) -> Path:
    (root / "source").mkdir(parents=True)
    for name, content in texts.items():
        (root / "source" / f"{name}.txt").write_bytes(content)
    return root


def digests(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / "dist").glob("*/**/*"))
        if path.is_file() and ".desk" not in path.parts
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    root = desk(
        tmp_path_factory.mktemp("desk"), harbour=HARBOUR.read_bytes(), partners=ARTICLE.read_bytes()
    )
    done = run(root)
    assert done.returncode == 0, done.stderr
    return root / "dist" / "partners"


def test_every_format_is_there_and_nothing_is_stale_afterwards(built):
    names = {path.name for path in built.iterdir()}
    assert {f"partners.{name}" for name in FORMATS} <= names
    assert {"article.json", "colophon.json", "review"} <= names
    again = run(built.parents[1], "status")
    assert (again.returncode, again.stdout) == (0, "")
    assert "nothing is stale" in again.stderr


def test_citations_link_to_entries_and_back_in_html(built):
    page = html.parse(built / "partners.html")
    ids = set(page.xpath("//@id"))
    links = [link[1:] for link in page.xpath("//a/@href") if link.startswith("#")]
    assert set(links) <= ids
    cited = {link for link in links if link.startswith("ref-")}
    back = {link for link in links if link.startswith("cite-")}
    assert len(cited) == 20
    assert len(back) == 22
    assert len(page.xpath("//*[@role='doc-bibliography']//li")) == 25


def test_citations_link_to_entries_and_back_in_epub(built):
    with zipfile.ZipFile(built / "partners.epub") as book:
        chapters = [name for name in book.namelist() if name.endswith(".xhtml")]
        text = "".join(book.read(name).decode() for name in chapters)
        for name in chapters:
            etree.fromstring(book.read(name))
    assert len(set(re.findall(r'href="#(ref-[^"]+)"', text))) == 20
    assert len(set(re.findall(r'href="#(cite-[^"]+)"', text))) == 22


def test_citations_link_to_entries_and_back_in_docx(built):
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(built / "partners.docx") as document:
        root = etree.fromstring(document.read("word/document.xml"))
    marks = {mark.get(f"{w}name") for mark in root.iter(f"{w}bookmarkStart")}
    links = [link.get(f"{w}anchor") for link in root.iter(f"{w}hyperlink")]
    inside = [link for link in links if link]
    assert set(inside) <= marks
    assert len({link for link in inside if link.startswith("ref-")}) == 20
    assert len({link for link in inside if link.startswith("cite-")}) == 22


def test_citations_link_to_entries_and_back_in_pdf(built, tool):
    qpdf = tool("qpdf")
    done = subprocess.run(
        [qpdf, "--qdf", "--object-streams=disable", built / "partners.pdf", "-"],
        check=True, capture_output=True,
    )  # fmt: skip
    text = done.stdout.decode("latin-1")
    targets = set(re.findall(r"/Dest \((?:\(?)((?:ref|cite)-[^)]+)\)", text))
    assert len({name for name in targets if name.startswith("ref-")}) == 20
    assert len({name for name in targets if name.startswith("cite-")}) == 22


def test_refused_submissions_say_why_and_their_neighbours_are_built(tmp_path):
    root = desk(
        tmp_path, harbour=HARBOUR.read_bytes(), empty=b" \n\n",
        menu=b"Home\nAbout us\nSubscribe\nShare\nCookie policy\n", noise=bytes(range(256)) * 40,
        huge=b"",
    )  # fmt: skip
    with (root / "source" / "huge.txt").open("wb") as file:
        file.truncate(1 << 30)
    done = run(root, "--json")
    assert done.returncode == 3
    rows = {row["slug"]: row for row in json.loads(done.stdout)["documents"]}
    assert rows["harbour"]["status"] == "built with queries"
    refused = {slug: row["code"] for slug, row in rows.items() if row["status"] == "refused"}
    assert refused == {
        "empty": "refuse.empty",
        "menu": "refuse.no-article",
        "noise": "refuse.binary",
        "huge": "refuse.too-large",
    }
    assert all(row["hint"] for row in rows.values() if row["status"] == "refused")
    assert (root / "dist" / "harbour" / "harbour.pdf").stat().st_size > 0


@pytest.mark.check
def test_stet_and_accept_write_the_sidecar_and_the_next_build_heeds_them(tmp_path):
    root = desk(tmp_path, partners=ARTICLE.read_bytes())
    before = ARTICLE.read_bytes()
    edits = json.loads(run(root, "inspect", "source/partners.txt").stdout)["edits"]
    by_word = {edit["before"]: edit["id"] for edit in edits}
    assert run(root, "stet", "partners", by_word["Linkedin"]).returncode == 0
    assert run(root, "accept", "partners", by_word["meditation"]).returncode == 0
    assert (root / "source" / "partners.txt").read_bytes() == before
    done = run(root, "md")
    assert done.returncode == 0, done.stderr
    text = (root / "dist" / "partners" / "partners.md").read_text(encoding="utf-8")
    assert "found on Linkedin" in text
    assert "mediation between Iran" in text


@pytest.mark.check
def test_a_change_of_the_source_is_named_as_the_reason(tmp_path):
    root = desk(tmp_path, harbour=HARBOUR.read_bytes())
    assert run(root, "md").returncode == 0
    with (root / "source" / "harbour.txt").open("ab") as file:
        file.write(b"\nTerms of use\n")
    done = run(root, "status", "--why")
    assert "source changed" in done.stdout


@pytest.mark.check
def test_strict_and_fail_on_turn_open_queries_into_exit_code_1(tmp_path):
    root = desk(tmp_path, harbour=HARBOUR.read_bytes())
    assert run(root, "check").returncode == 0
    assert run(root, "check", "--strict").returncode == 1
    assert run(root, "check", "--fail-on", "error").returncode == 0


@pytest.mark.check
def test_bad_command_lines_are_answered_with_exit_code_2_and_a_hint(tmp_path):
    root = desk(tmp_path, harbour=HARBOUR.read_bytes())
    for words in (["harbor"], ["explain", "space.duble"], ["build", "--jbos", "2"], ["-j", "0"]):
        done = run(root, *words)
        assert done.returncode == 2
        assert "hint:" in done.stderr


@pytest.mark.check
@pytest.mark.parametrize("command", ["build", "proof", "clean", "explain", "styles"])
def test_help_shows_how_that_command_is_written(tmp_path, command):
    done = run(tmp_path, command, "--help")
    assert done.stdout.startswith(f"usage: copydesk {command} [-h]")


@pytest.mark.check
def test_styles_are_searched_by_several_words_and_none_is_said(tmp_path):
    done = run(tmp_path, "styles", "Harvard", "right", "12th")
    assert "harvard-cite-them-right " in done.stdout
    assert len(done.stdout.splitlines()) == int(done.stderr.removesuffix(" styles\n"))
    done = run(tmp_path, "styles", "turabian", "author-date")
    assert done.stdout.endswith("(author-date) = chicago-author-date-17th-edition\n")
    done = run(tmp_path, "styles", "zzzz")
    assert (done.returncode, done.stdout) == (0, "")
    assert "no style matches `zzzz`" in done.stderr


@pytest.mark.check
def test_a_build_with_faulty_settings_says_so_once_and_so_does_status(tmp_path):
    root = desk(tmp_path, harbour=HARBOUR.read_bytes(), other=HARBOUR.read_bytes())
    (root / "copydesk.toml").write_text('formats = ["md", "pfd"]\n')
    for words in ((), ("-n",), ("status",)):
        done = run(root, *words)
        assert done.returncode == 2
        assert done.stderr.count("pfd") == 1


@pytest.mark.check
def test_the_source_folder_is_never_written_by_a_build(tmp_path):
    root = desk(tmp_path, harbour=HARBOUR.read_bytes())
    (root / "source").chmod(0o555)
    before = sorted(path.name for path in (root / "source").iterdir())
    assert run(root, "html").returncode == 0
    assert sorted(path.name for path in (root / "source").iterdir()) == before
    (root / "source").chmod(0o755)
    shutil.rmtree(root / "dist")


@pytest.mark.check
def test_the_review_copy_is_made_when_named_and_stays(tmp_path):
    root = desk(tmp_path / "desk", harbour=HARBOUR.read_bytes())
    (root / "copydesk.toml").write_text('formats = ["md", "docx"]\n', encoding="utf-8")
    made = run(root, "dist/harbour/review/harbour.review.docx")
    assert made.returncode == 0, made.stderr
    copy = root / "dist" / "harbour" / "review" / "harbour.review.docx"
    first = copy.read_bytes()
    assert not (root / "dist" / "harbour" / "harbour.docx").exists()
    assert "review.docx" not in run(root).stderr
    assert "nothing is stale" in run(root).stderr
    assert copy.read_bytes() == first
    other = desk(tmp_path / "elsewhere", harbour=HARBOUR.read_bytes())
    done = run(other, "review.docx", LANG="C", TZ="Asia/Kathmandu", PYTHONHASHSEED="7")
    assert done.returncode == 0, done.stderr
    assert (
        digests(other)["dist/harbour/review/harbour.review.docx"]
        == digests(root)["dist/harbour/review/harbour.review.docx"]
    )
