"""The letter to an author: what only she can answer, in her words and her language."""

from __future__ import annotations

import re
from dataclasses import replace
from string import Formatter

import pytest

from copydesk import pipeline
from copydesk.clean import RULES
from copydesk.config import Config
from copydesk.model import (
    Article,
    Decisions,
    Figure,
    Heading,
    Paragraph,
    Person,
    Query,
    Text,
)
from copydesk.review.author_letter import AuthorLetter, languages, letter
from copydesk.review.author_questions import letters, questions
from copydesk.tables import load_codes
from writers.sample import ARTICLE

LIST = {
    "finn": "Finn, J., 2018. Counting boats. The Estuary Review, 3(2), pp. 4-9.",
    "wages": "Harbour Council, 2021. Pilots and their wages. Hull: Harbour Council.",
    "plan": "Harbour Council, 2021. A plan for the northern channel. Hull: Harbour Council.",
    "osei": "Osei, K., 2020. Harbours of salt. Hull: Tide Press. Available at:",
    "marlow": "Marlow, I. Lights of the northern estuary. The Estuary Review, 5(1), pp. 11-19.",
    "weir": "Weir, M., 2014. Sand bars. Hull: Tide Press.",
    "again": "Weir, M., 2014. Sand bars. Hull: Tide Press, 2014.",
}
PROSE = (
    "The bar of the northern channel was never surveyed, and nobody could say in those years who"
    " had closed it, though the council had been asked about it twice by the owners of the ferry."
)


def made(*said: str, entries: tuple[str, ...] = ("finn",), byline: str = "By Ines Marlow",
         title: str = "The bar of Low Harbour") -> Article:  # fmt: skip
    body = "\n\n".join(f"{PROSE} {one}" for one in said)
    listed = "\n\n".join(sorted(LIST[name] for name in entries))
    text = f"{title}\n\n{byline}\n\n{PROSE}\n\nWhat the pilots knew\n\n{body}\n"
    text += f"\nReferences\n\n{listed}\n" if entries else ""
    return pipeline.article(text.encode(), "source/bar.txt", Config(), Decisions())


def kinds(article: Article) -> list[str]:
    return [one.kind for one in questions(article)]


#: What is said in the text, the entries of its list, and what its author is asked.
ASKED = [
    ("Finn (2018) said so.", ("finn",), []),
    ("Finn (2017) said so.", ("finn",), ["cited-years"]),
    ("So it was (Wier, 2014; Finn, 2018).", ("weir", "finn"), ["cited-names"]),
    ("So it was (Quill, 1999; Finn, 2018).", ("finn",), ["missing"]),
    ("So it was (Harbour Council, 2021).", ("wages", "plan"), ["which"]),
    ("So it was (Osei, 2020).", ("osei", "finn"), ["links", "uncited"]),
    ("So it was (Finn, 2018; Marlow, 2019).", ("finn", "marlow"), ["years"]),
    ("So it was (Finn, 2018).", ("finn", "plan"), ["uncited"]),
    # Which of two is meant is not asked where it is asked whether they are two.
    ("So it was (Weir, 2014).", ("weir", "again"), ["twice"]),
]


@pytest.mark.parametrize(("said", "entries", "wanted"), ASKED)
def test_an_author_is_asked_what_she_alone_can_answer(said, entries, wanted) -> None:
    assert kinds(made(said, entries=entries)) == wanted


def test_title_and_authors_are_asked_for_where_nothing_names_them() -> None:
    query = Query("t", "structure.title", "warning", 0, "no title was found")
    nameless = Query("a", "structure.author", "note", 0, "no author was found")
    either = replace(query, suggestions=("One", "Another"))
    assert kinds(replace(ARTICLE, queries=(nameless, query))) == ["title", "authors"]
    assert kinds(replace(ARTICLE, queries=(either,))) == []  # the house can see that for itself


def test_two_sets_of_authors_are_told_apart() -> None:
    names = ("Ines Marlow", "Ines Marlow; Jo Lind; Ana Rey")
    query = Query("a", "structure.author", "note", 0, "either", names)
    said = " ".join(letter(replace(ARTICLE, queries=(query,))).text.split())
    assert (
        "is signed Ines Marlow; the file it came in names Ines Marlow, Jo Lind and Ana Rey" in said
    )


