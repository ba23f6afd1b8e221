"""`check` for other programs: SARIF 2.1.0 as its specification has it, and columns."""

from __future__ import annotations

import json
import os

import jsonschema
import pytest

from cli.desks import TEXT, edits, laid_out, run
from copydesk import findings

CITING = TEXT.replace(
    "in the summer.",
    "in the summer (Marlow, 2019), or so they et al, say (Finn, 2018; Marlow, 2019).",
) + (
    "\nReferences\n\nFinn, J., 2017. Counting boats. The Estuary Review, 3(2), pp. 4-9.\n"
    "Osei, K., 2020. Harbours of salt. Hull: Tide Press.\n"
)

# ── what the specification demands of the parts that are written here ────────

WORDS = {"type": "object", "required": ["text"], "additionalProperties": False,
         "properties": {"text": {"type": "string", "minLength": 1}}}  # fmt: skip
LEVEL = {"enum": ["none", "note", "warning", "error"]}
ARTIFACT = {"type": "object", "additionalProperties": False, "properties": {
    "uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~!$&'()*+,;=:@%/-]+$"},
    "uriBaseId": {"type": "string"}}}  # fmt: skip
REGION = {"type": "object", "additionalProperties": False, "required": ["startLine"],
          "dependentRequired": {"endColumn": ["startColumn"]}, "properties": {
    name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn", "endColumn")
}}  # fmt: skip
LOCATION = {"type": "object", "additionalProperties": False, "properties": {
    "physicalLocation": {"type": "object", "additionalProperties": False,
                         "required": ["artifactLocation"],
                         "properties": {"artifactLocation": ARTIFACT, "region": REGION}},
    "logicalLocations": {"type": "array", "uniqueItems": True, "items": {
        "type": "object", "additionalProperties": False,
        "properties": {"name": {"type": "string"}, "kind": {"type": "string"}}}}}}  # fmt: skip
FIX = {"type": "object", "required": ["artifactChanges"], "additionalProperties": False,
       "properties": {"description": WORDS, "artifactChanges": {
           "type": "array", "minItems": 1, "uniqueItems": True, "items": {
               "type": "object", "required": ["artifactLocation", "replacements"],
               "additionalProperties": False,
               "properties": {"artifactLocation": ARTIFACT, "replacements": {
                   "type": "array", "minItems": 1, "items": {
                       "type": "object", "required": ["deletedRegion"],
                       "additionalProperties": False,
                       "properties": {"deletedRegion": REGION, "insertedContent": {
                           "type": "object", "additionalProperties": False,
                           "properties": {"text": {"type": "string"}}}}}}}}}}}  # fmt: skip
RESULT = {"type": "object", "required": ["message"], "additionalProperties": False, "properties": {
    "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0}, "level": LEVEL,
    "message": WORDS, "locations": {"type": "array", "items": LOCATION},
    "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
    "suppressions": {"type": "array", "uniqueItems": True, "items": {
        "type": "object", "required": ["kind"], "additionalProperties": False, "properties": {
            "kind": {"enum": ["inSource", "external"]}, "justification": {"type": "string"}}}},
    "fixes": {"type": "array", "uniqueItems": True, "items": FIX}}}  # fmt: skip
