"""What the first page and the guides say: commands, settings, programs and links that hold."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator

import pytest

from copydesk import clean, config
from copydesk.builder import books
from copydesk.clean.engine import RulePlan, run_rules
from copydesk.clean.rules import make_rule
from copydesk.cli import main
from copydesk.cli.commands import list_actions, list_names
from copydesk.cli.parser import parse
from copydesk.config import Config
from copydesk.errors import CopydeskError
from copydesk.model import EditedText, Line, Submission
from copydesk.newsletter import issue
from copydesk.review import sidecar
from copydesk.settings import profiles
from guides.pages import PAGES, Block, blocks
from places import ROOT

TEXTS = {name: path.read_text(encoding="utf-8") for name, path in PAGES.items()}
#: Programs that a page has somebody run beside copydesk itself.
OTHERS = {"make", "pip", "dask", "export", "git", "python3", "cd", "."}

#: Pages whose files are read by the tests below.
WRITTEN_FOR = {"new-rule"}

_SPAN = re.compile(r"`(copydesk(?: [^`]*)?)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def of_kind(kind: str) -> list[pytest.param]:
    """The blocks of `kind` on all pages."""
    return [
        pytest.param(block, id=f"{name}-{block.line}")
        for name, text in TEXTS.items()
        for block in blocks(text)
        if block.kind == kind and name not in WRITTEN_FOR
    ]


def typed() -> Iterator[pytest.param]:
    """Each command that a page shows, in a block or in a sentence."""
    for name, text in TEXTS.items():
        for block in blocks(text):
            rows = block.text.splitlines() if block.kind == "console" else []
            for number, row in enumerate(rows, block.line):
                if row.startswith("$ "):
                    yield pytest.param(row[2:], id=f"{name}-{number}")
        prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
        for found in _SPAN.finditer(prose):
            yield pytest.param(found[1].replace("\n", " "), id=f"{name}-{found[1][:40]}")


@pytest.mark.parametrize("line", list(typed()))
def test_each_command_that_is_shown_can_be_given(line):
    words = shlex.split(line.split(" | ")[-1].partition(" > ")[0], comments=True)
    program = words[0].rpartition("/")[2]
    if program != "copydesk":
        assert program in OTHERS
    elif not is_name(words[1:]):
        parse(words[1:])


def is_name(words: list[str]) -> bool:
    """Whether `words` name a command, or its action, and no more; or ask what it takes."""
    said = [word for word in words if word != "--help" and not word.isupper()]
    names = list_names()
    paths = [f"{name} {action}" for name in names for action in list_actions(name)]
    return " ".join(said) in ("", *names, *paths)


def _settings(text: str) -> None:
    config.overlay(Config(root="/nowhere"), tomllib.loads(text), "copydesk.toml")


def _sidecar(text: str) -> None:
    sidecar.loads(f'schema = "copydesk.sidecar/1"\n{text}'.encode(), "a.txt.desk.toml")


#: Who reads a block of TOML; each says no to a key that it does not know.
READERS: tuple[Callable[[str], object], ...] = (
    _settings,
    _sidecar,
    lambda text: profiles.parse_profile(tomllib.loads(text), "harbour.toml"),
    lambda text: books.load_collection(text.encode(), "rivers.toml"),
    lambda text: issue.read_issue(text.encode(), "may.toml", stem="may"),
)


@pytest.mark.parametrize("block", of_kind("toml"))
def test_each_file_that_is_shown_can_be_read(block):
    told = []
    for read in READERS:
        try:
            read(block.text)
        except (CopydeskError, ValueError) as error:
            told.append(str(error))
        else:
            return
    pytest.fail("\n".join(told))


def links() -> Iterator[pytest.param]:
    for name, text in TEXTS.items():
        for target in _LINK.findall(text):
            if "://" not in target:
                yield pytest.param(PAGES[name].parent, target, id=f"{name}-{target}")


@pytest.mark.parametrize(("folder", "target"), list(links()))
def test_each_link_leads_to_a_file_and_a_heading_that_are_there(folder, target):
    file, _, heading = target.partition("#")
    path = (folder / file).resolve()
    assert path.is_file()
    assert path.is_relative_to(ROOT)
    if heading:
        names = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert heading in {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in names}


def test_every_picture_of_the_gallery_is_on_one_page_and_described():
    shown = [
        (words, (PAGES[name].parent / target).resolve())
        for name, text in TEXTS.items()
        for words, target in re.findall(r"!\[(.*?)\]\((.*?)\)", text)
    ]
    gallery = sorted((ROOT / "tests" / "gallery").glob("*.png"))
    assert sorted(path for _, path in shown) == gallery
    assert all(len(words) > 20 for words, _ in shown)
    assert all(path.stat().st_size < 200_000 for path in gallery)


def test_the_first_page_leads_to_every_guide():
    led = set(_LINK.findall(TEXTS["README"]))
    assert {f"src/copydesk/guides/{name}.md" for name in TEXTS if name != "README"} <= led
    assert len(TEXTS["README"].splitlines()) <= 200


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_page_has_one_title_and_no_more_than_a_reader_takes_in(name):
    text = re.sub(r"^```.*?^```$", "", TEXTS[name], flags=re.MULTILINE | re.DOTALL)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    assert TEXTS[name].startswith("# ")
    assert TEXTS[name].endswith("\n")
    assert not TEXTS[name].endswith("\n\n")
    if name != "README":
        assert len(TEXTS[name].splitlines()) <= 150


def test_each_place_that_the_map_of_the_house_names_is_there() -> None:
    named = re.findall(
        r"`([a-z_]+/[a-z_/]*(?:\.\w+)?|[a-z_]+\.(?:py|toml))`", TEXTS["architecture"]
    )
    assert len(named) > 30
    house = ROOT / "src" / "copydesk"
    missing = [one for one in named if not (house / one).exists() and not (ROOT / one).exists()]
    assert missing == []


# ── the pages for who adds something ─────────────────────────────────────────


def only(name: str, kind: str) -> Block:
    (block,) = (one for one in blocks(TEXTS[name]) if one.kind == kind)
    return block


def run(program: str) -> list[object]:
    """What a program prints as JSON."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True,
                          check=True, env={"PYTHONPATH": str(ROOT / "src"),
                                           "PATH": "/usr/bin:/bin"})  # fmt: skip
    found: list[object] = json.loads(done.stdout)
    return found


