"""The guides that come with the package, one page of Markdown each."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

_FOLDER: Final = files("copydesk") / "guides"


def names() -> tuple[str, ...]:
    """What the guides are called.

    >>> "batch" in names()
    True
    """
    pages = (page.name for page in _FOLDER.iterdir())
    return tuple(sorted(page.removesuffix(".md") for page in pages if page.endswith(".md")))


def guide(name: str) -> str:
    r"""The guide `name`.

    >>> guide("collections").partition("\n")[0]
    '# Collections'
    """
    return (_FOLDER / f"{name}.md").read_text(encoding="utf-8")
