"""EditedText → EditedText with a role for each line.

The labeller (`labeller.py`) decides; this module tells it what is known beside the text: what
the page says of itself, what the file's format says of a line, what profiles of the desk know,
and what the editor decided in the sidecar, which is law.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import Final

from copydesk import language, queries
from copydesk.clean.hyphens import Unit
from copydesk.config import Config
from copydesk.language.lines import of_copy
from copydesk.language.list_numbers import format_number
from copydesk.model import Decisions, EditedText, Line, ListForm, Profile, Query, Role
from copydesk.review.sidecar import anchors
from copydesk.structure import essay_head
from copydesk.structure.features import Evidence
from copydesk.structure.labeller import HINT_ROLES, LabelDoubt, Labels, Masks, label_lines
from copydesk.structure.lines import find_units, find_wrapped_lines
from copydesk.structure.metadata import read_facts, read_language
from copydesk.structure.note_signs import find_note_lines
from copydesk.structure.own_citation import find_own_citation
from copydesk.structure.page_heads import find_lines_apart
from copydesk.structure.phrases import LONGEST_PHRASE, NONE, collect_phrases, fold, load

#: Roles whose lines are not printed where they stand.
DROPPED: Final[frozenset[Role]] = frozenset(("furniture", "cta"))
_WORD: Final = re.compile(r"\w+")
#: The sign before an item of a list, or its number or letter.
_ITEM: Final = re.compile(r"\s*(?:[^\w\s“”«»\"'‘’(\[]|[\[(]?\w{1,4}[\])]|\w{1,4}[.:)])\s?")
#: No more doubts than an editor will read.
MOST_DOUBTS: Final = 12
#: Characters of a line that a question quotes.
SHOWN: Final = 60
#: A quotation that a page lifts out of its own text has so many words.
QUOTED_WORDS: Final = range(7, 60)
#: A page lifts out no more of them than these.
MOST_QUOTED: Final = 100
#: Files whose writers name the title above the text; that of other files is often a machine's.
_MARKDOWN: Final = "text/markdown"
#: A line with a number of its own; one with a raised number; one with the sign of an item.
_NUMBERED: Final = re.compile(r"\s*\(?(\d{1,2}|[a-z]|[ivx]{2,5})[.)]\s")
_SECTION: Final = re.compile(r"\s*(\d{1,2}(?:\.\d{1,2}){0,2})\.(\d{1,2})\.?\s+[^\W\d_].*[^.,;:]\s*")
_RAISED: Final = re.compile(r"\s*[¹²³⁴-⁹]")
_BULLET: Final = re.compile(r"\s*(?:[-–—*·]|[•◦▪‣●○■□►▶➢✓»]{1,2})\s")
#: The sign of an item that no speech begins with, as it may with a dash. Programs write a hyphen
#: for one, below which somebody asks or calls, or is named: "- Yes, - said Ann."
_ITEM_SIGN: Final = re.compile(r"\s*[•◦▪‣●○■□►▶➢✓»]{1,2}\s|\s+-\s")
_SPOKEN: Final = re.compile(r"[?!…][\"'”’»)]?\s*$|[\w,.?!…]\s[-–—]\s")
#: Where a sentence ends, with the sign that asks; fewer sentences in bold are no interview.
_SENTENCE_END: Final = re.compile(r"(?:([?？؟])|[.!…。！])[\"'”’»)\]\s]*$")
_FEWEST_ASKED: Final = 3
#: The armour of a signature below a mail (RFC 9580, 6.2), and the most lines that it has.
_SIGNATURE: Final = ("-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----")
_LONGEST_SIGNATURE: Final = 80
#: Roles that a line has for its words.
WORDED: Final[tuple[Role, ...]] = ("title", "subtitle", "byline", "date", "heading")
#: What a line that is a title may be marked as.
_TITLES: Final = ("title", "heading:1")
#: Roles of the lines of lists below a text, and how a line without a sign of its own begins.
_LISTED: Final[frozenset[Role]] = frozenset(("footnote", "reference"))
_OPEN: Final = re.compile(r"\s*[(\[_*]?[^\W\d_]")
#: What stands between "read also" and a headline.
_BEFORE_HEADLINE: Final = re.compile(r"\s?[:|»]\s?(?=\w.{9})")
#: Words of a sentence about somebody, whose verb is one of the first.
_SENTENCE: Final = 6
_STOP: Final = re.compile(r"[^\W\d_]{3}\.(?:\s|$)")
#: Kinds of phrases of sites that stand on their buttons.
_BUTTONS: Final = frozenset(("form", "frame", "menu", "share", "subscribe"))
#: An address of the web, a DOI or an ISSN, which no title has.
_ADDRESS: Final = re.compile(
    r"(?i)https?://|\bwww\.\w|\bdoi(?:\.org/|:)\s?10\.|\bissn:?\s?\d{4}-\d{3}[\dx]"
)
#: A line in brackets: what a speech or play tells of its scene. Words and two years: a life.
_BRACKETED: Final = re.compile(r"\s*(?:\([^()]{2,80}\)|\[[^\[\]]{2,80}\]|（[^（）]{2,80}）)\.?\s*")
_ENTRY: Final = re.compile(
    r"\W{0,3}[^\W\d_][\w'’-]{1,40},\s(?:[^\W\d_]\.\s?-?){1,3}.{0,60}?\b(?:19|20)\d\d[a-z]?\b"
)
_LIFE: Final = re.compile(r"^[^\d©]{0,80}[^\W\d_],?\s1[5-9]\d\d\s?[–—-]\s?(?:1[5-9]|20)\d\d\W*$")
#: Files in which a picture may be a site's.
_PAGES: Final = frozenset(("text/html", "text/markdown", "text/plain"))
#: Kinds of them that no text has in several words.
_SITES: Final = frozenset(("comments", "form", "menu", "reply", "section", "share"))
#: Letters from which on a paragraph is prose, however its source is broken.
_PROSE: Final = 80
#: What a profile's kind of line is; any other kind is furniture.
_PROFILE_ROLES: Final[Mapping[str, Role]] = {"cta": "cta", "credit": "caption"}


def label(edited: EditedText, config: Config, decisions: Decisions) -> EditedText:
    """`edited` with its language and a role for each line, None for blank ones.

    The text stays as it is. Roles set in the sidecar replace those found; one that fits
    no line raises `desk.stale-decision`.

    >>> from copydesk.model import Line, Submission
    >>> text = ["A quiet harbour", "By Mara Osei", "The harbour was quiet. " * 9]
    >>> lines = tuple(Line(number, line) for number, line in enumerate(text, start=1))
    >>> edited = EditedText(Submission("a.txt", "", "text/plain", lines), lines)
    >>> label(edited, Config(), Decisions()).roles
    ('title', 'byline', 'body')
    """
    decided, stale = find_decided(edited, decisions)
    fixed = {**_fix_known(edited, config.profiles), **decided}
    wrapped = _find_wrapped(edited, fixed)
    groups = _group_lines(edited.lines, wrapped)
    places = {at: place for place, group in enumerate(groups) for at in group}
    merged = replace(edited, lines=tuple(_join_lines(edited.lines, group) for group in groups))
    known = {places[at]: role for at, role in fixed.items()}
    joined = [tuple(dict.fromkeys(places[at] for at in unit)) for unit in wrapped]
    runs = _find_items(merged, known, joined)
    barred = _bar_roles(merged, runs, joined)
    sections = _find_sections(merged.lines, known)
    asked = _find_questions(merged.lines, known, joined)
    masks = Masks(fixed=known, barred=barred, joined=[*joined, *runs, *sections, *asked])
    labels = label_lines(merged.lines, _list_evidence(edited), masks)
    roles: list[Role | None] = [None] * len(edited.lines)
    visible = [group for group, line in zip(groups, merged.lines, strict=True) if line.text.strip()]
    for group, role in zip(visible, labels.roles, strict=True):
        for at in group:
            roles[at] = role if edited.lines[at].text.strip() else None
    text = "\n".join(
        line.text
        for line, role in zip(edited.lines, roles, strict=True)
        if role in ("body", "list", "quote")
    )
    shown = language.detect_language(text)
    told = read_language(read_facts(edited))
    # The text tells no region, and a file that tells another language is often wrong.
    is_borne_out = shown in (language.UNKNOWN, told.partition("-")[0])
    whole = decisions.language or (told if is_borne_out else shown) or language.UNKNOWN
    return replace(
        edited,
        lines=_drop_hints(edited.lines, decided),
        roles=tuple(roles),
        language=whole,
        languages=of_copy(edited.lines, roles, whole),
        queries=(*edited.queries, *stale, *_ask_doubts(edited.lines, visible, labels)),
    )


def _find_wrapped(edited: EditedText, fixed: Mapping[int, Role]) -> list[Unit]:
    """The paragraphs over several lines, which have one role each.

    A file that passes for Markdown may hold lines that touch and are nobody's paragraph: a
    headline, a byline, a date. Where the format alone joins lines, each must end or go on with
    a sentence, or bear what the format says of the paragraph. How a page is set joins them surely.
    """
    lines = edited.lines
    told = any(line.flow for line in lines)
    wrapped = find_wrapped_lines([line.text for line in lines]) if told else set()
    found = []
    for unit in find_units(edited):
        flows = all(
            below in wrapped
            or lines[below].flow == "wrap"
            or _goes_on(lines[above].text, lines[below].text)
            for above, below in pairwise(unit)
        )
        if flows or not told or lines[unit[0]].hint:
            part = (at for at in unit if at not in fixed and (told or not lines[at].hint))
            found.append(tuple(part))
    return [unit for unit in found if len(unit) > 1]


def _group_lines(lines: Sequence[Line], units: Iterable[Unit]) -> list[list[int]]:
    """Group the lines of each short unit in which a sentence goes on, with empty ones between.

    What a paragraph is does not depend on where its source is broken. Long ones are prose by each
    of their lines; a short one is labelled whole.
    """
    inside: set[int] = set()
    for unit in units:
        told = all(
            lines[at].flow in ("on", "amid") and lines[at].text.lstrip()[:1].islower()
            for at in unit[1:]
        )
        between = range(unit[0] + 1, unit[-1] + 1)
        whole = sum(bool(lines[at].text.strip()) for at in between) == len(unit) - 1
        if told and whole and sum(len(lines[at].text) for at in unit) < _PROSE:
            inside.update(between)
    groups: list[list[int]] = []
    for at in range(len(lines)):
        if at in inside:
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups


def _join_lines(lines: Sequence[Line], group: Sequence[int]) -> Line:
    first, *more = (lines[at] for at in group)
    told = (" " * (line.flow == "on") + line.text for line in more if line.text)
    return replace(first, text="".join((first.text, *told))) if more else first


def _find_items(edited: EditedText, known: Collection[int], wrapped: Iterable[Unit]) -> list[Unit]:
    """The lines that are numbered from 1 on, or touch and share a sign or count on in letters.

    All of such a run are items, headings or references, and
    so are the lines over which one of its items is `wrapped`.
    """
    unit_of = {unit[0]: unit for unit in wrapped}
    amid = {at for unit in unit_of.values() for at in unit[1:]}
    bullets: list[list[int]] = []
    counted: dict[ListForm, list[list[int]]] = {"1": [], "a": [], "i": []}
    sign = ""
    end = -1
    for at, line in enumerate(edited.lines):
        if at in amid:
            continue
        free = not line.hint and at not in known
        above, found = sign, _BULLET.match(line.text) if free else None
        sign = found[0] if found else ""
        if sign and sign == above:
            bullets[-1].append(at)
        elif sign:
            bullets.append([at])
        number = _NUMBERED.match(line.text) if free else None
        label = number[1] if number else ""
        for form, runs in counted.items():
            if label == format_number(1, form):
                runs.append([at])
                continue
            last = runs[-1] if runs else []
            is_near = bool(last) and (form == "1" or last[-1] == end)
            if is_near and label == format_number(len(last) + 1, form):
                last.append(at)
        end = at
    return [
        tuple(chain(*(unit_of.get(at, (at,)) for at in run)))
        for run in chain(bullets, *counted.values())
        if len(run) > 1
    ]


def _find_sections(lines: Sequence[Line], known: Collection[int]) -> list[Unit]:
    """The short lines that are numbered on in one section: "2.1 Water", "2.2 Shelter".

    They are headings all, or none is: each of 39 such runs on 3,594 labelled texts has one role.
    """
    runs: list[list[int]] = []
    last: dict[str, tuple[int, list[int]]] = {}
    for at, line in enumerate(lines):
        found = _SECTION.fullmatch(line.text)
        if not found or line.hint or at in known or len(line.text) > _PROSE:
            continue
        number, run = last.get(found[1], (0, []))
        if int(found[2]) != number + 1 or not run:
            run = []
            runs.append(run)
        run.append(at)
        last[found[1]] = int(found[2]), run
    return [tuple(run) for run in runs if len(run) > 1]


def _find_questions(
    lines: Sequence[Line], known: Collection[int], wrapped: Sequence[Unit]
) -> list[Unit]:
    """The sentences of an interview that a file sets in bold, paragraph by paragraph.

    Most of them ask. They are headings all, or none is; a heading among them ends no sentence.
    """
    below = set(chain.from_iterable(unit[1:] for unit in wrapped))
    unit_of = {unit[0]: unit for unit in wrapped}
    units = (unit_of.get(at, (at,)) for at in range(len(lines)) if at not in below)
    said = [
        unit
        for unit in units
        if all(at not in known and _is_bold(lines[at]) for at in unit)
        if _SENTENCE_END.search(lines[unit[-1]].text)
    ]
    asking = sum(any(_SENTENCE_END.findall(lines[unit[-1]].text)) for unit in said)
    return [tuple(chain(*said))] if 2 * asking > len(said) >= _FEWEST_ASKED else []


def _is_bold(line: Line) -> bool:
    """Whether all letters of a line are set in bold and the format calls it nothing else."""
    bold = {
        at for mark in line.marks if mark.kind == "strong" for at in range(mark.start, mark.end)
    }
    letters = (at for at, sign in enumerate(line.text) if sign.isalnum())
    return bool(bold) and not line.hint and bold.issuperset(letters)


def _goes_on(above: str, below: str) -> bool:
    """Whether a sentence ends with a line or goes on in the next one."""
    first = below.strip()[0]
    return first.islower() or not (first.isalnum() and above.strip()[-1].isalnum())


def _list_evidence(edited: EditedText) -> Evidence:
    """What the file says of itself: titles, authors, dates."""
    known = read_facts(edited)
    return Evidence(
        titles=tuple(filter(None, (known.get("title", ""), known.get("deck", "")))),
        authors=tuple(name.strip() for name in known.get("author", "").split(";") if name.strip()),
        dates=tuple(filter(None, (known.get("date", ""),))),
    )


def _fix_known(edited: EditedText, profiles: tuple[Profile, ...]) -> dict[int, Role]:
    """The roles that the form of a text leaves no doubt about, and those that profiles know.

    Page heads, what a scraper or mail wrote above the text and the signature of a mail below
    it are furniture, and so is a quotation that a web page repeats out of its own text; the
    head of a student's essay says by its form alone what its lines are, and numbers that the text
    calls, or that lead back to it, that they are those of notes. "Read also:" leads elsewhere, and
    "How to cite this article:" is no part of it.
    """
    apart = find_lines_apart(edited.submission, edited.lines)
    visible = [at for at, line in enumerate(edited.lines) if line.text.strip()]
    fixed: dict[int, Role] = {at: "furniture" for at in visible if at in apart}
    top = [at for at in visible if at not in apart][: essay_head.LONGEST]
    head = essay_head.find_head([edited.lines[at].text.strip() for at in top])
    fixed |= {top[at]: role for at, role in head.items()}
    notes = _find_notes(edited)
    fixed |= dict.fromkeys(notes, "footnote")
    for above, at in pairwise(visible):
        if above in notes and at not in notes and edited.lines[at].text.strip().isdecimal():
            fixed[at] = "furniture"  # the number of the page
    fixed |= dict.fromkeys(_find_signature(edited.lines, visible), "furniture")
    fixed |= {at: "furniture" for at in visible if _leads_elsewhere(edited.lines[at])}
    fixed |= dict.fromkeys(find_own_citation(edited), "furniture")
    if edited.submission.media_type == "text/html":
        fixed |= dict.fromkeys(_find_pull_quotes(edited.lines), "furniture")
    if profiles:
        known = collect_phrases(profiles)
        for at, line in enumerate(edited.lines):
            short = len(line.text) <= LONGEST_PHRASE
            if short and (kind := next(known.find(fold(line.text)), NONE)[0]):
                fixed[at] = _PROFILE_ROLES.get(kind, "furniture")
    return fixed


def _find_notes(edited: EditedText) -> set[int]:
    """Find the lines of notes that are surely notes, with those that their source has wrapped."""
    notes = set(find_note_lines(edited.lines))
    units = find_units(edited) if notes else ()
    return notes.union(*(unit for unit in units if not notes.isdisjoint(unit)))


def _find_signature(lines: Sequence[Line], visible: Sequence[int]) -> Sequence[int]:
    """Find the lines of the signature that a mail program made of a whole text and set below it."""
    last = visible[-_LONGEST_SIGNATURE:]
    begin, end = _SIGNATURE
    if last and lines[last[-1]].text.strip() == end:
        for place, at in enumerate(last):
            if lines[at].text.strip() == begin:
                return last[place:]
    return ()


def _bar_roles(
    edited: EditedText, runs: Sequence[Unit], joined: Iterable[Unit]
) -> dict[int, frozenset[Role]]:
    """The roles that no line without a mark of the file can have, and no picture of a manuscript.

    Where the head of a Markdown file alone says the title, no line does. Paragraphs, `joined` where
    they are wrapped, that share the sign of an item are no running text, as the 188 lines so called
    on labelled pages show. The last line heads nothing: of 3,594 labelled texts none ends in one.
    """
    lines = edited.lines
    barred: dict[int, set[Role]] = {
        at: _bar_by_words(line.text)
        for at, line in enumerate(lines)
        if line.text.strip() and not line.hint
    }
    below = set(chain.from_iterable(unit[1:] for unit in joined))
    for pair in pairwise(at for at in barred if at not in below):
        signs = [_ITEM_SIGN.match(lines[at].text) for at in pair]
        if all(signs) and len({sign and sign[0].strip() for sign in signs}) == 1:
            for at in pair:
                barred[at].add("body")
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    if len(filled) > 1 and filled[-1] in barred:
        barred[filled[-1]].add("heading")
    title = fold(read_facts(edited).get("title", ""))
    named = any(line.hint in _TITLES or fold(line.text) == title for line in lines)
    if title and not named and edited.submission.media_type == _MARKDOWN:
        for roles in barred.values():
            roles.add("title")
    for at, role in chain(_bar_unmarked(edited, barred), _bar_beside(lines, runs)):
        if at in barred:
            barred[at].add(role)
    if edited.submission.media_type not in _PAGES:
        pictures = (at for at, line in enumerate(lines) if line.hint.startswith("figure"))
        barred |= {at: {"furniture"} for at in pictures}
    return {at: frozenset(roles) for at, roles in barred.items() if roles}


def _bar_unmarked(edited: EditedText, bare: Collection[int]) -> Iterator[tuple[int, Role]]:
    """What lines without a mark are not, where others bear one.

    In a format that marks its quotations such a line is none; in one that marks its items one
    that has no sign of its own is none. Where raised figures number the notes, lines with figures
    that are not raised are none.
    """
    lines = edited.lines
    is_marked = edited.submission.media_type != "text/plain"
    kinds = {line.hint.partition(":")[0] for line in lines if is_marked}
    is_raised = any(_RAISED.match(lines[at].text) for at in bare)
    for at in bare:
        if "quote" in kinds:
            yield at, "quote"
        if "list" in kinds and not _ITEM.match(lines[at].text):
            yield at, "list"
        if is_raised and _NUMBERED.match(lines[at].text):
            yield at, "footnote"


def _bar_beside(lines: Sequence[Line], runs: Iterable[Unit]) -> Iterator[tuple[int, Role]]:
    """What the lines of `runs` of items are not, nor the line that touches the end of one.

    That line is no item without a sign. Behind hyphens that share a run are no paragraphs, unless
    somebody may speak in them, nor where each line is numbered on: people call such a run a list
    (7 of 11 hand-labelled ones, the rest are notes, entries or the site's).
    """
    for run in runs:
        below = run[-1] + 1
        if _begins(lines, below) and not _ITEM.match(lines[below].text):
            yield below, "list"
        texts = [lines[at].text.strip() for at in run]
        is_bulleted = texts[0].startswith(("- ", "-\t")) and not any(map(_SPOKEN.search, texts))
        is_counted = bool(_NUMBERED.match(texts[0])) and not any(
            lines[at].text.strip() for at in set(range(run[0], run[-1])).difference(run)
        )
        if is_bulleted or is_counted:
            yield from ((at, "body") for at in run)


def _begins(lines: Sequence[Line], at: int) -> bool:
    """Whether a line may not go on with the item above: not set in, and no small letter first."""
    first = lines[at].text[:1] if at < len(lines) else ""
    return bool(first) and not (first.isspace() or first.islower())


def _bar_by_words(text: str) -> set[Role]:
    """The roles that a line cannot have for its words.

    One without a letter or figure heads nothing and names nobody (on 3,506 labelled pages 4,034
    of 4,035 are the site's). One that tells where the article first appeared is neither a note
    nor an entry, though it stands among them: of 18 labelled ones none is. Who owns it is no
    entry either: of 395 lines that begin with © one is called so, and that is a picture's. "Ann Lo
    teaches law." and "Print" name no author: of 11,300 of the former 12 are called bylines, and
    tell of one. What asks readers to subscribe is no text, nor what shares or answers, names a
    section or a menu in words: of 65,000 such lines 76 are called so.
    None of 1,880 lines with an address or the number of a journal is a title. "(Laughter)" heads
    nothing (15 of 1,034 lines in brackets do), and "Ann Lo, 1931–2026" is no date or
    byline (none of 34), and no site's, for it may be the headline. "Lo, A. (2019)" is part of no
    table or program (none of 97).
    """
    roles = set() if any(map(str.isalnum, text)) else set(WORDED)
    if _tells_provenance(text):
        roles |= _LISTED
    elif text.lstrip().startswith("©"):
        roles.add("reference")
    kinds = _list_kinds(text)
    if _tells_of_person(text) or not _BUTTONS.isdisjoint(kinds):
        roles.add("byline")
    if "subscribe" in kinds[:1] or (" " in text.strip() and not _SITES.isdisjoint(kinds[:1])):
        roles.add("body")
    if _ADDRESS.search(text):
        roles.add("title")
    if _BRACKETED.fullmatch(text):
        roles.add("heading")
    if _LIFE.search(text):
        roles |= {"byline", "date", "furniture"}
    if _ENTRY.match(text):
        roles.add("other")
    return roles


def _leads_elsewhere(line: Line) -> bool:
    """Whether a line names another article of its site: "Lire aussi : Pourquoi les bacs …".

    Each of the 160 such lines on 3,506 labelled pages does.
    """
    if len(line.text) > LONGEST_PHRASE or line.hint.partition(":")[0] not in ("", "heading"):
        return False
    folded = fold(line.text)
    phrase = next(filter(folded.startswith, load().cues["also_read"]), "")
    return bool(phrase) and _BEFORE_HEADLINE.match(folded, len(phrase)) is not None


def _tells_provenance(text: str) -> bool:
    """Whether a line says where the article first appeared; with a sign before it it is a note."""
    if len(text) > LONGEST_PHRASE or not _OPEN.match(text):
        return False
    folded = fold(text).lstrip("([")
    begins = folded.startswith(load().cues["provenance"])
    return begins and "hold:credit" in load().match_classes(folded)


def _tells_of_person(text: str) -> bool:
    """Whether a line is a sentence about somebody: "Ann Lo teaches law in Hull."."""
    if len(text) > LONGEST_PHRASE or not _STOP.search(text):
        return False
    words = _WORD.findall(text.casefold())
    verbs = (word for word in load().cues["biography"] if len(word) > 1)
    return len(words) >= _SENTENCE and not set(words[1:_SENTENCE]).isdisjoint(verbs)


def _list_kinds(text: str) -> list[str]:
    """The kinds of phrases of sites that a line is, whole and without what brackets add to it."""
    if len(text) > LONGEST_PHRASE:
        return []
    head, bracket, _ = text.partition("(")
    return [load().find_kind(fold(said))[0] for said in ([text, head] if bracket else [text])]


def _find_pull_quotes(lines: Sequence[Line]) -> list[int]:
    """Quotations of a page whose words all stand in one of its paragraphs, by their index."""
    quotes = [at for at, line in enumerate(lines) if line.hint == "quote"]
    if not 0 < len(quotes) <= MOST_QUOTED:
        return []
    paragraphs = [_fold_words(line.text) for line in lines if not line.hint]
    return [
        at
        for at in quotes
        if len((words := _fold_words(lines[at].text)).split()) in QUOTED_WORDS
        and any(words in paragraph for paragraph in paragraphs)
    ]


def _fold_words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _drop_hints(lines: Sequence[Line], decided: Mapping[int, Role]) -> tuple[Line, ...]:
    """`lines` without what the format said of those of which the editor says another thing."""
    return tuple(
        replace(line, hint="")
        if at in decided
        and decided[at] not in HINT_ROLES.get(line.hint.partition(":")[0], {decided[at]})
        else line
        for at, line in enumerate(lines)
    )


def _ask_doubts(
    lines: Sequence[Line], groups: Sequence[Sequence[int]], labels: Labels
) -> list[Query]:
    """What is asked about paragraphs, the least certain ones, and about dropped passages.

    `groups` are the lines of each paragraph. Neighbours of one role are asked about together.
    """
    bulk = [doubt for doubt in labels.doubts if doubt.kind == "bulk"]
    runs: list[list[LabelDoubt]] = []
    for doubt in labels.doubts:
        place = doubt.lines[0]
        if doubt.kind == "bulk":
            continue
        above = runs[-1][-1].lines[0] if runs else -2
        alike = above == place - 1 and labels.roles[above] == labels.roles[place]
        pictures = (lines[groups[at][0]].hint.startswith("figure") for at in (above, place))
        if alike and not any(pictures):
            runs[-1].append(doubt)
        else:
            runs.append([doubt])
    least = sorted(runs, key=lambda run: min(doubt.probability for doubt in run))[:MOST_DOUBTS]
    asked = ([at for doubt in run for at in groups[doubt.lines[0]]] for run in least)
    return [
        *(_ask_lines([lines[at] for at in run], labels.roles[doubts[0].lines[0]])
          for doubts, run in sorted(zip(least, asked, strict=True), key=lambda pair: pair[1])),
        *(_ask_bulk([lines[at] for place in doubt.lines for at in groups[place]])
          for doubt in bulk),
    ]  # fmt: skip


def _ask_lines(lines: Sequence[Line], role: Role) -> Query:
    """Ask about lines of one role; the paragraphs that they are follow each other."""
    other: Role = "body" if role in DROPPED else "furniture"
    first, last = lines[0], lines[-1]
    words = first.text.strip()
    quoted = words if len(words) <= SHOWN else words[:SHOWN] + "…"
    which = f" to line {last.number}" * (last is not first)
    asked = queries.make_query(
        "structure.doubt", first.number, f"`{quoted}`{which} may be {role} or {other}",
        anchor=first.text, suggestions=(role, other),
    )  # fmt: skip
    return replace(asked, subject=f"{first.number}-{last.number}") if which else asked


def _ask_bulk(lines: Sequence[Line]) -> Query:
    words = sum(len(line.text.split()) for line in lines)
    message = f"{words} words from here to line {lines[-1].number} are left out as boilerplate"
    asked = queries.make_query(
        "structure.dropped", lines[0].number, message,
        anchor=lines[0].text, suggestions=("furniture", "body"),
    )  # fmt: skip
    return replace(asked, subject=f"{lines[0].number}-{lines[-1].number}")


def find_decided(edited: EditedText, decisions: Decisions) -> tuple[dict[int, Role], list[Query]]:
    """The roles that the sidecar sets, by the index of the line, and those that fit no line."""
    places: dict[str, list[int]] = {}
    if decisions.roles:
        for index, line in enumerate(edited.submission.lines):
            places.setdefault(line.text.strip(), []).append(index)
    decided: dict[int, Role] = {}
    stale = []
    for decision in decisions.roles:
        candidates = places.get(decision.text.strip(), [])
        place = anchors.find_place(decision, edited.submission.lines, candidates)
        if place is not None and edited.lines[place].text.strip():
            decided[place] = decision.role
        else:
            which = f"{len(candidates)} lines say" if candidates else "no line says"
            alike = " with such neighbours" if len(candidates) > 1 else ""
            words = anchors.shorten_words(decision.text, anchors.LINE)
            message = f"{which} `{words}`{alike}, which the sidecar calls {decision.role}"
            anchor = anchors.key_decision(decision)
            stale.append(queries.make_query("desk.stale-decision", 0, message, anchor=anchor))
    return decided, stale
