"""Whatever the format, a line that was left out comes back when the editor says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from copydesk import pipeline, verify
from copydesk.config import Config
from copydesk.errors import BrokenLaw
from copydesk.model import Article, Decisions, Role, RoleDecision, texts_with_notes
from copydesk.review import sidecar
from formats import render
from formats.manuscript import Manuscript, load
from formats.manuscript import read as outline
from places import ARTICLE
from sidecars import write_sidecar

FORMS: dict[str, Callable[[Manuscript], bytes]] = {"txt": render.text, "html": render.html}
EVERY = {**FORMS, "md": render.markdown, "docx": render.docx}
CASE = load("11-interview")


def read(
    form: str,
    decisions: Decisions = Decisions(),  # noqa: B008  frozen
    config: Config = Config(),  # noqa: B008  frozen
) -> Article:
    return pipeline.article(FORMS[form](CASE), f"source/a.{form}", config, decisions)


def printed(article: Article) -> list[str]:
    front = article.front
    texts = texts_with_notes((*front.credits, *article.body))
    return [front.title, front.deck, *(line for text in texts for line in text.split("\n"))]


@pytest.mark.parametrize("form", FORMS)
def test_all_of_it_comes_back_by_one_setting(form: str) -> None:
    plain, kept = read(form), read(form, config=Config(keep_furniture=True))
    gone = {edit.before.strip() for edit in plain.structure if edit.rule == "structure.furniture"}
    assert gone >= {*CASE.after}
    assert gone <= {*printed(kept)}
    assert not {edit.rule for edit in kept.structure} & {"structure.furniture", "structure.cta"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", ["Related posts", "Archive", "© 2023 All rights reserved"])
def test_one_line_comes_back_by_a_verdict_in_the_sidecar(form: str, text: str) -> None:
    plain = read(form)
    edit = next(edit for edit in plain.structure if edit.before.strip() == text)
    verdict = sidecar.quote_edit(edit, plain.edited.submission, "stet")
    written = write_sidecar(Decisions(edits=(verdict,)))
    decisions = sidecar.loads(written.encode(), "a.desk.toml").decisions
    kept = read(form, decisions)
    assert text in printed(kept)
    assert len(kept.structure) == len(plain.structure)
    assert not [query for query in kept.queries if query.code == "desk.stale-decision"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("text", "prefix", "suffix"),
    [
        ("Related posts", "Share this article", "Privacy Policy"),
        ("Archive", "Interviews", "Subscribe"),
    ],
)
def test_one_line_comes_back_by_its_role(form: str, text: str, prefix: str, suffix: str) -> None:
    chosen = RoleDecision(text, "body", prefix, suffix)
    kept = read(form, Decisions(roles=(chosen,)))
    assert text in printed(kept)
    assert not [query for query in kept.queries if query.code == "desk.stale-decision"]


@pytest.mark.parametrize("form", EVERY)
@pytest.mark.parametrize(
    ("name", "text", "role", "row"),
    [
        ("02-lists", "Needles, filled the evening before", "body", "p Needles"),
        ("04-table", "Havnsund\t8,120\t9,340", "body", "p Havnsund"),
        ("01-news", "A pier older than its drawings", "body", "p A pier older"),
        ("01-news", "Two divers spent nine days", "quote", "q Two divers"),
    ],
)
def test_the_role_of_the_sidecar_beats_what_the_format_said(
    form: str, name: str, text: str, role: Role, row: str
) -> None:
    data = EVERY[form](load(name))
    edited = pipeline.read_and_edit(data, f"source/a.{form}", Config(), Decisions())
    texts = (line.text for line in edited.submission.lines)
    line = next(one for one in texts if one.strip(" -").startswith(text))
    decisions = Decisions(roles=(RoleDecision(line, role),))
    found = pipeline.article(data, f"source/a.{form}", Config(), decisions)
    # Plain text has the sign of the item in the line, where it is the author's again.
    assert [one for one in outline(found) if one.replace("p - ", "p ").startswith(row)]


def test_of_two_equal_lines_of_a_page_the_one_with_the_named_neighbours_is_meant() -> None:
    page = render.html(CASE).replace(b"<p>Contact us</p>", b"<p>Archive</p><p>Contact us</p>")

    def roles(prefix: str, suffix: str) -> list[str | None]:
        decisions = Decisions(roles=(RoleDecision("Archive", "caption", prefix, suffix),))
        edited = pipeline.read_and_edit(page, "source/a.html", Config(), decisions)
        rows = zip(edited.lines, edited.roles, strict=True)
        return [role for line, role in rows if line.text == "Archive"]

    assert roles("Interviews", "Subscribe") == ["caption", "furniture"]
    assert roles("Privacy Policy", "Contact us") == ["furniture", "caption"]


def test_the_laws_hold_on_the_article_of_this_repository_with_all_of_it_kept() -> None:
    data = ARTICLE.read_bytes()
    kept = pipeline.article(data, ARTICLE.name, Config(keep_furniture=True), Decisions())
    assert not {edit.rule for edit in kept.structure} & {"structure.furniture", "structure.cta"}


def test_a_lost_word_would_be_seen() -> None:
    article = read("html")
    thinner = article.body[:-1]
    with pytest.raises(BrokenLaw, match="between edited text and article"):
        verify.check_article(
            Article(
                article.edited, article.front, thinner, article.back, article.structure,
                article.citations, article.uncited, article.queries,
            )
        )  # fmt: skip
