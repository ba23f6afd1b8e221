"""Files that settings name are inputs of what is built with those settings, and of nothing else."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from builder.bench import Desk, rests
from copydesk.composition import csl

#: What a sidecar or a collection may name, what is in the file, and what is in it later.
NAMED = {
    "sheet": ("theme", "css", "look/own.css", "p { color: red }", "p { color: blue }"),
    "style": (
        "style",
        "csl",
        "own.csl",
        csl.load_style("apa").xml,
        csl.load_style("apa").xml + "<!-- -->",
    ),
    "house style": ("style", "pack", "own.toml", 'dashes = "spaced en"', 'dashes = "closed em"'),
    "theme": ("theme", "pack", "own.toml", 'ink = "#101010"', 'ink = "#202020"'),
    "pack of a pack": ("style", "pack", "upper.toml", 'dates = "as written"', 'quotes = "double"'),
}


@pytest.fixture(params=NAMED.values(), ids=NAMED)
def naming(bench: Desk, request: pytest.FixtureRequest) -> tuple[Desk, str, Path, str]:
    """A desk, the settings of a sidecar, a file that they name, and what is in it later."""
    table, key, name, text, later = request.param
    bench.config = replace(bench.config, root=str(bench.root))
    path = bench.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if name == "upper.toml":
        (bench.root / "lower.toml").write_text('pack = "upper.toml"', encoding="utf-8")
        name = "lower.toml"
    return bench, f'{table}]\n{key} = "{name}"\n', path, later


def test_a_file_that_a_sidecar_alone_names_is_an_input_of_its_article(
    naming: tuple[Desk, str, Path, str],
) -> None:
    bench, settings, path, later = naming
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("b.txt", "It came back at noon.")
    bench.write("a.txt.desk.toml", f"[settings.{settings}")
    for lies in bench.root.rglob("*.*"):
        os.utime(lies, (1, 1))
    assert bench.states(bench.build()) == {"a": "built", "b": "built"}
    assert rests(bench.root, bench.config) == 2
    before = bench.tree()
    os.utime(path, (2, 2))
    assert bench.reasons() == {}
    path.write_text(later, encoding="utf-8")
    assert rests(bench.root, bench.config) is None
    ((slug, why),) = bench.reasons().items()
    name = path.relative_to(bench.root).as_posix()
    packed = ".toml" in name  # its values are settings
    expected = "settings changed" if packed else f"`{name}` changed, which the settings name"
    assert (slug, why) == ("a", (expected,))
    assert bench.states(bench.build()) == {"a": "built", "b": "up to date"}
    assert bench.reasons() == {}
    path.write_text("", encoding="utf-8")
    path.unlink()
    assert [*bench.reasons()] == ["a"]
    assert bench.states(bench.build())["a"] == "failed"
    assert {name for name in before if name[0] == "b"} <= bench.tree().keys()


def test_a_sidecar_that_names_what_no_system_could_hold_stops_no_other_article(
    bench: Desk,
) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("b.txt", "It came back at noon.")
    bench.write("a.txt.desk.toml", f'[settings.style]\npack = "{300 * "o"}.toml"\n')
    assert bench.states(bench.build()) == {"a": "failed", "b": "built"}


def test_a_file_that_a_collection_alone_names_is_an_input_of_the_book_alone(
    naming: tuple[Desk, str, Path, str],
) -> None:
    bench, settings, path, later = naming
    bench.write("a.txt", "The ferry left at dawn.")
    book = 'title = "Ferries"\narticles = ["a"]\nformats = ["epub"]\n'
    bench.write("collections/book.toml", f"{book}[{settings}")
    bench.build()
    assert bench.reasons() == {}
    path.write_text(later, encoding="utf-8")
    assert [*bench.reasons()] == ["collections/book"]
    bench.build()
    assert bench.reasons() == {}


def test_a_file_that_an_article_names_is_an_input_of_the_books_that_hold_it(bench: Desk) -> None:
    bench.config = replace(bench.config, root=str(bench.root))
    sheet = bench.root / "own.css"
    sheet.write_text("p { color: red }", encoding="utf-8")
    for name in ("a", "b"):
        bench.write(f"{name}.txt", "The ferry left at dawn.")
        book = f'title = "Of {name}"\narticles = ["{name}"]\nformats = ["epub"]\n'
        bench.write(f"collections/of-{name}.toml", book)
    bench.write("a.txt.desk.toml", '[settings.theme]\ncss = "own.css"\n')
    bench.build()
    sheet.write_text("p { color: blue }", encoding="utf-8")
    assert bench.reasons() == {
        "a": ("`own.css` changed, which the settings name",),
        "collections/of-a": ("article changed: source/a.txt",),
    }


def test_a_pack_that_names_another_file_from_now_on_has_that_one_heeded(bench: Desk) -> None:
    bench.config = replace(bench.config, root=str(bench.root))
    pack, sheet = bench.root / "own.toml", bench.root / "own.css"
    pack.write_text('ink = "#101010"', encoding="utf-8")
    sheet.write_text("p { color: red }", encoding="utf-8")
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("a.txt.desk.toml", '[settings.theme]\npack = "own.toml"\n')
    bench.build()
    pack.write_text('css = "own.css"', encoding="utf-8")
    assert bench.reasons() == {"a": ("settings changed",)}
    bench.build()
    sheet.write_text("p { color: blue }", encoding="utf-8")
    assert bench.reasons() == {"a": ("`own.css` changed, which the settings name",)}


def test_a_comment_in_a_pack_rebuilds_nothing(bench: Desk) -> None:
    bench.config = replace(bench.config, root=str(bench.root))
    pack = bench.root / "own.toml"
    pack.write_text('ink = "#101010"', encoding="utf-8")
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("a.txt.desk.toml", '[settings.theme]\npack = "own.toml"\n')
    bench.build()
    pack.write_text('# Our colours.\nink = "#101010"', encoding="utf-8")
    assert bench.reasons() == {}
