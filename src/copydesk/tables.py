"""The tables of the house: what lies in `data/` as TOML, each read once in a process.

There are some eighty of them, and a first article asks for most. tomli reads them as Python's own
`tomllib` does, for they are one program; but it comes compiled, and takes a third of the time.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

_HOUSE: Final = Path(__file__).parent / "data"
_ENDING: Final = ".toml"


@cache
def table(name: str) -> dict[str, Any]:
    """The table `name`, its path in `data/` without the ending. Nobody may change it.

    >>> table("licences")["CC0-1.0"]["short"]
    'CC0 1.0'
    """
    import tomli  # which settings do without

    return tomli.loads((_HOUSE / f"{name}{_ENDING}").read_text(encoding="utf-8"))


class Code(NamedTuple):
    """What a code means, in one line; of a question or remark also how grave it is."""

    text: str
    severity: str = ""


@cache
def codes(kind: str) -> dict[str, Code]:
    """What each code of `kind` means: `queries`, `remarks`, `edits`, `errors`, `roles`, `families`.

    >>> codes("queries")["reference.missing-year"].severity, codes("families")["fr"].text
    ('warning', 'how French is set')
    """
    rows = table("codes")[kind].items()
    told = {code: row if isinstance(row, dict) else {"text": row} for code, row in rows}
    return {
        code: Code(" ".join(row["text"].split()), row.get("severity", ""))
        for code, row in told.items()
    }


def names(folder: str) -> list[str]:
    """The tables in a folder of `data/`, without their endings, in the order of the files.

    >>> "mediawiki" in names("sites")
    True
    """
    entries = sorted(entry.name for entry in (_HOUSE / folder).iterdir())
    return [name.removesuffix(_ENDING) for name in entries if name.endswith(_ENDING)]
