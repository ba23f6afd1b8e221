from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest

import checkers
from compose.harbour import ARTICLE, Sheet, citation, paragraph
from copydesk import ledger
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.errors import BrokenLaw
from copydesk.model import Article, Back, Cite, Front, Link, Note, Text
from copydesk.system import archive, xml
from copydesk.writers.docx import write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(pandoc: Pandoc, article: Article = ARTICLE, **settings: dict[str, str]) -> bytes:
    return write(Sheet(article, pandoc, overlay(Config(), settings, "test")))


def styles_of(data: bytes) -> list[tuple[str, str]]:
    return [
        (paragraph.style.name, paragraph.text)
        for paragraph in docx.Document(io.BytesIO(data)).paragraphs
    ]


def head_of(data: bytes) -> str:
    head = xml.parse(archive.read(data)["word/header1.xml"])
    return "".join(map(str, head.itertext(f"{W}t")))


@pytest.fixture(scope="module")
def book(pandoc: Pandoc) -> bytes:
    return made(pandoc)


@pytest.mark.parametrize(
    "article",
    [ARTICLE, replace(ARTICLE, front=Front(title="Mud"), body=(), back=Back(), citations=())],
    ids=["one of everything", "next to nothing"],
)
@pytest.mark.parametrize("csl", ["harvard-cite-them-right", "ieee", "chicago-notes-bibliography"])
def test_office_programs_find_no_fault(
    article: Article, csl: str, pandoc: Pandoc, tmp_path: Path
) -> None:
    path = tmp_path / "harbour.docx"
    path.write_bytes(made(pandoc, article, style={"csl": csl}))
    assert checkers.of_word(path) == []


def test_each_part_has_a_style_of_its_own(book: bytes) -> None:
    styles = styles_of(book)
    assert styles[:6] == [
        ("Title", ARTICLE.front.title),
        ("Subtitle", ARTICLE.front.deck),
        ("Byline", "By Ada Quill"),
        ("Date", "3 May 2022"),
        ("Image Credit", "Photograph: Pier Archive"),
        ("Disclaimer Last", "The views given here are the author’s own."),
    ]
    assert ("Heading 1", "What the dredgers say") in styles
    assert ("Heading 2", "References to mud") in styles
    assert ("Author Bio", "Ada Quill writes on water.") in styles
    assert [name for name, _ in styles].count("Bibliography") == len(ARTICLE.back.references)


def test_no_paragraph_is_empty_or_formatted_by_hand(book: bytes) -> None:
    assert all(text.strip() for _, text in styles_of(book))
    root = xml.parse(archive.read(book)["word/document.xml"])
    assert not list(root.iter(f"{W}rFonts", f"{W}jc", f"{W}ind", f"{W}spacing"))


def test_all_words_of_the_page_are_in_it(book: bytes, pandoc: Pandoc) -> None:
    document = docx.Document(io.BytesIO(book))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    footnotes = xml.parse(archive.read(book)["word/footnotes.xml"])
    texts += ["".join(p.itertext(f"{W}t")) for p in footnotes.iter(f"{W}p")]
    plain = Sheet(ARTICLE, pandoc).text()
    wanted = ledger.count_words([plain, ARTICLE.front.title, ARTICLE.front.deck])
    marks = ledger.count_words(
        [re.sub(r"\D", " ", plain)]
    )  # numbers of notes and lists are Word's own
    assert not (wanted - marks) - ledger.count_words(texts)


