"""What Crossref knows is proposed, kept and written only when asked for."""

import json
import tomllib
from pathlib import Path

import pytest

from copydesk import cli
from copydesk.references import crossref
from copydesk.review import sidecar
from loopback import Reply, answering, one, several

pytestmark = pytest.mark.check

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "resolver.toml").read_text(encoding="utf-8")
)
TEXT = """Tides at Low Harbour

By Mara Osei

The keepers of the lights were the last to hear of it (Marlow, 2020), and the first to be blamed
for the grounding of the ferry on the bar, which a later count denied (Finn, 2018).

References

Finn, J., 2018. Counting boats on the estuary. The Estuary Review, 3(2), pp. 4-9.
Marlow, I., 2020. Lights of the northern estuary. The Estuary Review, 5(1), pp. 11-18.
"""
LIGHTS = {
    "DOI": "10.5555/lights", "type": "journal-article", "volume": "5", "issue": "1",
    "page": "11-19", "title": ["Lights of the Northern <i>Estuary</i>"],
    "container-title": ["The Estuary Review"],
    "author": [{"given": "Ines", "family": "Marlow", "sequence": "first", "affiliation": []}],
    "issued": {"date-parts": [[2020, 5, 3]]}, "publisher": "Harbour Press", "score": 61.2,
}  # fmt: skip


@pytest.mark.parametrize("case", [pytest.param(row, id=row["name"]) for row in CASES["case"]])
def test_a_work_counts_when_title_author_and_year_agree(case):
    entry = CASES["entry"] | case.get("entry", {})
    found = crossref.judge(entry, [entry | case["work"]])
    assert found.outcome == case["outcome"]
    assert 0 <= found.score <= 1


def test_of_two_works_that_agree_none_is_taken():
    entry = CASES["entry"]
    found = crossref.judge(entry, [entry | {"DOI": "10.5555/a"}, entry | {"DOI": "10.5555/b"}])
    assert found.outcome == "unsure"


def test_what_differs_by_case_or_dash_alone_is_no_proposal():
    entry = CASES["entry"] | {"page": "3-9", "issued": {"date-parts": [[2020, 5]]}}
    work = entry | {"title": "LIGHTS OF THE NORTHERN ESTUARY", "page": "3–9"}
    work |= {"issued": {"date-parts": [[2020]]}, "author": [{"family": "Marlow", "given": "I"}]}
    assert crossref.proposals(entry, work) == {}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ({"title": ["At p &lt; 0.05 and r &gt; 0.3"]}, {"title": "At p < 0.05 and r > 0.3"}),
        ({"title": ["<i>Mud</i> &amp; &lt;b&gt;tides&lt;/b&gt;"]}, {"title": "Mud & tides"}),
        ({"DOI": "10.5555/\\ud800a\\u001b[31m"}, {"DOI": "10.5555/ a [31m"}),
        ({"issued": {"date-parts": [[2020, 99]]}}, {"issued": {"date-parts": [[2020]]}}),
        ({"issued": {"date-parts": [[2020, 5, 3]]}}, {"issued": {"date-parts": [[2020, 5, 3]]}}),
    ],
)
def test_an_answer_is_read_without_what_no_output_may_hold(said, read):
    body = json.dumps({"message": said}).replace("\\\\u", "\\u").encode()
    assert crossref.works(body) == (read,)


def test_the_question_tells_title_authors_and_year_alone():
    asked = crossref.question(CASES["entry"] | {"note": "secret", "URL": "https://example.org"})
    assert asked.startswith("/works?query.bibliographic=Lights%20of%20the%20northern%20estuary")
    assert "Marlow%202020&rows=5" in asked
    assert "secret" not in asked
    assert (
        crossref.question({"DOI": "doi:10.5555/a(b)/?c#d"})
        == "/works/10.5555%2Fa%28b%29%2F%3Fc%23d"
    )


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "tides.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def answer(path):
    if "Lights" in path or path.endswith("lights"):
        return Reply(body=several({"title": ["Fog"]}, LIGHTS) if "?" in path else one(LIGHTS))
    return Reply(body=several())


def run(desk, told, *words):
    settings = f'[resolver]\nurl = "{told.url}"\nmailto = "desk@example.org"\nseconds = 1\n'
    (desk / "copydesk.toml").write_text(settings, encoding="utf-8")
    return cli.main(["-C", str(desk), "resolve", "tides", *words])


def written(desk):
    return sidecar.load(desk / "source" / "tides.txt.desk.toml").decisions.references


