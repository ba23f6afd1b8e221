"""Libraries in and out: what a format can hold comes back as it was."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.errors import Refused
from copydesk.model import DATES, NAME_PARTS, NAMES, TEXTS, TYPES
from copydesk.references import csl, libraries
from copydesk.references.csl import check_item
from copydesk.settings.limits import Limits
from ending import ending
from places import ROOT

CASES = ROOT / "tests" / "cases" / "library"
ENTRIES = tomllib.loads((CASES / "entries.toml").read_text("utf-8"))["entry"]
ITEMS = tomllib.loads((CASES / "items.toml").read_text("utf-8"))["case"]
BIBS = tomllib.loads((CASES / "bib.toml").read_text("utf-8"))["case"]


def there_and_back(item: dict[str, Any], form: csl.Form) -> dict[str, Any]:
    text = libraries.write_library([{"id": "k", **item}], form)
    shelf = libraries.read_library(text.encode(), "k", Limits(), form)
    assert shelf.slips == ()
    assert [entry.key for entry in shelf.entries] == ["k"]
    return shelf.entries[0].csl


def valid(item: dict[str, Any]) -> bool:
    """Whether the data schema of CSL 1.0.2 has a place for all of `item`."""
    for name, value in item.items():
        if name == "type":
            good = value in TYPES
        elif name in NAMES:
            good = all(set(one) <= {*NAME_PARTS} for one in value)
        elif name in DATES:
            good = all(len(row) in (1, 2, 3) for row in value.get("date-parts", [[1]]))
        else:
            good = name in {*TEXTS, "id", "custom"} and isinstance(value, str | dict)
        if not good:
            return False
    return True


@pytest.mark.parametrize("form", libraries.FORMS)
@pytest.mark.parametrize("case", ENTRIES, ids=[case["name"] for case in ENTRIES])
def test_an_entry_comes_back_from_every_format_as_it_went(case, form):
    item = json.loads(case["csl"])
    expected = item | (json.loads(case.get("ris", "{}")) if form == "ris" else {})
    assert there_and_back(item, form) == expected
    assert valid(expected)


@pytest.mark.parametrize("case", BIBS, ids=[case["name"] for case in BIBS])
def test_a_foreign_entry_is_read_as_a_librarian_would(case):
    shelf = libraries.read_library(case["bib"].encode(), "x.bib", Limits())
    wanted = json.loads(case["csl"])
    found = shelf.entries[0].csl
    assert {name: found.get(name) for name in wanted} == wanted
    assert shelf.slips == ()
    assert valid(found)


@pytest.mark.parametrize("case", ITEMS, ids=[case["name"] for case in ITEMS])
def test_a_date_of_an_item_is_read_as_far_as_it_is_one(case):
    text = f'[{{"id": "a", "title": "Quays", "issued": {case["date"]}}}]'
    assert read(text).entries[0].csl["issued"] == json.loads(case["issued"])


def test_there_are_as_many_cases_that_stay_as_it_takes():
    assert 2 * sum(case.get("kept", False) for case in ITEMS) >= len(ITEMS)
    kept = sum(case.get("kept", False) for case in BIBS)
    assert kept >= 9


# ── laws ─────────────────────────────────────────────────────────────────────

#: Any text; BibTeX cannot keep blanks at the ends, nor a hyphen from being a dash in pages.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]), min_size=1, max_size=40
).map(lambda text: " ".join(re.sub("[\u00a0]", " ", text).split(" ")).strip())
PROSE = st.lists(
    st.sampled_from(
        [
            "The",
            "NATO",
            "tide",
            "of",
            "5",
            "%",
            "$x",
            "{y}",
            "\\z",
            "a_b",
            "~",
            "^",
            "#",
            "&",
            "`q`",
            "--",
            "''d''",
            "<i>Zostera</i>",
            "<",
            ">",
            "“no”",
            "45–54",
            "@m",
            "é",
            "Łódź",
            "港口",
            "C++",
            "it's",
            "“",
        ]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)
WORD = st.from_regex(r"[A-ZÄÉŁ][a-zäéł]{1,8}", fullmatch=True)
PERSON = st.fixed_dictionaries(
    {"family": WORD, "given": WORD},
    optional={
        "non-dropping-particle": st.sampled_from(["van der", "de la", "von"]),
        "dropping-particle": st.sampled_from(["von", "de"]),
        "suffix": st.sampled_from(["Jr.", "III"]),
    },
)
BODY = st.fixed_dictionaries({"literal": st.lists(WORD, min_size=1, max_size=4).map(" ".join)})
DATE = st.one_of(
    st.dates().map(lambda day: {"date-parts": [[day.year, day.month, day.day]]}),
    st.dates().map(lambda day: {"date-parts": [[day.year, day.month]]}),
    st.integers(1, 2100).map(lambda year: {"date-parts": [[year]]}),
    st.integers(1500, 2100).map(lambda year: {"date-parts": [[year]], "circa": True}),
    st.integers(1500, 2100).map(lambda year: {"date-parts": [[year], [year + 1]]}),
    st.integers(1, 4).map(lambda season: {"date-parts": [[1998]], "season": season}),
)
ITEM = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(TYPES)), "title": PROSE},
    optional={
        "author": st.lists(PERSON | BODY, min_size=1, max_size=3),
        "editor": st.lists(PERSON, min_size=1, max_size=2),
        "director": st.lists(PERSON, min_size=1, max_size=2),
        "issued": DATE,
        "accessed": DATE,
        "original-date": DATE,
        "page": st.sampled_from(["4-9", "12", "A-12", "S1-S9, 20"]),
        "URL": st.just("https://example.org/~a_b/(c)?d=%7B50%25%7D&e=#f"),
        "custom": st.just({"file": "a.pdf", "odd name": "x", "list": [1, {"a": "{"}], "AN": "7"}),
        **dict.fromkeys(
            (
                "publisher", "publisher-place", "container-title", "number", "issue", "volume",
                "collection-number", "collection-title", "edition", "genre", "event-place",
                "note", "abstract", "section", "reviewed-title", "language", "medium"), PROSE),
    },
)  # fmt: skip


@pytest.mark.parametrize("form", libraries.FORMS)
@given(ITEM)
def test_whatever_a_format_can_hold_comes_back(form, item):
    whole = check_item(item)
    if item["type"] == "thesis" and form != "csl-json":
        whole.pop("genre", None)
        item.pop("genre", None)
    assert there_and_back(item, form) == whole


@pytest.mark.parametrize("form", libraries.FORMS)
@given(TEXT.filter(bool))
def test_no_text_breaks_a_file_or_loses_its_words(form, text):
    odd = {"type": "book", "title": text, "note": text, "author": [{"literal": text}]}
    items = [{"id": "a"} | odd, {"id": "b", "type": "book", "title": "Next"}]
    shelf = libraries.read_library(
        libraries.write_library(items, form).encode(), "x", Limits(), form
    )
    assert [entry.key for entry in shelf.entries] == ["a", "b"]

    def words(said: str) -> list[str]:
        return re.findall(r"\w+", said.casefold())

    title = shelf.entries[0].csl["title"]
    assert words(title) in (words(unicodedata.normalize("NFC", text)), words(text))


@given(st.text(st.sampled_from('@{}",=#()\\$%\n ab1-TYERAU'), max_size=120))
def test_no_file_is_too_broken_to_be_answered(text):
    for form in libraries.FORMS:
        try:
            shelf = libraries.read_library(text.encode(), "x", Limits(), form)
        except Refused:
            continue
        assert all(valid(entry.csl) for entry in shelf.entries)


# ── broken and hostile files ─────────────────────────────────────────────────


def read(text: str, **limits: int) -> csl.Library:
    return libraries.read_library(text.encode(), "x.bib", Limits(**limits))


def test_an_open_brace_costs_its_entry_and_names_its_line():
    shelf = read("@book{a, title={A}}\n@book{b,\n title={B,\n year=1}\n\n@book{c, title={C}}\n")
    assert [entry.key for entry in shelf.entries] == ["a", "c"]
    assert [slip.line for slip in shelf.slips] == [6]
    assert "entry of line 2" in shelf.slips[0].message


def test_macros_that_double_each_other_end_at_the_limit():
    rows = "".join(f"@string{{a{at + 1} = a{at} # a{at}}}\n" for at in range(60))
    shelf = read(f'@string{{a0 = "haha"}}\n{rows}@misc{{x, title = a59}}\n@misc{{ok, title={{B}}}}')
    assert shelf.entries[-1].csl["title"] == "B"
    assert shelf.broken is not None
    many = (
        "@string{s = {"
        + "x" * 900
        + "}}\n"
        + "".join(f"@misc{{k{at}, title=s}}\n" for at in range(99))
    )
    assert len(read(many, characters=9_000).entries) == 10


def test_a_macro_that_names_itself_or_nothing_is_text():
    shelf = read("@string{a = a}\n@misc{k, title = a # b}")
    assert shelf.entries[0].csl["title"] == "ab"
    assert [slip.broken for slip in shelf.slips] == [False, False]


def test_the_number_of_entries_and_the_length_of_a_value_have_limits():
    text = "".join(f"@misc{{k{at}, title={{A}}}}\n" for at in range(5))
    assert len(read(text, library_entries=3).entries) == 3
    long = read("@misc{a, title={" + "x" * 50 + "}}\n@misc{b, title={B}}", library_value=20)
    assert [entry.key for entry in long.entries] == ["b"]


def test_entries_that_refer_to_each_other_in_a_circle_end():
    shelf = read("@book{a, crossref={b}, title={A}}\n@book{b, crossref={a}, year=1999}")
    assert [entry.csl.get("title") for entry in shelf.entries] == ["A", None]


def test_nesting_beyond_reason_keeps_its_words():
    assert read("@misc{a, title=" + "{" * 3_000 + "tide" + "}" * 3_000 + "}").entries[0].csl[
        "title"
    ] == "tide"  # fmt: skip


def test_an_item_that_nests_beyond_reason_costs_only_itself():
    deep = "[" * 200 + "]" * 200
    shelf = read(f'[{{"id": "a", "title": "A", "x": {deep}}}, {{"id": "b", "title": "B"}}]')
    assert [entry.key for entry in shelf.entries] == ["b"]
    assert [slip.message for slip in shelf.slips] == ["the values of item 1 nest too deep"]


def test_an_entry_takes_fields_from_so_many_others_and_the_rest_is_told():
    keys = [f"x{at}" for at in range(30)]
    lent = "".join(f"@xdata{{{key}, foo{key} = {{a}}}}\n" for key in keys)
    shelf = read(lent + f"@book{{b, title = {{B}}, xdata = {{{', '.join(keys)}}}}}")
    assert len(shelf.entries[0].csl["custom"]) == 21
    assert [slip.message for slip in shelf.slips] == ["`b` refers to more than 20 entries"]


@pytest.mark.parametrize("doi", ["10.1/{a", "10.1/a}", "10.1/}{", "10.1/a{b}c", "{}"])
@pytest.mark.parametrize("form", ["bibtex", "biblatex"])
def test_braces_of_an_identifier_come_back_and_break_no_file(form, doi):
    items = [{"id": key, "type": "book", "DOI": doi} for key in ("a", "b")]
    text = libraries.write_library(items, form)
    shelf = libraries.read_library(text.encode(), "k", Limits(), form)
    assert [entry.csl["DOI"] for entry in shelf.entries] == [doi, doi]
    assert shelf.slips == ()


def test_comments_and_preambles_are_passed_over():
    shelf = read(
        '@comment{jabref: {a}; @book{x, title={X}}}\n@preamble{"\\input{a}"}\n@book{y, title={Y}}'
    )
    assert [entry.key for entry in shelf.entries] == ["y"]
    assert shelf.slips == ()


def test_a_record_of_ris_without_an_end_is_read_and_told():
    shelf = libraries.read_library(
        b"TY  - JOUR\nTI  - Tides\n and more\nTY  - BOOK\nTI  - Quays\nER  -\n", "x.ris", Limits()
    )
    assert [entry.csl["title"] for entry in shelf.entries] == ["Tides and more", "Quays"]
    assert [slip.line for slip in shelf.slips] == [4]


def test_a_day_in_words_beside_a_year_in_words_is_kept():
    shelf = read("TY  - BOOK\nPY  - n.d.\nDA  - 2001/02/03/early\nER  - \n")
    item = shelf.entries[0].csl
    assert (item["issued"], item["custom"]) == ({"literal": "n.d."}, {"DA": "2001/02/03/early"})


@pytest.mark.parametrize(
    "text", ["", "Lo, B., 2022. Tides.", "[1, 2", '{"id": "a", "title": ', "\ufeff"]
)
def test_what_is_no_library_is_refused(text):
    with pytest.raises(Refused) as caught:
        read(text)
    assert caught.value.code == "refuse.library"


@pytest.mark.parametrize("text", ["[" * 50_000 + "]" * 50_000, f"[{'1' * 5_000}]"])
def test_a_library_that_goes_on_without_end_is_refused_in_plain_words(text):
    with pytest.raises(Refused, match="its nesting is too deep or a number too long"):
        libraries.read_library(text.encode(), "a.json", Limits(), "csl-json")


def test_items_that_are_none_cost_only_themselves():
    shelf = read(
        '[{"id": "a", "title": "A\\ud800\\u0000"}, 7, {"id": 3, "title": "B", "issued": "2019-05"}]'
    )
    assert [(entry.key, entry.csl["title"]) for entry in shelf.entries] == [("a", "A"), ("3", "B")]
    assert shelf.entries[1].csl["issued"] == {"date-parts": [[2019, 5]]}
    assert shelf.broken is not None


def test_keys_that_bibtex_cannot_hold_or_tell_apart_are_made_to_differ():
    items = [{"id": key, "type": "book", "title": key} for key in ("a b", "a-b", "A-B", "{}", "")]
    shelf = read(libraries.write_library(items, "bibtex"))
    assert [entry.key for entry in shelf.entries] == ["a-b", "a-b-2", "A-B-3", "entry", "entry-2"]


@pytest.mark.parametrize("form", ["bibtex", "ris"])
def test_twenty_thousand_items_of_one_key_and_rows_of_one_tag_come_to_an_end(form):
    with ending():
        text = libraries.write_library([{"id": "a", "type": "book", "title": "A"}] * 20_000, form)
        rows = "".join(f"T1  - {at}\n" for at in range(20_000))
        found = read(f"TY  - BOOK\n{rows}ER  - \n")
    assert text.count("title = " if form == "bibtex" else "TI  - ") == 20_000
    assert len(found.entries[0].csl["custom"]) == 19_999


def test_a_month_goes_out_as_the_macro_that_styles_know():
    item = {"id": "a", "type": "book", "title": "A", "issued": {"date-parts": [[2019, 9, 3]]}}
    assert "  month = sep,\n" in libraries.write_library([item], "bibtex")
