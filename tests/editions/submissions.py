"""Six articles of the shapes that small newsrooms are sent, and desks that build them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from copydesk import registry
from copydesk.builder.submissions import ON_REQUEST
from copydesk.config import Config
from copydesk.system import fonts
from places import ARTICLE, ROOT
from soaking import SOAKING, WHOLLY

FOLDER = ROOT / "tests" / "cases" / "editions"
#: Labelled articles that `make soak` builds as well: all four desks of them take an hour.
_CORPUS = os.environ.get("COPYDESK_CORPUS") if SOAKING else None
_LABELLED = sorted(Path(_CORPUS).glob("*/raw.*"))[:: 1 if WHOLLY else 6] if _CORPUS else ()
OWN = (ARTICLE, *sorted(path for path in FOLDER.iterdir() if path.is_file()))
SUBMISSIONS = (*OWN, *_LABELLED)
#: Formats that a desk makes unasked, and those beside them that somebody may ask for.
USUAL = Config().formats
EVERY = (*USUAL, *(name for name in ON_REQUEST if name not in USUAL))

_PUBLICATION = """
[publication]
name = "The Estuary Review"
publisher = "Estuary Press"
place = "Vellin"
series = "Estuary Papers"
issn = "2049-3630"
url = "https://estuary.example/"
rights = "© The authors"
licence = "CC-BY-4.0"
"""
#: Settings of desks as unlike each other as settings make them.
DESKS = {
    "journal": _PUBLICATION,
    "newsletter": '[style]\ncsl = "ieee"\n[theme]\npack = "newsletter"\n'
    '[publication]\nname = "The Weekly Tide"\npaper = "letter"\n',
}


@dataclass(frozen=True)
class Edition:
    """What a desk made of one article."""

    slug: str
    folder: Path

    @property
    def collected(self) -> bool:
        """Whether others have written it, as they write: it is of the corpus."""
        return self.slug in COLLECTED

    def file(self, form: str) -> Path:
        return self.folder / registry.WRITERS[form].file(self.slug)


def printable(submissions: Iterable[Path] = SUBMISSIONS) -> Iterator[Path]:
    """The submissions that the fonts of this machine have all letters of."""
    for path in submissions:
        if not fonts.unprintable(set(path.read_text("utf-8"))):
            yield path


def covered(path: Path) -> bool:
    """Whether the fonts that come with the desk have all letters of a submission."""
    return not any("\u2e80" <= sign <= "\uffef" for sign in path.read_text("utf-8"))


def laid_out(root: Path, settings: str, submissions: Iterable[Path] = SUBMISSIONS) -> Path:
    """A desk in the folder `root`; its pictures are drawn anew, to the same bytes."""
    source = root / "source"
    source.mkdir(parents=True)
    for path in submissions:
        shutil.copy(path, source / (path.name if path.stem != "raw" else _named(path)))
    formats = ", ".join(f'"{name}"' for name in EVERY)
    # A loaded machine takes its time, and no submission here is to hit a limit.
    limits = "\n[limits]\nseconds = 600\n"
    (root / "copydesk.toml").write_text(f"formats = [{formats}]\n{settings}{limits}", "utf-8")
    pictures = source / "market-halls.files"
    pictures.mkdir()
    hall((640, 400)).save(pictures / "lowmoor.jpg", quality=85)
    hall((480, 320)).convert("L").save(pictures / "plan.png")
    bars((480, 300), (14, 17, 16, 21, 26, 25, 31, 38)).save(pictures / "stalls.png")
    return root


def _named(path: Path) -> str:
    """The name of an article of the corpus, of which the page and the text are two submissions."""
    return f"{path.parent.name}-{path.suffix[1:]}{path.suffix}"


#: The articles of the corpus, each as it is called on a desk.
COLLECTED = frozenset(Path(_named(path)).stem for path in SUBMISSIONS if path.stem == "raw")


def hall(size: tuple[int, int]) -> Image.Image:
    """The nave of a hall with columns, as a child would draw it."""
    wide, high = size
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for number in range(12):
        left = (number + 1) * wide // 13
        pen.rectangle((left, high // 4, left + 6, high), fill=(60, 52, 48))
    pen.polygon(((0, high // 4), (wide // 2, 0), (wide, high // 4)), fill=(140, 29, 24))
    return picture


def bars(size: tuple[int, int], values: tuple[int, ...]) -> Image.Image:
    """A chart of bars."""
    wide, high = size
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    step = wide // len(values)
    for number, value in enumerate(values):
        top = high - value * high // (max(values) + 2)
        pen.rectangle((number * step + 8, top, (number + 1) * step - 8, high), fill=(11, 83, 148))
    return picture


def built(
    root: Path, *words: str, before: Iterable[str] = (), **environment: str
) -> tuple[Edition, ...]:
    """What the command makes of the desk in `root`, `before` in front of it."""
    done = subprocess.run(
        [*before, sys.executable, "-m", "copydesk", "-C", str(root), *words], check=False,
        env=os.environ | environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = sorted(path.parent for path in (root / "dist").glob("*/colophon.json"))
    return tuple(Edition(folder.name, folder) for folder in made)
