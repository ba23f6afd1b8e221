"""Every question copydesk can ask the editor: its code, weight and meaning.

`copydesk explain CODE` prints the text; `ask` makes the `Query`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import Final

from copydesk.model import Query, Severity

#: code → (severity, what it means and what the editor can do)
CATALOGUE: Final[dict[str, tuple[Severity, str]]] = {
    "citation.fuzzy-name": (
        "warning",
        (
            "No entry bears the cited name, one of the same year is spelt almost so. The citation"
            " is linked and its words stay as written until one is settled. If the entry is right,"
            " say `copydesk cite NAME ID KEY`, and the style prints its name; if the text is,"
            ' correct the entry with `copydesk entry NAME KEY author="…"`.'
        ),
    ),
    "citation.year-mismatch": (
        "warning",
        (
            "An entry bears the cited name but another year. The citation is linked and its words"
            " stay as written until one of the years is settled. If the entry is right, say"
            " `copydesk cite NAME ID KEY`, and the style prints its year; if the text is, correct"
            " the entry with `copydesk entry NAME KEY year=…`."
        ),
    ),
    "citation.year-absent": (
        "warning",
        (
            "An entry bears the cited name but no year. The citation is linked; add the year with"
            " `copydesk entry NAME KEY year=…`, or say `copydesk cite NAME ID KEY` when"
            " it has none."
        ),
    ),
    "citation.ambiguous": (
        "warning",
        (
            "Several entries bear the cited name and year, or the number, or may be what a note"
            " refers back to. Nothing is linked; choose one of them with `copydesk cite NAME ID"
            " KEY`. `copydesk cite NAME ID` shows them with the sentence."
        ),
    ),
    "citation.missing": (
        "warning",
        (
            "No entry of the reference list fits this citation. Add the entry or correct the"
            " citation in the submission; or say which entry it means (`copydesk cite NAME ID"
            " KEY`), that it stays as it is (`--as-written`), or that the words cite"
            " nothing (`--none`). Where neither an entry nor a verb says that a name and a year"
            " cite, and nearly all others of the text do, the question is a note."
        ),
    ),
    "citation.counted": (
        "warning",
        (
            "The text cites by numbers and the entries of the list bear none, so they were counted"
            " by their place. Compare two or three of them; where they are wrong, number the"
            " entries in the submission."
        ),
    ),
    "library.lacks": (
        "warning",
        (
            "An entry of the printed list is not in the library that lies beside the submission and"
            " takes the place of the list. Add it to the library, or keep the printed one with"
            " `copydesk stet NAME ID`; the question names the id."
        ),
    ),
    "library.doubt": (
        "note",
        (
            "Something in the library beside the submission was read as well as could be: a macro"
            " or an entry that it names and does not have, or one key for two works. Correct it in"
            " the library."
        ),
    ),
    "reference.uncited": (
        "note",
        (
            "No citation reaches this entry of the reference list. If one means it, say so with"
            " `copydesk cite`; if it stands there rightly, with `copydesk entry NAME KEY ok`."
        ),
    ),
    "reference.none-cited": (
        "note",
        (
            "The text cites no entry of its list. That is right for further reading and for a"
            " bibliography; where the text does cite, its citations were not found: write them"
            " with a name and a year, or with the numbers of the list."
        ),
    ),
    "reference.unparsed": (
        "warning",
        (
            "The entry could not be read into fields. It is printed as it stands. Say what they are"
            ' with `copydesk entry NAME KEY author="…" title="…" year=…`, or leave it so with `ok`.'
        ),
    ),
    "reference.doubtful": (
        "note",
        (
            "Fields of the entry were read with low confidence. Compare them with the entry as"
            ' received; correct them with `copydesk entry NAME KEY FIELD="…"`, or say that'
            " they are right with `ok`."
        ),
    ),
    "reference.leftover": (
        "note",
        (
            "Words of the entry found no field, so the formatted bibliography would not print them."
            ' Give them one with `copydesk entry NAME KEY FIELD="…"`, or leave them out with `ok`.'
        ),
    ),
    "reference.missing-year": (
        "warning",
        (
            "The entry carries no year of publication. Add it with `copydesk entry NAME KEY"
            " year=…`, or say with `ok` that it has none."
        ),
    ),
    "reference.lost-link": (
        "warning",
        (
            "The entry announces a link (“Available at:”) and none follows; the scrape lost it. Add"
            ' it with `copydesk entry NAME KEY url="…"`, or go without it with `ok`.'
        ),
    ),
    "reference.order": (
        "note",
        (
            "The entry stands out of alphabetical order in the list as received. The style orders"
            " the printed list; `copydesk entry NAME KEY ok` asks no more."
        ),
    ),
    "reference.duplicate": (
        "warning",
        (
            "Two entries say the same work: DOI, link, or author, title and year agree. Both are"
            " printed. Take one out: `copydesk role NAME LINE furniture` leaves its line out, and"
            " `copydesk entry NAME KEY ok` says that they are two works."
        ),
    ),
    "reference.parts": (
        "note",
        (
            "The list has headings between its entries (“Books”, “Articles”). The printed list is"
            " one, in the order of the style, and does not say them; `copydesk stet NAME ID` keeps"
            " one as an entry of its own, ids are those of `structure.heading` in the proof."
        ),
    ),
    "reference.same-year": (
        "note",
        (
            "Entries of one author and year that no letter tells apart. Styles that need letters"
            " print them in the order of the titles; write them behind the years of the citations"
            " (2019a, 2019b), so that each can be linked. `copydesk entry NAME KEY ok` of the first"
            " of them leaves them so."
        ),
    ),
    "structure.title": (
        "warning",
        (
            "No title was found, or the page prints another than its own data say. Say the right"
            ' one with `copydesk set NAME title "…"`, which writes it into the sidecar; or,'
            " when a line is the title, `copydesk role NAME LINE title`."
        ),
    ),
    "structure.author": (
        "note",
        (
            "No author was found, or the page names others than its own data do. Say the right ones"
            ' with `copydesk set NAME authors "…" "…"`, which writes authors = ["…", "…"] into the'
            " sidecar; or, when a line names them, `copydesk role NAME LINE byline`."
        ),
    ),
    "structure.date": (
        "note",
        (
            "The page prints another date than its own data say. Say the right one with"
            ' `copydesk set NAME date "…"`, which writes date = "…" into the sidecar.'
        ),
    ),
    "structure.doubt": (
        "note",
        (
            "The role of this line is doubtful; the question names those that come near. Say which"
            " it is with `copydesk role NAME LINE ROLE`, which writes into the sidecar"
            ' [[role]] text = "the line", role = "body", and with `prefix` and `suffix` the lines'
            " above and below. Any of the sixteen roles may stand there."
        ),
    ),
    "structure.dropped": (
        "warning",
        (
            "Much running text was taken for the site's (other articles, comments, legal texts)"
            " and left out. Where it is the author's, say so with `copydesk role NAME LINE-LINE"
            " body`, or keep all with `--keep-furniture`."
        ),
    ),
    "structure.references-start": (
        "note",
        (
            "The reference list has no heading, and this is where it was taken to start. Say"
            " what the line is with `copydesk role NAME LINE body` (or `reference`, which settles"
            " it); of entries above it, `copydesk role NAME FIRST-LAST reference`. Both write"
            " [[role]] entries into the sidecar."
        ),
    ),
    "structure.notes": (
        "note",
        (
            "The notes stay below the text with their signs, since not every sign in the text fits"
            " one of them, each once and in order. Correct the signs, or leave it so."
        ),
    ),
    "structure.table": (
        "warning",
        (
            "A table is larger than the limit that the question names, so that its rows are printed"
            " as paragraphs, no word of it lost. Send what readers need of it, or the whole as a"
            " file of its own; or raise the limit in the settings."
        ),
    ),
    "read.deleted": (
        "note",
        "Text that the submission marks as deleted was dropped; this says how much of it.",
    ),
    "read.comments": ("note", "Comments in the margin were dropped; this says how many."),
    "read.hidden": (
        "warning",
        (
            "The submission hides text from its readers. It is kept out until the editor decides,"
            " unless it is nearly all that a page says: then a script or a paywall hides the"
            " article."
        ),
    ),
    "read.notes": ("note", "The submission brings footnotes; this says how many."),
    "read.nested": (
        "note",
        (
            "A quotation holds paragraphs. What the submission sets inside of one, a further"
            " quotation or a list, is printed as paragraphs of it, the items behind their signs."
            " Set it apart from the quotation where that misleads."
        ),
    ),
    "read.dropped": (
        "warning",
        "Parts of the submission that no edition can hold were left out; this names them.",
    ),
    "read.misnamed": (
        "note",
        (
            "The file is not what the end of its name says: a .docx that holds plain text, say. It"
            " is read as what it holds. Rename it, or send the document itself: bold, notes and"
            " pictures may have been lost on the way."
        ),
    ),
    "text.encoding": (
        "warning",
        "The bytes are not valid UTF-8; the encoding named was the best fit. Check the accents.",
    ),
    "text.fact": (
        "note",
        (
            "What the file says of itself (its title, deck, date, keywords …) held damaged or"
            " invisible characters, which were put right as those of its text are; the question"
            " says how. Where it is wrong, say the right one with `copydesk set NAME title"
            ' "…"`, which writes it into the sidecar.'
        ),
    ),
    "text.unknown-words": (
        "note",
        (
            "Very many words of the text are in no dictionary, so that misspellings were looked for"
            " in the first of them only, or in none; the question says which. Where the text is in"
            " another language, say so with `copydesk set NAME language TAG`; words of a trade go"
            " on a list of the desk with `copydesk words add WORD…`."
        ),
    ),
    "text.mixed-script": (
        "warning",
        "The host of an address mixes look-alike letters of two scripts. Check where it leads.",
    ),
    "desk.stale-decision": (
        "warning",
        (
            "A decision in the sidecar no longer matches anything in the article; the question says"
            " why. Decide anew, and take the old one out of the file: with `--forget` where the"
            " question prints a command, else by hand."
        ),
    ),
    "desk.retired-rule": (
        "note",
        (
            "The settings or the sidecar name a rule that is no more; the question says why. What"
            " they say of it has no effect and can be taken out."
        ),
    ),
    "desk.unknown-author": (
        "warning",
        (
            "An [[author]] table of the sidecar tells of somebody whom the article does not name"
            " as its author, so that no edition says it. Spell the name there as the byline does,"
            ' correct the authors with `copydesk set NAME authors "…"`, or take the table out'
            ' with `copydesk set NAME author "…" ""`.'
        ),
    ),
    "desk.unstable": (
        "error",
        "Editing did not settle after several passes on this line; report it as a bug.",
    ),
    "compose.link-dropped": (
        "warning",
        (
            "A link cannot stand in an edition: its scheme is not http, https, mailto or doi, or it"
            " holds a character that no address may hold; the question says which. Its words are"
            " kept as plain text. Correct the address in the submission, or leave it so."
        ),
    ),
    "compose.flattened": ("warning", "Nesting deeper than the limit was flattened."),
    "compose.number": (
        "warning",
        (
            "A citation keeps the number of the author's list, since not all of its words can be"
            " set anew, and the citation style numbers the list otherwise or not at all. Write the"
            " citation so that it says no more than numbers and pages, or put names in its place."
        ),
    ),
    "compose.kept": (
        "note",
        (
            "A citation that is certain keeps the author's words, since it says more than the"
            " citation style would print: in a style of numbers or notes it still names author and"
            " year, and in a note it reads as the author wrote it, not as the style asks. Read"
            " whether it can stay; to have it set, move what it says besides into the sentence."
        ),
    ),
    "print.missing-glyph": (
        "warning",
        (
            "Neither the packaged fonts nor those of this machine have some signs of the article,"
            " so that its PDF shows empty boxes and claims no standard; the other formats are"
            " whole. Install the package that the question names, which is one of Debian and"
            " Ubuntu, or elsewhere the font; a release of it that is older than the signs may lack"
            " them. Then build again with"
            " `copydesk -B NAME`. Of signs for private use no font can be named: write what they"
            " stand for."
        ),
    ),
    "print.loose-mark": (
        "note",
        (
            "A letter and the mark that goes with it are in no one font, so that the PDF takes them"
            " from two, and the mark may stand beside its letter. Look at the page. A font that has"
            ' both can be named in the settings, as `theme.text_font = "Noto Serif"`, once it is'
            " installed."
        ),
    ),
    "print.cover": (
        "warning",
        (
            "No font of this machine draws some words of the cover, and it is drawn without them."
            " The text inside is whole. Install a font that has them, an outlined one, for pictures"
            " in colour cannot be drawn; or leave the cover out with `theme.cover = false`."
        ),
    ),
    "compose.year-letter": (
        "note",
        (
            "The author tells works of one year apart by letters (2021a, 2021b), and the citation"
            " style prints letters by an order of its own or none, so that the two may name"
            " different works. Give all works of that author and year a letter from a on, in their"
            " entries and citations."
        ),
    ),
    "compose.picture-missing": (
        "warning",
        (
            "A picture that the submission names did not come with it, or cannot be printed; the"
            " question says why. Its caption stays. Send it inside the document, or lay it into the"
            " folder `<name>.files/` beside the submission, as PNG or JPEG."
        ),
    ),
    "compose.picture-alt": (
        "note",
        (
            "A picture has no alternative text, so that readers who do not see it learn nothing of"
            ' it. `copydesk picture NAME LINE "…"` says what it shows, in a sentence or two;'
            " `copydesk picture NAME LINE ''` that it adds nothing to the text, as a rule between"
            " two parts: it is none then for who cannot see it. The author may write it as well:"
            " in Word a right click on the picture offers `View Alt Text`; in a web page it is the"
            " `alt` of the picture's `<img>`, in Markdown it stands between the brackets of"
            " `![…](…)`."
        ),
    ),
}


#: Codes that tell what was done and ask for nothing.
TELLING: Final = frozenset(("read.deleted", "read.comments", "read.notes"))


def ask(
    code: str,
    line: int,
    message: str,
    *,
    anchor: str,
    suggestions: tuple[str, ...] = (),
) -> Query:
    """A `Query` of `code` at `line` (0: the whole article).

    `anchor` is the text the query hangs on; together with the code it makes the
    id, which therefore survives renumbering.

    >>> query = ask("structure.author", 0, "no author found", anchor="")
    >>> query.severity, len(query.id)
    ('note', 10)
    """
    severity = CATALOGUE[code][0]
    digest = hashlib.sha256(f"{code}\x1f{anchor}".encode("utf-8", "surrogatepass"))
    return Query(digest.hexdigest()[:10], code, severity, line, message, suggestions)


def unread_bibliography() -> Query:
    """What is asked of front matter that names a bibliography, until one is read.

    >>> unread_bibliography().code
    'read.dropped'
    """
    message = (
        "the front matter names a bibliography, and none was read; lay it beside the submission"
        " under the same name, as `NAME.bib`"
    )
    return ask("read.dropped", 0, message, anchor="front matter bibliography")


def apart(asked: Iterable[Query]) -> Iterator[Query]:
    """`asked`, the ids of equal questions told apart by numbers, as those of edits are.

    >>> same = ask("structure.doubt", 3, "?", anchor="Share")
    >>> [query.id.partition("~")[2] for query in apart((same, same, same))]
    ['', '1', '2']
    """
    used: Counter[str] = Counter()
    for query in asked:
        count = used[query.id]
        used[query.id] += 1
        yield replace(query, id=f"{query.id}~{count}") if count else query


def settled(asked: Iterable[Query], keys: Container[str]) -> Iterator[Query]:
    """`asked`, those about the reading of entries of `keys` as decided.

    >>> query = replace(ask("reference.order", 3, "?", anchor=""), subject="lo2022")
    >>> [one.state for one in settled((query,), ("lo2022",))]
    ['decided']
    """
    for query in asked:
        right = query.code.startswith("reference.") and query.subject in keys
        yield replace(query, state="decided") if right else query
