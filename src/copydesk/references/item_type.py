"""The CSL type of an entry, from its fields, its labels and the lists of outlets."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final

from copydesk.references import bodies, lexicon

#: `ISO 16000`, `DIN EN 206-1:2004`
_STANDARD: Final = re.compile(
    r"(?:(?:ISO|IEC|DIN|EN|IEEE|ANSI|ASTM|BS|NF|UNE|UNI|GOST|NEN|SIS)[ /]){1,3}"
    r"(?:Std\.? )?[A-Z]?\d{2,6}(?:[-.]\d{1,4})*(?::\d{4})?(?![\w-])"
)
_THESIS: Final = re.compile(
    r"\b(?:thesis|dissertation|ph\.?\s?d|diss|diplomarbeit|masterarbeit|bachelorarbeit|thèse|tesis"
    r"|tesi|habilitation\w*|mémoire)\b",
    re.IGNORECASE,
)
_REPORT: Final = re.compile(
    r"\b(?:report|working paper|discussion paper|policy (?:brief|paper)|briefing|research paper"
    r"|press release|testimony|statement (?:before|to|by)|pressemitteilung|communiqué"
    r"|tech(?:nical|\.)? (?:rep|rpt|memo)\w*|memorandum|white paper|occasional paper|fact sheet"
    r"|arbeitspapier|bericht|rapport|tr-\d+)\b",
    re.IGNORECASE,
)
#: Said of the work itself wherever it stands; "report" alone may be a word of the title.
_NAMED_REPORT: Final = re.compile(
    r"\b(?:working paper|discussion paper|policy (?:brief|paper)|technical report|research report"
    r"|occasional paper|report no)\b",
    re.IGNORECASE,
)
_PROCEEDINGS: Final = re.compile(
    r"\b(?:proceedings|proc|conference|symposium|workshop|congress|colloquium|actes|tagung"
    r"|kongress|congrès|annual meeting|conf|symp)\b",
    re.IGNORECASE,
)
_FILM: Final = re.compile(
    r"\b(?:dvd|film|motion picture|documentary|television|video)\b", re.IGNORECASE
)
_BLOG: Final = re.compile(r"\b(?:\w*blogs?|weblog|substack|medium)\b", re.IGNORECASE)
_PREPRINT: Final = re.compile(r"\b(?:\w*rxiv|preprints?|ssrn)\b", re.IGNORECASE)
_SPOKEN: Final = re.compile(
    r"\b(?:speech|remarks|keynote|address|lecture|discurso|discours|rede|ansprache|vortrag)\b",
    re.IGNORECASE,
)
_AIRED: Final = re.compile(
    r"\b(?:podcasts?|episode|radio|broadcast|tv (?:series|programme)|hörfunk|radiosendung)\b",
    re.IGNORECASE,
)
_POSTED: Final = re.compile(
    r"\b(?:tweet|x post|thread|status update|facebook post|linkedin post|instagram post"
    r"|telegram post)\b",
    re.IGNORECASE,
)
_DATA: Final = re.compile(r"\b(?:data ?set|data ?base|datensatz)\b", re.IGNORECASE)
_INTERVIEW: Final = re.compile(
    r"^(?:(?:author|authors?['’]s?|personal|telephone|phone|online|own) )?interviews? (?:with|by) ",
    re.IGNORECASE,
)
_TREATY: Final = re.compile(
    r"^(?:treaty|convention|agreement|protocol|charter|memorandum (?:of|d)|vertrag|abkommen"
    r"|traité|accord|tratado|acuerdo) ?(?:\b|')(?: ?(?:of|on|between|for|to|concerning"
    r"|zwischen|über|entre|sur|relatif|de|sobre|understanding|intesa))",
    re.IGNORECASE,
)
_SPEECH: Final = re.compile(
    r"^(?:speech|remarks|keynote|address|testimony) (?:by|of|at|to|before|delivered)\b",
    re.IGNORECASE,
)
_PODCAST: Final = re.compile(r"\bpodcast\b", re.IGNORECASE)
_PRIVATE: Final = re.compile(
    r"^(?:e-?mail|letter|text message|personal communication|telephone conversation)"
    r"(?: (?:to|with|from)\b|$)",
    re.IGNORECASE,
)
_INTERVIEWED: Final = re.compile(r"\binterview\b", re.IGNORECASE)
_HOST: Final = re.compile(r"\((?:executive )?(?:host|presenter)s?\)|, hosts?\.", re.IGNORECASE)
_PRESS: Final = re.compile(
    r"\b(?:press|verlag|publish\w*|books|éditions|edizioni|presses)\b", re.IGNORECASE
)
_BY_LIST: Final = {
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
    "site": "article-newspaper",
    "blog": "post-weblog",
    "institute": "report",
}
#: Sites that carry what others film or post.
_FILMED: Final = re.compile(r"^(?:youtube|vimeo)$", re.IGNORECASE)
_SOCIAL: Final = re.compile(
    r"^(?:twitter|x\.com|facebook|instagram|telegram|linkedin|tiktok|weibo|mastodon|bluesky)$",
    re.IGNORECASE,
)
#: Sites of a list that report no news.
_NO_NEWS: Final = re.compile(
    r"^(?:wikipedia|our world in data|statista|reddit|tumblr|medium|substack|wechat"
    r"|(?:[\w-]+\.){1,3}(?:com|org|net|io|edu|gov|eu|de|fr|ca|info))$",
    re.IGNORECASE,
)
_SOFTWARE: Final = re.compile(
    r"\b(?:software|computer program|source code|r package|python package|logiciel)\b",
    re.IGNORECASE,
)
_PRESENTED: Final = re.compile(r"\b(?:presented|poster)\b", re.IGNORECASE)
#: Series of institutes that are numbered like periodicals.
_SERIES: Final = re.compile(
    r"\b(?:aktuell|comment|commentary|policy (?:paper|brief|note)s?|working papers?|papers?|briefs?"
    r"|briefing|report|studie|fact ?sheets?|white paper|impact series|arbeitspapier\w*|kommentar)$",
    re.IGNORECASE,
)


def kind(csl: dict[str, Any], labels: Collection[str], text: str) -> str:
    """The CSL type of the entry that reads `text` and whose segments bear `labels`.

    >>> kind({"container-title": "The Guardian"}, {"journal"}, "The Guardian, 8 Dec.")
    'article-newspaper'
    >>> kind({"publisher": "Oxford University Press"}, {"publisher"}, "Oxford University Press")
    'book'
    """
    genre = f"{csl.get('genre', '')} {csl.get('medium', '')}"
    if told := _told(csl, genre, text):
        return told
    if _THESIS.search(genre) or (_THESIS.search(text) and not csl.get("container-title")):
        return "thesis"
    if _FILM.search(genre) or "director" in labels:
        return "motion_picture"
    if _PREPRINT.search(genre) and not csl.get("volume"):
        return "article"
    if csl.get("container-title"):
        return _in_container(csl, labels)
    return _on_its_own(csl, genre, labels, text)


def _told(csl: dict[str, Any], genre: str, text: str) -> str:
    """The kind that the entry names itself, in its genre or with the first word of its title."""
    title = str(csl.get("title", ""))
    forms = (
        (_SOFTWARE, genre, "software"),
        (_PRESENTED, genre, "paper-conference"),
        (_SPOKEN, genre, "speech"),
        (_SPEECH, title, "speech"),
        (_AIRED, f"{genre} {_roles(text)}", "broadcast"),
        (_PODCAST, f"{csl.get('container-title', '')} {csl.get('note', '')}", "broadcast"),
        (_POSTED, genre, "post"),
        (_SOCIAL, str(csl.get("container-title", "")), "post"),
        (_FILMED, str(csl.get("container-title", "")), "motion_picture"),
        (_DATA, f"{genre} {csl.get('container-title', '')} {title}", "dataset"),
        (_PRIVATE, title, "personal_communication"),
        (_INTERVIEW, title, "interview"),
        (_INTERVIEWED, genre, "interview"),
        (_TREATY, title, "treaty"),
        (_PREPRINT, f"{csl.get('container-title', '')} {csl.get('publisher', '')}", "article"),
    )
    if _STANDARD.match(title):
        return "standard"
    return next((kind for form, words, kind in forms if form.search(words)), "")


def _roles(text: str) -> str:
    """The roles in brackets or behind a comma in front of the title: `(Host)`, `, host`."""
    match = _HOST.search(text[:200])
    return "radio" if match else ""


def _in_container(csl: dict[str, Any], labels: Collection[str]) -> str:
    name = csl["container-title"]
    listed = "webpage" if _NO_NEWS.search(name) else _BY_LIST.get(lexicon.kind(name), "")
    numbered = csl.get("volume") or csl.get("issue")
    periodical = "journal" in labels
    part = csl.get("editor") or csl.get("page") or csl.get("publisher-place")
    web = csl.get("URL") or csl.get("accessed") or _dated(csl)
    whole = csl.get("editor") and csl.get("publisher") and csl.get("publisher-place")
    kinds = (
        (
            whole and not csl.get("issue"),
            "paper-conference" if _PROCEEDINGS.search(name) else "chapter",
        ),
        (_SERIES.search(name) and not csl.get("volume") and not csl.get("page"), "report"),
        (
            # Proceedings that come out in volumes and issues are a journal.
            _PROCEEDINGS.search(name) and csl.get("volume") and csl.get("issue"),
            "article-journal",
        ),
        (_PROCEEDINGS.search(name) and not (numbered and periodical), "paper-conference"),
        (listed and not (csl.get("volume") and csl.get("issue") and not _dated(csl)), listed),
        (not periodical and web and not part, "webpage"),
        (not periodical, "chapter"),
        (not csl.get("volume") and _says_magazine(name), "article-magazine"),
        (numbered or (csl.get("page") and not _dated(csl)), "article-journal"),
        (True, _periodical(csl, name) or "article-journal"),
    )
    return next(kind for holds, kind in kinds if holds)


def _says_magazine(name: str) -> bool:
    words = {lexicon.core(word) for word in name.split()}
    return bool(words & {"magazine", "magazin", "wochenzeitung"})


def _dated(csl: dict[str, Any]) -> bool:
    """Whether the entry names a day, as news do."""
    parts = csl.get("issued", {}).get("date-parts", [[]])
    return len(parts) == 1 and len(parts[0]) > 2


def _periodical(csl: dict[str, Any], name: str) -> str:
    """The type of an article in a periodical on no list, "" when its name tells nothing."""
    words = {lexicon.core(word) for word in name.split()}
    scholarly = words & lexicon.word_list("names", "journal")
    kinds = (
        (_BLOG.search(name), "post-weblog"),
        (words & lexicon.word_list("names", "magazine"), "article-magazine"),
        (scholarly, "article-journal"),
        (words & lexicon.word_list("names", "newspaper"), "article-newspaper"),
        (bodies.is_body(name), "webpage"),
        (_dated(csl), "article-newspaper"),
        (csl.get("URL"), "webpage"),
    )
    return next((kind for holds, kind in kinds if holds), "")


def _on_its_own(csl: dict[str, Any], genre: str, labels: Collection[str], text: str) -> str:
    publisher = str(csl.get("publisher", ""))
    listed = lexicon.kind(publisher)
    web = csl.get("URL") or csl.get("accessed") or "[online]" in text.casefold()
    institute = listed == "institute" or (
        bodies.is_body(publisher) and not _PRESS.search(publisher)
    )
    placed = csl.get("publisher-place") or csl.get("edition") or csl.get("ISBN")
    body = "literal" in (csl.get("author") or [{}])[0]
    named = _REPORT.search(genre) or csl.get("number") or _NAMED_REPORT.search(text)
    part = not publisher and _is_quoted(csl, text)
    printed = listed == "press" or _PRESS.search(publisher) or csl.get("edition") or csl.get("ISBN")
    signature = lexicon.kind(str((csl.get("author") or [{}])[0].get("literal", "")))
    signed = bodies.is_body(str((csl.get("author") or [{}])[0].get("literal", "")))
    own = body and lexicon.fold(str(csl["author"][0]["literal"])) == lexicon.fold(publisher)
    signed = signed or own or signature == "institute"
    kinds = (
        (named, "report"),
        (_BLOG.search(f"{publisher} {genre}"), "post-weblog"),
        (listed in ("newspaper", "magazine", "site", "blog"), _BY_LIST.get(listed, "")),
        (institute and _dated(csl), "report"),
        (_dated(csl) and not placed, _BY_LIST.get(signature, "webpage")),
        (signed and not printed and (placed or publisher), "report"),
        (placed and institute and listed != "press", "report"),
        (placed or listed == "press" or _PRESS.search(publisher), "book"),
        (web, "webpage"),
        (institute, "report"),
        (part and body, "webpage"),
        (body and not printed, "report"),
        (part, "document"),
        (publisher or csl.get("author") or "editor" in labels, "book"),
    )
    return next((kind for holds, kind in kinds if holds), "document")


def _is_quoted(csl: dict[str, Any], text: str) -> bool:
    """Whether the title stands in quotation marks, as that of a part of something does."""
    at = text.find(str(csl.get("title", ""))[:20])
    return at > 0 and text[at - 1] in "“\"„«‘'"
