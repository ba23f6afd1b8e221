"""Draw the pictures of this folder: `python tests/gallery/draw.py`.

Builds the article in `source/` in both themes and photographs its editions: pages of the PDF,
the web page at three widths, the book, the Word file. Needs chromium, pdftoppm and soffice.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

HERE = Path(__file__).parent
SLUG = "sea-wall"
THEMES = ("journal", "newsletter")
SETTINGS = """\
[theme]
pack = "{}"

[publication]
name = "The Harbour Review"
publisher = "Quay Press"
place = "Harrowby"
series = "Papers on Upkeep"
issn = "2049-3630"
licence = "CC-BY-4.0"
"""
SIDECAR = """\
schema = "copydesk.sidecar/1"
doi = "10.1234/harbour.2026.3"
volume = "7"
issue = "1"
keywords = ["coastal defence", "municipal debt"]

[[author]]
name = "Ilse Marrow"
orcid = "0000-0002-1825-0097"
affiliation = "University of Harrowby"
"""
#: Widths of the screens, and how high a part of each page is shown.
SCREENS = ((375, 812), (768, 1024), (1440, 1024))
GROUND = "#e7e5e1"
GAP = 24
COLOURS = 224


def built(folder: Path, theme: str) -> Path:
    """The folder with the editions of the article in `theme`."""
    desk = folder / theme
    shutil.copytree(HERE / "source", desk / "source")
    (desk / "copydesk.toml").write_text(SETTINGS.format(theme), encoding="utf-8")
    sidecar = desk / "source" / f"{SLUG}.md.desk.toml"
    sidecar.write_text(SIDECAR, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "copydesk", "-q", "-C", desk, "build"], check=True)
    return desk / "dist" / SLUG


def pages(pdf: Path, dots: int, last: int) -> list[Image.Image]:
    """The first pages of a PDF."""
    stem = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-png", "-r", str(dots), "-l", str(last), pdf, stem], check=True)
    return [Image.open(path) for path in sorted(pdf.parent.glob(f"{stem.name}-*.png"))]


def screen(page: Path, width: int, height: int) -> Image.Image:
    """The top of a web page in a window of that size."""
    with TemporaryDirectory() as folder:
        shot = Path(folder) / "shot.png"
        # A window is never narrower than 500 pixels, so a narrow page stands in a frame.
        frame = Path(folder) / "frame.html"
        frame.write_text(
            f'<body style="margin:0"><iframe src="{page.as_uri()}" style="border:0;'
            f'width:{width}px;height:{height}px"></iframe>',
            encoding="utf-8",
        )
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             f"--user-data-dir={folder}/profile", f"--screenshot={shot}",
             f"--window-size={max(width, 500)},{height}", frame.as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip
        return Image.open(shot).convert("RGB").crop((0, 0, width, height))


def book(epub: Path, width: int, height: int) -> list[Image.Image]:
    """The cover of a book, and its article as a reading system shows it."""
    with TemporaryDirectory() as folder:
        with zipfile.ZipFile(epub) as packed:
            packed.extractall(folder)
            covers = [
                name for name in packed.namelist() if "cover" in name and name.endswith("png")
            ]
            cover = [Image.open(io.BytesIO(packed.read(name))).convert("RGB") for name in covers]
        return [*cover, screen(Path(folder) / "EPUB" / "article.xhtml", width, height)]


def word(docx: Path, last: int) -> list[Image.Image]:
    """The first pages of a Word file as LibreOffice sets them."""
    with TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, docx],
            check=True, capture_output=True,
        )  # fmt: skip
        found = pages(Path(folder) / f"{SLUG}.pdf", 64, last)
        return [page.copy() for page in found]


def row(pictures: Iterable[Image.Image], height: int) -> Image.Image:
    """Pictures side by side, of one height."""
    scaled = [
        one.convert("RGB").resize(
            (round(one.width * height / one.height), height), Image.Resampling.LANCZOS
        )
        for one in pictures
    ]
    whole = Image.new(
        "RGB", (sum(one.width + GAP for one in scaled) + GAP, height + 2 * GAP), GROUND
    )
    left = GAP
    for one in scaled:
        whole.paste(one, (left, GAP))
        left += one.width + GAP
    return whole


def kept(picture: Image.Image, name: str) -> None:
    picture.quantize(COLOURS).save(HERE / f"{name}.png", optimize=True)
    print(f"{name}.png")


def main() -> None:
    """Draw every picture."""
    books, files, screens = [], [], []
    with TemporaryDirectory() as folder:
        for theme in THEMES:
            editions = built(Path(folder), theme)
            kept(row(pages(editions / f"{SLUG}.pdf", 72, 3), 640), f"pdf-{theme}")
            books += book(editions / f"{SLUG}.epub", 480, 768)
            files += word(editions / f"{SLUG}.docx", 2)
            screens.append([screen(editions / f"{SLUG}.html", *size) for size in SCREENS])
    kept(row(books, 520), "books")
    kept(row(files, 560), "word")
    for theme, shots in zip(THEMES, screens, strict=True):
        kept(row(shots, 480), f"screens-{theme}")


if __name__ == "__main__":
    main()
