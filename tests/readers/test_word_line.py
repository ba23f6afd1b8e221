"""What a manuscript hides or marks as contents, through the whole line."""

from __future__ import annotations

import pytest

from copydesk import pipeline, structure
from copydesk.config import Config
from copydesk.model import Article, Decisions
from readers.wordarticle import revised
from readers.wordfiles import docx, odt, p, r, rtf, styles

FLUENT = (
    "This is what the mayor told us off the record, in whole sentences that look like any"
    " other paragraph of the article and must not be found in print by anybody."
)
TEXT = (
    "Every spring the channel is two metres shallower than in autumn, says the port.",
    "And every spring it is dug out again, though nobody has counted what that costs.",
    "The river, which has three names on its way to the sea, answers with new mud.",
)
ODT_STYLE = (
    '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/>'
    "</style:style>"
)


def built(data: bytes) -> Article:
    return pipeline.article(data, "source/a.docx", Config(), Decisions())


def printed(found: Article) -> str:
    return "\n".join(structure.pieces(found))


def manuscript(format_: str, place: int) -> bytes:
    """The text with hidden words in the paragraph `place` and as a paragraph behind it."""
    if format_ == "docx":
        secret = r(FLUENT, "<w:vanish/>")
        rows = [p(r(text) + secret * (place == at)) for at, text in enumerate(TEXT)]
        rows.insert(place + 1, p(secret))
        return docx("".join(rows))
    if format_ == "odt":
        secret = f'<text:span text:style-name="T1">{FLUENT}</text:span>'
        rows = [f"<text:p>{text}{secret * (place == at)}</text:p>" for at, text in enumerate(TEXT)]
        rows.insert(place + 1, f"<text:p>{secret}</text:p>")
        return odt("".join(rows), ODT_STYLE)
    secret = f"{{\\v {FLUENT}}}"
    rows = [f"\\pard {text}{secret * (place == at)}\\par " for at, text in enumerate(TEXT)]
    rows.insert(place + 1, f"\\pard {secret}\\par ")
    return rtf("".join(rows))


@pytest.mark.parametrize("place", range(len(TEXT)))
@pytest.mark.parametrize("format_", ["docx", "odt", "rtf"])
def test_hidden_words_are_never_printed_and_are_on_record(format_: str, place: int) -> None:
    found = built(manuscript(format_, place))
    text = printed(found)
    assert "mayor" not in text
    for paragraph in TEXT:
        assert paragraph in text
    removed = [edit.before for edit in found.structure if not edit.after]
    assert removed.count(FLUENT) == 2
    assert "read.hidden" in [query.code for query in found.queries]


def test_what_was_deleted_remarked_or_hidden_reaches_no_part_of_the_article() -> None:
    text = printed(built(revised()))
    for word in ("gone", "so?", "SECRET"):
        assert word not in text
    assert "Kept new words end." in text


def test_a_table_of_contents_is_not_printed_and_is_on_record() -> None:
    entry = [p(f"<w:r><w:t>{head}</w:t><w:tab/><w:t>{page}</w:t></w:r>", "Verzeichnis1")
             for head, page in (("Where it comes from", 2), ("Where it goes", 5))]  # fmt: skip
    body = (
        p(TEXT[0])
        + "".join(entry)
        + p("Where it comes from", "berschrift1")
        + p(TEXT[1])
        + p("Where it goes", "berschrift1")
        + p(TEXT[2])
    )
    found = built(docx(body, {"word/styles.xml": styles()}))
    text = printed(found)
    assert text.count("Where it goes") == 1
    assert "Where it goes\t5" in [edit.before for edit in found.structure if not edit.after]
