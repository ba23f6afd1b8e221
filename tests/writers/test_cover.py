from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import NoReturn

import pytest
from PIL import Image

from copydesk.composition.catalogue import CatalogueRecord
from copydesk.composition.labels import load_labels
from copydesk.config import Config
from copydesk.model import Imprint, Person
from copydesk.settings.colours import READABLE, measure_contrast
from copydesk.settings.publication import Publication
from copydesk.settings.theme import Theme
from copydesk.system import fonts
from copydesk.writers import epub
from copydesk.writers.cover import HEIGHT, WIDTH, find_readable, make_cover
from copydesk.writers.cover import draw_cover as draw
from copydesk.writers.cover_text import choose_words, fit_lines
from copydesk.writers.logo import find_ground
from copydesk.writers.title_parts import divide_title
from writers.sample import Copy

THEMES = {
    name: Theme(**tomllib.loads((files("copydesk") / "data/themes" / f"{name}.toml").read_text()))
    for name in ("journal", "newsletter")
}
ISSUE = CatalogueRecord(
    title="Who mends the wall? Canals, dykes & the politics of upkeep",
    subtitle="",
    authors=(Person("Ilse Marrow"), Person("Tomás Okafor-Lind")),
    language="en",
    description="",
    date="2021-03-03",
    publication=Publication(name="The Harrowby Review", series="Working Papers"),
    imprint=Imprint(volume="12", issue="3"),
    dated="3 March 2021",
)
LONG = "The long afterlife of temporary walls " * 8
HAN = "誰來修補堤防？運河與維護"
CASES = {
    "usual": ISSUE,
    "300 characters": replace(ISSUE, title=LONG[:300]),
    "one word": replace(ISSUE, title="Dykes"),
    "one word as long as a line": replace(
        ISSUE, title="Donaudampfschifffahrtsgesellschaftskapitänswitwenrente", language="de"
    ),
    "one word that nothing can part": replace(ISSUE, title="x" * 300),
    "a deck": replace(ISSUE, title="Dykes", subtitle="What eleven ownerless locks teach"),
    "no authors": replace(ISSUE, authors=()),
    "twelve authors": replace(ISSUE, authors=tuple(Person(f"Writer {n}") for n in range(12))),
    "no publication": replace(ISSUE, publication=Publication(), imprint=Imprint()),
    "a long publication": replace(ISSUE, publication=Publication(name=LONG[:120])),
    "nothing but a title": CatalogueRecord("Walls", "", (), "en", "", "", Publication(), Imprint()),
    "Han": replace(ISSUE, title=HAN, language="zh-Hant"),
    "Arabic": replace(ISSUE, title="من يصلح الجدار؟ القنوات (Canals)", language="ar"),
    "emoji": replace(ISSUE, title="Mending 🧱 walls 👩🏽‍🔧"),
    "Korean": replace(ISSUE, title="누가 제방을 고치는가: 운하와 정치학", language="ko"),
    "Hindi": replace(ISSUE, title="दीवार की मरम्मत कौन करता है", language="hi"),
    "control characters": replace(ISSUE, title="Walls\x00 \ufeffand\u200b dykes\u00ad"),
}
LOOKS = [pytest.param(record, theme, id=f"{case}, {name}")
         for (case, record), (name, theme) in product(CASES.items(), THEMES.items())]  # fmt: skip