RULE = {"type": "object", "required": ["id"], "additionalProperties": False, "properties": {
    "id": {"type": "string"}, "shortDescription": WORDS, "help": WORDS,
    "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}}}}  # fmt: skip
NOTIFICATION = {"type": "object", "required": ["message"], "additionalProperties": False,
                "properties": {"level": LEVEL, "message": WORDS,
                               "descriptor": {"type": "object", "required": ["id"]},
                               "locations": {"type": "array", "items": LOCATION}}}  # fmt: skip
LOG = {"type": "object", "required": ["version", "runs"], "additionalProperties": False,
       "properties": {
    "$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"},
    "runs": {"type": "array", "items": {
        "type": "object", "required": ["tool"], "additionalProperties": False, "properties": {
            "tool": {"type": "object", "required": ["driver"], "properties": {
                "driver": {"type": "object", "required": ["name"], "properties": {
                    "rules": {"type": "array", "uniqueItems": True, "items": RULE}}}}},
            "invocations": {"type": "array", "items": {
                "type": "object", "required": ["executionSuccessful"], "properties": {
                    "executionSuccessful": {"type": "boolean"},
                    "toolExecutionNotifications": {"type": "array", "items": NOTIFICATION}}}},
            "originalUriBaseIds": {"type": "object"},
            "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            "results": {"type": "array", "items": RESULT}}}}}}  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    return laid_out(tmp_path, CITING)


def log(desk, capsys, code=0):
    capsys.readouterr()
    assert run(desk, "check", "--sarif") == code
    made = json.loads(capsys.readouterr().out)
    jsonschema.validate(made, LOG)
    (found,) = made["runs"]
    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert [rules[row["ruleIndex"]] for row in found["results"]] == [
        row["ruleId"] for row in found["results"]
    ]
    return found


def test_every_finding_of_the_text_form_is_a_result(desk, capsys):
    assert run(desk, "check", "--json") == 0
    rows = [json.loads(row) for row in capsys.readouterr().out.splitlines()]
    results = log(desk, capsys)["results"]
    assert [row["id"] for row in rows] == [
        one["partialFingerprints"]["copydeskId/v1"] for one in results
    ]
    assert [row["severity"] for row in rows] == [one["level"] for one in results]


def test_a_proposal_is_a_fix_of_the_words_it_is_about(desk, capsys):
    lines = CITING.split("\n")
    fixes = [one["fixes"][0] for one in log(desk, capsys)["results"] if "fixes" in one]
    assert len(fixes) >= 2
    for fix in fixes:
        ((change,),) = (one["replacements"] for one in fix["artifactChanges"])
        region = change["deletedRegion"]
        text = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        said = fix["description"]["text"]
        assert said.startswith(f"`{text}` → `{change['insertedContent']['text']}`")


def test_what_the_editor_settled_is_suppressed_and_offers_no_fix(desk, capsys):
    first = edits(desk, "word.phrase")[0].id
    assert run(desk, "stet", "bell", first, "--rule", "quote.straight") == 0
    results = log(desk, capsys)["results"]
    quiet = [one for one in results if "suppressions" in one]
    assert len(quiet) == 3
    assert not [one for one in quiet if "fixes" in one]
    assert run(desk, "check") == 0
    assert first not in capsys.readouterr().out


def test_a_refused_submission_is_a_notification_and_its_neighbours_have_results(desk, capsys):
    (desk / "source" / "a menu.txt").write_text("Home\nMenu\nSubscribe\n", encoding="utf-8")
    found = log(desk, capsys, code=3)
    (told,) = found["invocations"][0]["toolExecutionNotifications"]
    assert told["descriptor"]["id"] == "refuse.no-article"
    place = told["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == "source/a%20menu.txt"
    assert found["invocations"][0]["executionSuccessful"] is False
    assert found["results"]


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        (b"the bell.txt", "the%20bell.txt"),
        (b"100% #1?.txt", "100%25%20%231%3F.txt"),
        ("Häfen.txt".encode(), "H%C3%A4fen.txt"),
        (b"ha\xfefen.txt", "ha%FEfen.txt"),
    ],
)
def test_a_path_is_given_as_the_uri_of_that_very_file(desk, capsys, name, uri):
    source = desk / "source"
    try:
        (source / "bell.txt").rename(source / os.fsdecode(name))
    except OSError:
        pytest.skip("this system has no such names")
    results = log(desk, capsys)["results"]
    places = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results}
    assert places == {f"source/{uri}"}


def test_a_format_without_lines_of_its_own_has_no_region(tmp_path, capsys):
    desk = laid_out(tmp_path)
    (desk / "source" / "bell.txt").unlink()
    text = TEXT.replace("\n\n", "</p><p>").replace("\n", " ")
    page = f"<html><body><article><p>{text}</p></article></body></html>"
    (desk / "source" / "page.html").write_text(page, encoding="utf-8")
    for one in log(desk, capsys)["results"]:
        assert "region" not in one["locations"][0]["physicalLocation"]
        assert "fixes" not in one


def test_the_same_desk_gives_the_same_bytes(desk, capsys):
    assert log(desk, capsys) == log(desk, capsys)


# ── columns ──────────────────────────────────────────────────────────────────


def test_a_question_about_a_citation_has_the_column_of_its_words(desk):
    from cli.desks import article

    lines = CITING.split("\n")
    rows = [row for row in findings.of(article(desk)) if row.code.startswith("citation.")]
    assert len(rows) == 3
    for row in rows:
        said = lines[row.line - 1][row.column - 1 : row.end - 1]
        assert said in ("(Marlow, 2019)", "Finn, 2018", "Marlow, 2019")
    assert len({row.column for row in rows}) == 3
