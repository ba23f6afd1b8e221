"""Blanks: too many, too few, or on the wrong side of a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.clean import lexicon
from copydesk.clean.conventions import ENGLISH, SPACED
from copydesk.clean.lists import capitalised, pairs, replacement, words
from copydesk.clean.views import touches
from copydesk.language import primary
from copydesk.model import Edit
from copydesk.registry import ALL_COPY, ProofLine, rule

# Runs of blanks are anchored at their first blank, words at their first letter: a pattern
# that started anew inside a long run would take quadratic time.
_DOUBLE = re.compile(r"(?<=[^\s])[ \u00a0]{2,}+(?=\S)")
_COLUMNS = re.compile(r"(?<=\S) {3,}+(?=\S)")
_BEFORE = re.compile(r" (?<=[\w)\]”’\"'%“»«] ) *+([,;:.!?])(?=[\s”’“»\"')]|$)")
_RATIO = re.compile(r"\bratios?\b|\bodds\b| :: |\b\w : \w\b")
#: Marks that open a quotation in English and close one in these languages.
_CLOSING = {"de": "“«»", **dict.fromkeys(("ca", "es", "fr", "it", "pt"), "»")}
_TIGHT_COMMA = re.compile(r",[^\W\d_]")
_COMMA = re.compile(r"(?<![\w,.{<\[=])([^\W\d_]{2,}+|\d{4}),(?=[^\W\d_]{2,}(?![\w,]*,))")
#: A comma glued to a quotation that opens, or between a name and its year.
_COMMA_BEFORE = re.compile(
    r",(?:(?<=[^\W\d_],)(?=[“‘][^\W\d_])"
    r"|(?<=[^\W\d_][^\W\d_],)(?=(?:1[5-9]|20)\d\d[a-z]?(?:[);.,:]|$))"
    r"|(?<=[ .-][A-Z]\.,)(?=(?:1[5-9]|20)\d\d[a-z]?[);.,:]))"
)
#: A year and its stop, glued to the title that follows.
_YEAR_TITLE = re.compile(r"\.(?<=\b(?:1[5-9]|20)\d\d\.)(?=[“‘][^\W\d_])")
#: A stop between the letters of two words: all that the two patterns below can mean.
_TIGHT_STOP = re.compile(r"[.!?](?<=[^\W\d_]{2}.)[^\W\d_]")
_STOP = re.compile(r"(?<![\w.@/-])([^\W\d_]{3,}+)([.!?])(?=([^\W\d_]++)(?:[ ,’]|$))")
#: Months and days, whose capital makes no name of what stands behind the stop.
_CALENDAR = frozenset(
    (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
        "Saturday", "Sunday",
    )
)  # fmt: skip
_COMPANY = re.compile(r"\b(Inc|Co|Corp|Ltd)\.(?=[A-Za-z]{3,}(?: |$))")
_QUOTE = re.compile(r"(?<=\S)”(?=[^\W\d_]{2})")
_TIGHT_PAREN = re.compile(r"\((?<=[^\W\d_]\()")
_PAREN = re.compile(r"(?<![\w.\\/-])([^\W\d_]{3,}+)\(([^()]{2,300})\)")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d")
_RUNNING = re.compile(r"(?<![a-z])[a-z]{2,}+ [a-z]{2}")
_CODE = re.compile(r"[$*<>=;{}|\\\"_]")
_FUNCTIONS = frozenset(
    (
        "sin", "cos", "tan", "log", "exp", "max", "min", "det", "sum", "var", "cov", "print",
        "len", "func", "sinh", "cosh", "lim", "mod", "prob", "mean", "avg", "grad", "div",
    )
)  # fmt: skip
_AFTER = re.compile(r"\((?<![^\s“‘(]\()([^()]{2,300})\)(?=[a-z]{2,})")
_WHOLE = re.compile(r"[A-Z]{2}|\d| ")
_INSIDE = re.compile(r"(?<![:;=8])\( ++(?=[^\s)])|(?<=[^\s(]) ++\)")
_INNER = re.compile(r"(?<![^\s(\[—–])“ ++(?=[^\s”])|(?<=[^\s“]) ++”(?=[\s.,;:)!?\]]|$)")
_POSSESSIVE = re.compile(r"(?<=[^\W\d_]{2}) ++(?=[’']s(?:[\s.,;:!?)”]|$))")
_PLACES = frozenset(
    (
        "at", "in", "to", "from", "of", "near", "and", "with", "without", "the", "possessive",
        "genitive", "plural", "suffix", "ending", "clitic", "enclitic", "letter", "apostrophe",
        "des", "van", "adding", "add", "an",
    )
)  # fmt: skip
_GLUED = re.compile(
    r"\b(in|at|of|on|to|the|and|for|from|with|by|between|until)([A-Z][a-z]{2,})(?![\w-])"
)


@rule("space.double", "fix", roles=ALL_COPY, typography=True)
def double(view: ProofLine) -> Iterator[Edit]:
    """One blank between words, after full stops too.

    Blanks at the start of a line and lines set in columns are left alone.

    `the  bloc` → `the bloc`
    """
    text = view.text
    if "  " not in text and "\u00a0" not in text:
        return
    if sum(1 for _ in zip(range(2), _COLUMNS.finditer(text), strict=False)) > 1:
        return
    english = view.language.startswith("en")
    for match in _DOUBLE.finditer(text):
        # No-break spaces do work in French punctuation.
        if english or "\u00a0" not in match.group():
            yield view.edit(*match.span(), " ", "more than one blank")


@rule("space.before-punct", "fix", roles=ALL_COPY, languages=SPACED, typography=True)
def before_punct(view: ProofLine) -> Iterator[Edit]:
    """No blank before a comma, stop, colon, semicolon, question or exclamation mark.

    Spaced ellipses, ratios such as `3 : 1` and `men : women`, file suffixes and the ` : ` of
    library catalogues in references stay. In French only commas and stops stand without one.

    `Moscow , however` → `Moscow, however`
    """
    text = view.text
    for match in _BEFORE.finditer(text):
        start, mark = match.start(), match.start(1)
        language = primary(view.language)
        if text[start - 1] in "“»«" and text[start - 1] not in _CLOSING.get(language, ""):
            continue  # it opens a quotation
        if text[mark] in ";:!?" and (language == "fr" or touches(view.foreign, start)):
            continue
        follows = text[mark + 1 : mark + 3]
        if text[mark] == "." and (follows.startswith((" .", ".")) or text[start - 1] == "."):
            continue
        if text[mark] in ":;" and (follows.startswith(")") or view.role == "reference"):
            continue  # a face; the punctuation of library catalogues
        if text[mark] == ":" and (
            (text[start - 1].isdigit() and follows[1:2].isdigit())
            or _RATIO.search(text, max(0, start - 40), mark + 40)
        ):
            continue
        yield view.edit(start, mark, "", f"no blank before `{text[mark]}`")


@rule("space.after-comma", "fix", roles=ALL_COPY, languages=SPACED, typography=True)
def after_comma(view: ProofLine) -> Iterator[Edit]:
    """A blank after a comma between words.

    Between words, before a quotation, and before a year behind a name. Numbers, single
    letters, and lists without any blank (`a,b,c`, `csv,tsv,txt`) stay.

    `Brazil,India; says,“and; (Lo,2022)` → `Brazil, India; says, “and; (Lo, 2022)`
    """
    for match in _COMMA.finditer(view.text) if _TIGHT_COMMA.search(view.text) else ():
        yield view.edit(match.end() - 1, match.end(), ", ", "a blank is missing after the comma")
    for match in _COMMA_BEFORE.finditer(view.text):
        yield view.edit(*match.span(), ", ", "a blank is missing after the comma")


@rule("space.after-stop", "fix", roles=ALL_COPY, languages=ENGLISH, typography=True)
def after_stop(view: ProofLine) -> Iterator[Edit]:
    """A blank after the full stop between two sentences, and after `Co.`, `Inc.`, `Ltd.`.

    Names with a dot inside (`Node.js`, `Booking.com`, `ASP.NET`, `Math.Floor`) stay: the
    word after the stop must be capitalised, and where the word before it is capitalised
    too, it must be one that opens sentences.

    `Jeddah.The details` → `Jeddah. The details`
    """
    text = view.text
    tight = _TIGHT_STOP.search(text)
    for match in _STOP.finditer(text) if tight else ():
        before, after = match.group(1), match.group(3)
        if not after[0].isupper() or not (after[1:].islower() or after in ("A", "I")):
            continue
        if before.islower() and before in words("stopless"):
            continue
        spaced = text[match.end(3) : match.end(3) + 1] == " "
        common = before.islower() or before in _CALENDAR
        if after in words("openers") or (common and spaced):
            stop = match.group(2)
            yield view.edit(*match.span(2), stop + " ", "a blank is missing between two sentences")
    for match in _COMPANY.finditer(text) if tight else ():
        yield view.edit(*match.span(), match.group() + " ", "a blank is missing after the stop")
    for match in _YEAR_TITLE.finditer(text):
        yield view.edit(*match.span(), ". ", "a blank is missing between year and title")


@rule("space.after-closing-quote", "fix", roles=ALL_COPY, languages=ENGLISH, typography=True)
def after_closing_quote(view: ProofLine) -> Iterator[Edit]:
    """A blank between a closing quotation mark and the word that follows.

    Single letters after the mark stay (`the “I”s`), and so do prefixes in marks
    (`“dis”ability`).

    `Washington.”Atlantic` → `Washington.” Atlantic`
    """
    text = view.text
    if "”" not in text:
        return
    opened = 0
    seen = 0
    for match in _QUOTE.finditer(text):
        opened += text.count("“", seen, match.start()) - text.count("”", seen, match.start())
        seen = match.start()
        inside = text[max(0, match.start() - 8) : match.start()].rpartition("“")
        if inside[1] and inside[2].lower() in words("prefixes"):
            continue
        if opened > 0 and text[match.start() - 1] not in "([—–-":
            yield view.edit(*match.span(), "” ", "a blank is missing after the quotation")


@rule("space.before-paren", "fix", roles=ALL_COPY, languages=ENGLISH)
def before_paren(view: ProofLine) -> Iterator[Edit]:
    """A blank before a bracket that holds a citation, an abbreviation or running words.

    Function calls, symbols, optional endings and compounds stay: `f(x)`, `Fe(III)`,
    `country(ies)`, `poly(vinyl chloride)`.

    `Politburo(Miller, 2015)` → `Politburo (Miller, 2015)`
    """
    if not _TIGHT_PAREN.search(view.text):
        return
    for match in _PAREN.finditer(view.text):
        word, inside = match.groups()
        cited = inside[0].isupper() and _YEAR.search(inside)
        short = len(inside) >= 2 and inside.isalpha() and inside.isupper()
        if word.lower() in _FUNCTIONS or not word[1:].islower() or _CODE.search(inside):
            continue
        if word.lower() in words("prefixes"):
            continue
        if cited or short or _RUNNING.search(inside):
            at = match.end(1)
            yield view.edit(at, at + 1, " (", "a blank is missing before the bracket")


@rule("space.after-paren", "fix", roles=ALL_COPY, languages=ENGLISH)
def after_paren(view: ProofLine) -> Iterator[Edit]:
    """A blank between a closing bracket and the word that follows.

    Brackets that belong to the word stay: `(re)build`, `(s)he`, `(post)colonial`.

    `(OTS)has` → `(OTS) has`
    """
    for match in _AFTER.finditer(view.text):
        if _WHOLE.search(match.group(1)):
            yield view.edit(
                match.end() - 1, match.end(), ") ", "a blank is missing after the bracket"
            )


@rule("space.inside-paren", "fix", roles=ALL_COPY, languages=SPACED, typography=True)
def inside_paren(view: ProofLine) -> Iterator[Edit]:
    """No blank inside round brackets.

    Faces (`:( `) and empty brackets stay.

    `( Lo, 2022 )` → `(Lo, 2022)`
    """
    if "( " not in view.text and " )" not in view.text:
        return
    text = view.text
    depth = seen = 0
    for match in _INSIDE.finditer(text):
        start, end = match.span()
        depth += text.count("(", seen, start) - text.count(")", seen, start)
        seen = start
        if text[start] == "(":
            yield view.edit(start + 1, end, "", "no blank after `(`")
        elif text[start - 1] not in ":;=" and depth > 0:
            yield view.edit(start, end - 1, "", "no blank before `)`")


@rule("space.inside-quote", "fix", roles=ALL_COPY, languages=ENGLISH, typography=True)
def inside_quote(view: ProofLine) -> Iterator[Edit]:
    """No blank inside double quotation marks.

    Spaced guillemets, which are right in French, stay.

    `“no intention ”` → `“no intention”`
    """
    if "“ " not in view.text and " ”" not in view.text:
        return
    opening = view.text.find("“")
    for match in _INNER.finditer(view.text):
        if match.group()[0] == "“":
            yield view.edit(match.start() + 1, match.end(), "", "no blank after the opening mark")
        elif 0 <= opening < match.start():
            yield view.edit(match.start(), match.end() - 1, "", "no blank before the closing mark")


@rule("space.possessive", "fix", roles=ALL_COPY, languages=ENGLISH, typography=True)
def possessive(view: ProofLine) -> Iterator[Edit]:
    """No blank between a word and its ’s.

    Names that begin with it (`’s-Hertogenbosch`) stay, and so do the words of grammarians
    (`the possessive ’s`).

    `China ’s` → `China’s`
    """
    if " ’s" not in view.text and " 's" not in view.text:
        return
    for match in _POSSESSIVE.finditer(view.text):
        before = view.text[max(0, match.start() - 16) : match.start()].rpartition(" ")[2]
        if before.lower() in _PLACES:
            continue  # ’s Gravenhage
        yield view.edit(*match.span(), "", "no blank before ’s")


_CAMEL = re.compile("[a-z][A-Z]")
_RUN_TOGETHER = re.compile(rf"\b{capitalised(pairs('run-together'))}\b")


@rule("space.missing-between-words", "suggest", languages=ENGLISH)
def missing_between_words(view: ProofLine) -> Iterator[Edit]:
    """Two words that ran together: a short word glued to a name, or a known pair.

    Only asked: brands are spelt that way on purpose (`inDesign`).

    `inTexas` → `in Texas`
    """
    for match in _GLUED.finditer(view.text) if _CAMEL.search(view.text) else ():
        first, second = match.groups()
        if second not in words("glued-names"):
            yield view.edit(*match.span(), f"{first} {second}", "two words without a blank")
    if view.words.isdisjoint(pairs("run-together")):
        return
    for match in _RUN_TOGETHER.finditer(view.text):
        apart = replacement("run-together", match.group())
        yield view.edit(*match.span(), apart, "two words without a blank")


#: What follows a hyphen that waits for the second half of another word.
_SUSPENDED = frozenset(("and", "or", "to", "nor", "but", "than", "through", "versus", "vs"))
_BROKEN = re.compile(r"\b([A-Za-z][a-z]++)- ([a-z]++)\b")


@rule("hyphen.linebreak", "fix", roles=ALL_COPY, languages=ENGLISH)
def linebreak(view: ProofLine) -> Iterator[Edit]:
    """Join a word that a line break had divided.

    The two halves must be a word together, and a common one if the second is a word by
    itself, so that `two- and three-year`, `a well- known` and `the non- event` stay.

    `govern- ment` → `government`
    """
    if "- " not in view.text:
        return
    for match in _BROKEN.finditer(view.text):
        first, rest = match.groups()
        if rest in _SUSPENDED:
            continue  # `two- and three-year`
        if lexicon.is_divided(first.lower(), rest) or rest in words("endings"):
            yield view.edit(*match.span(), first + rest, "a word divided at the end of a line")
