"""The sidecar is read strictly, and what an editor wrote in it stays hers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.errors import ConfigError, UsageError
from copydesk.model import (
    CitationDecision,
    Decision,
    Decisions,
    Edit,
    Line,
    ReferenceDecision,
    RoleDecision,
    Submission,
    Verdict,
)
from copydesk.review import sidecar

WRITTEN = b"""# notes of the desk
schema = "copydesk.sidecar/1"   # keep
title  =  "The river's second bank"

[settings.style]
csl = "apa"

[[decision]]
id = "0123456789"   # the captain asked for it
rule = "space.double"
verdict = "accept"

[[role]]
text = "Photo: J. Miller"
role = "caption"
"""
RECEIVED = Submission("source/a.txt", "", "text/plain", (Line(1, "the  ferry left  late"),))
FIRST = Edit("space.double", 1, 3, "  ", " ", "", id="c0efd359cc", span=(3, 5))
AGAIN = Edit("space.double", 1, 13, "  ", " ", "", id="c0efd359cc~1", span=(15, 17))


def record(
    path: Path, verdict: Verdict, edits: list[Edit], sent: Submission, ledger: Sequence[Edit] = ()
) -> None:
    quoted = [sidecar.quote_edit(edit, sent, verdict, ledger) for edit in edits]
    sidecar.revise(path, sidecar.enter(*quoted))


def test_a_sidecar_that_is_not_there_decides_nothing(tmp_path: Path) -> None:
    assert sidecar.load(tmp_path / "a.txt.desk.toml") == sidecar.Sidecar()


def test_every_table_reaches_the_decisions() -> None:
    read = sidecar.loads(
        WRITTEN
        + b"""
[[citation]]
text = "(Miller, 2020)"
key = "miller2020"
[[reference]]
raw = "Miller 2020"
csl = { type = "book", author = [{ family = "Miller" }], issued = { date-parts = [[2020]] } }
[[edit]]
exact = "ferry"
before = "ferry"
after = "boat"
""",
        "a.txt.desk.toml",
    )
    found = read.decisions
    assert found.title == "The river's second bank"
    assert read.settings == {"style": {"csl": "apa"}}
    assert found.verdicts == {"0123456789": "accept"}
    assert found.roles[0].role == "caption"
    assert found.citations[0].key == "miller2020"
    assert found.references[0].csl["issued"] == {"date-parts": [[2020]]}
    assert (found.rewrites[0].rule, found.rewrites[0].verdict) == ("desk.editor", "accept")


@pytest.mark.parametrize(
    "days",
    ["[[2022]]", "[[-44]]", "[[2022, 12, 31]]", "[[2022, 14]]", "[[2022, 21]]", "[[2020], [2021]]"],
)
def test_a_date_is_a_year_a_season_a_month_or_a_day(days: str) -> None:
    text = f'[[reference]]\nraw = "x"\ncsl = {{ issued = {{ date-parts = {days} }} }}'
    found = sidecar.loads(text.encode(), "a.txt.desk.toml").decisions.references
    assert list(found[0].csl) == ["issued"]


def test_a_citation_may_stay_as_it_is_written_or_be_none() -> None:
    rows = b"""
[[citation]]
text = "(Lo, 2022)"
key = "lo2022"
entry = "Lo, B., 2022. Tides."
place = "so it was (Lo, 2022), they say"
[[citation]]
text = "(Lo, 2022)"
verdict = "as-written"
[[citation]]
text = "May (2022)"
verdict = "none"
"""
    found = sidecar.loads(rows, "a.txt.desk.toml").decisions.citations
    assert [(one.key, one.verdict) for one in found] == [
        ("lo2022", "entry"), ("", "as-written"), ("", "none"),
    ]  # fmt: skip
    assert found[0].entry == "Lo, B., 2022. Tides."


def test_an_entry_may_be_settled_and_say_where_its_fields_come_from() -> None:
    rows = b"""
