"""Tag a work that a CSL style has set: which of its words are the author, the title, the date.

The style may have shortened names, turned dates round and put words of its own between the
fields. The values of the item are looked for in the text; what stands between them is told by
its form and by what it stands beside.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from copydesk.references import bodies, lexicon
from copydesk.references.dates import MONTHS
from copydesk.references.tokens import tokenise
from references_tagged import Piece, Tagged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from copydesk.model import Csl

_SAME: Final = str.maketrans("‘’“”«»„‚–—‑\u00a0\u202f", '\'\'"""""\'---  ')
#: Periodicals are a label of their own.
_PERIODICALS: Final = frozenset(
    ("article-newspaper", "article-magazine", "article-journal", "interview", "legislation")
)
_ACCESS: Final = re.compile(
    r"\W*(?:accessed|retrieved|viewed|visited|cited|consulted|abgerufen|zugriff|zugegriffen|letzter"
    r"|consulté|consulta|consultado|accedido|acesso|accesso|geraadpleegd|besucht|besuchen|gesehen"
    r"|available|abrufbar|verfügbar|disponible|disponível|disponibile|recuperado|récupéré|repéré|abruf"
    r"|beschikbar|zuletzt|url|from|https?:?|online:)\b",
    re.IGNORECASE,
)
_MEDIUM: Final = re.compile(
    r"\W*(?:online|internet|web|en|ligne|línea|linea|onlineressource|on-line|\[onl\.?\]?)\W*",
    re.IGNORECASE,
)
_EDITORS: Final = re.compile(
    r"\W*(?:eds?|editors?|edited|hrsg|hg|herausgegeben|éds?|édité|dirs?|coords?|ed|sous|direction)\W*",
    re.IGNORECASE,
)
_PERIOD: Final = re.compile(r"\W*(?:n\.d|s\.f|o\.\s?j|s\.d|no\s?date)\W*", re.IGNORECASE)
_EDITION: Final = re.compile(
    r"\W*(?:ed|edn|edition|aufl|auflage|éd|édition|edición)\W*", re.IGNORECASE
)
_BETWEEN_NAMES: Final = re.compile(
    r"\W*(?:and|und|et|y|e|en|&|al|u\.?\s?a|others|others)?\W*|\W*(?:[^\W\d_]{1,2}[.\s-]*){1,4}\W*",
    re.IGNORECASE,
)
_PEOPLE: Final = ("author", "editor", "translator")


def tagged(text: str, item: Csl) -> Tagged | None:
    """`text` as segments, or None when its title is not to be found in it.

    >>> work = {"type": "book", "title": "Salt", "publisher": "Brill",
    ...         "author": [{"family": "Lo", "given": "Bo"}], "issued": {"date-parts": [[2020]]}}
    >>> [(piece.label, piece.text) for piece in tagged("Lo, B. (2020). Salt. Brill.", work)]
    [('author', 'Lo, B.'), ('date', '(2020).'), ('title', 'Salt.'), ('publisher', 'Brill.')]
    """
    marks = [""] * len(text)
    found = _mark(text, item, marks)
    if "title" not in found:
        return None
    tokens = tokenise(text)
    labels = [next(filter(None, marks[token.start : token.end]), "") for token in tokens]
    words = [token.text for token in tokens]
    _dates(words, labels, item)
    _between(words, labels)
    pieces: list[Piece] = []
    for token, label in zip(tokens, labels, strict=True):
        glued = bool(token.start) and not text[token.start - 1].isspace()
        if pieces and pieces[-1].label == label:
            before = pieces[-1]
            pieces[-1] = before.with_text(before.text + ("" if glued else " ") + token.text)
        else:
            pieces.append(Piece(label, token.text, glued=glued))
    return tuple(pieces)


def _plain(text: str) -> str:
    signs = (sign.casefold() if len(sign.casefold()) == 1 else sign for sign in text)
    return "".join(signs).translate(_SAME)


def _mark(text: str, item: Csl, marks: list[str]) -> set[str]:
    """Write each field's label over its signs in `marks`; the labels that were found."""
    plain = _plain(text)
    found: set[str] = set()
    for label, value in _values(item):
        at = _place(plain, _plain(value), marks)
        if at >= 0:
            found.add(label)
            marks[at : at + len(value)] = [label] * len(value)
    for label in _PEOPLE:
        for name in item.get(label, ()):
            for part in ("family", "non-dropping-particle", "given"):
                value = name.get(part, "")
                at = _place(plain, _plain(value), marks, word=True) if value else -1
                if at >= 0:
                    marks[at : at + len(value)] = [label] * len(value)
    for label, pattern in _numbers(item):
        for match in pattern.finditer(plain):
            if not any(marks[match.start() : match.end()]):
                marks[match.start() : match.end()] = [label] * len(match[0])
                break
    return found


