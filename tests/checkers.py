"""Checkers of finished files: what each finds, a line a finding; nothing is good.

The ones from PyPI are part of the development set-up. Those that npm or Debian bring are
taken from `.ci/checks`, where `.ci/run` installs them.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import page
from openxml_audit import FileFormat, OpenXmlValidator

from bookchecker import BRISK, LONG
from places import ROOT

#: What npm brings, and how it is to be asked.
CHECKS = ROOT / ".ci" / "checks"
MODULES = CHECKS / "node_modules"
#: The two standards that every PDF keeps.
PROFILES = ("ua1", "3a")


def said(*command: str | Path, at: Path | None = None, given: str | None = None) -> str:
    """What `command` says when asked in the folder `at`, its exit code aside."""
    done = subprocess.run(
        list(command), check=False, capture_output=True, text=True, timeout=LONG, cwd=at,
        input=given, env=os.environ | {"LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.stdout or not done.stderr, done.stderr
    return done.stdout


# ── from PyPI ────────────────────────────────────────────────────────────────


def of_standards(paper: Path) -> list[str]:
    """Rules of PDF/UA-1 and PDF/A-3a that a PDF breaks."""
    found = []
    for profile in PROFILES:
        report = page.validate_pdf(str(paper), profile=profile)
        found += [f"{profile} {one.rule_id} {one.message}" for one in report.failures]
        if not report.is_compliant and not report.failures:
            found.append(f"{profile} not compliant")
    return found


def out_loud(paper: Path) -> list[str]:
    """What outloud finds in what a reader of the PDF would hear."""
    program = Path(sys.executable).with_name("outloud")
    text = said(program, "--json", "-", "--quiet", "--fail-on", "never", paper)
    (told,) = json.loads(text[: text.rindex("}") + 1])["results"]  # a line for people follows
    return [
        f"{one['severity']} {one['rule']} {one['message']} [{one.get('evidence')}]"
        for one in told["findings"]
    ]


def of_paper(paper: Path) -> list[str]:
    """What pdfua finds, a third opinion."""
    told = json.loads(said(sys.executable, "-m", "pdfua", "check", "-f", "json", paper))
    return [f"{one['severity']} {one['rule_id']} {one['message']}" for one in told["findings"]]


def of_word(document: Path) -> list[str]:
    """What openxml-audit finds in a document as Word would read it."""
    found = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0).validate(document)
    return [f"{one.severity} {one.part_uri} {one.description}" for one in found.errors]


# ── from npm and Debian ──────────────────────────────────────────────────────


def of_access(books: Sequence[Path], node: str) -> Iterator[list[str]]:
    """Ace's findings in each of `books`."""
    for line in said(node, CHECKS / "ace.cjs", *books, at=CHECKS).splitlines():
        yield [
            f"{one['impact']} {one['rule']} {one['where']} {one['message']}"
            for one in json.loads(line)["found"]
        ]


def by_axe(pages: Sequence[Path], node: str, *words: str) -> Iterator[list[str]]:
    """What axe and a ruler find in each of `pages`, light and wide, dark and narrow.

    `words` ask for other looks, or say that the pages are mail.
    """
    for line in said(node, CHECKS / "axe.cjs", *words, *pages, at=CHECKS).splitlines():
        yield [
            f"{one['impact']} {one['rule']} ({one['look']}) {one['message']} {one['where']}"
            for one in json.loads(line)
        ]


def of_markup(pages: Sequence[Path], java: str) -> Iterator[list[str]]:
    """What the Nu HTML Checker finds in each of `pages`."""
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    # It says itself that its schema needs a larger stack than this machine's Java gives it.
    command = (
        java,
        *BRISK,
        "-Xss8m",
        "-jar",
        jar,
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
    )
    messages = json.loads(said(*command, *pages))["messages"]
    for one in pages:
        yield [
            f"{found.get('subType', found['type'])} line {found.get('lastLine')} {found['message']}"
            for found in messages
            if found.get("url", "").endswith(f"/{one.parent.name}/{one.name}")
            # In HTML it says nothing, in XHTML it is asked for.
            and not found["message"].startswith("Trailing slash on void")
        ]


def by_html_validate(pages: Sequence[Path], node: str, *but: str) -> Iterator[list[str]]:
    """What html-validate finds in each of `pages`, on our terms `but` some rules."""
    terms = json.loads((CHECKS / "htmlvalidate.json").read_text("utf-8"))
    terms["rules"] |= dict.fromkeys(but, "off")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, ".htmlvalidate.json").write_text(json.dumps(terms), "utf-8")
        for number, one in enumerate(pages):
            shutil.copy(one, Path(folder, f"{number}.html"))
        program = MODULES / "html-validate" / "bin" / "html-validate.mjs"
        told = json.loads(said(node, program, "-f", "json", ".", at=Path(folder)) or "[]")
    by_name = {Path(row["filePath"]).stem: row["messages"] for row in told}
    for number in range(len(pages)):
        yield [
            f"{one['ruleId']} line {one['line']} {one['message']}"
            for one in by_name.get(str(number), ())
        ]