@pytest.mark.parametrize("code", [code for code, kind in letters()["codes"].items() if not kind])
def test_what_is_the_business_of_the_house_is_in_no_letter(code: str) -> None:
    query = Query("q", code, "note", 3, "`x` may be y", ("body", "heading"), "marrow2019")
    assert letter(replace(ARTICLE, queries=(query,))).text == ""


def test_what_is_settled_is_asked_no_more() -> None:
    article = made("Finn (2017) said so.")
    settled = tuple(replace(one, state="decided") for one in article.queries)
    assert kinds(article) == ["cited-years"]
    assert kinds(replace(article, queries=settled)) == []


# ── the table is complete ────────────────────────────────────────────────────


def test_of_every_question_somebody_has_decided_whether_it_goes_to_the_author() -> None:
    assert set(letters()["codes"]) == set(load_codes("queries"))


def test_rules_that_ask_the_author_are_there_and_every_kind_has_its_place() -> None:
    assert set(letters()["rules"]) <= set(RULES)
    used = {*letters()["codes"].values(), *letters()["rules"].values()} - {""}
    assert used == set(letters()["order"]["kinds"])


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_word_with_its_places(language: str) -> None:
    english, other = letters()["en"], letters()[language]

    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    def same(one: dict, two: dict) -> None:
        assert set(one) == set(two)
        for name, words in one.items():
            if isinstance(words, dict):
                same(words, two[name])
            else:
                assert two[name], name
                assert fields(words) == fields(two[name]), name

    same(english, other)
    assert set(letters()["order"]["kinds"]) <= set(other)


# ── the text ─────────────────────────────────────────────────────────────────


def whole() -> AuthorLetter:
    """A letter with questions of most kinds."""
    said = [one for one, *_ in ASKED[1:-1]]
    return letter(made(*said, entries=(*LIST,)), "The Estuary Review")


def test_the_letter_names_author_title_and_house() -> None:
    text = whole().text
    assert text.startswith(
        "Subject: Questions about “The bar of Low Harbour”\n\nDear Ines Marlow,\n"
    )
    assert text.endswith("With kind regards\nThe editors of The Estuary Review\n")
    assert "In preparing it for The Estuary Review" in " ".join(text.split())


def test_it_speaks_no_jargon_and_fits_a_mail() -> None:
    text = whole().text
    assert not re.search(r"copydesk|`|\bline \d", text)
    for code in (*load_codes("queries"), *RULES):
        assert code not in text
    assert max(map(len, text.splitlines())) <= 72


def test_questions_are_numbered_and_each_has_a_place_for_its_answer() -> None:
    made_ = whole()
    numbers = re.findall(r"^(\d+)\. ", made_.text, re.MULTILINE)
    assert numbers == [str(at) for at in range(1, len(made_.questions) + 1)]
    wanted = sum(max(1, len(one.items)) for one in made_.questions)
    assert made_.text.count("Your answer:") == wanted


def test_alike_ones_are_gathered_and_lettered() -> None:
    text = letter(made("So (Quill, 1999).", "And so (Moss, 2001).", "Finn (2018).")).text
    assert text.count("These works are cited") == 1
    assert re.findall(r"^   ([a-z])\) ", text, re.MULTILINE) == ["a", "b"]


def test_a_place_is_named_by_its_heading_and_paragraph() -> None:
    text = letter(made("Finn (2018).", "So it was (Quill, 1999).")).text
    assert "Section “What the pilots knew”, paragraph 2:" in text


def test_the_sentence_is_quoted_and_no_more() -> None:
    text = " ".join(letter(made("So it was (Quill, 1999). And so it stayed.")).text.split())
    assert "So it was (Quill, 1999)." in text
    assert "And so it stayed" not in text
    assert "never surveyed" not in text


def test_a_place_in_a_note_is_called_so() -> None:
    text = (
        "# The bar\n\nBy Ines Marlow\n\nIt is the Harbour Council that said so.[^1] "
        f"{PROSE}\n\nThe Harbour Council is asked again, and the Harbour Council says no.\n\n"
        "[^1]: See the Habour Council, who deny it.\n"
    )
    article = pipeline.article(text.encode(), "bar.md", Config(), Decisions())
    (question,) = questions(article)
    assert (question.kind, question.items[0].note) == ("names", True)
    assert "In a note, at “Habour”:" in letter(article).text


