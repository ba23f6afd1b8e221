"""A citation that is not certain beside the entries it may mean, with the difference marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, CitationDecision, Decisions
from copydesk.review import candidates
from copydesk.review.candidates import Case, WordPart, sentence, spots

SIGNS = {"": "{}", "differs": "<{}>", "shared": "*{}*"}
LIST = """
References

Finn, J., 2018. Counting boats. The Estuary Review, 3(2), pp. 4-9.
Harbour Council, 2021. Pilots and their wages. Hull: Harbour Council.
Harbour Council, 2021. A plan for the northern channel. Hull: Harbour Council.
Osei, K., 2020. Harbours of salt. Hull: Tide Press.
"""
CASES = [
    # what is cited in a sentence, the citation as it is shown, its entries
    ("The pilots left (Finn, 2017).", "(Finn, <2017>)", ["Finn, J., <2018>. Counting boats."]),
    ("As Finn (2017) said.", "Finn (<2017>)", ["Finn, J., <2018>. Counting boats."]),
    ("They left (Osei, 2020; Finn, 2017).", "(Osei, 2020; Finn, <2017>)",
     ["Finn, J., <2018>. Counting boats."]),
    ("Salt is all (Osie, 2020).", "(Osi<e>, 2020)", ["Os<e>i, K., 2020. Harbours of salt."]),
    ("A wider channel was planned in the north (Harbour Council, 2021).", "(Harbour Council, 2021)",
     ["Harbour Council, 2021. A plan for the northern *channel*.",
      "Harbour Council, 2021. Pilots and their wages."]),
    ("Nobody came (Osei, 2020; Quill, 1999).", "(Osei, 2020; <Quill, 1999>)", []),
]  # fmt: skip


def made(words: str, decisions: Decisions | None = None) -> Article:
    text = f"The bar of Low Harbour\n\nBy Ines Marlow\n\nIt was so. {words} So it stayed.\n{LIST}"
    return pipeline.article(text.encode(), "a.txt", Config(), decisions or Decisions())


def cases(article: Article) -> dict[str, Case]:
    return candidates.cases(article, spots(article))


def shown(parts: tuple[WordPart, ...]) -> str:
    return "".join(SIGNS[part.sign].format(part.text) for part in parts)


@pytest.mark.parametrize(("words", "cited", "entries"), CASES)
def test_what_differs_is_marked_on_both_sides(words, cited, entries) -> None:
    (found,) = cases(made(words)).values()
    assert shown(found.words) == cited
    assert len(found.likely) == len(entries)
    for row, entry in zip(found.likely, entries, strict=True):
        assert shown(row.entry).startswith(entry)


def test_the_sentence_stands_whole_and_alone() -> None:
    (found,) = cases(made("The pilots of vol. 2 left (Finn, 2017), they say.")).values()
    assert shown(found.before) == "The pilots of vol. 2 left "
    assert shown(found.after) == ", they say. "


@pytest.mark.parametrize("words", ["The pilots left (Finn, 2018).", "Nobody cites anything."])
def test_what_is_certain_is_no_case(words) -> None:
    assert cases(made(words)) == {}


def test_what_is_settled_is_none_either() -> None:
    choice = CitationDecision("(Finn, 2017)", key="finn2018")
    assert cases(made("The pilots left (Finn, 2017).", Decisions(citations=(choice,)))) == {}


def test_an_entry_that_is_linked_says_so() -> None:
    (near,) = cases(made("The pilots left (Finn, 2017).")).values()
    (either,) = cases(made("It is planned (Harbour Council, 2021).")).values()
    assert [row.linked for row in near.likely] == [True]
    assert [row.linked for row in either.likely] == [False, False]


def test_a_citation_without_a_place_stands_by_itself() -> None:
    article = made("The pilots left (Finn, 2017).")
    (found,) = cases(replace(article, body=())).values()
    assert (shown(found.before), shown(found.after)) == ("", "")


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("So it was. See X here. And on.", "See ", " here. "),
        ("Prof. X said so.", "Prof. ", " said so."),
        ("桥已关闭。船X离开。再见。", "船", "离开。"),
        ("a" * 400 + " X " + "b" * 400, "…" + "a" * 319 + " ", " " + "b" * 319 + "…"),
        ("First!\nX second", "", " second"),
    ],
)
def test_a_sentence_ends_where_its_script_ends_it(text, before, after) -> None:
    at = text.index("X")
    assert sentence(text, at, at + 1) == (before, after)