def by_mailparser(messages: Sequence[bytes], node: str) -> list[dict[str, Any]]:
    """What mailparser reads in each of `messages`."""
    given = json.dumps([base64.b64encode(one).decode("ascii") for one in messages])
    return json.loads(said(node, CHECKS / "mail.cjs", at=CHECKS, given=given))


def by_ripmime(message: bytes, folder: Path, ripmime: str) -> dict[str, bytes]:
    """The files that ripmime finds in `message`, by their names."""
    given = folder / "issue.eml"
    given.write_bytes(message)
    found = folder / "found"
    found.mkdir()
    subprocess.run([ripmime, "-i", given, "-d", found], check=True, timeout=LONG)
    return {one.name: one.read_bytes() for one in found.iterdir()}


def unknown_to_mail(pages: Sequence[Path], node: str, clients: Sequence[str]) -> list[list[str]]:
    """The features of each page that some mail program does not know, or knows in part."""
    told = said(node, CHECKS / "caniemail.mjs", ",".join(clients), *pages, at=CHECKS)
    return [json.loads(line) for line in told.splitlines()]


#: What markdownlint finds in how an author writes, or in what she left out, by its rules. Of the
#: articles of others nobody can ask it; those of the tests are written so that it has no reason.
OF_AUTHORS: Final = re.compile(
    r"""line\ \d+\ (?:
      MD014      # her program shows a prompt and no answer
    | MD026      # her heading ends with a mark of exclamation
    | MD034\b.*@ # she names an address of mail that is no link, and is made none
    | MD036      # her line leans as a whole, or her caption, which leans, has no stop
    | MD041      # her article has no title
    | MD059      # she links the word "here"
    )\b""",
    re.VERBOSE,
)


def of_markdown(texts: Sequence[Path], node: str) -> Iterator[list[str]]:
    """What markdownlint finds in each of `texts`, on the terms of `.ci/checks`."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(CHECKS / "markdownlint.jsonc", Path(folder, ".markdownlint-cli2.jsonc"))
        for number, one in enumerate(texts):
            shutil.copy(one, Path(folder, f"{number}.md"))
        program = MODULES / "markdownlint-cli2" / "markdownlint-cli2-bin.mjs"
        done = subprocess.run(
            [node, program, "*.md"], check=False, capture_output=True, text=True, cwd=folder,
            timeout=LONG,
        )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    found = re.findall(r"(?m)^(\d+)\.md:(\d+)\S* (?:error |warning )?(MD\d+.*)$", done.stderr)
    for number in range(len(texts)):
        yield [f"line {line} {what}" for at, line, what in found if int(at) == number]


def github_sees(text: Path, cmark: str) -> list[str]:
    """Marks of pandoc's own that GitHub, which does not know them, would show as words."""
    body = re.sub(r"\A---\n.*?\n---\n", "", text.read_text("utf-8"), flags=re.DOTALL)
    extensions = [word for one in ("footnotes", "table", "autolink") for word in ("-e", one)]
    shown = said(cmark, *extensions, "-t", "plaintext", "--width", "0", given=body)
    return re.findall(r"\{[#.=][^}]*\}|\[@[^\]]*\]|(?m:^:::.*)", shown)


_WIDTH = re.compile(r'\{"t":"ColWidth","c":[-.e\d]+\}')
_ANY = '{"t":"ColWidthDefault"}'


def unstable(text: Path, pandoc: str) -> list[str]:
    """Blocks that pandoc reads otherwise once it has written them.

    How wide the columns are of a table with a line of more than 72 signs is not compared:
    pandoc takes it from the dashes below the head, which it then draws anew for the contents.
    """
    form = "markdown-smart"
    written = said(pandoc, "-f", form, "-t", form, "-s", "--wrap=preserve", text)
    first = json.loads(_WIDTH.sub(_ANY, said(pandoc, "-f", form, "-t", "json", text)))
    second = json.loads(_WIDTH.sub(_ANY, said(pandoc, "-f", form, "-t", "json", given=written)))
    return [_from_where_they_part(*pair) for pair in _differing(first, second)]


def _from_where_they_part(first: Any, second: Any) -> str:
    texts = [json.dumps(one, ensure_ascii=False) for one in (first, second)]
    same = next((at for at, (a, b) in enumerate(zip(*texts, strict=False)) if a != b), 0)
    start = max(0, same - 40)
    return " → ".join(f"{text[:12]} … {text[start : start + 80]}" for text in texts)


def _differing(first: Any, second: Any) -> Iterator[tuple[Any, Any]]:
    """The meta and blocks in which two documents of pandoc differ."""
    if first["meta"] != second["meta"]:
        yield first["meta"], second["meta"]
    for one, two in zip(first["blocks"], second["blocks"], strict=False):
        if one != two:
            yield one, two
    if len(first["blocks"]) != len(second["blocks"]):
        yield len(first["blocks"]), len(second["blocks"])


#: What looks at pages: each checker with the program that it runs in.
OF_PAGES = {
    "axe": (by_axe, "node"),
    "html-validate": (by_html_validate, "node"),
    "nu": (of_markup, "java"),
}
