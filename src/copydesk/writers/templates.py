"""The templates of `data/templates`, each compiled once in a worker by the writer that fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Template


def compile_template(
    name: str, filters: Mapping[str, Callable[..., Any]] | None = None, **known: object
) -> Template:
    """Compile the template `name`, which knows `filters` and values besides those of Jinja2.

    What it shows is escaped as markup asks for it, but in what is none.

    >>> made = compile_template("word/app.xml").render(about={"publisher": "Lo & Sons"})
    >>> made.count("Lo &amp; Sons")
    1
    """
    from jinja2 import Environment  # not needed to plan a build

    markup = name.endswith((".html", ".xml"))
    engine = Environment(autoescape=markup, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    engine.globals |= known
    engine.filters |= filters or {}
    source = files("copydesk") / "data" / "templates" / name
    return engine.from_string(source.read_text(encoding="utf-8"))
