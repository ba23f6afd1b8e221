"""What a word processor's file may not be, and what it may cost."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import readers
from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Submission
from copydesk.readers.document import ReadFile
from copydesk.readers.word.rtf import read_rtf_copy
from copydesk.readers.word.rtf_groups import read_groups
from copydesk.settings.limits import Limits
from copydesk.system import archive
from fuzz.surgery import bent
from readers.wordarticle import article, revised
from readers.wordfiles import ODF_SPACES, docx, odt, p, picture, png, r, rtf, table
from readers.wordshown import asked, shown

CONFIG = Config()
ENTITY = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def read(data: bytes, config: Config = CONFIG) -> Submission:
    return readers.read(data, "a.docx", config)


def refused(data: bytes, config: Config = CONFIG) -> Refused:
    with pytest.raises(Refused) as caught:
        read(data, config)
    assert str(caught.value).startswith("`a.docx")
    assert caught.value.hint
    return caught.value


def changed(data: bytes, **members: bytes) -> bytes:
    """A container with other members, named with `__` for `/` and `_` for a dot; empty ones go."""
    parts = archive.read(data)
    for key, value in members.items():
        name = key.replace("__", "/").replace("_", ".")
        parts[name] = value
        if not value:
            del parts[name]
    return archive.write(parts)


def macros(data: bytes) -> bytes:
    types = archive.read(data)["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return archive.write({**archive.read(data), "[Content_Types].xml": types})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (macros(docx(p("Mud"))), "with macros (.docm)"),
        (changed(docx(p("Mud")), word__vbaProject_bin=b"x"), "with macros (.docm)"),
        (changed(docx(p("Mud")), _rels__=b"x"), ""),
        (archive.write({"word/settings.xml": b"<a/>"}), "contains no Word text"),
        (changed(docx(p("Mud")), word__document_xml=b"<a/>"), "contains no Word text"),
        (changed(odt("<text:p>x</text:p>"), content_xml=b""), "contains no OpenDocument text"),
        (
            changed(odt("<text:p>x</text:p>"), content_xml=b"<a/>"),
            "contains no OpenDocument text",
        ),
        (docx("<w:p/>"), "is empty"),
        (odt("<text:p/>"), "is empty"),
        (rtf("\\par"), "is empty"),
        (docx(p("Mud"))[:-40], "is damaged"),
        (docx(p("Mud"))[: len(docx(p("Mud"))) // 2], "is damaged"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_by_name(data: bytes, said: str) -> None:
    if not said:
        assert shown(read(data)) == "Mud"
    else:
        assert said in str(refused(data))


def test_a_locked_odt_is_refused_with_the_next_step() -> None:
    manifest = (
        f'<manifest:manifest {ODF_SPACES}><manifest:file-entry manifest:full-path="content.xml">'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    data = archive.write(
        {**archive.read(odt("<text:p>x</text:p>")), "META-INF/manifest.xml": manifest.encode()}
    )
    error = refused(data)
    assert "locked with a password" in str(error)
    assert "without one" in error.hint


@pytest.mark.parametrize("member", ["word__document_xml", "word__styles_xml", "content_xml"])
def test_a_document_type_is_refused_wherever_it_stands(member: str) -> None:
    made = (
        odt("<text:p>x</text:p>")
        if member == "content_xml"
        else docx(p("x"), {"word/styles.xml": b"<w:styles xmlns:w='x'/>"})
    )
    name = member.replace("__", "/").replace("_", ".")
    declared = ENTITY + archive.read(made)[name].replace(b'<?xml version="1.0"?>', b"")
    error = refused(changed(made, **{member: declared}))
    assert error.code == "refuse.markup"
    assert "document type" in str(error)


def limited(**values: int) -> Config:
    return replace(CONFIG, limits=replace(Limits(), **values))


@pytest.mark.parametrize(
    ("data", "values", "code"),
    [
        (docx(p("a b c") * 6), {"lines": 10}, "refuse.too-many-lines"),
        (rtf("a\\par " * 6), {"lines": 5}, "refuse.too-many-lines"),
        (docx(p("x" * 11)), {"line_characters": 10}, "refuse.line-too-long"),
        (odt(f"<text:p>{'x' * 11}</text:p>"), {"line_characters": 10}, "refuse.line-too-long"),
        (docx(p("x")), {"members": 3}, "refuse.container"),
        (docx(p("x" * 900)), {"markup_bytes": 1_500}, "refuse.expands"),
        (docx(p("x") * 90), {"markup_tags": 400}, "refuse.expands"),
        (rtf("{}" * 90), {"markup_tags": 100}, "refuse.expands"),
        (odt("<text:p>x</text:p>"), {"expanded_bytes": 500}, "refuse.expands"),
    ],
)
def test_each_limit_is_named_with_its_setting(
    data: bytes, values: dict[str, int], code: str
) -> None:
    error = refused(data, limited(**values))
    (key,) = values
    assert error.code == code
    assert f"limits.{key}" in error.hint


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"picture_bytes": 60}, "is larger than `limits.picture_bytes`"),
        ({"picture_pixels": 63}, "has more pixels than `limits.picture_pixels`"),
    ],
)
def test_a_picture_past_a_limit_keeps_its_place_and_is_named(
    values: dict[str, int], said: str
) -> None:
    data = docx(
        p(picture("rp", "A quay")) + p("Text."),
        {"word/media/image1.png": png()},
        ("rp", "image", "media/image1.png"),
    )
    sent = read(data, limited(**values))
    assert shown(sent).startswith("<figure:image1.png> A quay")
    assert asked(sent) == [f"read.dropped: left out: picture `image1.png`, which {said}"]
    assert sent.pictures == ()
    assert len(read(data).pictures) == 1


# ── files built to hurt ──────────────────────────────────────────────────────


def stuffed(size: int) -> bytes:
    """A .docx whose text unpacks to `size` bytes."""
    target = io.BytesIO()
    parts = archive.read(docx(p("@")))
    before, after = parts.pop("word/document.xml").split(b"@")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
        with made.open("word/document.xml", "w") as member:
            member.write(before)
            for _ in range(size // 1_000_000):
                member.write(b"mud " * 250_000)
            member.write(after)
    return target.getvalue()


def nested(opening: str, inside: str, closing: str, depth: int) -> str:
    return opening * depth + inside + closing * depth


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a docx that unpacks to 500 MB": (lambda: stuffed(500_000_000), "refuse.expands"),
    "a docx that unpacks to 100 MB": (lambda: stuffed(100_000_000), "refuse.expands"),
    "a docx nested 5,000 deep": (
        lambda: docx(nested("<w:customXml>", p("deep"), "</w:customXml>", 5_000)),
        "refuse.markup",
    ),
    "a docx nested as deep as is read": (
        lambda: docx(nested("<w:customXml>", p("deep"), "</w:customXml>", 245)),
        "deep",
    ),
    "tables in tables as deep as is read": (
        lambda: docx(
            nested("<w:tbl><w:tr><w:tc><w:p/>", p("deep"), "</w:tc></w:tr></w:tbl>", 80)
        ),
        "deep",
    ),
    "a docx with 20,000 cells": (
        lambda: docx(table(*["|".join(["c"] * 100)] * 200)), "<table:row:1> " + "c|" * 99 + "c",
    ),
    "cells that say they span a million columns": (
        lambda: docx(table("a|b", "c|d").replace(
            "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="1000000"/>')),
        "<table:row:1> a" + "|" * 63 + "b",
    ),
    "fields that never end": (
        lambda: docx(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 5_000 + r("here"))),
        "here",
    ),
    "an odt nested 5,000 deep": (
        lambda: odt(nested("<text:section>", "<text:p>x</text:p>", "</text:section>", 5_000)),
        "refuse.markup",
    ),
    "lists in lists as deep as is read": (
        lambda: odt(
            nested("<text:list><text:list-item>", "<text:p>deep</text:p>",
                   "</text:list-item></text:list>", 120)
        ),
        "<list:number:1:1> deep",
    ),
    "an odt that says it has a billion blanks": (
        lambda: odt('<text:p>a<text:s text:c="999999999"/>b</text:p>'), "a" + " " * 80 + "b",
    ),
    "an odt that says it has a billion cells": (
        lambda: odt(
            "<table:table>" + '<table:table-row table:number-rows-repeated="999999999">'
            "<table:table-cell><text:p>x</text:p></table:table-cell>"
            '<table:table-cell table:number-columns-repeated="999999999"/></table:table-row>' * 2
            + "</table:table>"
        ),
        "<table:row:1> x" + "|" * 62,
    ),
    "an rtf with 5,000 groups": (lambda: rtf(nested("{", "deep", "}", 5_000)), "deep"),
    "an rtf with 5,000 groups that never end": (lambda: rtf("{" * 5_000 + "deep"), "deep"),
    "an rtf with notes in notes": (
        lambda: rtf(nested("a{\\footnote b", "deep", "}", 2_000)), "a<note 1/>",
    ),
    "an rtf in 5,000 tables": (
        lambda: rtf("".join(f"\\itap{n}\\intbl x\\par" for n in range(5_000))), "x",
    ),
    "an rtf whose data never end": (lambda: rtf("Mud.\\par{\\pict\\bin999999999 x"), "Mud."),
    "styles that are based on each other": (
        lambda: docx(p("x", "a"), {"word/styles.xml": (
            b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            b'<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>'
            b'<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>')}),
        "x",
    ),
    "a note that calls itself": (
        lambda: docx(p('<w:r><w:t>x</w:t><w:footnoteReference w:id="1"/></w:r>'),
                     {"word/footnotes.xml": (
            b'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            b'<w:footnote w:id="1"><w:p><w:r><w:t>y</w:t><w:footnoteReference w:id="1"/></w:r>'
            b'</w:p></w:footnote></w:footnotes>')}),
        "x<note 1/>\n\n<footnote:1> y<note 1/>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file(name: str) -> None:
    make, outcome = HOSTILE[name]
    data = make()
    if outcome.startswith("refuse."):
        assert refused(data).code == outcome
    else:
        assert shown(read(data)).startswith(outcome)


SEEDS = [docx(p("Mud") + table("a|b", "c|d")), odt("<text:p>Mud</text:p>"), rtf("\\pard Mud\\par")]


@given(st.sampled_from(SEEDS), st.binary(max_size=30), st.integers(0, 3_000), st.integers(0, 60))
def test_a_damaged_file_is_read_or_refused(
    whole: bytes, junk: bytes, start: int, length: int
) -> None:
    start = min(start, len(whole))
    with suppress(Refused):
        assert read(whole[:start] + junk + whole[start + length :]).lines


WORDS = st.text("{}\\'*ab \nué0123", max_size=60)


def test_an_rtf_is_walked_while_it_is_read() -> None:
    source = "{\\rtf1" + "{\\b bold}{\\i a word}" * 20_000 + "}"
    tracemalloc.start()
    words = sum(one.kind == "text" for one in read_groups(source, "a.rtf", Config()).list_tokens())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert words == 40_000
    assert peak < len(source) / 2


def test_what_is_left_of_a_group_of_rtf_is_passed_over() -> None:
    whole = read_groups("{\\rtf1{\\a{\\b 1}2}{\\c 3}}", "a.rtf", Config())
    rtf1 = next(whole.list_groups())
    assert [one.head for one in rtf1.list_groups()] == ["a", "c"]
    several = read_groups("{\\rtf1 a}{\\rtf1 b}", "a.rtf", Config()).list_groups()
    assert [[one.text for one in rtf.list_tokens()][1] for rtf in several] == ["a", "b"]
    (known,) = read_groups("{\\a{\\b 1}2}", "a.rtf", Config()).list_groups()
    assert [[one.text for one in known.list_tokens()] for _ in range(2)] == [
        ["a", "b", "1", "2"]
    ] * 2


#: What a group may begin with, and words that say what one holds.
SCRAPS = ("mud ", "\\b quay ", "\\'e9", "\\u8211 ?", "\\par ", "\\i0 ", "\\*", "{}", "{tide}")
HEADS = ("", "\\footnote ", "\\info ", "\\title ", "\\b ", "\\*\\gone ", "\\xe ", "\\header ")
RTF_WORDS = st.builds("{}{}".format, st.sampled_from(HEADS), st.sampled_from(SCRAPS))
RTF_GROUPS = st.recursive(
    RTF_WORDS.map("{{{}}}".format),
    lambda inner: st.builds("{{{}{}}}".format, st.lists(inner, max_size=3).map("".join), RTF_WORDS),
    max_leaves=6,
)


def rtf_copy(body: str) -> ReadFile:
    return read_rtf_copy(rf"{{\rtf1 Mud {body}}}".encode("latin-1"), "a.rtf", Config())


@given(st.lists(RTF_GROUPS, min_size=1, max_size=3), st.sampled_from(HEADS), RTF_GROUPS)
def test_a_group_that_begins_with_groups_begins_behind_them(
    inner: list[str], head: str, rest: str
) -> None:
    first = "".join(inner)
    within, behind = f"{{{first}{head}x{rest}}}end", f"{first}{{{head}x{rest}}}end"
    assert rtf_copy(within) == rtf_copy(behind)
    assert rtf_copy(rf"{{\info{within}}}") == rtf_copy(rf"{{\info{behind}}}")


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (r"{\b a{c}}", ["b", "a", "c"]),
        (r"{a{\b c}}", ["a", "b", "c"]),
        (r"{\*{a}\b c}", []),
        (r"{}{{}}{{{}a}}", ["a"]),
    ],
)
def test_the_parts_of_groups_of_rtf_keep_their_order(groups: str, expected: list[str]) -> None:
    whole = read_groups(groups, "a.rtf", Config())
    assert [one.text for one in whole.list_tokens()] == expected


def test_an_empty_group_of_rtf_ends_what_stands_for_a_character() -> None:
    assert [line.text for line in read(rb"{\rtf1 a\u8211{}bc}").lines] == ["a–bc"]
    assert [line.text for line in read(rb"{\rtf1 a{\u8211 b}c}").lines] == ["a–c"]


@pytest.mark.parametrize("shape", [r"\title Mud", r"{\b0}\title Mud", r"{{\title Mud}}"])
def test_the_title_of_an_rtf_is_read_in_groups_of_any_shape(shape: str) -> None:
    assert rtf_copy(rf"{{\info{{{shape}}}}}").title == "Mud"


@given(WORDS, WORDS)
def test_any_signs_are_an_rtf(one: str, other: str) -> None:
    data = b"{\\rtf1 Mud " + one.encode("latin-1") + b"\\pard " + other.encode("latin-1") + b"}"
    assert "Mud" in shown(read(data))


STRANGE = (
    article(),
    revised(),
    odt("<text:list><text:list-item><text:p>Mud</text:p></text:list-item></text:list>"),
)


@given(st.sampled_from(STRANGE), st.randoms(use_true_random=False))
def test_a_file_with_strange_markup_is_read_or_refused(whole: bytes, chance: Random) -> None:
    parts = archive.read(whole)
    for name in chance.sample([name for name in parts if name.endswith((".xml", ".rels"))], 2):
        parts[name] = bent(parts[name], chance)
    with suppress(Refused):
        assert read(archive.write(parts)).lines
