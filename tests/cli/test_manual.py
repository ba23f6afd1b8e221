"""`manual`: all that the program has is in it, and programs that set man pages read it."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from copydesk import cli, errors, handbook
from copydesk.builder import books
from copydesk.clean import RULES
from copydesk.cli import commands, manual
from copydesk.cli.manual import Block, Section, write_manual
from copydesk.config import Config
from copydesk.newsletter import issue
from copydesk.review.sidecar import parse
from copydesk.settings.profiles import KINDS
from copydesk.tables import load_codes, load_table
from places import ROOT

WHOLE = manual.list_sections()
_MANUAL = commands.find_command("manual")
PARTS, FORMS = _MANUAL.words[0].choices, _MANUAL.options[-2].choices
TABLES = load_table("manual")
#: Part of the manual → kind of codes.
EXPLAINED = {"edits": "edits", "queries": "queries", "issues": "remarks", "errors": "errors"}
SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in (ROOT / "src" / "copydesk").rglob("*.py")
    if "training" not in path.parts
)
#: What the program sets for others, or what only another program reads.
OTHERS = {"SOURCE_DATE_EPOCH"}


@cache
def below(part: str) -> dict[str, dict[str, Block]]:
    """The entries of a section, by the headings that they stand under."""
    found: dict[str, dict[str, Block]] = {"": {}}
    under = ""
    for section in manual.list_sections(part):
        for block in section.blocks:
            if block.kind == "heading":
                under = block.text
                found.setdefault(under, {})
            elif block.kind == "term":
                found[under][block.term] = block
    return found


def entries(part: str, heading: str = "") -> dict[str, Block]:
    """The entries of a section, or of what stands there under `heading`."""
    return below(part).get(heading, {})


def headings(part: str) -> list[str]:
    return [block.text for section in manual.list_sections(part) for block in section.blocks
            if block.kind == "heading"]  # fmt: skip


# ── it is complete ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("one", [*commands.list_commands()], ids=lambda one: one.path)
def test_every_command_with_all_that_it_takes_is_in_it(one: commands.Command) -> None:
    common = set(entries("commands"))
    told = set(entries("commands", f"copydesk {one.path}"))
    for option in one.options:
        taken = f" {option.value}" if option.value else ""
        assert ", ".join(f"{name}{taken}" for name in option.flags) in told | common
    assert {word.value for word in one.words} <= told


def test_every_command_has_its_heading_once() -> None:
    every = list(commands.list_commands())
    paths = {f"copydesk {one.path}" for one in every}
    groups = {f"copydesk {one.group}" for one in every if one.group}
    assert Counter(headings("commands")) == Counter(paths | groups)


def test_every_exit_code_is_in_it_and_in_the_help() -> None:
    codes = {
        value for name, value in vars(errors).items() if name.isupper() and isinstance(value, int)
    }
    assert {int(term) for term in entries("exit")} == codes == set(errors.EXITS)
    epilog = "\n".join(commands.read_table()["more"]).partition("exit codes:")[2]
    assert {int(code) for code in re.findall(r"(?:^|· |\n {2})(\d+) ", epilog)} == codes


def test_every_setting_is_in_it_with_what_holds_and_what_it_does() -> None:
    for key, value, _, about in Config().items():
        head, dot, name = key.rpartition(".")
        entry = entries("settings", f"[{head}]" if dot else "")[name if dot else key]
        assert about.split()[-1].strip(".") in entry.text
        assert entry.note == manual.write_setting(value)
    shown = sum(len(entries("settings", one)) for one in ["", *headings("settings")])
    assert shown == len(Config().items())


@pytest.mark.parametrize(
    ("table", "known"),
    [
        (TABLES["sidecar"], parse._KNOWN),  # noqa: SLF001  what each reader lets pass
        (TABLES["collection"], books._KNOWN),  # noqa: SLF001
        (TABLES["issue"], issue._OWN),  # noqa: SLF001
    ],
    ids=["sidecar", "collection", "issue"],
)
def test_every_key_of_every_file_is_in_it(table: dict[str, str], known: tuple[str, ...]) -> None:
    assert set(table) == set(known)
    told = set().union(*(entries("files", one) for one in headings("files")))
    assert set(known) <= told


def test_every_kind_of_line_of_a_profile_is_in_it() -> None:
    assert set(entries("files", "Keys of a site profile")) == {f"[{kind}]" for kind in KINDS}


def test_every_file_that_a_desk_comes_to_have_is_in_it(tmp_path: Path) -> None:
    assert cli.main(["init", "-q", str(tmp_path)]) == 0
    assert cli.main(["-C", str(tmp_path), "-q"]) == 0
    assert cli.main(["-C", str(tmp_path), "set", "sample", "title", "Clocks"]) == 0
    for path in (*tmp_path.iterdir(), *(tmp_path / "source").iterdir(),
                 *(tmp_path / "dist").iterdir()):  # fmt: skip
        name = path.relative_to(tmp_path).as_posix() + "/" * path.is_dir()
        general = re.sub(r"^dist/sample/", "dist/NAME/", name)
        general = re.sub(r"^source/sample\.txt\.desk", "source/NAME.ENDING.desk", general)
        assert general in TABLES["files"] or general == "source/sample.txt", name


def test_every_variable_that_is_read_is_in_it() -> None:
    names = set(re.findall(r'os\.environ(?:\.get\(|\[)"([A-Z_]+)"', SOURCE))
    for constant in re.findall(r"os\.environ(?:\.get\(|\[)([A-Z_]+)\b", SOURCE):
        names |= set(re.findall(rf'^{constant}(?:: Final)? = "([A-Z_]+)"', SOURCE, re.MULTILINE))
    assert {"NO_COLOR", "COPYDESK_SMTP_PASSWORD"} <= names
    assert names - OTHERS <= set(TABLES["environment"])
    assert set(re.findall(r"\bCOPYDESK_[A-Z_]+\b", SOURCE)) <= set(TABLES["environment"])


@pytest.mark.parametrize(
    ("part", "codes"),
    [(part, load_codes(kind)) for part, kind in EXPLAINED.items()],
)
def test_every_code_is_in_it_with_its_meaning(part: str, codes: dict[str, object]) -> None:
    told = entries(part)
    assert list(told) == list(codes)
    assert all(entry.text for entry in told.values())


def test_every_rule_is_in_it_with_its_policy() -> None:
    list(handbook.list_rules(Config()))  # registers them
    told: dict[str, Block] = {}
    for heading in headings("rules"):
        told |= entries("rules", heading)
    assert set(told) == set(RULES)
    assert {name: entry.note for name, entry in told.items()} == {
        name: rule.policy for name, rule in RULES.items()
    }
    assert all(entry.text.split()[0] in inspect.cleandoc(RULES[name].doc)
               for name, entry in told.items())  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_each_part_can_be_asked_for_by_itself(part: str, capsys) -> None:
    assert cli.main(["manual", part]) == 0
    (section,) = manual.list_sections(part)
    assert capsys.readouterr().out.startswith(f"{section.heading}\n")


# ── it can be read ───────────────────────────────────────────────────────────


def words(text: str) -> list[str]:
    """The words and signs of a text, whatever stands between them."""
    return re.sub(r"[\u2010\u2011\u2212]", "-", text).replace("`", "").replace("…", "...").split()


def said(sections: tuple[Section, ...]) -> list[str]:
    """All words of a manual, in order, but those of lines that stand as they are."""
    found: list[str] = []
    for section in sections:
        found += words(section.heading)
        for block in section.blocks:
            note = f"({block.note})" if block.note else ""
            found += words(f"{block.term} {note} {block.text}")
    return found


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("man") / "copydesk.1"
    path.write_text(write_manual("man", WHOLE), encoding="ascii")
    return path


def ran(*command: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, env={**os.environ, **more}
    )  # fmt: skip


def test_groff_finds_nothing_to_warn_of(page: Path, tool: Callable[[str], str]) -> None:
    done = ran(tool("groff"), "-man", "-ww", "-z", "-Tutf8", str(page))
    assert (done.returncode, done.stderr) == (0, "")


def test_man_finds_nothing_to_warn_of(page: Path, tool: Callable[[str], str]) -> None:
    done = ran(tool("man"), "--warnings", "-l", str(page), MANPAGER="cat", LC_ALL="C.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert "COMMANDS" in done.stdout


def test_mandoc_misses_nothing_but_a_day_which_a_version_has_not(
    page: Path, tool: Callable[[str], str]
) -> None:
    done = ran(tool("mandoc"), "-T", "lint", "-W", "warning", str(page))
    rows = [row.partition(": WARNING: ")[2] for row in done.stdout.splitlines()]
    assert rows == ['missing date, using "": TH']


def test_no_word_is_lost_on_the_page(page: Path, tool: Callable[[str], str]) -> None:
    done = ran(tool("groff"), "-man", "-Tutf8", "-rLL=5000n", "-rHY=0", "-P-cbou", str(page))
    shown = words(done.stdout)
    wanted = said(WHOLE)
    begins = shown.index("NAME")
    assert shown[begins : begins + len(wanted)] == wanted


def test_no_word_is_lost_in_plain_text_and_it_fits_a_terminal() -> None:
    text = write_manual("plain", WHOLE)
    assert words(text) == said(WHOLE)
    long = [row for row in text.split("\n") if len(row) > 80]
    assert [row for row in long if " " in row.strip()] == []


def test_markdown_shows_every_word_and_makes_no_markup_of_any(pandoc_plain) -> None:
    shown = pandoc_plain(write_manual("markdown", WHOLE))
    wanted = Counter(word.strip(":") for word in said(WHOLE))
    found = Counter(word.strip(":") for word in shown)
    lost = {word for word, count in (wanted - found).items() if word.isalpha() and count > 0}
    assert {word.lower() for word in lost} <= {word.lower() for section in WHOLE
                                               for word in section.heading.split()}  # fmt: skip


@pytest.fixture(scope="module")
def pandoc_plain() -> Callable[[str], list[str]]:
    from markdown_it import MarkdownIt

    def shown(text: str) -> list[str]:
        tokens = MarkdownIt("commonmark").parse(text)
        pieces: list[str] = []
        for token in tokens:
            if token.type == "inline":
                kinds = {child.type for child in token.children}
                assert kinds <= {"text", "code_inline", "softbreak", "hardbreak"}, token.content
                pieces.append("".join(child.content or " " for child in token.children))
            elif token.type in ("fence", "code_block"):
                pieces.append(token.content)
        return words(" ".join(pieces))

    return shown


@pytest.mark.parametrize("form", FORMS)
def test_it_is_the_same_each_time(form: str, capsysbinary) -> None:
    shown = []
    for _ in range(2):
        assert cli.main(["manual", "--to", form]) == 0
        shown.append(capsysbinary.readouterr().out)
    assert shown[0] == shown[1] != b""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        (".TH is no command", "\\&.TH is no command"),
        ("'nor this", "\\(aqnor this"),
        ("a\\b", "a\\(rsb"),
        ("--flag -x", "\\-\\-flag \\-x"),
        ("use `-x` so", "use \\f[CR]\\-x\\f[R] so"),
        ("“quoted” …", "\\(lqquoted\\(rq \\&..."),
    ],
)
def test_nothing_in_a_text_is_taken_for_a_command_of_the_typesetter(text: str, line: str) -> None:
    section = Section("A", (Block(text),))
    assert write_manual("man", (section,)).splitlines()[4] == line


def test_every_guide_can_be_asked_for() -> None:
    guides = {path.stem for path in (ROOT / "src" / "copydesk" / "guides").glob("*.md")}
    assert set(commands.find_command("manual").options[-1].choices) == guides
