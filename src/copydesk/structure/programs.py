"""Lines of programs and of shells, told from prose by their signs, in any language.

Prose closes its sentences and opens its brackets after a blank; a program closes its
statements with semicolons and braces, glues brackets to names, and indents.
"""

from __future__ import annotations

import re
from typing import Final

#: No line of a program that somebody prints is wider.
WIDEST: Final = 160
#: Signs at a line's ends that are looked at.
EDGE: Final = 60
#: Such a share of a line's signs are those of programs.
DENSE: Final = 0.12
#: Between two lines of a program so many others belong to it.
BRIDGE: Final = 3
#: From this likeness on a line is one of a program if its neighbours are.
LIKELY: Final = 0.5

_SHELL = re.compile(
    r"\s*(?:\$ |> (?=[a-z])|>>> |sudo |npm (?:i|run|install)\b|pip3? install|git [a-z]+ ?-|curl -"
    r"|cd [~./]|#include|#!/|import [\w.]+;?$|from [\w.]+ import |apt(?:-get)? |brew install"
    r"|<\?(?:php|xml)|<!DOCTYPE|(?:let|var|const) \w+ ?=|def \w+\(|class \w+[:({]"
    r"|(?:public|private|static|void|func|function) \w+ ?[(<]|return [^.]{0,40};$)"
)
#: Statements of data bases, lines of logs, traces of errors.
_RECORD = re.compile(
    r"(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (?:TABLE|INDEX|VIEW)|ALTER TABLE|WHERE"
    r"|(?:LEFT |INNER )?JOIN|ORDER BY|GROUP BY|VALUES|FROM) [\w.*\"`'(]|VALUES ?\("
    r"|\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\S{0,12} .{0,30}"
    r"\b(?:INFO|WARN(?:ING)?|ERROR|DEBUG|FATAL)\b"
    r"|Traceback \(most recent|File \".{1,100}\", line \d|at [\w.$]+\(.{0,80}\)$"
)
#: "interval: 10s", "  - red" of a file of settings: keys are one word without a capital.
_SETTING = re.compile(
    r"(?:- )?[a-z_][\w.-]{0,30}:(?:\s[\w\"'/.:@\[{-]\S{0,40})?$|- [a-z_][\w./-]{0,30}$"
)
_TAG = re.compile(r"\s*</?[a-zA-Z][\w-]*(?:\s[^<>]{0,120})?/?>|\s*<[a-z][\w-]* \w+=\"")
_CLOSED = re.compile(r"[;{}\[]$|\)\s*(?:=>|->)\s*[{(]?$|[)\]}][,;)]*$|[{(\[]\s?(?://.{0,40})?$")
_OPENED = re.compile(r"\s*(?:[}\])]|//|/\*|\*/|\{|@\w+$|--\w|\.\w+\()")
_GLUED = re.compile(
    r"[a-z_]\w*(?:\.\w+)*\([^)\s]{0,60}|\w\[[\"'\w]+\]|[=!<>]==?|=>|->|&&|\|\||::|\+=|\+\+"
)
_ASSIGNED = re.compile(r"^\s*[\w.$\[\]'\"-]+\s?[:=]\s?[\"'\[{(\d\w-].{0,120}[;,\"'{\[)]$")
_QUOTED = re.compile(r"\"[^\"]{0,80}\"|(?<!\w)'[^']{0,80}'")
_REMARKED = re.compile(r"[;{})]\s*//")
_SENTENCE = re.compile(r"[a-zß-ÿ,]\s[a-zß-ÿ]+\s[a-zß-ÿ]+\s")
_STRONG: Final = frozenset(";{}[]=<>$_\\|#&/*")


def likeness(text: str) -> float:
    """From 0 (prose) through 0.5 (may be a line of a program) to 1 (is one).

    >>> likeness("if (harbour.open()) {"), likeness("$ make harbour"), likeness("});")
    (1.0, 1.0, 1.0)
    >>> likeness("ORDER BY name;"), likeness("interval: 10s"), likeness("Interval: ten seconds")
    (1.0, 0.5, 0.0)
    >>> likeness("The harbour (an old one) was quiet."), likeness("Ports & ships")
    (0.0, 0.0)
    >>> likeness("The close() function shuts the harbour for the night;")
    0.0
    """
    line = text.strip()
    if not line or len(line) > WIDEST:
        return 0.0
    # What a program says to its user may be a sentence.
    if '"' in line or "'" in line:
        line = _QUOTED.sub('""', line)
    if _SHELL.match(line) or _TAG.match(line) or _RECORD.match(line):
        return 1.0
    if _SETTING.match(line):
        return LIKELY
    if _SENTENCE.search(line):
        return 0.0
    closed = _CLOSED.search(line[-EDGE:]) is not None
    opened = _OPENED.match(line) is not None
    glued = _GLUED.search(line) is not None
    dense = sum(sign in _STRONG for sign in line) >= DENSE * len(line)
    assigned = _ASSIGNED.match(line) is not None
    ended = line.endswith((");", "({", ") {", "};", "})")) or _REMARKED.search(line) is not None
    firm = ended or (
        closed and line[-1] in ";{}[" and (line[-1] != ";" or glued or assigned or dense)
    )
    score = 0.5 * opened + 0.5 * glued + 0.5 * dense * closed + 0.5 * assigned + 1.0 * firm
    return min(1.0, score)


def is_code(text: str) -> bool:
    """Whether `text` is a line of a shell or a program.

    >>> is_code("$ make harbour"), is_code("The harbour was quiet.")
    (True, False)
    """
    return likeness(text) >= LIKELY
