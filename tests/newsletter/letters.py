"""Issues of real articles: built once by the desk, and put together as each test wants them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from copydesk.language.columns import is_wide
from copydesk.language.scripts import direction_of
from copydesk.newsletter import issue
from copydesk.newsletter.materials import Attachment, IssuePiece, Materials
from copydesk.newsletter.targets import find_target
from copydesk.settings.newsletters import Newsletter
from copydesk.settings.theme import Theme
from editions import submissions
from places import ROOT

OWN = ROOT / "tests" / "cases" / "mail"
#: The articles, and their titles as the desk finds them.
TITLES = {
    "gauge": "What the gauge remembers",
    "weir": "Everything a weir keeps back",
    "namal": "מה זוכר הנמל",
    "shuiku": "老城的水从哪里来：一座水库与三代管水人",
    "market-halls": "What a Market Hall Is For",
    "reservoirs": "Who Owns the Last Metre?",
    "faehren": "Die letzte Fähre fährt um zehn",
}
URL = "https://harbour.example/letters/may"


def built(root: Path) -> dict[str, str]:
    """The fragment of each article, and where its pictures lie."""
    paths = [*OWN.glob("*.md"), *(one for one in submissions.FOLDER.iterdir() if one.is_file())]
    submissions.laid_out(root, "", paths)
    subprocess.run(
        [sys.executable, "-m", "copydesk", "-C", str(root), "build", "--format", "fragment.html"],
        check=True, env=os.environ, capture_output=True,
    )  # fmt: skip
    return {name: (root / "dist" / name).as_posix() for name in TITLES}


def piece(folder: Path, entry: issue.IssueEntry) -> IssuePiece:
    """The article in `folder` as an issue takes it."""
    name = folder.name
    markup = (folder / f"{name}.fragment.html").read_text("utf-8")
    found = re.search(r'lang="([^"]+)"', markup)
    assert found
    return IssuePiece(
        entry=entry, slug=name, title=TITLES[name], subtitle="", byline="", dated="",
        language=found[1], direction=direction_of(found[1]), markup=markup,
        pictures={
            f"pictures/{one.name}": one.read_bytes() for one in (folder / "pictures").glob("*")
        },
        attachments=(
            Attachment(f"{name}.pdf", "pdf", "application/pdf", TITLES[name], b"%PDF-1.7" * 999),
        ),
    )  # fmt: skip


def materials(
    folders: Mapping[str, str], articles: Iterable[Mapping[str, Any]], *, service: str = "smtp",
    language: str = "en-GB", said: str = "",
) -> Materials:  # fmt: skip
    """An issue of `articles`, each a row of its file; `said` stands in the file before them."""
    rows = "".join(
        "[[article]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in row.items())
        for row in articles
    )
    text = f'subject = "Tides & treaties"\ndate = 2026-05-01\ntarget = "{service}"\n{said}\n{rows}'
    found = issue.read_issue(text.encode(), "may.toml", Newsletter(), "may")
    return Materials(
        name="may", issue=found, target=find_target(service, "may.toml"), theme=Theme(),
        newsletter="The Harbour Review", language=language,
        pieces=tuple(piece(Path(folders[entry.src]), entry) for entry in found.entries),
    )  # fmt: skip


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


_WORD = re.compile(r"\w+")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def words(said: str) -> Counter[str]:
    """The words of a text; where a script has no blanks, its letters."""
    found = _WORD.findall(said.translate(_RAISED).casefold())
    return Counter(
        part for word in found for part in (word if any(map(is_wide, word)) else (word,))
    )


FOOTER = (
    f'preheader = "What a gauge remembers"\nurl = "{URL}"\nbase_url = "{URL}/files"\n'
    "[footer]\n"
    'address = "The Harbour Review, 1 Quay, Hull"\nwhy = "You asked for it."\n'
    'unsubscribe = "https://harbour.example/leave?list=may&who={token}"\n'
)


def copied(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    """Files of `texts` in `folder`, for checkers that read files."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made = []
    for name, text in texts.items():
        made.append(folder / name)
        made[-1].write_text(text, "utf-8")
    return made