[[reference]]
raw = "Miller 2020"
settled = true
[[reference]]
raw = "Marlow 2021"
csl = { DOI = "10.5555/tide.1" }
source = "Crossref 10.5555/tide.1"
retrieved = 2026-11-24
"""
    first, second = sidecar.loads(rows, "a.txt.desk.toml").decisions.references
    assert (first.csl, first.settled) == ({}, True)
    assert (second.source, second.retrieved) == ("Crossref 10.5555/tide.1", "2026-11-24")


def test_a_date_needs_no_quotation_marks() -> None:
    read = sidecar.loads(b"date = 2022-04-01", "a.txt.desk.toml")
    assert read.decisions.date == dt.date(2022, 4, 1).isoformat()


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('titel = "x"', "unknown key `titel`", "`title`"),
        ("a = " + "[" * 99_999, "brackets within brackets", "remove them"),
        (f"title = ['{'x' * 999}']", "`title` is \"['xxx", "correct"),
        ('[[edit]]\nexact = ""\nafter = "x"', "has no `exact`", "that `after` replaces"),
        ('[[role]]\ntext = "x"\nrole = "captoin"', "`role.role` is 'captoin'", "`caption`"),
        ('[[role]]\ntext = "x"\nroll = "caption"', "unknown key `role.roll`", "`role`"),
        ('[[role]]\ntext = "x"', "has no `role`", "add `role"),
        ('[[decision]]\nid = "1"\nverdict = "stat"', "`decision.verdict` is 'stat'", ""),
        ('[[decision]]\nverdict = "stet"', "has no `id`", "proof"),
        ('[[decision]]\nid = "1"\nverdict = "stet"\nordinal = true', "`decision.ordinal`", ""),
        ('[[decison]]\nid = "1"', "unknown key `decison`", "`decision`"),
        ('[decision]\nid = "1"', "`decision`", ""),
        ("title = 3", "`title` is '3'", ""),
        ('authors = "A, B"', "`authors`", ""),
        (r'authors = ["Ada", "Bo\u0081"]', "`authors` is 'Bo", ""),
        ('slug = "Über"', "`slug`", "a-z"),
        ('slug = "nul"', "`slug`", "a-z"),
        ('schema = "copydesk.sidecar/9"', "`schema`", "update"),
        ("settings = 1", "`settings`", ""),
        ('[[citation]]\ntext = "x"', "a [[citation]] has no `key`", 'verdict = "none"'),
        ('[[citation]]\ntext = "x"\nverdict = "entry"', "has no `key`", "add `key"),
        ('[[citation]]\ntext = "x"\nverdict = "stet"', "`citation.verdict`", ""),
        ('[[citation]]\nkey = "x"', "has no `text`", "add `text"),
        ('[[reference]]\nraw = "x"', "a [[reference]] has no `csl`", "settled = true"),
        ('[[reference]]\nraw = "x"\nsettled = "yes"', "`reference.settled`", ""),
        ('[[reference]]\nraw = "x"\ncsl = { issued = 2022-01-01 }', "`reference.csl.issued`", ""),
        ('[[reference]]\nraw = "x"\ncsl = { issued = "2022" }', "`reference.csl.issued`", ""),
        *(
            (
                f'[[reference]]\nraw = "x"\ncsl = {{ issued = {{ date-parts = [[{day}]] }} }}',
                "`reference.csl.issued`",
                "",
            )
            for day in ("2022, 25", "2022, 5, 77", "2022, 13, 1", "2022, 0", "", "1" * 23)
        ),
        ('[[reference]]\nraw = "x"\ncsl = { author = "Lo" }', "`reference.csl.author`", ""),
        ('[[reference]]\nraw = "x"\ncsl = { author = [3] }', "`reference.csl.author`", ""),
        ('[[reference]]\nraw = "x"\ncsl = { volume = nan }', "`reference.csl.volume`", ""),
        ('title = "a\\u0001b"', "`title`", ""),
        ("title = ", "not valid TOML", "correct"),
    ],
)
def test_a_mistake_is_named_with_what_was_meant(text: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        sidecar.loads(text.encode(), "a.txt.desk.toml")
    assert message in str(caught.value)
    assert "a.txt.desk.toml" in str(caught.value)
    assert hint in caught.value.hint


def test_bytes_that_are_not_utf8_are_named() -> None:
    with pytest.raises(ConfigError, match="not UTF-8"):
        sidecar.loads(b'title = "\xff"', "a.txt.desk.toml")


def test_a_verdict_leaves_the_rest_of_the_file_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.desk.toml"
    path.write_bytes(WRITTEN)
    record(path, "stet", [FIRST], RECEIVED)
    text = path.read_bytes()
    for line in WRITTEN.splitlines():
        assert line in text.splitlines()
    assert sidecar.load(path).decisions.verdicts == {"0123456789": "accept", "c0efd359cc": "stet"}


def test_a_later_verdict_replaces_the_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.desk.toml"
    record(path, "stet", [FIRST, AGAIN], RECEIVED)
    record(path, "accept", [FIRST], RECEIVED)
    record(path, "accept", [FIRST], RECEIVED)
    assert sidecar.load(path).decisions.verdicts == {
        "c0efd359cc": "accept",
        "c0efd359cc~1": "stet",
    }


def test_a_verdict_quotes_the_received_words_around_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.desk.toml"
    record(path, "stet", [AGAIN], RECEIVED, [FIRST, AGAIN])
    (decision,) = sidecar.load(path).decisions.edits
    assert (decision.exact, decision.suffix, decision.ordinal) == ("  ", "late", 2)
    assert decision.prefix == "the  ferry left"
    assert Decisions(edits=(decision,)).verdicts == {"c0efd359cc~1": "stet"}


def test_a_verdict_keeps_the_permissions_and_leaves_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.desk.toml"
    path.write_bytes(WRITTEN)
    path.chmod(0o640)
    record(path, "stet", [FIRST], RECEIVED)
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_no_verdict_is_written_into_a_file_with_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.desk.toml"
    path.write_bytes(b'titel = "x"\n')
    with pytest.raises(ConfigError):
        record(path, "stet", [FIRST], RECEIVED)
    assert path.read_bytes() == b'titel = "x"\n'


def test_words_of_a_command_that_are_no_utf8_are_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.desk.toml"
    path.write_bytes(WRITTEN)
    with pytest.raises(UsageError) as caught:
        sidecar.revise(
            path, sidecar.enter(ReferenceDecision("Miller 2020", {"title": "Salt \udcff"}))
        )
    assert caught.value.code == "usage.encoding"
    assert path.read_bytes() == WRITTEN


def test_the_subtitle_under_both_its_names_is_refused() -> None:
    with pytest.raises(ConfigError, match="two names of one field"):
        sidecar.loads(b'deck = "a"\nsubtitle = "b"\n', "a.txt.desk.toml")


@pytest.mark.parametrize(("key", "value"), [("title", ""), ("subtitle", " "), ("authors", [""]),
                                            ("authors", ["", " "]), ("byline", "")])  # fmt: skip
def test_an_empty_text_takes_a_front_field_away(
    tmp_path: Path, key: str, value: str | list[str]
) -> None:
    path = tmp_path / "a.txt.desk.toml"
    sidecar.revise(path, sidecar.enter_field(path.name, "date", "May 2026"))
    sidecar.revise(
        path, sidecar.enter_field(path.name, key, ["Ines Lo"] if key == "authors" else "Salt")
    )
    sidecar.revise(path, sidecar.enter_field(path.name, key, value))
    assert sidecar.load(path).decisions == Decisions(date="May 2026")
    assert key not in path.read_text()


def test_a_name_that_says_nothing_is_no_author() -> None:
    assert sidecar.loads(b'authors = ["", "Ines Lo", " "]', "a").decisions.authors == ("Ines Lo",)


def test_a_language_that_is_no_tag_is_refused_with_the_shape() -> None:
    with pytest.raises(ConfigError) as caught:
        sidecar.loads(b'language = "klingon"\n', "a.txt.desk.toml")
    assert "`en-GB`" in caught.value.hint


def test_of_several_commands_at_once_none_loses_what_another_wrote(tmp_path: Path) -> None:
    place = tmp_path / "a.txt.desk.toml"
    wanted = [
        replace(sidecar.quote_edit(FIRST, RECEIVED, "stet"), id=f"{at:010}") for at in range(40)
    ]
    with ThreadPoolExecutor(8) as several:
        list(several.map(lambda one: sidecar.revise(place, sidecar.enter(one)), wanted))
    found = sidecar.load(place).decisions.edits
    assert sorted(found, key=lambda one: one.id) == wanted
    assert [path.name for path in tmp_path.iterdir()] == [place.name]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_added_ends_its_lines_as_the_editor_does(tmp_path: Path, end: str) -> None:
    place = tmp_path / "a.txt.desk.toml"
    place.write_bytes(WRITTEN.replace(b"\n", end.encode()))
    record(place, "stet", [FIRST], RECEIVED)
    data = place.read_bytes().decode()
    assert data.count("\n") == data.count(end)
    assert data.startswith(WRITTEN.decode().replace("\n", end)[:90])


def test_questions_about_endless_quotations_stay_short() -> None:
    long = "x (y) " * 9_999
    told = Decisions(
        roles=(RoleDecision(long, "body"),),
        citations=(CitationDecision(long, key="lo2022"),),
        references=(ReferenceDecision(long, {"title": "A"}),),
        edits=(Decision("0123456789", "structure.furniture", long, "", long, long, long, "stet"),),
        rewrites=(Decision("", "desk.editor", long, long, long, "", "", "accept"),),
    )
    article = pipeline.article(b"A head\n\nThe ferry left.\n", "source/a.txt", Config(), told)
    asked = [one for one in article.queries if one.code == "desk.stale-decision"]
    assert len(asked) == 5
    assert all(len(one.message) < 600 for one in asked)


def test_a_sidecar_past_its_limit_is_refused_by_name_and_read_no_further(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.desk.toml"
    with path.open("wb") as file:
        file.write(b'title = "Mud"')
        file.flush()
        assert sidecar.load(path, limit=13).decisions.title == "Mud"
        file.truncate(1_000_000_000_000)
    with pytest.raises(ConfigError, match="more than 13 bytes") as caught:
        sidecar.load(path, limit=13)
    assert caught.value.code == "sidecar.too-large"
    assert "`limits.sidecar_bytes`" in (caught.value.hint or "")