def _values(item: Csl) -> Iterator[tuple[str, str]]:
    outlet = "journal" if item["type"] in _PERIODICALS else "container-title"
    if item["type"] == "webpage":
        name = str(item.get("container-title", ""))
        body = lexicon.kind(name) == "institute" or bodies.is_body(name)
        outlet = "publisher" if body else outlet
    fields = (
        ("URL", "url"), ("DOI", "doi"), ("title", "title"), ("container-title", outlet),
        ("collection-title", "collection-title"), ("event-title", "container-title"),
        ("genre", "genre"), ("ISBN", "isbn"), ("publisher", "publisher"),
        ("publisher-place", "location"),
    )  # fmt: skip
    for name in item.get("author", ()):
        if "literal" in name:
            yield "author", name["literal"]
    for field, label in fields:
        if value := item.get(field):
            yield label, str(value)


def _place(plain: str, value: str, marks: Sequence[str], *, word: bool = False) -> int:
    """Where `value` stands on signs that no field has taken yet, -1 when nowhere."""
    at = plain.find(value)
    while at >= 0:
        end = at + len(value)
        apart = not word or not (plain[at - 1 : at].isalnum() or plain[end : end + 1].isalnum())
        if apart and not any(marks[at:end]):
            return at
        at = plain.find(value, at + 1)
    return -1


def _numbers(item: Csl) -> Iterator[tuple[str, re.Pattern[str]]]:
    if page := str(item.get("page", "")):
        first, _, last = page.partition("-")
        more = rf"(?:\s?--?\s?{last[:1]}?\d{{1,5}})?" if last else ""
        yield "pages", re.compile(rf"(?<![\w/])(?<!\d\.){first.casefold()}{more}(?!\w)")
    if number := item.get("number"):
        yield "genre", re.compile(rf"(?<!\w){re.escape(str(number).casefold())}(?!\w)")
    for field, label in (("edition", "edition"), ("volume", "volume"), ("issue", "volume")):
        if field in item:
            yield label, re.compile(rf"(?<![\w./-]){item[field]}(?:st|nd|rd|th|e|ª|a)?(?![\w-])")


def _dates(words: Sequence[str], labels: list[str], item: Csl) -> None:
    """Date words get their label: those behind "Accessed" belong to that note."""
    parts = [str(part) for part in item.get("issued", {}).get("date-parts", [[]])[0]]
    seen = [str(part) for part in item.get("accessed", {}).get("date-parts", [[]])[0]]
    noted = False
    for at, word in enumerate(words):
        if labels[at]:
            noted = False
            continue
        core = re.sub(r"^\W+|\W+$", "", word).casefold()
        bare = re.sub(r"(?<=\d)(?:st|nd|rd|th|er|º|[a-z])$", "", core)
        if _ACCESS.match(word):
            labels[at], noted = "note", True
        elif _is_date(bare, core, parts + seen):
            labels[at] = "note" if noted else "date"
        elif noted and core:
            labels[at] = "note"
        elif _PERIOD.fullmatch(word):
            labels[at] = "date"


def _is_date(bare: str, core: str, numbers: Sequence[str]) -> bool:
    pieces = [piece.lstrip("0") for piece in re.split(r"[-./]", bare)]
    return core in MONTHS or (bool(bare) and all(piece in numbers for piece in pieces if piece))


def _between(words: Sequence[str], labels: list[str]) -> None:
    """Give the words between the fields to one of their neighbours, or to a field of their own."""
    at = 0
    while at < len(words):
        if labels[at]:
            at += 1
            continue
        end = at
        while end < len(words) and not labels[end]:
            end += 1
        left = labels[at - 1] if at else ""
        right = labels[end] if end < len(words) else ""
        labels[at:end] = _gap(words[at:end], left, right)
        at = end


def _gap(words: Sequence[str], left: str, right: str) -> list[str]:
    result: list[str] = []
    for at, word in enumerate(words):
        last = result[-1] if result else left
        result.append(_stray(word, last, left, right, first=not at))
    return result


def _stray(word: str, last: str, left: str, right: str, *, first: bool) -> str:  # noqa: PLR0911
    if not any(sign.isalnum() for sign in word) and word != "&":
        opening = unicodedata.category(word[0]) in ("Ps", "Pi") and right
        return right if opening or not last else last
    if left == right and last == left:
        return left
    if (_MEDIUM.fullmatch(word) and word[0] in "[(") or (last == "medium" and word[-1] in "])"):
        return "medium"
    if word[-1] in "])" and last == "medium":
        return "medium"
    if _EDITION.fullmatch(word) and "edition" in (last, right):
        return "edition"
    if _EDITORS.fullmatch(word):
        if last in ("author", "editor") and (first or last == "editor" or word[0] in "(["):
            return last
        return "editor" if "editor" in (left, right) else right or last
    if last in _PEOPLE and left in _PEOPLE and _BETWEEN_NAMES.fullmatch(word):
        return last
    return right or last
