"""Draw the pictures of this folder: `python tests/gallery/draw.py`.

Builds the article in `source/` in both themes and photographs its editions: pages of the PDF,
the web page at three widths, the book, the Word file. The sample of a new desk, which is as
texts arrive, is photographed on its way: as pasted, in review, in its proof, on paper. Needs
chromium, pdftoppm, and soffice.
"""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image
from playwright import sync_api as api

HERE = Path(__file__).parent
SLUG = "sea-wall"
#: What `copydesk init` puts into a new desk.
SAMPLE: Final = HERE.parents[1] / "src" / "copydesk" / "data" / "sample.txt"
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
PUBLICATION = """\
[publication]
name = "The Harbour Review"
"""
#: How a text looks that somebody has pasted.
PASTED = """\
<meta charset="utf-8"><pre style="margin: 0; padding: 26px; background: #fff; color: #222;
white-space: pre-wrap; font: 13px/1.5 monospace">{}</pre>
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


def screen(page: Path, width: int, height: int, place: str = "") -> Image.Image:
    """A web page in a window of that size: its top, or the `#place` named."""
    with TemporaryDirectory() as folder:
        # A window is never narrower than 500 pixels, so a narrow page stands in a frame.
        frame = Path(folder) / "frame.html"
        frame.write_text(
            f'<body style="margin:0"><iframe src="{page.as_uri()}{place}" style="border:0;'
            f'width:{width}px;height:{height}px"></iframe>',
            encoding="utf-8",
        )
        return photograph(frame.as_uri(), max(width, 500), height).crop((0, 0, width, height))


def photograph(address: str, width: int, height: int) -> Image.Image:
    """What a browser shows at `address`."""
    with TemporaryDirectory() as folder:
        shot = Path(folder) / "shot.png"
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             f"--user-data-dir={folder}/profile", f"--screenshot={shot}",
             f"--window-size={width},{height}", address],
            check=True, capture_output=True,
        )  # fmt: skip
        return Image.open(shot).convert("RGB")


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


def sampled(folder: Path) -> Path:
    """A desk with the sample of a new one, built."""
    (folder / "source").mkdir(parents=True)
    shutil.copy(SAMPLE, folder / "source")
    (folder / "copydesk.toml").write_text(PUBLICATION, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "copydesk", "-q", "-C", folder, "build"], check=True)
    return folder


def pasted(text: str, width: int, height: int) -> Image.Image:
    """A text as it lies in the window of somebody who has pasted it."""
    with TemporaryDirectory() as folder:
        page = Path(folder) / "pasted.html"
        page.write_text(PASTED.format(html.escape(text)), encoding="utf-8")
        return screen(page, width, height)


def reviewed(desk: Path, name: str, width: int, height: int) -> Image.Image:
    """The page on which an article is decided, once it shows all three of its parts."""
    command = [sys.executable, "-m", "copydesk", "-C", str(desk), "review", name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True) as server:  # fmt: skip
        try:
            assert server.stdout
            address = next(line for line in server.stdout if "http://" in line).split()[-1]
            with api.sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=shutil.which("chromium"),
                                                 args=["--no-sandbox"])  # fmt: skip
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(address)
                page.locator("#frames iframe").first.wait_for()
                page.wait_for_timeout(2000)
                shot = page.screenshot()
        finally:
            server.terminate()
    return Image.open(io.BytesIO(shot)).convert("RGB")


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


def draw_way(desk: Path) -> None:
    """A text on its way, and the two pages on which an editor decides about it."""
    made = desk / "dist" / SAMPLE.stem
    text = SAMPLE.read_text(encoding="utf-8")
    paper = pages(made / f"{SAMPLE.stem}.pdf", 96, 1)
    # Without the heading, which bears a frame since it was gone to.
    proof = screen(made / "review" / "proof.html", 640, 957, "#text").crop((0, 52, 640, 957))
    kept(row((pasted(text, 640, 905), proof, *paper), 640), "from-paste-to-page")
    kept(row([screen(made / "review" / "proof.html", 1000, 1120)], 1120), "proof")
    kept(row([reviewed(desk, SAMPLE.stem, 1440, 960)], 960), "review")


def draw_editions(folder: Path) -> None:
    """The editions of one article in both themes."""
    books, files, screens = [], [], []
    for theme in THEMES:
        editions = built(folder, theme)
        kept(row(pages(editions / f"{SLUG}.pdf", 72, 3), 640), f"pdf-{theme}")
        books += book(editions / f"{SLUG}.epub", 480, 768)
        files += word(editions / f"{SLUG}.docx", 2)
        screens.append([screen(editions / f"{SLUG}.html", *size) for size in SCREENS])
    kept(row(books, 520), "books")
    kept(row(files, 560), "word")
    for theme, shots in zip(THEMES, screens, strict=True):
        kept(row(shots, 480), f"screens-{theme}")


def main() -> None:
    """Draw every picture."""
    with TemporaryDirectory() as folder:
        draw_way(sampled(Path(folder) / "sample"))
        draw_editions(Path(folder))


if __name__ == "__main__":
    main()