def test_citations_lead_to_entries_and_entries_back(book: bytes) -> None:
    root = xml.parse(archive.read(book)["word/document.xml"])
    places = {mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")}
    links = [link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")]
    inner = [link for link in links if link]
    assert set(inner) <= places
    assert sorted(inner) == [
        "cite-1", "cite-2", "cite-3", "cite-3",
        "ref-ahl2021", "ref-ahl2021", "ref-mora2019", "ref-zed2020",
    ]  # fmt: skip


def test_a_link_that_leads_nowhere_breaks_a_law(pandoc: Pandoc) -> None:
    class Torn(Sheet):
        def render(self, target: str) -> bytes:
            members = archive.read(super().render(target))
            text = members["word/document.xml"].replace(b'w:name="cite-1"', b'w:name="gone"')
            return archive.write(members | {"word/document.xml": text})

    with pytest.raises(BrokenLaw, match="leads to `cite-1`"):
        write(Torn(ARTICLE, pandoc))


@pytest.mark.parametrize(("paper", "size"), [("A4", (11906, 16838)), ("letter", (12240, 15840))])
def test_the_page_is_that_of_the_publication(
    paper: str, size: tuple[int, int], pandoc: Pandoc
) -> None:
    data = made(pandoc, publication={"paper": paper})
    section = docx.Document(io.BytesIO(data)).sections[0]
    assert (section.page_width.twips, section.page_height.twips) == size
    assert head_of(data) == ARTICLE.front.title.partition(":")[0]
    for footer in (section.footer, section.first_page_footer):
        fields = re.findall(r'w:instr=" (\w+) "', footer.paragraphs[0]._p.xml)  # noqa: SLF001
        assert fields == ["PAGE", "NUMPAGES"]


def test_properties_are_the_article_s_and_carry_no_clock(book: bytes, pandoc: Pandoc) -> None:
    core = docx.Document(io.BytesIO(book)).core_properties
    assert (core.title, core.author) == (ARTICLE.front.title, "Ada Quill")
    assert (core.language, core.subject) == ("en-GB", ARTICLE.front.deck)
    assert f"{core.created:%Y-%m-%d} {core.modified:%Y-%m-%d}" == "2022-05-03 2022-05-03"
    undated = made(pandoc, replace(ARTICLE, front=Front(title="Mud")))
    assert f"{docx.Document(io.BytesIO(undated)).core_properties.created:%Y-%m-%d}" == "1980-01-01"


@pytest.mark.parametrize("language", ["en", "de", "ru"])
def test_the_language_is_said_in_styles_and_settings(language: str, pandoc: Pandoc) -> None:
    members = archive.read(made(pandoc, replace(ARTICLE, front=Front(language=language))))
    for name in ("word/styles.xml", "word/settings.xml"):
        root = xml.parse(members[name])
        said = {one.get(f"{W}val", "") for one in root.iter(f"{W}lang", f"{W}themeFontLang")}
        assert {one.partition("-")[0] for one in said} == {language}


def test_an_article_before_it_leaves_no_trace(book: bytes, pandoc: Pandoc) -> None:
    made(pandoc, replace(ARTICLE, body=(paragraph("Mud."),), citations=()))
    assert made(pandoc) == book


@pytest.mark.parametrize(
    "title", ["Mud & <water>", "A " + "very " * 40 + "long title", "“Quoted”", "]]> {running head}"]
)
def test_any_title_makes_a_sound_header(title: str, pandoc: Pandoc) -> None:
    data = made(pandoc, replace(ARTICLE, front=Front(title=title)))
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == title
    head = head_of(data)
    assert head == title or (head.endswith(" …") and title.startswith(head[:-2]))


@pytest.mark.parametrize(
    ("title", "head", "follows"),
    [("Mud", "Mud", True), (ARTICLE.front.title, "Of “Quiet Harbours”", False)],
)
def test_the_running_head_follows_a_title_that_it_has_room_for(
    title: str, head: str, pandoc: Pandoc, *, follows: bool
) -> None:
    data = made(pandoc, replace(ARTICLE, front=replace(ARTICLE.front, title=title)))
    members = archive.read(data)
    marks = xml.parse(members["word/document.xml"]).iter(f"{W}rStyle")
    assert [mark.get(f"{W}val") for mark in marks].count("RunningTitle") == follows
    fields = [one.get(f"{W}instr") for one in xml.parse(members["word/header1.xml"]).iter()]
    assert (' STYLEREF "Running Title" ' in fields) is follows
    assert head_of(data) == head


def test_libreoffice_opens_it(book: bytes, tool: Callable[[str], str], tmp_path: Path) -> None:
    path = tmp_path / "harbour.docx"
    path.write_bytes(book)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [tool("soffice"), profile, "--headless", "--convert-to", "txt:Text", "--outdir"]
    subprocess.run([*command, tmp_path, path], check=True, capture_output=True, timeout=120)
    assert "Mud is patient." in (tmp_path / "harbour.txt").read_text("utf-8")


def test_a_citation_in_a_note_is_led_back_to(pandoc: Pandoc) -> None:
    note = Note((paragraph("as ", Cite("(Ahl, 2021)", 0), " says"),))
    body = (paragraph("Mud is patient.", note),)
    row = citation("(Ahl, 2021)", 0)
    document = Sheet(replace(ARTICLE, body=body, citations=(row,)), pandoc)
    members = archive.read(write(document))
    text = members["word/document.xml"].decode()
    assert 'w:anchor="cite-1"' in text
    place = text.index('w:name="cite-1"')
    assert place < text.index("footnoteReference") < text.index("bookmarkEnd", place)
    assert b'w:name="in-cite-1"' in members["word/footnotes.xml"]


def test_a_note_that_leads_to_an_entry_looks_like_other_notes(pandoc: Pandoc) -> None:
    address = Link((Text("the lamps"),), "https://example.org/lamps")
    note = Note((paragraph("as ", Cite("(Ahl, 2021)", 0), " says of ", address),))
    body = (paragraph("Mud is patient ", Cite("(Ahl, 2021)", 1), ".", note),)
    rows = (citation("(Ahl, 2021)", 0), citation("(Ahl, 2021)", 1))
    document = Sheet(replace(ARTICLE, body=body, citations=rows), pandoc)
    members = archive.read(write(document))
    notes = xml.parse(members["word/footnotes.xml"])
    looks = {
        str(link.get(f"{W}anchor", "")): [look.get(f"{W}val") for look in link.iter(f"{W}rStyle")]
        for link in notes.iter(f"{W}hyperlink")
    }
    assert looks == {"ref-ahl2021": ["NoteLink"], "": ["Hyperlink"]}
    assert b'w:val="CitationLink"' in members["word/document.xml"]