def test_what_is_found_is_shown_and_nothing_is_written(desk, capsys):
    with answering(answer) as told:
        assert run(desk, told) == 0
    shown, said = capsys.readouterr()
    assert "finn2018: nothing found" in shown
    assert "marlow2020: 10.5555/lights “Lights of the Northern Estuary”, score 1.00" in shown
    assert "    DOI: (none) → 10.5555/lights" in shown
    assert "    issued: 2020 → 2020-05-03" in shown
    assert "publisher" not in shown
    assert "nothing is written; --write accepts the proposals" in said
    assert written(desk) == ()
    assert told.asked[0][1]["User-Agent"].endswith("(mailto:desk@example.org)")


def test_an_answer_is_kept_and_used_again_without_the_network(desk, capsys):
    with answering(answer) as told:
        assert run(desk, told) == 0
        first = capsys.readouterr().out
    assert run(desk, told) == 0
    again, said = capsys.readouterr()
    assert again == first
    assert "0 of them on the network" in said


def test_proposals_are_written_with_where_they_are_from(desk):
    with answering(answer) as told:
        assert run(desk, told, "marlow2020", "--only", "doi,date", "--write") == 0
    (found,) = written(desk)
    assert found.csl == {"issued": {"date-parts": [[2020, 5, 3]]}, "DOI": "10.5555/lights"}
    assert found.source == "Crossref 10.5555/lights"
    assert found.retrieved


def test_what_the_editor_has_corrected_herself_stays(desk):
    assert cli.main(["-C", str(desk), "entry", "tides", "marlow2020", "pages=11-20"]) == 0
    with answering(answer) as told:
        assert run(desk, told, "marlow2020", "--write") == 0
    (found,) = written(desk)
    assert (found.csl["page"], found.csl["DOI"]) == ("11-20", "10.5555/lights")


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(body=b"<html>"), "net.answer"),
        (Reply(body=b"[" * 100_000), "net.answer"),
        (Reply(body=b'{"message": 3}'), "net.answer"),
        (Reply(body=b'{"message": {"items": [3]}}'), "net.answer"),
        (Reply(500), "net.answer"),
        (Reply(302, headers={"Location": "http://localhost:9/"}), "net.elsewhere"),
        (Reply(body=b"{" * 200, slow=0.05), "net.slow"),
    ],
)
def test_a_host_that_fails_ends_the_command_and_is_not_kept(desk, capsys, reply, code):
    with answering(lambda _: reply) as told:
        assert run(desk, told, "--write") == 4
    assert f"[{code}]" in capsys.readouterr().err
    assert written(desk) == ()
    assert not list((desk / "dist").rglob("*.json"))


def test_an_unknown_doi_is_said_to_be_unknown(desk, capsys):
    assert cli.main(["-C", str(desk), "entry", "tides", "finn2018", "doi=10.5555/none"]) == 0
    with answering(lambda _: Reply(404, b"Resource not found.")) as told:
        assert run(desk, told, "finn2018") == 0
    assert told.asked[0][0] == "/works/10.5555%2Fnone"
    assert "finn2018: nothing found" in capsys.readouterr().out


def test_kinds_that_are_not_registered_are_asked_about_by_name_alone(desk, capsys):
    assert cli.main(["-C", str(desk), "entry", "tides", "finn2018", "type=webpage"]) == 0
    with answering(answer) as told:
        assert run(desk, told) == 0
        assert "finn2018: not looked up" in capsys.readouterr().out
        assert len(told.asked) == 1
        assert run(desk, told, "finn2018") == 0
    assert len(told.asked) == 2


@pytest.mark.parametrize(
    "line", ['url = "http://example.org"', 'url = "file:///x"', 'mailto = "a b"', "seconds = 0"]
)
def test_settings_that_would_open_another_door_are_refused(desk, capsys, line):
    (desk / "copydesk.toml").write_text(f"[resolver]\n{line}\n", encoding="utf-8")
    assert cli.main(["-C", str(desk), "resolve", "tides"]) == 2
    assert "[config.value]" in capsys.readouterr().err


def test_a_sidecar_names_no_host(desk, capsys):
    place = desk / "source" / "tides.txt.desk.toml"
    place.write_text('[settings.resolver]\nurl = "https://example.org"\n', encoding="utf-8")
    assert cli.main(["-C", str(desk), "resolve", "tides"]) == 2
    assert "[config.desk-only]" in capsys.readouterr().err
