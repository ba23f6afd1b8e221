"""No word, entry or link of an article is lost on its way into a file."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import HealthCheck, given, settings

from conservation.drawn import (
    ARTICLES,
    CITATIONS,
    ENTRIES,
    FORMATS,
    GROUPS,
    copy_of,
    with_citations,
    written,
)
from copydesk import composition, pipeline, verify
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config
from copydesk.errors import BrokenLaw
from copydesk.model import (
    Article,
    Back,
    Cite,
    Decisions,
    EditedText,
    Emph,
    Figure,
    Front,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Reference,
    Strong,
    Submission,
    Superscript,
    Text,
)
from copydesk.system import archive
from soaking import drawn, some

STYLES = (
    "harvard-cite-them-right",
    "nature",
    "ieee",
    "chicago-notes",
    "modern-language-association",
)

SAMPLE = Article(
    EditedText(Submission("mud.txt", "0" * 64, "text/plain", ()), ()),
    Front(title="Mud and its keepers", deck="A quiet story", byline="By Ada Quill", language="en"),
    (
        Paragraph(
            (
                Text("The estuary never sleeps "), Cite(GROUPS[0][0], 0), Text(", some "),
                Link((Text("pilots"),), "https://example.org/"), Text(" insist "),
                Cite(GROUPS[1][0], 1), Text("."),
                Note((Paragraph((Text("Lanterns help "), Cite(GROUPS[0][0], 0), Text("."))),)),
            )
        ),
        Heading(2, (Text("Dredging"),)),
        Paragraph((Text("Nobody pays for the sluices "), Cite(GROUPS[2][0], 2), Text("."))),
    ),
    Back(references=ENTRIES),
    citations=tuple(citation for citation in CITATIONS if citation.group < 3),
)  # fmt: skip


@given(article=ARTICLES)
@settings(max_examples=drawn(80), suppress_health_check=[HealthCheck.too_slow])
def test_files_hold_every_word_of_any_article(pandoc: Pandoc, article: Article) -> None:
    copy = copy_of(article, pandoc)
    for name in FORMATS:
        copy.check(name, written(copy, name))


def test_the_end_of_a_link_to_an_entry_in_print_is_no_link(pandoc: Pandoc) -> None:
    body = (Paragraph((Text("]("), Text("#ref-ahl2021"))), Paragraph((Text("[x](y)"),)))
    copy = copy_of(replace(SAMPLE, body=body, citations=()), pandoc)
    for name in FORMATS:
        copy.check(name, written(copy, name))


def test_a_note_that_cites_inside_a_word_parts_it_in_no_file(pandoc: Pandoc) -> None:
    note = Note((Paragraph((Cite(GROUPS[0][0], 0),)),))
    body = (Paragraph((Text("har"), note, Text("bour"))),)
    article = with_citations(replace(SAMPLE, body=body, citations=CITATIONS))
    copy = copy_of(article, pandoc)
    for name in FORMATS:
        copy.check(name, written(copy, name))


@pytest.mark.parametrize("raised", ["2", "1."])
@pytest.mark.parametrize("note_first", [True, False])
def test_a_raised_number_beside_a_note_is_set_apart(
    pandoc: Pandoc, raised: str, *, note_first: bool
) -> None:
    signs = (Note((Paragraph((Text("Lanterns help."),)),)), Superscript((Text(raised),)))
    body = (Paragraph((Text("har"), *(signs if note_first else signs[::-1]), Text("bour"))),)
    copy = copy_of(with_citations(replace(SAMPLE, body=body, citations=CITATIONS)), pandoc)
    for name in FORMATS:
        copy.check(name, written(copy, name))


@pytest.mark.parametrize("style", STYLES)
def test_the_law_holds_in_every_kind_of_style(pandoc: Pandoc, style: str) -> None:
    copy = copy_of(SAMPLE, pandoc, style)
    for name in FORMATS:
        copy.check(name, written(copy, name))


@pytest.mark.parametrize("number", [{"PMID": "15542184"}, {"PMCID": "PMC2737584"}])
@pytest.mark.parametrize("style", STYLES)
def test_an_entry_may_lead_to_a_catalogue(
    pandoc: Pandoc, style: str, number: dict[str, str]
) -> None:
    led = replace(ENTRIES[0], csl={**ENTRIES[0].csl, **number})
    copy = copy_of(replace(SAMPLE, back=Back(references=(led, *ENTRIES[1:]))), pandoc, style)
    for name in FORMATS:
        copy.check(name, written(copy, name))


def test_articles_of_the_corpus_are_whole_in_every_format(corpus, pandoc: Pandoc) -> None:
    paths = some(sorted(corpus.glob("*/raw.txt")))
    assert paths
    for path in paths:
        article = pipeline.article(path.read_bytes(), "source/raw.txt", Config(), Decisions())
        copy = copy_of(article, pandoc)
        for name in FORMATS:
            copy.check(name, written(copy, name))


@pytest.mark.parametrize(
    "key",
    [
        "internationalorganizationforthekeepingoftides2022",
        "smith:2019/x",
        "Zed2020",
        "潮",
        'a"b<c>',
    ],
)
def test_every_format_leads_to_an_entry_whatever_its_key(pandoc: Pandoc, key: str) -> None:
    entries = (replace(ENTRIES[0], key=key, csl={**ENTRIES[0].csl, "id": key}), *ENTRIES[1:])
    cited = tuple(
        replace(one, keys=tuple(key if own == "ahl2021" else own for own in one.keys))
        for one in SAMPLE.citations
    )
    article = replace(SAMPLE, citations=cited, back=Back(references=entries))
    for style in ("harvard-cite-them-right", "chicago-notes-bibliography"):
        copy = copy_of(article, pandoc, style)
        for name in FORMATS:
            copy.check(name, written(copy, name))


def test_a_line_of_the_list_without_a_word_is_whole_in_every_format(pandoc: Pandoc) -> None:
    line = Reference("entry", "* * *", "* * *", {}, 0.0)
    article = replace(SAMPLE, back=Back(references=(*ENTRIES, line)))
    copy = copy_of(article, pandoc)
    for name in FORMATS:
        copy.check(name, written(copy, name))


@pytest.mark.parametrize("end", ["a)b", "((", "(a(b(c)))"])
def test_a_parenthesis_does_not_end_a_link_early(pandoc: Pandoc, end: str) -> None:
    link = Link((Text("pilots"),), f"https://example.org/{end}")
    copy = copy_of(replace(SAMPLE, body=(Paragraph((link,)),), citations=()), pandoc)
    markdown = written(copy, "md")
    copy.check("md", markdown)
    target = end.replace("(", "%28").replace(")", "%29")
    assert f"[pilots](https://example.org/{target})" in markdown.decode()


#: Formats in which an entry has an anchor.
ANCHORED = tuple(name for name in FORMATS if name != "txt")


# ── a loss is seen ───────────────────────────────────────────────────────────


def changed(name: str, data: bytes, old: str, new: str) -> bytes:
    """`data` with every `old` of its text replaced by `new`."""
    if name not in ("epub", "docx"):
        text = data.decode()
        assert re.search(old, text)
        return re.sub(old, new, text).encode()
    part = {"epub": "EPUB/article.xhtml", "docx": "word/document.xml"}[name]
    members = archive.read(data)
    members = {key: value.decode() if key == part else value for key, value in members.items()}
    note = "word/footnotes.xml"
    target = part if re.search(old, str(members[part])) else note
    text = members[target] if target == part else members[target].decode()
    assert re.search(old, text)
    members[target] = re.sub(old, new, text)
    return archive.write(
        {key: value.encode() if isinstance(value, str) else value for key, value in members.items()}
    )


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "word",
    ["keepers", "quiet", "Quill", "estuary", "pilots", "sluices", "Dredging", "Lanterns", "Zedd"],
)
def test_a_dropped_word_is_named(pandoc: Pandoc, name: str, word: str) -> None:
    if (name, word) == ("fragment.html", "keepers"):
        word = "Dredging"  # the title is the site's
    copy = copy_of(SAMPLE, pandoc)
    data = changed(name, written(copy, name), word, "")
    with pytest.raises(BrokenLaw, match=rf"{name}: lost `{word.lower()}`") as caught:
        copy.check(name, data)
    assert caught.value.code == "law.output"


#: Texts whose signs one of the dialects takes for markup, or for the escape of one.
SIGNS = (
    "(x) [y]", r"\(x\) \[y\]", r"C:\mud", "![a](b)", "`a` ``b``", "a_b __c__", "{d} <e> |f|",
    "a # b",
)  # fmt: skip


def about(text: str) -> Article:
    """An article of one paragraph that has `text` between two words."""
    return replace(SAMPLE, body=(Paragraph((Text(f"before {text} behind"),)),), citations=())


@pytest.mark.parametrize("text", SIGNS)
def test_a_file_with_all_its_signs_is_whole(pandoc: Pandoc, text: str) -> None:
    copy = copy_of(replace(about(text), front=replace(SAMPLE.front, title=text)), pandoc)
    copy.check("md", written(copy, "md"))


@pytest.mark.parametrize("text", SIGNS)
def test_a_dropped_sign_is_named(pandoc: Pandoc, text: str) -> None:
    copy = copy_of(about(text), pandoc)
    words = re.sub(r"[^\w\s]|_", " ", text)
    data = changed("md", written(copy, "md"), "before .* behind", f"before {words} behind")
    with pytest.raises(BrokenLaw, match="between article and md: lost `") as caught:
        copy.check("md", data)
    assert caught.value.code == "law.output"


@pytest.mark.parametrize("name", FORMATS)
def test_an_added_word_is_named(pandoc: Pandoc, name: str) -> None:
    copy = copy_of(SAMPLE, pandoc)
    data = changed(name, written(copy, name), "estuary", "estuary barely")
    with pytest.raises(BrokenLaw, match="gained `barely`"):
        copy.check(name, data)


@pytest.mark.parametrize("name", FORMATS)
def test_two_words_run_together_are_seen(pandoc: Pandoc, name: str) -> None:
    copy = copy_of(SAMPLE, pandoc)
    data = changed(name, written(copy, name), "The estuary", "Theestuary")
    if name.endswith("md"):  # where emphasis may part a word, letters decide
        copy.check(name, data)
        return
    with pytest.raises(BrokenLaw, match="lost `estuary`, `the`"):
        copy.check(name, data)


@pytest.mark.parametrize("name", ANCHORED)
def test_an_entry_without_its_anchor_is_seen(pandoc: Pandoc, name: str) -> None:
    copy = copy_of(SAMPLE, pandoc)
    data = changed(name, written(copy, name), r'(["#.])ref-kelp1998([" ])', r"\1ref-other\2")
    with pytest.raises(BrokenLaw, match="ref-kelp1998"):
        copy.check(name, data)


def test_a_shortened_entry_is_seen_in_plain_text(pandoc: Pandoc) -> None:
    copy = copy_of(SAMPLE, pandoc)
    data = changed("txt", written(copy, "txt"), "Harbour Book", "Book")
    with pytest.raises(BrokenLaw, match="txt: lost `harbour`"):
        copy.check("txt", data)


@pytest.mark.parametrize("name", ANCHORED)
def test_a_shortened_entry_that_no_style_sets_is_seen(pandoc: Pandoc, name: str) -> None:
    copy = copy_of(SAMPLE, pandoc)
    data = changed(name, written(copy, name), "minutes", "")
    with pytest.raises(BrokenLaw, match=f"`ref-kelp1998` in {name} is not whole"):
        copy.check(name, data)


@pytest.mark.parametrize("name", ANCHORED)
def test_a_citation_without_its_link_is_seen(pandoc: Pandoc, name: str) -> None:
    copy = copy_of(SAMPLE, pandoc)
    links = {
        "md": r"\(#ref-zed2020\)", "docx": 'w:anchor="ref-zed2020"',
        "jats.xml": 'rid="ref-zed2020"',
    }  # fmt: skip
    link = links.get(name, r"#(low-tide\.)?ref-zed2020")
    data = changed(name, written(copy, name), link, "(#top)" if name.endswith("md") else "")
    with pytest.raises(BrokenLaw, match="lost `ref-zed2020`"):
        copy.check(name, data)


LOST = {
    "a word": lambda article: replace(article, body=article.body[:-1]),
    "an entry": lambda article: replace(article, back=Back(references=ENTRIES[:2])),
    "a caption": lambda article: replace(article, front=replace(article.front, credits=())),
}


@pytest.mark.parametrize("lose", LOST.values(), ids=LOST)
def test_a_document_that_lacks_something_is_no_document(
    lose: Callable[[Article], Article],
) -> None:
    whole = replace(
        SAMPLE, front=replace(SAMPLE.front, credits=(Paragraph((Text("Picture: Pier Archive"),)),))
    )
    verify.check_composed(whole, composition.compose(whole, Config()))
    with pytest.raises(BrokenLaw) as caught:
        verify.check_composed(whole, composition.compose(lose(whole), Config()))
    assert caught.value.code == "law.compose"


CITING = Cite(GROUPS[0][0], 0)
DEEP: dict[str, Inline] = {
    "marks": reduce(lambda inner, _: Emph((inner,)), range(12), CITING),
    "a note in a note": Note((Paragraph((Text("see"), Note((Paragraph((CITING,)),)))),)),
    "a note in a link": Link((Text("see"), Note((Paragraph((CITING,)),))), "https://example.org/"),
    "a note in marks": reduce(
        lambda inner, _: Strong((inner,)), range(12), Note((Paragraph((Emph((CITING,)),)),))
    ),
}


@pytest.mark.parametrize("inline", DEEP.values(), ids=DEEP)
def test_a_citation_too_deep_for_a_link_stays_as_words_and_is_asked_about(
    pandoc: Pandoc, inline: Inline
) -> None:
    article = replace(SAMPLE, body=(Paragraph((inline,)),), citations=CITATIONS[:1])
    copy = copy_of(article, pandoc)
    assert not copy.composed.backlinks
    assert "compose.flattened" in [query.code for query in copy.composed.queries]
    for name in FORMATS:
        copy.check(name, written(copy, name))


@pytest.mark.parametrize("levels", [0, 3])
def test_a_citation_inside_marks_is_linked(levels: int) -> None:
    inline = reduce(lambda inner, _: Emph((inner,)), range(levels), CITING)
    article = replace(SAMPLE, body=(Paragraph((inline,)),), citations=CITATIONS[:1])
    found = composition.compose(article, Config())
    verify.check_composed(article, found)
    assert [*found.backlinks] == ["ahl2021"]
    assert not found.unlinked


# ── what composing asks, and the paper ───────────────────────────────────────


def test_doubts_of_composing_are_among_the_queries_of_the_article(monkeypatch) -> None:
    def cite(article: Article, *_: object) -> Article:
        return replace(article, body=(*article.body, Figure((), "pier.jpg")))

    monkeypatch.setattr(pipeline.citations, "cite", cite)
    text = b"The mud\n\nThe estuary never sleeps, and nobody who lives there wants it to.\n"
    found = pipeline.article(text, "source/mud.txt", Config(), Decisions())
    assert found.queries[-1].code == "compose.picture-missing"


def test_the_paper_holds_the_words_of_the_page(pandoc: Pandoc, tool, tmp_path) -> None:
    program = tool("pdftotext")
    paper = tmp_path / "mud.pdf"
    paper.write_bytes(written(copy_of(SAMPLE, pandoc), "pdf"))
    text = subprocess.run([program, paper, "-"], capture_output=True, check=True).stdout.decode()
    words = set(re.findall(r"\w+", text.replace("\u00ad", "").casefold()))
    for paragraph in SAMPLE.body:
        said = " ".join(part.text for part in paragraph.content if isinstance(part, Text))
        assert words >= set(re.findall(r"\w+", said.casefold()))
