"""DOI, licence, keywords and what is told of authors: read strictly, kept in one form."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict
from pathlib import Path

import jsonschema
import pytest

from copydesk import cli, config, pipeline
from copydesk.builder import single_article
from copydesk.config import Config, overlay
from copydesk.errors import ConfigError
from copydesk.model import Decisions, Imprint, Person
from copydesk.review import sidecar
from copydesk.settings.licences import find_licence
from sidecars import write_sidecar

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases/sidecar/catalogue.toml").read_text("utf-8")
)
TEXT = """The bell of the low harbour

By Inés Marlow and Kofi Osei

3 May 2021

The bell rang twice before the tide came in, and the keeper wrote down the hour in his book.

The second bell rang at noon, and nobody wrote down anything at all until the winter came.
"""
TOLD = Person("Inés Marlow", "0000-0002-1825-0097", "Harbour Institute, Lisbon", "ines@example.org")
IMPRINT = Imprint(
    "10.5555/tide.12", "https://review.example/bell", "12", "3", "101–117", "CC-BY-4.0",
    ("bells", "tides"),
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "bell.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def place(desk: Path) -> Path:
    return desk / "source" / "bell.txt.desk.toml"


def run(desk: Path, *words: str) -> int:
    return cli.main(["-C", str(desk), *words])


def decisions(desk: Path) -> Decisions:
    return sidecar.load(place(desk)).decisions


def article(desk: Path):
    return single_article.read_article(desk, config.load(desk), "source/bell.txt")


@pytest.mark.parametrize("case", CASES["kept"], ids=lambda case: case["line"])
def test_what_can_be_meant_is_kept_in_one_form(case):
    found = asdict(sidecar.loads(case.pop("line").encode(), "a").decisions.imprint)
    assert {key: json.loads(json.dumps(found[key])) for key in case} == case


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["line"])
def test_what_cannot_be_meant_is_refused_by_its_key(case):
    with pytest.raises(ConfigError) as error:
        sidecar.loads(case["line"].encode(), "a.txt.desk.toml")
    assert str(error.value).startswith("a.txt.desk.toml: ")
    assert f"`{case['key']}`" in str(error.value) or f"[[{case['key']}]]" in str(error.value)
    assert case.get("hint", "") in error.value.hint
    assert error.value.hint
    assert error.value.code.startswith("sidecar.")
    assert error.value.exit_code == 2


@pytest.mark.parametrize("case", CASES["person"], ids=lambda case: case["orcid"])
def test_an_orcid_is_kept_bare_when_its_check_sign_fits(case):
    text = f'[[author]]\nname = "Ines Marlow"\norcid = "{case["orcid"]}"\n'.encode()
    if "bare" in case:
        assert sidecar.loads(text, "a").decisions.people[0].orcid == case["bare"]
    else:
        with pytest.raises(ConfigError, match=r"author\.orcid"):
            sidecar.loads(text, "a")


@pytest.mark.parametrize("said", ["", "CC-BY-NC-4.0", "https://review.example/terms"])
def test_a_publication_has_a_licence_that_is_known_or_an_address(said):
    assert overlay(Config(), {"publication": {"licence": said}}, "a").publication.licence == said


@pytest.mark.parametrize(("said", "hint"), [("CC-BY-NC-4", "CC-BY-NC-4.0"), ("MIT", "known are")])
def test_another_licence_is_refused_with_the_nearest_one(said, hint):
    with pytest.raises(ConfigError, match=r"publication\.licence") as error:
        overlay(Config(), {"publication": {"licence": said}}, "copydesk.toml")
    assert hint in error.value.hint


def test_every_packaged_licence_is_found_by_its_name_and_by_its_address():
    from copydesk.settings.licences import list_licences

    for name in list_licences():
        found = find_licence(name)
        assert find_licence(found.address) == found
        assert found.address.startswith("https://creativecommons.org/")
        assert found.spdx == name


def test_what_was_written_is_read_back():
    told = Decisions(title="A bell", people=(TOLD, Person("Kofi Osei", "", "Harbour Institute")),
                     imprint=IMPRINT)  # fmt: skip
    assert sidecar.loads(write_sidecar(told).encode(), "a").decisions == told


# ── from the command line ────────────────────────────────────────────────────


def test_every_field_is_set_where_its_words_say_and_the_rest_stays(desk, capsys):
    place(desk).write_text('# mine\ntitle = "A Bell"\n\n[[role]]\ntext = "x"\nrole = "body"\n')
    for words in (
        ("doi", "https://doi.org/10.5555/TIDE.12"), ("url", "https://review.example/bell"),
        ("volume", "12"), ("issue", "3"), ("pages", "101–117"), ("licence", "CC-BY-4.0"),
        ("keywords", "bells", "tides"),
        ("author", "ines marlow", "orcid=https://orcid.org/0000-0002-1825-0097",
         "affiliation=Harbour Institute, Lisbon", "email=ines@example.org"),
    ):  # fmt: skip
        assert run(desk, "set", "bell", *words) == 0
    assert "doi: (none) → `10.5555/tide.12`" in capsys.readouterr().err
    assert decisions(desk).imprint == IMPRINT
    assert decisions(desk).title == "A Bell"
    text = place(desk).read_text("utf-8")
    assert text.startswith("# mine\n")
    assert 'doi = "10.5555/tide.12"' in text  # as it is kept, not as it was typed
    front = article(desk).front
    assert (front.imprint, front.people) == (IMPRINT, (TOLD,))


def test_an_empty_text_takes_away_what_was_set(desk):
    before = 'title = "A Bell"\ndoi = "10.5555/a"\nkeywords = ["bells"]\n'
    place(desk).write_text(f'{before}[[author]]\nname = "Kofi Osei"\norcid = "0000000218250097"\n')
    assert run(desk, "set", "bell", "author", "Kofi Osei", "affiliation=Quay House") == 0
    assert run(desk, "set", "bell", "author", "kofi osei", "orcid=") == 0
    assert decisions(desk).people == (Person("Kofi Osei", "", "Quay House"),)
    for words in (("doi", ""), ("keywords", ""), ("author", "Kofi Osei", "")):
        assert run(desk, "set", "bell", *words) == 0
    assert decisions(desk) == Decisions(title="A Bell")
    assert "author" not in place(desk).read_text("utf-8")


@pytest.mark.parametrize(
    "words",
    [("doi", "10.5555"), ("doi", "10.5555/a", "10.5555/b"), ("doi", "…"), ("keywords", "a,b"),
     ("licence", "CC-BY"), ("url", "bell"), ("author", "Kofi Osei"), ("author", "Kofi Osei", "x"),
     ("author", "Kofi Osei", "orcid=1"), ("author", "Kofi Osei", "ocrid=0000-0002-1825-0097"),
     ("author", "", "affiliation=Quay House"), ("author", "Kofi Osay", "orcid=0000-0002-1825-0097"),
     ("pages", "19-11"), ("author", "Kofi Osei", "family=Ose")],
)  # fmt: skip
def test_what_cannot_be_meant_is_not_written(desk, words):
    assert run(desk, "set", "bell", *words) == 2
    assert not place(desk).exists()


def test_who_is_no_author_is_answered_with_those_who_are(desk, capsys):
    assert run(desk, "set", "bell", "author", "Kofi Osay", "affiliation=Quay House") == 2
    said = capsys.readouterr().err
    assert (
        "`Kofi Osay` is not an author of the article; its authors are `Inés Marlow`, `Kofi Osei`"
        in said
    )
    assert "did you mean `Kofi Osei`?" in said


def test_without_a_text_the_fields_are_shown_and_nothing_is_written(desk, capsys):
    assert run(desk, "set", "bell") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == sorted(sidecar.FRONT, key=_order)
    assert "authors    Inés Marlow; Kofi Osei" in lines
    assert "doi" in lines
    assert run(desk, "set", "bell", "date") == 0
    assert capsys.readouterr().out == "date       3 May 2021\n"
    assert not place(desk).exists()


def _order(field: str) -> int:
    front = ("title", "subtitle", "authors", "byline", "date", "language", "slug")
    return [*front, *sidecar.IMPRINT, sidecar.AUTHOR].index(field)


def test_a_field_that_is_none_is_answered_with_the_nearest(desk, capsys):
    assert run(desk, "set", "bell", "titel", "A Bell") == 2
    assert "there is no field `titel`" in (said := capsys.readouterr().err)
    assert "did you mean `title`?" in said


@pytest.mark.parametrize(
    "words", [("keywords", ""), ("title", ""), ("doi", ""), ("author", "Inés Marlow", "")]
)
def test_what_was_never_set_is_not_taken_away_and_no_sidecar_is_made(desk, capsys, words):
    place = desk / "source" / "bell.txt.desk.toml"
    place.unlink(missing_ok=True)
    assert run(desk, "set", "bell", *words) == 0
    said = capsys.readouterr().err
    assert "nothing to write: the sidecar already contains this" in said
    assert "written to" not in said
    assert not place.exists()


def test_what_is_set_for_the_first_time_is_written_though_the_text_says_so(desk, capsys):
    title = article(desk).front.title
    assert run(desk, "set", "bell", "title", title) == 0
    assert "(as before)" in (said := capsys.readouterr().err)
    assert "written to" in said
    assert run(desk, "set", "bell", "title", title) == 0
    assert "nothing to write" in capsys.readouterr().err


def test_what_stood_there_already_is_said_to(desk, capsys):
    for _ in range(2):
        assert run(desk, "set", "bell", "volume", "12") == 0
    assert "volume: `12` → `12` (as before)" in capsys.readouterr().err


# ── in the article ───────────────────────────────────────────────────────────


def test_who_is_no_author_is_asked_about_and_printed_nowhere(desk, capsys):
    place(desk).write_text('[[author]]\nname = "Kofi Osay"\naffiliation = "Quay House"\n')
    found = article(desk)
    assert found.front.people == ()
    (asked,) = (one for one in found.queries if one.code == "desk.unknown-author")
    assert "`Kofi Osay`" in asked.message
    assert "`Kofi Osei`" in asked.message
    assert run(desk, "check") == 0
    command = f"copydesk -C {desk} set source/bell.txt author 'Kofi Osay' ''"
    assert command in capsys.readouterr().out
    assert run(desk, "set", "bell", "author", "Kofi Osay", "") == 0
    assert not [one for one in article(desk).queries if one.code == "desk.unknown-author"]


def test_article_json_says_what_the_sidecar_does_and_nothing_else(desk):
    plain = pipeline.record(article(desk))
    assert not {"imprint", "people"} & plain.keys()
    told = Decisions(people=(TOLD,), imprint=IMPRINT)
    place(desk).write_text(write_sidecar(told), encoding="utf-8")
    found = pipeline.record(article(desk))
    jsonschema.validate(json.loads(json.dumps(found)), pipeline.schema())
    assert found["people"] == [{key: value for key, value in asdict(TOLD).items() if value}]
    assert found["imprint"]["keywords"] == ["bells", "tides"]
    assert {key: value for key, value in found.items() if key in plain} == plain
