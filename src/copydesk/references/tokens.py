"""Prepare an entry for the tagger: what no reader sees, quotation marks, words.

Words are runs between blanks, cut further where sloppy lists glue two fields
together (`.”Atlantic`, `1Apr.2022`, `2015.Rare`, `52:884-885`). Nothing is
rewritten: each token is a span of the entry, so every field can be quoted as
it stands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from copydesk.references import lexicon
from copydesk.references.dates import MONTH
from copydesk.references.identifiers import GLUED

#: What no reader sees; a bare string may still carry it.
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]")
#: Where words part, as the rules have it too.
_BREAK: Final = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
#: Dots for authors that are left out are one word.
_WORD: Final = re.compile(r"\.(?: \.){2}(?=\s)|\S+")
_WHOLE: Final = re.compile(
    r"[<(\[]?(?:https?:|ftp:|www\.|doi:?\S{0,3}10\.|10\.\d{4})|[^@\s]{1,64}@[^@\s]{1,64}\.",
    re.IGNORECASE,
)
_LINK_INSIDE: Final = re.compile(r"(?<=[^<(\[\s])(?=https?://)")
_SEAM: Final = re.compile(
    "|".join(
        (
            r"(?<=[.,!?][\"”»])(?=[^\W_])",  # .”Atlantic
            r"(?<=[”»])(?=[^\W_])",
            r"(?<=[^\W\d_]\.)(?=[“«])",
            r"(?<=[^\W\d_])(?=“[^\W_])",  # Lund, Vera“Salt
            r"(?<=[.,:)])(?=[“«‘\"][^\W_])",
            rf"(?<=\d)(?=(?i:{MONTH})\b)",  # 1Apr
            r"(?<=[.,;:)])(?=\(?(?:1[5-9]|20)\d\d[a-z]?[).,;:”\"])",  # Apr.2022, B.,2015.
            r"(?<=[^\W\d_]\.)(?=(?:1[5-9]|20)\d\d$)",
            r"(?<=\d{4}[.,;:)])(?=[^\W\d_]{2}|[“\"‘«])",  # 2015.Rare
            r"(?<=\d{4}\)[.,;:])(?=[^\W\d_]{2}|[“\"‘«])",
            r"(?<=\d{4}[a-z]\)\.)(?=[^\W\d_]{2}|[“\"‘«])",
            r"(?<=\b[pPsS]\.)(?=\d)",
            r"(?<=\b[pP][pP]\.)(?=\d)",
            r"(?<=\b[vV]ol\.)(?=\d)",
            r"(?<=\b[nN]o\.)(?=\d)",
            r"(?<=[\d)]:)(?=[A-Za-z]?\d{1,6}[-–—])",  # 52:884-885
            r"(?<=\):)(?=[A-Za-z]?\d)",
            r"(?<=\b\d{4};)(?=\d)",  # 1997;24
            r"(?<=[a-z]{2}[,;])(?=[A-Z])",  # Smith,John
            r"(?<=[a-z]{3}[.:])(?=[A-Z][a-z])",
            r"(?<=\.,)(?=[A-Z][a-z])",
            r"(?<=[a-z]{2}\.)(?=\d{1,2}$)",  # Times.16 October
            r"(?<=[a-z])(?=\((?:1[5-9]|20)\d\d[a-z]?\))",  # Smith(2019)
        )
    )
)

#: Latin, Greek and Cyrillic end here; Latin's additions stand above, ligatures last.
_KNOWN_SCRIPTS: Final = "\u052f"
_LATIN_AGAIN: Final = "\u1e00"
_LATIN_LAST: Final = "\u2fff"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the entry and the place where it stands."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def visible(raw: str) -> str:
    r"""`raw` without invisible and control characters; those that part words become blanks.

    >>> visible("Lo,\tB.\x00\x1f(2022)\u200b")
    'Lo, B. (2022)'
    """
    if raw.isprintable():
        return raw.strip()
    return _CONTROL.sub("", _BREAK.sub(" ", _INVISIBLE.sub("", raw))).strip()


#: What stands around an entry and is none of its words: bullets, the sign of a note and the way
#: back to its call, "See also" before a name, links to catalogues behind it.
_AROUND: Final = re.compile(
    r"^(?:(?:[•*·▪◦‣●○■□►✓➢–—-]\s+|\*(?=\w)|[\u2190-\u2bff\U0001f300-\U0001faff]\ufe0f?\s*"
    r"|\[\^[\w-]{1,20}\]:?\s*)+)?"
    r"(?:(?:\[?\d{1,4}[\].)]\s+)?(?:(?:But\s)?[Ss]ee(?:,?\s(?:also|generally|e\.g\.,?))?|(?:But\s)?[Cc]f\.?"
    r"|Vgl\.|Siehe|Voir|Véase)\s?[,:]?\s"
    r"(?=[A-ZÀ-ÖØ-Þ][\w.’-]*(?:(?:\s[A-ZÀ-ÖØ-Þ&(][\w.’)-]*){1,6},|,\s[“\"‘'„«]|,\s[A-ZÀ-ÖØ-Þ]\w*\.)))?"
    r"|\s*(?:↩\ufe0e?|(?:Cross[Rr]ef|Medline|PubMed|Google Scholar|Web of Science"
    r"|Link(?=\s?(?:Cross|Google)))\s*)+$"
)


def without_surroundings(entry: str) -> str:
    """`entry` without what a list or a note prints around it.

    >>> without_surroundings("- See also Vera Lund, Salt. 2019. Crossref Google Scholar")
    'Vera Lund, Salt. 2019.'
    >>> without_surroundings("See how they swim, Hull. 2019.")
    'See how they swim, Hull. 2019.'
    """
    return _AROUND.sub("", entry).strip() or entry


@cache
def _announcing() -> re.Pattern[str]:
    words = sorted(lexicon.known_words(), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, words))})(?!\w)")


def in_known_words(entry: str) -> str:
    """`entry` with what announces a field in a word that the tagger knows, no longer than it was.

    >>> in_known_words("Лунд В. Соль, с. 12. Режим доступа: https://tide.example")
    'Лунд В. Соль, p. 12. Available at:  https://tide.example'
    """
    known = lexicon.known_words()
    return _announcing().sub(lambda said: known[said[0]].ljust(len(said[0])), entry)


def is_foreign_script(text: str) -> bool:
    """Whether most letters of `text` belong to scripts the tagger never saw.

    >>> is_foreign_script("王小明，《论语》，2020年。"), is_foreign_script("Lo, B. 2022.")
    (True, False)
    """
    if text.isascii():
        return False
    letters = [sign for sign in text[:2_000] if sign.isalpha()]
    foreign = sum(_KNOWN_SCRIPTS < sign < _LATIN_AGAIN or sign > _LATIN_LAST for sign in letters)
    return foreign * 2 > len(letters)


def tokenise(entry: str) -> tuple[Token, ...]:
    """The words of `entry` in order; together they hold all of it but the blanks.

    >>> [token.text for token in tokenise("in Washington.”Atlantic Council, 1Apr.2022, p.153")]
    ['in', 'Washington.”', 'Atlantic', 'Council,', '1', 'Apr.', '2022,', 'p.', '153']
    """
    found: list[Token] = []
    for match in _WORD.finditer(entry):
        start = match.start()
        for piece in _pieces(match[0]):
            found.append(Token(piece, start))
            start += len(piece)
    return tuple(found)


def words(entry: str) -> Iterator[str]:
    """The texts of `tokenise`.

    >>> list(words("Lo, B.,2015.Rare"))
    ['Lo,', 'B.,', '2015.', 'Rare']
    """
    return itertools.chain.from_iterable(map(_pieces, _WORD.findall(entry)))


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    """The words in one without blanks."""
    if len(word) < 4:
        return (word,)
    if _WHOLE.match(word):
        glued = GLUED.search(word)
        return (word[: glued.start() + 1], word[glued.start() + 1 :]) if glued else (word,)
    cuts = [match.start() for match in _LINK_INSIDE.finditer(word)]
    if not cuts:
        cuts = [match.start() for match in _SEAM.finditer(word)]
    edges = (0, *(cut for cut in cuts if cut), len(word))
    return tuple(word[low:high] for low, high in itertools.pairwise(edges))


# ── straight quotation marks, read as the curly ones they stand for ───────────


_BEFORE: Final = r"(?:(?<=[\s(\[{“„«‘/–—-])|^)"
_OPENING: Final = re.compile(_BEFORE + r'"(?=\S)')
#: Not `'90s`, `'n'`, nor a mark before a blank.
_SINGLE_OPENING: Final = re.compile(_BEFORE + r"'(?!\s|\d\ds?\b|n'|t\s|s\s)(?=[^\s'])")
_SINGLE_CLOSING: Final = re.compile(r"(?<=[^\s'])'(?=[\s.,;:!?)\]}”»\"]|$)")
#: `the dogs' bowls`: a plural may go on like this, a quotation hardly ever.
_GOES_ON: Final = re.compile(r"s'\s[a-zß-öø-ÿ]")
_STRAIGHT: Final = str.maketrans("“”‘’", "\"\"''")
_CURLY: Final = frozenset("“”‘’")


def curled(entry: str) -> str:
    r"""`entry` with its straight quotation marks curled, apostrophes left as they are.

    >>> curled("Lo, B. (2022) 'The miller's daughters', \"The Tide\", 3.")
    "Lo, B. (2022) ‘The miller's daughters’, “The Tide”, 3."
    >>> curled("The '90s and the dogs' bowls")
    "The '90s and the dogs' bowls"
    """
    curled_once = with_singles_curled(entry)
    return _OPENING.sub("“", curled_once).replace('"', "”") if '"' in entry else curled_once


def with_singles_curled(entry: str) -> str:
    r"""`entry` with its single marks curled in pairs: each opening one with its closing one.

    >>> with_singles_curled("'Salt', \"The Tide\"")
    '‘Salt’, "The Tide"'
    """
    if "'" not in entry:
        return entry
    openings = [match.start() for match in _SINGLE_OPENING.finditer(entry)]
    closings = [match.start() for match in _SINGLE_CLOSING.finditer(entry)]
    signs = list(entry)
    behind = 0
    for number, opening in enumerate(openings):
        until = openings[number + 1] if number + 1 < len(openings) else len(entry)
        while behind < len(closings) and closings[behind] < opening:
            behind += 1
        first = behind
        while behind < len(closings) and closings[behind] < until:
            behind += 1
        if first < behind:
            signs[opening], signs[_end(entry, closings[first:behind])] = "‘", "’"
    return "".join(signs)


def _end(entry: str, closings: list[int]) -> int:
    """The first of `closings` that is no plural's apostrophe, the last when all may be."""
    ends = (at for at in closings if not _GOES_ON.match(entry, at - 1))
    return next(ends, closings[-1])


def received(value: Any, entry: str, copy: str) -> Any:  # noqa: ANN401  any CSL value
    r"""`value`, read from `copy`, with the quotation marks of `entry`.

    >>> entry = "Lo, B. (2022) \"The 'long truce' ends\"."
    >>> received({"title": "The ‘long truce’ ends"}, entry, curled(entry))
    {'title': "The 'long truce' ends"}
    """
    if isinstance(value, dict):
        return {name: received(one, entry, copy) for name, one in value.items()}
    if isinstance(value, list):
        return [received(one, entry, copy) for one in value]
    if not isinstance(value, str) or _CURLY.isdisjoint(value):
        return value
    at = copy.find(value)
    if at >= 0:
        return entry[at : at + len(value)]
    # Its blanks or stops were mended on the way: only one kind of marks can be undone.
    return value if not _CURLY.isdisjoint(entry) else value.translate(_STRAIGHT)
