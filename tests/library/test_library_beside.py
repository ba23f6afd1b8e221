"""A library beside a submission takes the place of the list that it prints."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copydesk import pipeline
from copydesk.cli import main
from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Article, Decision, Decisions

pytestmark = pytest.mark.check

TEXT = """The quiet harbour

By Jane Marlow

The harbour of Marl was closed in the spring of 2019, when the ferries stopped (Osei, 2019). The
council had been told of the silt three years before, and it had done nothing at all (Lam, 2016).

Nobody was asked, and nobody answered. The ferries came back in the autumn, fewer of them, and the
pier was sold to a company that has never opened its gate again (Finn, 2018).

References

Finn, T. (2018) ‘Who owns the pier?’, The Estuary Review, 12(3), pp. 45–54.
Lam, W. (2016) Silt and the council. Hull: Tide House.
Osei, K. (2019) ‘Ferries in spring’, Shore Weekly, 3 May.
"""
BIB = """
@article{osei:ferries, author = {Osei, Kofi}, title = {Ferries in \\emph{Spring}},
  journal = {Shore Weekly}, year = 2019, month = may, day = 3, mood = {wet}}
@book{lam2016, author = {Lam, Wei}, title = {Silt and the Council}, publisher = {Tide House},
  address = {Hull}, year = 2016}
@book{unread, author = {Cole, Sam}, title = {Gates}, year = 2020}
"""


def article(
    library: str | None, name: str = "quiet.bib", decisions: Decisions | None = None
) -> Article:
    beside = pipeline.CompanionFiles(library=(name, library.encode())) if library else None
    return pipeline.article(TEXT.encode(), "quiet.txt", Config(), decisions or Decisions(), beside)


def asked(found: Article, code: str) -> list[str]:
    return [query.message for query in found.queries if query.code == code]


def test_the_entries_of_the_library_are_the_list_and_citations_lead_to_them():
    found = article(BIB)
    assert [one.key for one in found.back.references] == ["osei:ferries", "lam2016", "unread"]
    links = {one.text: one.keys for one in found.citations}
    assert links == {"(Osei, 2019)": ("osei:ferries",), "(Lam, 2016)": ("lam2016",),
                     "(Finn, 2018)": ()}  # fmt: skip
    assert found.uncited == ("unread",)
    assert found.back.references_heading == "References"


def test_every_printed_entry_leaves_by_an_edit_that_names_the_library():
    edits = [edit for edit in article(BIB).structure if edit.rule == "structure.library"]
    assert [edit.before[:4] for edit in edits] == ["Finn", "Lam,", "Osei"]
    assert {edit.reason for edit in edits} == {"the library `quiet.bib` replaces the printed list"}


def test_what_the_library_lacks_is_asked_about_and_nothing_else():
    (message,) = asked(article(BIB), "library.lacks")
    assert "Finn" in message
    assert "stet" in message


def test_stet_keeps_a_printed_entry_as_a_further_one():
    before = article(BIB)
    edit = next(one for one in before.structure if one.before.startswith("Finn"))
    kept = Decision(edit.id, edit.rule, edit.before, "", edit.before, "", "", "stet")
    after = article(BIB, decisions=replace(Decisions(), edits=(kept,)))
    assert [one.key for one in after.back.references][-1].startswith("finn2018")
    assert asked(after, "library.lacks") == []
    assert [one.status for one in after.citations] == ["exact"] * 3


def test_without_a_library_the_list_is_the_authors_own():
    found = article(None)
    assert [one.key for one in found.back.references] == ["finn2018", "lam2016", "osei2019"]
    assert not [edit for edit in found.structure if edit.rule == "structure.library"]


def test_markup_of_a_library_is_no_sign_in_print_and_its_fields_are_kept():
    entry = article(BIB).back.references[0]
    assert entry.csl["title"] == "Ferries in Spring"
    assert entry.csl["custom"] == {"mood": "wet"}


RIS = "TY  - BOOK\nID  - lam2016\nAU  - Lam, Wei\nTI  - Silt and the Council\nPY  - 2016\nER  - \n"
CSL = """[{"id": "lam2016", "type": "book", "title": "Silt and the council",
  "author": [{"family": "Lam", "given": "Wei"}], "issued": {"date-parts": [["2016"]]}}]"""


@pytest.mark.parametrize(("name", "library"), [("quiet.ris", RIS), ("quiet.csl.json", CSL)])
def test_every_format_may_lie_beside(name, library):
    found = article(library, name)
    assert [one.key for one in found.back.references] == ["lam2016"]
    assert len(asked(found, "library.lacks")) == 2


@pytest.mark.parametrize(
    ("library", "says"),
    [
        ("@book{a, title = {A}}\n@book{b, title = {B}\n", "line 2"),
        ("@comment{nothing}", "contains no entry"),
        ("Lam, W. (2016) Silt.", "is not a library"),
    ],
)
def test_a_broken_library_refuses_its_article_and_says_where(library, says):
    with pytest.raises(Refused) as caught:
        article(library)
    assert says in str(caught.value)
    assert caught.value.code == "refuse.library"


def test_keys_that_are_given_twice_or_cannot_be_anchors_are_told_apart():
    further = """@book{lam2016, title = {Other}, year = 2001}
    @book{, author={Finn, T.}, title = {Who owns the pier?}, year=2018}"""
    found = article(BIB + further)
    assert [one.key for one in found.back.references][2:] == ["unread", "lam2016-2", "finn2018"]
    assert len(asked(found, "library.doubt")) == 1
    far = '[{"id": "http://zotero.example/items/X", "title": "Gates", "type": "book"}]'
    item = article(far, "quiet.csl.json")
    assert [one.key for one in item.back.references] == ["gates"]


@pytest.mark.parametrize("joint", ["\n", " "], ids=["a line each", "run on"])
def test_numbers_of_the_printed_list_lead_to_the_works_that_bore_them(joint):
    body, _, printed = TEXT.partition("References\n\n")
    rows = (f"[{number}] {row}" for number, row in enumerate(printed.splitlines(), 1))
    cited = body.replace("(Osei, 2019)", "[3]").replace("(Lam, 2016)", "[2]")
    text = f"{cited.replace('(Finn, 2018)', '[1, 2]')}References\n\n{joint.join(rows)}\n"
    beside = pipeline.CompanionFiles(library=("quiet.bib", BIB.encode()))
    found = pipeline.article(text.encode(), "quiet.txt", Config(), Decisions(), beside)
    assert [one.label for one in found.back.references] == ["3", "2", ""]
    assert [(one.keys, one.status) for one in found.citations] == [
        (("osei:ferries",), "exact"), (("lam2016",), "exact"),
        ((), "missing"), (("lam2016",), "exact"),
    ]  # fmt: skip


@pytest.mark.parametrize("where", ["DOI = {10.5555/tide  a}", "URL = {https://tide.example/a  b}"])
def test_an_address_with_blanks_in_it_keeps_no_article_from_plain_text(tmp_path, capsys, where):
    (tmp_path / "copydesk.toml").write_text('formats = ["txt"]\n')
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "quiet.txt").write_text(TEXT, encoding="utf-8")
    library = f"@book{{lam2016, title = {{Silt}}, year = 2016, {where}}}"
    (tmp_path / "source" / "quiet.bib").write_text(library, encoding="utf-8")
    assert main(["-C", str(tmp_path)]) == 0, capsys.readouterr().err