def test_of_several_citations_in_a_sentence_the_one_that_is_meant_is_named() -> None:
    text = " ".join(letter(made("So it was (Finn, 2018; Quill, 1999).")).text.split())
    assert "paragraph 1, at “Quill, 1999”:" in text
    alone = " ".join(letter(made("So it was (Quill, 1999).")).text.split())
    assert " at “" not in alone


def test_works_of_which_one_is_meant_are_shown_with_a_number_each() -> None:
    said = ("So it was (Harbour Council, 2021).", "And so again (Harbour Council, 2021).")
    made_ = letter(made(*said, entries=("plan", "wages")))
    (question,) = made_.questions
    assert len(question.items) == 2
    assert re.findall(r"^   \[(\d)\] (.{15})", made_.text, re.MULTILINE) == [
        ("1", "Harbour Council"), ("2", "Harbour Council"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "caption", "wanted"),
    [
        ("https://example.org/a/pier%201.jpg?w=800&q=65#top", "", "pier 1.jpg"),
        ("pier.jpg", "The pier in winter", "The pier in winter (pier.jpg)"),
        ("", "The pier in winter", "The pier in winter"),
    ],
)
def test_a_picture_is_known_by_its_caption_and_the_bare_name_of_its_file(
    source, caption, wanted
) -> None:
    figure = Figure((Text(caption),) if caption else (), source, lines=(3,))
    body = (Heading(2, (Text("The pilots"),)), Paragraph((Text(PROSE),), lines=(2,)), figure)
    query = Query("p", "compose.picture-missing", "warning", 3, "the picture was not supplied")
    article = replace(ARTICLE, body=body, queries=(query, replace(query, id="again")))
    (item,) = questions(article)[0].items  # the same one twice is one
    assert item.words == wanted
    assert "Section “The pilots”, after paragraph 1:" in letter(article).text


def test_a_year_that_the_entry_has_elsewhere_is_not_asked_for(monkeypatch) -> None:
    dated = "Ward, J., “The bar again.” The Estuary Review, 23 Mar. 2019."
    monkeypatch.setitem(LIST, "ward", dated)
    article = made("Ward (2019) said so, as Finn (2018) did.", entries=("finn", "ward", "osei"))
    assert "years" not in kinds(article)


def test_the_address_of_an_author_is_used_where_it_is_known() -> None:
    article = made("So it was (Quill, 1999).")
    person = Person("Ines Marlow", email="ines@example.org")
    front = replace(article.front, signed=(person,))
    text = letter(replace(article, front=front)).text
    assert text.startswith("To: Ines Marlow <ines@example.org>\nSubject: ")


def test_without_names_and_title_the_letter_is_polite_all_the_same() -> None:
    article = made("So it was (Quill, 1999).")
    front = replace(article.front, title="", authors=())
    text = letter(replace(article, front=front)).text
    assert text.startswith("Subject: Questions about your text\n\nDear author,\n")
    assert text.endswith("\nThe editors\n")


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("de-AT", "Betreff: Fragen zu „", "Die Redaktion\n"),
        ("fr", "Objet\xa0: Questions sur «\xa0", "La rédaction\n"),
        ("es-MX", "Asunto: Preguntas sobre «", "La redacción\n"),
        ("en-GB", "Subject: Questions about “", "The editors\n"),
        ("tr", "Subject: Questions about “", "The editors\n"),  # no words yet
    ],
)
def test_the_letter_is_in_the_language_of_the_article(language, first, last) -> None:
    article = made("So it was (Quill, 1999).")
    text = letter(replace(article, front=replace(article.front, language=language))).text
    assert text.startswith(first)
    assert text.endswith(last)


def test_nothing_to_ask_is_no_letter() -> None:
    found = letter(made("Finn (2018) said so."))
    assert (found.text, found.questions) == ("", ())


def test_the_same_article_gives_the_same_letter() -> None:
    assert whole() == whole()
