"""An editor is asked about an entry once, and not about what is right or printed anyway."""

import pytest

from copydesk.model import Reference
from copydesk.references import checks
from copydesk.references.fields import UNCERTAIN, FieldDoubt, ParsedEntry
from copydesk.references.leftovers import leftovers
from references.articles import parsed

BANK = {"author": [{"literal": "World Harbour Bank"}], "title": "Tides", "publisher": "Tide House"}
DATED = BANK | {"issued": {"date-parts": [[2021, 3, 4]]}}


def asked(csl: dict, *found: FieldDoubt, left: tuple[str, ...] = ()) -> list[str]:
    entry = ParsedEntry({"issued": {"date-parts": [[2021]]}} | csl, 0.5, found, left)
    reference = Reference("k", "Tides", "Tides", entry.csl, 0.5, (1,))
    return [query.message for query in checks.queries((reference,), (entry,))]


@pytest.mark.parametrize(
    ("field", "value", "confidence"),
    [("page", "7", 0.3), ("note", "kept", 0.3), ("issued", {"date-parts": [[2021]]}, 0.3),
     ("container-title", "The Guardian", 0.5), ("author", [{"literal": "The Guardian"}], 0.5),
     ("title", "Tides", 0.79)],
)  # fmt: skip
def test_what_is_hardly_ever_wrong_is_not_asked(field, value, confidence):
    assert asked({field: value}, FieldDoubt(field, confidence, UNCERTAIN)) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "Tides"), ("container-title", "Quay Lights"), ("publisher", "Marl & Daughters"),
     ("author", [{"literal": "Quay Lights"}]), ("author", [{"family": "Lam", "given": "W."}])],
)  # fmt: skip
def test_what_may_be_wrong_is(field, value):
    assert len(asked({field: value}, FieldDoubt(field, 0.5, UNCERTAIN))) == 1


def test_a_doubt_with_a_reason_of_its_own_is_asked_whatever_the_field():
    assert len(asked({"page": "7"}, FieldDoubt("page", 0.9, "two numbers stand there"))) == 1


def test_doubtful_fields_and_lost_words_of_an_entry_are_one_question():
    doubt = FieldDoubt("title", 0.4, UNCERTAIN)
    (message,) = asked({"title": "Tides"}, doubt, left=("reprinted",))
    assert UNCERTAIN in message
    assert "no field contains “reprinted”" in message


@pytest.mark.parametrize(
    ("entry", "csl"),
    [
        ("World Harbour Bank (WHB) 2021 Tides. Tide House", DATED),
        ("Tides. 2021. (DUH) Deutsche Umwelthilfe", {"title": "Tides", "author": [
            {"literal": "Deutsche Umwelthilfe"}], "issued": {"date-parts": [[2021]]}}),
        ("World Harbour Bank 2021 Tides. Tide House. World Harbour Bank", DATED),
        ("World Harbour Bank, 4. März 2021. Tides. Tide House. Consulté le 4 mars 2021", DATED),
        ("World Harbour Bank, Tides, Tide House, Mar 4 2021 11:40 PM", DATED),
        ("World Harbour Bank, Tides. tidehouse 4 Mar 2021", DATED),
    ],
)  # fmt: skip
def test_what_is_printed_in_another_form_is_not_lost(entry, csl):
    assert leftovers(entry, csl) == ()


@pytest.mark.parametrize(
    ("words", "lost"),
    [("Reprinted in the album", ("Reprinted", "album")), ("EMA", ("EMA",)), ("XIV", ("XIV",)),
     ("7 7", ("7", "7")), ("Tide Farm", ("Farm",)), ("WB-19", ("WB", "19"))],
)  # fmt: skip
def test_other_words_are(words, lost):
    assert leftovers(f"World Harbour Bank 2021 Tides. Tide House. {words}", DATED) == lost


def test_a_year_that_is_missing_is_asked_for_once():
    article = parsed("Lam, W. The quay, 4 May. Hull: Tide Press.")
    codes = [query.code for query in article.queries if "year" in query.message]
    assert codes == ["reference.missing-year"]
