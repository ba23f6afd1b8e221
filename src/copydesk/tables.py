"""The TOML tables in `data/`, each read once in a process.

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
def load_table(name: str) -> dict[str, Any]:
    """Load the table `name` (its path in `data/` without the ending); do not change it.

    >>> load_table("licences")["CC0-1.0"]["short"]
    'CC0 1.0'
    """
    import tomli  # which settings do without

    return tomli.loads((_HOUSE / f"{name}{_ENDING}").read_text(encoding="utf-8"))


class CodeMeaning(NamedTuple):
    """The meaning of a code, in one line, and the severity of a question or remark."""

    text: str
    severity: str = ""


@cache
def load_codes(kind: str) -> dict[str, CodeMeaning]:
    """Load the codes of `kind`: `queries`, `remarks`, `edits`, `errors`, `roles`, `families`.

    >>> load_codes("queries")["reference.missing-year"].severity, load_codes("families")["fr"].text
    ('warning', 'French typography')
    """
    rows = load_table("codes")[kind].items()
    told = {code: row if isinstance(row, dict) else {"text": row} for code, row in rows}
    return {
        code: CodeMeaning(" ".join(row["text"].split()), row.get("severity", ""))
        for code, row in told.items()
    }


def list_tables(folder: str) -> list[str]:
    """List the tables in a folder of `data/`, without their endings, in alphabetical order.

    >>> "mediawiki" in list_tables("sites")
    True
    """
    entries = sorted(entry.name for entry in (_HOUSE / folder).iterdir())
    return [name.removesuffix(_ENDING) for name in entries if name.endswith(_ENDING)]
