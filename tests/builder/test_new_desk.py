"""`init`: a folder becomes a desk; its settings say what is true, its sample what is done."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from copydesk import config
from copydesk.builder import single_article
from copydesk.builder.intake import new_desk
from copydesk.cli import main
from copydesk.errors import ConfigError, UsageError
from copydesk.model import Article, Heading
from copydesk.review import findings
from copydesk.settings import ground
from copydesk.system import files

#: A setting that is asleep in the file of a new desk.
ASLEEP = re.compile(r"(?m)^# (?=[a-z_]+ = )")


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def settings(text: str, folder: Path) -> dict[str, object]:
    """Each setting of a desk whose file says `text`."""
    (folder / ground.SETTINGS).write_text(text, encoding="utf-8")
    return {key: value for key, value, _, _ in config.load(folder).items()}


# ── what lies there stays ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "there",
    [
        {"copydesk.toml": 'formats = ["md"]\n', "source/pier.txt": "The pier is shut.\n"},
        {"copydesk.toml": "", "source/sample.txt": "Mine.\n", ".gitignore": "*.pyc\n"},
        {"pyproject.toml": "[tool.copydesk]\n", "source/a/b.md": "# Mine\n"},
        {"pyproject.toml": "[tool.copydesk.style]\n", "source/a/b.md": "# Mine\n"},
    ],
)
def test_what_lies_there_stays_as_it_is(tmp_path: Path, there: dict[str, str]) -> None:
    (tmp_path / ".git").mkdir()
    for name, text in there.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    parts = new_desk.make_desk(tmp_path)
    after = content(tmp_path)
    assert {name: after[name].decode() for name in there} == there
    assert {part.path for part in parts if part.kept} >= {name for name in there if "/" not in name}
    assert set(after) - set(there) <= {".gitignore"}


def test_a_desk_that_was_just_made_is_left_alone(tmp_path: Path, capsys) -> None:
    new_desk.make_desk(tmp_path)
    before = content(tmp_path)
    assert main(["init", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert "nothing was changed" in told.err
    assert [line.split()[0] for line in told.out.splitlines()] == ["there", "there"]
    assert content(tmp_path) == before


@pytest.mark.parametrize(
    ("there", "made", "steps"),
    [
        ((), ["copydesk.toml", "source/sample.txt"], ["", "proof sample", "new FILE"]),
        (("source/",), ["copydesk.toml", "source/sample.txt"], ["", "proof sample", "new FILE"]),
        (("copydesk.toml",), ["source/sample.txt"], ["", "proof sample", "new FILE"]),
        (("copydesk.toml", "source/"), [], []),
        (("copydesk.toml", "source/", ".git/"), [".gitignore"], ["new FILE"]),
        (("source/pier.txt",), ["copydesk.toml"], ["", "new FILE"]),
        (("source/sample.txt/",), ["copydesk.toml"], ["new FILE"]),
    ],
)
def test_the_next_steps_are_those_that_can_be_taken(
    tmp_path: Path, capsys, there: tuple[str, ...], made: list[str], steps: list[str]
) -> None:
    for name in there:
        place = tmp_path / name
        (place if name.endswith("/") else place.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            place.write_text("The pier is shut.\n" if name.endswith("txt") else "")
    before = content(tmp_path)
    assert main(["init", str(tmp_path)]) == 0
    assert sorted(set(content(tmp_path)) - set(before)) == sorted(made)
    said = capsys.readouterr().err.partition("next:\n")[2].splitlines()
    told = [line.strip().partition("  ")[0] for line in said]
    assert [one for one in told if one.startswith("copydesk")] == [
        f"copydesk {step}".strip() for step in steps
    ]


def test_a_link_to_nothing_is_no_place_for_a_file(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").symlink_to(tmp_path / "elsewhere.toml")
    assert not files.create(tmp_path / "copydesk.toml", b"x")
    assert not (tmp_path / "elsewhere.toml").exists()


def test_a_file_is_no_folder_for_a_desk(tmp_path: Path) -> None:
    (tmp_path / "pier.txt").write_text("The pier.")
    with pytest.raises(UsageError) as caught:
        new_desk.make_desk(tmp_path / "pier.txt")
    assert caught.value.hint == "name a folder"


def test_settings_with_a_mistake_are_told_and_nothing_is_made(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text("[style\n")
    with pytest.raises(ConfigError):
        new_desk.make_desk(tmp_path)
    assert list(content(tmp_path)) == ["copydesk.toml"]


# ── what is made ─────────────────────────────────────────────────────────────


def test_a_folder_that_is_not_there_is_made_with_all_that_a_desk_has(
    tmp_path: Path, capsys
) -> None:
    assert main(["init", str(tmp_path / "new" / "desk")]) == 0
    assert list(content(tmp_path / "new" / "desk")) == ["copydesk.toml", "source/sample.txt"]
    told = capsys.readouterr()
    assert [line.split()[:2] for line in told.out.splitlines()] == [
        ["made", "copydesk.toml"], ["made", "source/"], ["made", "source/sample.txt"],
    ]  # fmt: skip
    assert f"cd {tmp_path}/new/desk" in told.err
    assert "copydesk proof sample" in told.err


def test_the_folder_that_the_settings_name_gets_the_sample(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('source = "incoming"\nout = "public"\n')
    (tmp_path / ".git").write_text("gitdir: elsewhere\n")
    new_desk.make_desk(tmp_path)
    made = content(tmp_path)
    assert made[".gitignore"] == b"public/\n"
    assert "incoming/sample.txt" in made


@pytest.mark.parametrize(
    ("ignored", "told"),
    [("dist/\n", "keeps dist/"), ("a\r\n/dist\r\n", "keeps dist/"), ("dist/*", "keeps dist/"),
     ("distance/\n", "add the line `dist/`"), ("", "add the line `dist/`")],
)  # fmt: skip
def test_a_gitignore_that_lies_there_is_read_and_not_written(
    tmp_path: Path, ignored: str, told: str
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_bytes(ignored.encode())
    (part,) = (one for one in new_desk.make_desk(tmp_path) if one.path == ".gitignore")
    assert part.kept
    assert part.about.startswith(told)
    assert (tmp_path / ".gitignore").read_bytes() == ignored.encode()


def test_what_is_asleep_in_the_settings_is_what_holds_anyway(tmp_path: Path) -> None:
    new_desk.make_desk(tmp_path)
    text = (tmp_path / ground.SETTINGS).read_text("utf-8")
    woken = ASLEEP.sub("", text)
    assert woken != text
    assert settings(woken, tmp_path) == settings("", tmp_path) == settings(text, tmp_path)


def test_every_setting_of_a_new_desk_can_be_woken_by_itself(tmp_path: Path) -> None:
    new_desk.make_desk(tmp_path)
    text = (tmp_path / ground.SETTINGS).read_text("utf-8")
    places = [match.span() for match in ASLEEP.finditer(text)]
    assert len(places) > 8
    for start, end in places:
        (tmp_path / ground.SETTINGS).write_text(text[:start] + text[end:], encoding="utf-8")
        origins = dict(config.load(tmp_path).origins)
        assert list(origins.values()).count(ground.SETTINGS) >= 1


def test_a_rule_that_is_switched_off_stands_in_the_settings_of_a_new_desk(tmp_path: Path) -> None:
    new_desk.make_desk(tmp_path)
    before = (tmp_path / ground.SETTINGS).read_text("utf-8")
    assert main(["-C", str(tmp_path), "rules", "--off", "punct.ellipsis"]) == 0
    after = (tmp_path / ground.SETTINGS).read_text("utf-8")
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert dict(config.load(tmp_path).style.rules) == {"punct.ellipsis": "off"}


# ── the sample ───────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Article:
    folder = tmp_path_factory.mktemp("desk")
    new_desk.make_desk(folder)
    return single_article.read_article(folder, config.load(folder), "source/sample.txt")


def test_the_sample_asks_one_question_and_makes_one_proposal(sample: Article) -> None:
    asked = [query.code for query in sample.queries if query.severity != "note"]
    assert asked == ["citation.year-mismatch"]
    waiting = [edit.rule for edit in sample.edited.ledger if edit.status == "proposed"]
    assert waiting == ["word.phrase"]


def test_the_sample_shows_furniture_slips_headings_citations_and_references(
    sample: Article,
) -> None:
    assert sample.front.title == "The Clock That Kept the Tide"
    assert sample.front.authors == ("Mara Osei",)
    assert sum(isinstance(block, Heading) for block in sample.body) == 2
    assert len(sample.back.references) == 4
    assert [one.status for one in sample.citations].count("exact") == 4
    assert len(sample.back.bio) == 1
    removed = [edit for edit in sample.structure if edit.rule == "structure.furniture"]
    assert len(removed) > 5
    mended = {edit.rule for edit in sample.edited.ledger if edit.status == "applied"}
    assert mended >= {"dup.function-word", "quote.straight", "space.double", "spell.dictionary"}


def test_what_the_sheet_says_of_the_sample_can_be_done_in_any_order(tmp_path: Path) -> None:
    new_desk.make_desk(tmp_path)
    asked = [
        command
        for row in findings.list_findings(
            single_article.read_article(tmp_path, config.load(tmp_path), "source/sample.txt")
        )
        for command in row.hints
        if command.startswith("copydesk cite")
    ]
    assert main(["-C", str(tmp_path), "accept", "sample", "--all"]) == 0
    assert main(["-C", str(tmp_path), *shlex.split(asked[0])[1:]]) == 0
    found = single_article.read_article(tmp_path, config.load(tmp_path), "source/sample.txt")
    assert [one for one in findings.list_findings(found) if one.severity == "warning"] == []


def test_the_sample_is_built_in_every_format_of_a_new_desk(tmp_path: Path) -> None:
    new_desk.make_desk(tmp_path)
    assert main(["-C", str(tmp_path), "-q"]) == 0
    made = {path.name for path in (tmp_path / "dist" / "sample").iterdir()}
    assert made >= {f"sample.{name}" for name in config.load(tmp_path).formats}
    assert not (tmp_path / "dist" / "quarantine.txt").exists()


@pytest.mark.parametrize(
    ("words", "folder"),
    [
        (["init"], ""),
        (["init", "."], ""),
        (["init", "quay"], "quay"),
        (["-C", "north", "init"], "north"),
        (["-C", "north", "init", "quay"], "north/quay"),
    ],
)
def test_the_next_step_leads_to_the_desk(tmp_path, monkeypatch, capsys, words, folder):
    (tmp_path / "north").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(words) == 0
    assert [row for row in capsys.readouterr().err.split("\n") if row.startswith("  cd ")] == [
        f"  cd {folder}" for folder in [folder] if folder
    ]
    assert (tmp_path / folder / "copydesk.toml").is_file()