def test_the_rule_of_the_page_does_what_its_cases_say(monkeypatch):
    (row,) = tomllib.loads(only("new-rule", "toml").text)["rule"]
    assert len(row["leaves"]) > len(row["fixes"])
    monkeypatch.setitem(clean.RULES, row["code"], make_rule(row))
    settings = config.overlay(Config(), {"style": {"rules": {row["code"]: "fix"}}}, "")
    for text, wanted in (*row["fixes"], *((text, text) for text in row["leaves"])):
        lines = (Line(1, text),)
        copy = EditedText(Submission("a.txt", "", "text/plain", lines), lines, "en", ("body",))
        done = run_rules(copy, RulePlan((row["code"],), settings, {}))
        assert done.lines[0].text == wanted


def test_the_writer_of_the_page_makes_its_file():
    writer, row = (one.text for one in blocks(TEXTS["new-output"]) if one.kind == "python")
    files = run(
        f"""{writer}
from copydesk.registry import _HTML, WRITERS, Writer
_find = lambda module: write
WRITERS["feed.json"] = {row.strip()}
"""
        """
import copydesk
text = "# Mud\\n\\nBy Ines Lo\\n\\n2 May 2024\\n\\nIt *sinks*.".encode()
article = copydesk.cite(copydesk.mark_up(copydesk.edit(copydesk.read(text, "mud.md"))))
edition = copydesk.write(copydesk.compose(article), ["feed.json"])
print(json.dumps([(name, json.loads(data)) for name, data in edition.files.items()]))
"""
    )
    ((name, item),) = files
    assert name == "mud.feed.json"
    assert (item["title"], item["date_published"]) == ("Mud", "2024-05-02")
    assert item["authors"] == [{"name": "Ines Lo"}]
    assert "<em>sinks</em>" in item["content_html"]


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "README"])
def test_the_manual_prints_every_guide(name, capsys):
    assert main(["manual", "--guide", name]) == 0
    assert capsys.readouterr().out == TEXTS[name]
