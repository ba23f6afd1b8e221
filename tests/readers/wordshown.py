"""Lines as a test shows them: `<hint> [zone] text`, tabs as bars, marks as tags."""

from __future__ import annotations

from copydesk.model import Line, Submission


def shown(sent: Submission) -> str:
    """All lines of a submission."""
    return "\n".join(_line(line) for line in sent.lines)


def _line(line: Line) -> str:
    start = f"<{line.hint}> " * bool(line.hint) + f"[{line.zone}] " * bool(line.zone)
    return (start + _marked(line).replace("\t", "|")).rstrip()


def _marked(line: Line) -> str:
    inserted: list[tuple[int, int, str]] = []
    for order, mark in enumerate(line.marks):
        name = f"{mark.kind} {mark.target}".rstrip()
        if mark.start == mark.end:
            inserted.append((mark.start, order, f"<{name}/>"))
            continue
        inserted.append((mark.start, order, f"<{name}>"))
        inserted.append((mark.end, -order - 1, f"</{mark.kind}>"))
    text, pieces, position = line.text, [], 0
    for offset, _, tag in sorted(inserted):
        pieces += [text[position:offset], tag]
        position = offset
    return "".join(pieces) + text[position:]


def asked(sent: Submission) -> list[str]:
    return [f"{query.code}: {query.message}" for query in sent.queries]
