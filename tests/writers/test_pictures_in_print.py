"""A picture of the submission is in every edition, with its caption and its words."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from lxml import html as lxml_html
from PIL import Image

import checkers
from compose.harbour import ARTICLE, Sheet, paragraph
from copydesk import registry, verify
from copydesk.builder import article_job
from copydesk.builder.article_job import ArticleInput
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config
from copydesk.errors import BrokenLaw
from copydesk.model import Article, Emph, Figure, Front, Note, Paragraph, Picture, Strong, Text
from copydesk.settings.limits import Limits
from copydesk.system import archive

ALT, CAPTION = "A pier at dawn, seen from the mole", "The old pier. Photo: Ada Quill"
READ = ("md", "html", "epub", "docx", "pdf")


def drawn(form: str = "PNG", size: tuple[int, int] = (6, 4)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, (90, 120, 150)).save(stream, form)
    return stream.getvalue()


PICTURES = (
    Picture("media/pier one.png", "image/png", drawn()),
    Picture("quay.jpg", "image/jpeg", drawn("JPEG", (2_400, 300))),
    Picture("never shown.png", "image/png", drawn()),
)


def article(*figures: Figure, pictures: tuple[Picture, ...] = PICTURES) -> Article:
    edited = ARTICLE.edited
    submission = replace(edited.submission, pictures=pictures)
    body = (paragraph("Mud is patient."), *figures, paragraph("So is the pier."))
    return replace(
        ARTICLE, edited=replace(edited, submission=submission), body=body, citations=(),
        front=Front(title="Mud", language="en"),
    )  # fmt: skip


SHOWN = article(
    Figure((Text(CAPTION),), "media/pier one.png", ALT), Figure((), "quay.jpg", "A quay")
)


def copy_of(shown: Article, pandoc: Pandoc, config: Config = Config()) -> ArticleInput:  # noqa: B008
    sheet = Sheet(shown, pandoc, config)
    return ArticleInput(shown, sheet.composed, "harbour", config, pandoc, 60.0)


def files_of(copy: ArticleInput, *formats: str) -> dict[str, bytes]:
    written, fault = article_job.write_formats(copy, formats)
    assert fault is None
    return {output.name: data for output, data in written}


def test_a_page_holds_its_pictures_and_asks_for_none(pandoc: Pandoc) -> None:
    page = lxml_html.fromstring(files_of(copy_of(SHOWN, pandoc), "html")["harbour.html"])
    first, second = page.iter("figure")
    assert first.find("img").get("alt") == ALT
    assert first.find("img").get("src").startswith("data:image/png;base64,")
    assert first.find("figcaption").text == CAPTION
    assert second.find("img").get("src").startswith("data:image/jpeg;base64,")
    assert second.find("figcaption") is None


def test_a_book_brings_its_pictures_along(pandoc: Pandoc) -> None:
    members = archive.read(files_of(copy_of(SHOWN, pandoc), "epub")["harbour.epub"])
    names = ["EPUB/pictures/picture-1.png", "EPUB/pictures/picture-2.jpg"]
    assert sorted(name for name in members if "/pictures/" in name) == names
    assert b'src="pictures/picture-1.png"' in members["EPUB/article.xhtml"]
    assert b'href="pictures/picture-2.jpg" media-type="image/jpeg"' in members["EPUB/package.opf"]
    assert b'"schema:accessMode">visual' in members["EPUB/package.opf"]


def test_word_shows_its_pictures_no_wider_than_the_text(pandoc: Pandoc) -> None:
    members = archive.read(files_of(copy_of(SHOWN, pandoc), "docx")["harbour.docx"])
    assert len([name for name in members if name.startswith("word/media/")]) == 2
    document = members["word/document.xml"].decode()
    assert f'descr="{ALT}"' in document
    widths = [int(part.partition('"')[0]) for part in document.split('cx="')[1:]]
    assert max(widths) <= (11_906 - 2 * 1_418) * 635
    assert document.index('"Figure"') < document.index('"Caption"')


def test_markdown_names_pictures_that_lie_beside_it(pandoc: Pandoc) -> None:
    files = files_of(copy_of(SHOWN, pandoc), "md")
    assert sorted(files) == ["harbour.md", "pictures/picture-1.png", "pictures/picture-2.jpg"]
    text = files["harbour.md"].decode()
    assert f"![{ALT}](pictures/picture-1.png)\n\n*{CAPTION}*\n" in text


@pytest.mark.parametrize("alt", [ALT, ""])
def test_a_pdf_sets_its_pictures_and_keeps_both_standards(
    pandoc: Pandoc, alt: str, tmp_path: Path
) -> None:
    shown = article(Figure((Text(CAPTION),), "quay.jpg", alt))
    data = files_of(copy_of(shown, pandoc), "pdf")["harbour.pdf"]
    assert data.count(b"/Subtype /Image") == 1
    path = tmp_path / "harbour.pdf"
    path.write_bytes(data)
    assert checkers.of_standards(path) == []


@pytest.mark.parametrize("name", ["fragment.html", "jats.xml", "txt"])
def test_a_picture_is_in_the_editions_made_on_request(pandoc: Pandoc, name: str) -> None:
    copy = copy_of(SHOWN, pandoc)
    files = files_of(copy, name)
    data = files[registry.WRITERS[name].file("harbour")]
    copy.check(name, data)
    with pytest.raises(BrokenLaw, match="lost `mole`"):
        copy.check(name, data.replace(b"mole", b""))
    beside = {"pictures/picture-1.png", "pictures/picture-2.jpg"}
    assert (beside <= files.keys()) == (name != "txt")


@pytest.mark.parametrize("name", READ)
def test_the_words_of_a_picture_are_held_by_the_law(pandoc: Pandoc, name: str) -> None:
    copy = copy_of(SHOWN, pandoc)
    data = files_of(copy, name)[registry.WRITERS[name].file("harbour")]
    copy.check(name, data)
    silent = article(Figure((Text(CAPTION),), "media/pier one.png", "A pier"))
    other = copy_of(silent, pandoc)
    with pytest.raises(BrokenLaw, match="mole"):
        verify.check_output(
            name,
            files_of(other, name)[registry.WRITERS[name].file("harbour")],
            verify.measure_article(copy.article, copy.composed, copy.render("citations")),
        )


def test_the_same_picture_twice_is_one_file(pandoc: Pandoc) -> None:
    twice = article(*(Figure((), "quay.jpg", alt) for alt in ("A quay", "The quay again")))
    assert len(copy_of(twice, pandoc).pictures) == 1
    assert files_of(copy_of(twice, pandoc), "md")["harbour.md"].count(b"picture-1.jpg") == 2


@pytest.mark.parametrize(
    ("picture", "why"),
    [
        (None, "was not supplied"),
        (Picture("pier", "image/png", b"<svg/>"), "is no PNG, JPEG, GIF or WebP"),
        (Picture("pier", "image/png", drawn()[:40]), "cannot be read"),
        (Picture("pier", "image/png", drawn(size=(70, 70))), "pixels"),
        (Picture("pier", "image/png", drawn() + b"\x00" * 5_000), "bytes"),
    ],
)
def test_a_picture_that_cannot_be_printed_leaves_its_caption_and_a_query(
    pandoc: Pandoc, picture: Picture | None, why: str
) -> None:
    limits = Limits(picture_bytes=5_000, picture_pixels=4_000)
    shown = article(Figure((Text(CAPTION),), "pier", ALT), pictures=(picture,) if picture else ())
    copy = copy_of(shown, pandoc, Config(limits=limits))
    (query,) = copy.composed.queries
    assert query.code == "compose.picture-missing"
    assert why in query.message
    assert ALT in query.message
    assert CAPTION in files_of(copy, "md")["harbour.md"].decode()
    assert copy.pictures == ()


# ── a caption whose picture did not arrive ───────────────────────────────────

LEANING = (
    Text("The "), Emph((Text("Fram"),)), Text(", "), Strong((Text("*new*"),)),
    Text(" – a picture by my dad"),
    Note((Paragraph((Emph((Text("In 1911."),)),)),)),
)  # fmt: skip
BARE = "The Fram, *new* – a picture by my dad"


@pytest.fixture
def alone() -> Article:
    return article(Figure(LEANING), pictures=())


def test_a_caption_without_its_picture_is_none_of_the_paragraphs(
    pandoc: Pandoc, alone: Article
) -> None:
    files = files_of(copy_of(alone, pandoc), "html", "epub", "docx")
    book = archive.read(files["harbour.epub"])["EPUB/article.xhtml"]
    for data in (files["harbour.html"], book.partition(b"?>")[2]):
        (caption,) = lxml_html.fromstring(data).find_class("caption")
        assert caption.tag == "p"
        assert caption.text_content().startswith(BARE)
    document = archive.read(files["harbour.docx"])["word/document.xml"].decode()
    (styled,) = [part for part in document.split("<w:p>") if '"Caption"' in part]
    assert "a picture by my dad" in styled


def test_markdown_lets_a_caption_lean_and_what_leant_in_it_stand(
    pandoc: Pandoc, alone: Article
) -> None:
    text = files_of(copy_of(alone, pandoc), "md")["harbour.md"].decode()
    assert "\n\n*The Fram, **\\*new\\*** – a picture by my dad[^1]*\n\n" in text
    assert "[^1]: *In 1911.*\n" in text


@pytest.mark.parametrize("name", READ)
def test_the_words_of_a_caption_alone_are_held_by_the_law(
    pandoc: Pandoc, alone: Article, name: str
) -> None:
    copy = copy_of(alone, pandoc)
    copy.check(name, files_of(copy, name)[registry.WRITERS[name].file("harbour")])


def test_a_caption_alone_does_not_describe_the_article(pandoc: Pandoc) -> None:
    shown = article(Figure((Text(CAPTION),)))
    shown = replace(shown, body=shown.body[1:])
    page = lxml_html.fromstring(files_of(copy_of(shown, pandoc), "html")["harbour.html"])
    assert page.xpath("//meta[@name='description']/@content") == ["So is the pier."]


def test_a_pdf_with_a_caption_alone_keeps_both_standards(
    pandoc: Pandoc, alone: Article, tmp_path: Path
) -> None:
    path = tmp_path / "harbour.pdf"
    path.write_bytes(files_of(copy_of(alone, pandoc), "pdf")["harbour.pdf"])
    assert checkers.of_standards(path) == []


def test_what_a_picture_tells_of_its_maker_is_not_printed(pandoc: Pandoc) -> None:
    stream = BytesIO()
    Image.new("L", (3, 3)).save(stream, "JPEG", comment=b"Ada's terrace")
    told = (Picture("pier", "image/jpeg", stream.getvalue()),)
    files = files_of(copy_of(article(Figure((), "pier", ALT), pictures=told), pandoc), "md")
    assert b"terrace" in stream.getvalue()
    assert b"terrace" not in files["pictures/picture-1.jpg"]


def test_a_picture_without_words_raises_a_query(pandoc: Pandoc) -> None:
    copy = copy_of(article(Figure((Text(CAPTION),), "quay.jpg")), pandoc)
    assert [query.code for query in copy.composed.queries] == ["compose.picture-alt"]
    for name in READ:
        copy.check(name, files_of(copy, name)[registry.WRITERS[name].file("harbour")])


@pytest.mark.parametrize("name", READ)
def test_a_picture_without_words_says_that_it_has_none(pandoc: Pandoc, name: str) -> None:
    copy = copy_of(article(Figure((), "quay.jpg")), pandoc)
    written = files_of(copy, name)
    copy.check(name, written[registry.WRITERS[name].file("harbour")])
    page = lxml_html.fromstring(files_of(copy, "html")["harbour.html"])
    assert page.xpath("//img/@alt") == ["Picture without a description"]


@pytest.mark.parametrize("name", READ)
def test_a_picture_that_adds_nothing_is_silent(pandoc: Pandoc, name: str) -> None:
    copy = copy_of(article(Figure((Text(CAPTION),), "quay.jpg", decorative=True)), pandoc)
    assert not copy.composed.queries
    copy.check(name, files_of(copy, name)[registry.WRITERS[name].file("harbour")])
    page = lxml_html.fromstring(files_of(copy, "html")["harbour.html"])
    assert page.xpath("//img/@alt") == [""]


def test_a_pdf_with_a_picture_that_adds_nothing_keeps_both_standards(
    pandoc: Pandoc, tmp_path: Path
) -> None:
    path = tmp_path / "harbour.pdf"
    copy = copy_of(article(Figure((), "quay.jpg", decorative=True)), pandoc)
    path.write_bytes(files_of(copy, "pdf")["harbour.pdf"])
    assert checkers.of_standards(path) == []