def _pixels(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_same_record_gives_the_same_bytes(theme: Theme) -> None:
    assert draw(ISSUE, theme) == draw(replace(ISSUE, description="another"), theme)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_picture_says_nothing_of_itself(theme: Theme) -> None:
    png, chunks, at = draw(ISSUE, theme).png, [], 8
    while at < len(png):
        size, kind = struct.unpack_from(">I4s", png, at)
        chunks.append(kind)
        at += size + 12
    assert set(chunks) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
    assert struct.unpack_from(">II", png, 16) == (WIDTH, HEIGHT)


#: What a cover shows, each in words of its own.
SHOWN = {
    "title": replace(ISSUE, title="Another title"),
    "deck": replace(ISSUE, title="A title", subtitle="A deck"),
    "authors": replace(ISSUE, authors=ISSUE.authors[:1]),
    "day": replace(ISSUE, dated="4 March 2021"),
    "day in figures": replace(ISSUE, dated=""),
    "publication": replace(ISSUE, publication=replace(ISSUE.publication, name="The Fen")),
    "series": replace(ISSUE, publication=replace(ISSUE.publication, series="Papers")),
    "issue": replace(ISSUE, imprint=Imprint(volume="12", issue="4")),
}


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_title_makers_publication_and_issue_are_on_the_cover(theme: Theme) -> None:
    drawn = {name: draw(record, theme).png for name, record in SHOWN.items()}
    drawn["a title without its deck"] = draw(replace(ISSUE, title="A title"), theme).png
    assert len({draw(ISSUE, theme).png, *drawn.values()}) == len(drawn) + 1


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_what_no_font_can_draw_is_left_off(theme: Theme) -> None:
    bare = replace(ISSUE, title="Who mends?", authors=(Person("Ilse"),))
    odd = replace(bare, title="Who \ue000\ue001 mends?", authors=(Person("Ilse \ue000"),))
    assert draw(odd, theme).png == draw(bare, theme).png


def test_words_are_left_out_that_say_nothing_on_a_cover() -> None:
    many = replace(CASES["twelve authors"], subtitle="x" * 151, dated="after the flood " * 4)
    found = choose_words(replace(many, title="Dykes"))
    assert (found.deck, found.day) == ("", "2021-03-03")
    assert found.names == ("Writer 0", "Writer 1", "Writer 2", "Writer 3", "et al.")


@pytest.mark.parametrize(("record", "theme"), LOOKS)
def test_nothing_is_set_outside_the_margins(record: CatalogueRecord, theme: Theme) -> None:
    picture = _pixels(draw(record, theme).png)
    for left in (0, WIDTH - 100):
        strip = picture.crop((left, 0, left + 100, HEIGHT))
        rows = strip.resize((1, HEIGHT), Image.Resampling.NEAREST).resize(strip.size)
        assert rows.tobytes() == strip.tobytes(), "each row is of one colour there"
    foot = picture.crop((0, HEIGHT - 90, WIDTH, HEIGHT))
    assert foot.getcolors() == [(WIDTH * 90, picture.getpixel((0, HEIGHT - 1)))]


@pytest.mark.parametrize(("record", "theme"), LOOKS)
def test_the_cover_is_named_by_the_whole_title(record: CatalogueRecord, theme: Theme) -> None:
    assert draw(record, theme).alt == load_labels(record.language)["cover"].format(record.title)


def test_a_title_is_divided_where_its_explanation_begins() -> None:
    for title, parts in {
        "A short title": ("A short title", ""),
        "At 10:30 the water came": ("At 10:30 the water came", ""),
        "The Sino-Russian border": ("The Sino-Russian border", ""),
        "Who mends?": ("Who mends?", ""),
        "Upkeep: a history": ("Upkeep", "a history"),
        "Who mends? A history: part one": ("Who mends?", "A history: part one"),
        "誰來修補？運河": ("誰來修補？", "運河"),
        f"{LONG[:90].strip()}: an end": (f"{LONG[:90].strip()}: an end", ""),
    }.items():
        assert divide_title(title) == parts


SIZES = (120, 100, 80)


def test_a_title_takes_the_first_size_in_which_it_fits() -> None:
    assert fit_lines(("Dykes",), SIZES, 1_000, 2_000).size == 120
    assert fit_lines(("Instandhaltungsverantwortung",), (140, 80), 1_600, 2_000).size == 80
    assert fit_lines((LONG,), SIZES, 1_000, 700).size == 80


def test_lines_are_about_as_long_as_each_other() -> None:
    found = fit_lines(("The politics of upkeep",), SIZES, 1_000, 2_000)
    assert (found.size, found.lines) == (120, 2)
    assert found.width < 850, "neither needs all of the measure"


def test_a_smaller_size_is_better_than_a_short_line_within() -> None:
    title = ("Mit Foucault die Pandemie verstehen?",)
    usual, found = fit_lines(title, (190,), 1_140, 900), fit_lines(title, (190, 162), 1_140, 900)
    assert (usual.size, found.size) == (190, 162)
    assert found.lines < usual.lines


def test_letters_can_be_read_on_any_colour() -> None:
    for parts in product("0369cf", repeat=3):
        ground = f"#{''.join(part * 2 for part in parts)}"
        assert measure_contrast(ground, find_readable(ground)) >= READABLE
        assert measure_contrast(ground, find_readable(ground, "#16202a", "#fffefb")) >= READABLE


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("accent", ["#8c1d18", "#0b5394", "#ffd400", "#7fb069", "#777777"])
def test_the_name_of_the_publication_can_be_read_on_the_accent(name: str, accent: str) -> None:
    theme = replace(THEMES[name], accent=accent)
    heading = _pixels(draw(ISSUE, theme).png).crop((0, 0, WIDTH, 400))
    counted = sorted(heading.getcolors(WIDTH * 400) or [], reverse=True)
    ground, ink = ("#{:02x}{:02x}{:02x}".format(*colour) for _, colour in counted[:2])
    assert ground == accent
    assert measure_contrast(ground, ink) >= READABLE


NO_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig/>"""
PROGRAM = """
import sys
sys.path[:0] = [{tests!r}]
from writers.test_cover import CASES, THEMES, draw, replace
han, theme = CASES["Han"], THEMES["journal"]
empty = replace(han, title="\\ue000")
print(draw(han, theme).png == draw(empty, theme).png, han.title in draw(han, theme).alt)
print(draw(CASES["usual"], theme).png.hex())
"""


def test_without_fonts_a_title_is_left_off_and_packaged_letters_stay(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text(NO_FONTS)
    away = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "LC_ALL": "C"}
    away["PYTHONPATH"] = os.pathsep.join(sys.path)
    program = PROGRAM.format(tests=str(Path(__file__).parents[1]))
    said = subprocess.run(
        [sys.executable, "-c", program], env=away, capture_output=True, text=True, check=True
    ).stdout.split()
    assert said[:2] == ["True", "True"]
    assert said[2] == draw(CASES["usual"], THEMES["journal"]).png.hex()


@pytest.mark.parametrize("case", ["Han", "Arabic"])
def test_with_a_font_of_the_machine_its_words_are_drawn(
    case: str, missing: Callable[[str], NoReturn]
) -> None:
    record, theme = CASES[case], THEMES["journal"]
    rare = next(sign for sign in record.title if ord(sign) > 0x600 and sign.isprintable())
    if fonts.not_outlined(rare):
        missing(f"no font of this machine draws {rare}")
    plain = replace(record, title=record.title.replace(rare, "\ue000"))
    assert draw(record, theme).png != draw(plain, theme).png


def _logo(colour: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGBA", (600, 200), colour).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize(("record", "theme"), LOOKS)
def test_a_logo_stands_in_a_corner_of_its_own(record: CatalogueRecord, theme: Theme) -> None:
    without, with_logo = draw(record, theme), draw(record, theme, _logo("#2e8b57"))
    seen = _pixels(with_logo.png)
    counted = {colour: count for count, colour in seen.getcolors(WIDTH * HEIGHT) or []}
    assert (0x2E, 0x8B, 0x57) in counted
    assert without.alt == with_logo.alt
    assert seen.crop((0, 0, WIDTH, 1400)).tobytes() == _pixels(without.png).crop(
        (0, 0, WIDTH, 1400)
    ).tobytes()  # fmt: skip


def test_the_cover_bears_the_logo_of_the_desk(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(_logo("#2e8b57"))
    config = Config(root=str(tmp_path), theme=Theme(logo="logo.png"))
    found = make_cover(ISSUE, config)
    assert found == draw(ISSUE, config.theme, _logo("#2e8b57")) != draw(ISSUE, config.theme)


def test_a_book_without_a_cover_does_not_speak_of_one() -> None:
    book = epub.write(replace(Copy(), config=Config(theme=Theme(cover=False))))
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert not any("cover" in name for name in archive.namelist())
        texts = [archive.read(f"EPUB/{name}") for name in ("package.opf", "nav.xhtml")]
    assert not any(b"cover" in text or b"visual" in text for text in texts)


def _shape(colour: str, ground: str | tuple[int, int, int, int]) -> bytes:
    """A logo of one shape in the middle of its ground."""
    picture = Image.new("RGBA", (120, 40), ground)
    picture.paste(colour, (20, 10, 100, 30))
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


NOTHING = (0, 0, 0, 0)
GROUNDS = [
    ("#8c1d18", NOTHING, "#ffffff"),
    ("#fafafa", NOTHING, "#0b2b47"),
    ("#8c1d18", "#ffffff", "#ffffff"),
    ("#ffffff", "#2e8b57", "#2e8b57"),
    ("#777777", NOTHING, "#ffffff"),
]


@pytest.mark.parametrize(("shape", "behind", "wanted"), GROUNDS)
def test_a_logo_stands_on_what_it_can_be_told_from(
    shape: str, behind: str | tuple[int, int, int, int], wanted: str
) -> None:
    assert find_ground(_shape(shape, behind), "#ffffff", "#0b2b47") == wanted


@pytest.mark.parametrize(("colour", "boxed"), [("#fafafa", False), ("#0b2b47", True)])
def test_a_logo_that_can_be_seen_on_the_cover_has_no_box(colour: str, *, boxed: bool) -> None:
    theme = replace(Theme(), heading_font="sans", heading="#0b2b47", paper="#fdf6e3")
    drawn = draw(ISSUE, theme, _shape(colour, NOTHING)).png
    with Image.open(io.BytesIO(drawn)) as cover:
        corner = cover.convert("RGB").crop((870, 1950, 1270, 2110))
    found = {shade for _, shade in corner.getcolors(1 << 16) or ()}
    assert ((0xFD, 0xF6, 0xE3) in found) is boxed


def test_a_theme_of_one_colour_has_a_cover_that_can_be_read() -> None:
    white = replace(THEMES["journal"], accent="#ffffff", paper="#ffffff")
    picture = _pixels(draw(CASES["a deck"], white).png)
    colours = {colour for _, colour in picture.getcolors(maxcolors=999) or ()}
    assert (255, 255, 255) in colours
    assert any(max(colour) < 100 for colour in colours), "letters are dark"
