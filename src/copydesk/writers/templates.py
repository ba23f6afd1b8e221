"""The templates of `data/templates`, each compiled once in a worker."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def compile_template(name: str, *, strict: bool = False, **known: object) -> Template:
    """Compile the template `name`, which has what is `known` besides what Jinja2 has.

    Functions are its filters, too. What it shows is escaped as markup asks for it, but in what is
    none. A `strict` one fails where it shows what is not there.

    >>> made = compile_template("word/app.xml").render(about={"publisher": "Lo & Sons"})
    >>> made.count("Lo &amp; Sons")
    1
    """
    from jinja2 import Environment, StrictUndefined, Undefined  # not needed to plan a build

    markup = name.endswith((".html", ".xml"))
    engine = Environment(autoescape=markup, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    engine.undefined = StrictUndefined if strict else Undefined
    engine.globals |= known
    engine.filters |= {name: make for name, make in known.items() if callable(make)}
    source = files("copydesk") / "data" / "templates" / name
    return engine.from_string(source.read_text(encoding="utf-8"))
