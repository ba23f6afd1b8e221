"""`dist/quarantine.txt`: what stands refused or failed, as a list that is a target again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from copydesk.desk.report import escape, told
from copydesk.desk.roll import Row

NAME: Final = "quarantine.txt"


def listed(rows: Iterable[Row], out: str) -> str:
    """The list, each source below its reason; "" when nothing is refused or failed.

    >>> row = Row("a", "source/a.txt", "refused", message="it is empty", hint="send the text")
    >>> print(listed([row], "dist"), end="")
    # 1 submission is refused or failed; once it is mended: copydesk build @dist/quarantine.txt
    <BLANKLINE>
    # refused: it is empty
    # send the text
    source/a.txt
    """
    bad = [row for row in rows if row.status in {"refused", "failed"}]
    if not bad:
        return ""
    many, it = ("submission is", "it is") if len(bad) == 1 else ("submissions are", "they are")
    again = f"copydesk build @{escape(out)}/{NAME}"
    lines = [f"# {len(bad):,} {many} refused or failed; once {it} mended: {again}"]
    for row in bad:
        code = f" [{row.code}]" if row.code else ""
        lines += ["", f"# {row.status}: {told(row.message)}{escape(code)}"]
        lines += [f"# {told(row.hint)}"] if row.hint else []
        lines += _target(row)
    return "\n".join(lines) + "\n"


def _target(row: Row) -> list[str]:
    """The source, or the slug with the source above it when no line can hold its name."""
    name = row.source
    if name == name.strip() and len(name.splitlines()) == 1:
        return [name]
    return [f"# {escape(name)}", row.slug]
