"""What the program reads and writes besides its settings: files, their keys, the environment.

Tests hold these tables to the code: a key or variable that is read and not here fails them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: Path → what lies there.
FILES: Final[Mapping[str, str]] = {
    "copydesk.toml": "The settings of a desk, beside its source folder.",
    "pyproject.toml": "The same under `[tool.copydesk]`, where there is no copydesk.toml.",
    "source/": "The submissions: .txt .html .docx .odt .rtf .pdf .md, in folders as you like.",
    "source/NAME.ENDING.desk.toml": "The sidecar of a submission: what the editor decided on it.",
    "source/NAME.files/": (
        "The pictures of a submission, by the names that it has for them; of a page that a browser"
        " saved also `NAME_files/`."
    ),
    "source/NAME.bib": (
        "A library that takes the place of the printed references; `.ris` and `.csl.json` as well."
    ),
    "source/collections/NAME.toml": "A book of several articles.",
    "source/newsletters/NAME.toml": "An issue of a newsletter.",
    "source/newsletters/NAME.sent.jsonl": "The journal of who has had the issue; never remove it.",
    "source/newsletters/NAME.pushed.json": "Which draft the issue is at the service it goes to.",
    "source/newsletters/suppressed.csv": "Who wants no more issues.",
    "source/words/NAME.txt": "Words and names that are right as they are spelt, one a line.",
    "source/sites/NAME.toml": "A profile: which lines a site prints around its articles.",
    "source/sites/NAME.proposed.toml": "One that `copydesk sites learn` proposes; not heeded.",
    "dist/": "All that is built. It can be removed at any time.",
    "dist/NAME/": (
        "The editions of an article, `article.json` (all of it for machines), `colophon.json`"
        " (hashes of what went in and came out), `review/proof.html` (the editor's sheet),"
        " `pictures/`."
    ),
    "dist/collections/NAME/": "A book.",
    "dist/newsletter/NAME/": "An issue: the message, pieces to paste, `preview.html`, `files/`.",
    "dist/index.html": "Every article on one page.",
    "dist/quarantine.txt": "What is refused or failed, with the reasons; a list of targets.",
    "dist/report.json": "The last build, for scripts.",
    "dist/.desk/": "What builds remember, for the owner alone.",
}

#: Keys of a sidecar.
SIDECAR: Final[Mapping[str, str]] = {
    "schema": "`copydesk.sidecar/1`; it may be left out.",
    "slug": "The name of the outputs: a-z, 0-9 and `-`.",
    "title": "The headline, in place of the printed one; so `subtitle` and `byline`.",
    "subtitle": "The deck below the headline.",
    "deck": "Another name of `subtitle`.",
    "byline": "Who wrote it, with the words around the names.",
    "date": "As it is to be printed.",
    "language": "A BCP 47 tag such as `en-GB`.",
    "authors": "Each name a text.",
    "doi": "The DOI of the article.",
    "url": "Where the article stands on the web.",
    "volume": "The volume it appears in; so `issue` and `pages`.",
    "issue": "The issue it appears in.",
    "pages": "Its pages, as `101–117`.",
    "licence": "An SPDX name of Creative Commons, or an address.",
    "keywords": "Each a text.",
    "author": "Tables `[[author]]`: `name`, `orcid`, `affiliation`, `email`, `family`.",
    "settings": "Settings for this article alone; not `source`, `out`, `limits` and the like.",
    "decision": "Tables `[[decision]]`, which `stet` and `accept` write.",
    "role": "Tables `[[role]]`: `text` of a line and its `role`.",
    "citation": "Tables `[[citation]]`: `text`, `place`, and `key` or `verdict`.",
    "reference": "Tables `[[reference]]`: `raw`, and `csl` or `settled`.",
    "edit": "Tables `[[edit]]`: your own words `after` in place of `exact`.",
    "picture": "Tables `[[picture]]`: the `target` of a picture and its `alt`.",
}

#: Keys of a collection.
COLLECTION: Final[Mapping[str, str]] = {
    "schema": "`copydesk.collection/1`; it may be left out.",
    "title": "The title of the book; it must be there.",
    "subtitle": "Its subtitle.",
    "date": "A year, month or day.",
    "description": "What it is about, for catalogues.",
    "language": "A language tag.",
    "isbn": "Its ISBN, whose last sign is looked at.",
    "doi": "Its DOI.",
    "licence": "An SPDX name of Creative Commons, or an address.",
    "editors": "Each name a text.",
    "articles": "Slugs or source paths, in order.",
    "part": "Tables `[[part]]`: `title` and `articles`.",
    "formats": "Some of `pdf` and `epub`.",
    "publication": "Settings laid over the desk's; so `theme` and `style`.",
    "theme": "Looks laid over the desk's.",
    "style": "House style laid over the desk's.",
}

#: Keys of an issue that are not those of `[newsletter]` in the settings.
ISSUE: Final[Mapping[str, str]] = {
    "schema": "`copydesk.issue/1`; it may be left out.",
    "id": "What the journal of sendings knows it by; the file's name unless said.",
    "subject": "What lists of mail programs show; it must be there.",
    "preheader": "What they show behind it.",
    "date": "The day in its head; it must be there.",
    "intro": "Words of your own before the articles, in Markdown.",
    "language": "When not that of most articles.",
    "url": "Its page for browsers.",
    "article": "Tables `[[article]]`: `src`, `mode`, `words`, `teaser`, `url`, `attach`.",
    "theme": "Looks laid over the desk's.",
}

#: Variable → what it does.
ENVIRONMENT: Final[Mapping[str, str]] = {
    "COPYDESK_SMTP_PASSWORD": "The password of the mail server, for `newsletter send`.",
    "COPYDESK_PUSH_TOKEN": "The token of listmonk or Buttondown, for `newsletter push`.",
    "NO_COLOR": "When set, nothing is coloured.",
    "TERM": "`dumb` draws no progress and no colours.",
    "COLUMNS": "The width of help texts.",
    "SSL_CERT_FILE": "A file of the authorities whose certificates are trusted, as OpenSSL has it.",
    "WATCHFILES_FORCE_POLLING": "`1` lets `watch` look by itself where the system tells nothing.",
    "LD_LIBRARY_PATH": "Where the libraries that set PDFs are looked for first (Linux).",
    "TMPDIR": "Where the workers of a cluster keep what they work at.",
}
