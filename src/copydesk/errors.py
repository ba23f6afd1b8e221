"""What can go wrong, and the exit code that says so.

::

    CopydeskError
    ├── UsageError      2   a command line or argument that cannot be meant
    │   └── ConfigError 2   settings or sidecar: unknown key, wrong type
    ├── Refused         3   a submission that copydesk will not take
    ├── ToolError       4   pandoc, WeasyPrint or the disk failed, or hit a limit
    ├── Locked          5   another build holds the desk
    └── BrokenLaw      70   our bug: a law of the ledger does not hold

Each message says what happened and where; `hint` says what to do next, and is never missing.
`code` is the stable name that documents and tests share.
"""

from __future__ import annotations

from typing import Final

DONE: Final = 0
QUERIES: Final = 1
USAGE: Final = 2
REFUSED: Final = 3
TOOL: Final = 4
LOCKED: Final = 5
BUG: Final = 70
INTERRUPTED: Final = 130

#: What each exit code says, in the order of their numbers.
EXITS: Final[dict[int, str]] = {
    DONE: "All was done; articles may have open queries.",
    QUERIES: "There are queries at or above what `--fail-on` or `--strict` names.",
    USAGE: "The command line or the settings cannot be meant.",
    REFUSED: "A submission was refused; its neighbours were built.",
    TOOL: "A tool, the disk or the network failed, or a limit was hit.",
    LOCKED: "Another build holds the desk, or another process sends the issue.",
    BUG: "A bug of copydesk. Nothing wrong was written.",
    INTERRUPTED: "It was interrupted by Ctrl-C; what was finished stays.",
}

#: What each code means; `copydesk explain CODE` prints it.
CODES: Final[dict[str, str]] = {
    "bug": "copydesk met something its authors did not think of. Report it with the submission.",
    "cluster.folder": "A worker of a cluster does not see the desk's folder at the same path.",
    "cluster.lost": "The cluster's scheduler or workers were lost; what is finished stays.",
    "cluster.silent": "A cluster's scheduler does not answer, or has no workers.",
    "cluster.version": "A worker has other code, tools or fonts, and would make other bytes.",
    "collection.article": "A collection lists an article that is not there, or one twice.",
    "collection.read": "A collection cannot be read as UTF-8 text.",
    "collection.unknown-key": "A collection holds a key that copydesk does not know.",
    "collection.value": "A value of a collection is of the wrong kind, or one it needs is missing.",
    "config.css": "The desk's own style sheet has faults, or asks for something from elsewhere.",
    "config.csl": "The citation style is not installed, or is no CSL file.",
    "config.desk-only": "A sidecar sets what concerns the whole desk: its folders or its limits.",
    "config.format": "The settings ask for a format that no writer makes.",
    "config.no-desk": "No folder from here upward has a `source/` folder or settings.",
    "config.issn": "The last sign of an ISSN does not fit the others.",
    "config.licence": "A licence is neither an address nor an SPDX name that is known here.",
    "config.pack": "There is no house style of that name.",
    "config.profile": "A site profile of the desk holds a key or phrase that cannot be meant.",
    "config.read": "The settings file cannot be read as UTF-8 text.",
    "config.rule": "The settings name a rule that does not exist; `copydesk rules` lists them.",
    "config.syntax": "A settings file or sidecar is not valid TOML.",
    "config.unknown-key": "The settings hold a key that copydesk does not know.",
    "config.value": "A setting has a value of the wrong kind, or one that cannot be meant.",
    "config.words": "A word list of the desk holds a sentence, or is larger than any list.",
    "desk.locked": "Another build holds this desk; the message says which and since when.",
    "desk.target": "A target is no slug, source path, output path or format of this desk.",
    "desk.unreadable": "A part of the source folder could not be looked into.",
    "desk.worker": "A worker process could not be started, or ended twice over one document.",
    "epub.cover": (
        "Setting the cover of the EPUB failed, and without it the EPUB comes out well: a font of"
        " the theme is named if it is the cause. The other formats are made."
    ),
    "file.write": "An output could not be written; what stood there is intact.",
    "issue.article": "An issue names an article that is not there, or one twice.",
    "issue.format": "An issue attaches a format in which nothing is made, or no book.",
    "issue.header": "A field of a message cannot be made of a value, such as the sender's address.",
    "issue.read": "The file of an issue cannot be read as UTF-8 text.",
    "issue.target": "An issue is for a service that is not known; `newsletter targets` lists them.",
    "issue.unbuilt": "An article of an issue does not lie in `dist/` as the issue needs it.",
    "issue.unknown-key": "The file of an issue holds a key that copydesk does not know.",
    "issue.value": "A value of an issue is of the wrong kind, or one it needs is missing.",
    "law.compose": "A word or entry was lost on the way into the document. Nothing is written.",
    "law.control": "A control character reached the composed article. A bug; nothing is written.",
    "law.edit": "A rule proposed a change of text that is not there. A bug; nothing is written.",
    "law.header": "The head of an issue's message would say something else than was meant. A bug.",
    "law.link": "A link of a forbidden kind reached the composed article. A bug.",
    "law.markup": "An output holds markup that copydesk does not write. A bug.",
    "law.output": (
        "A file would lack a word, entry or link of the article. A bug; nothing is written, but for"
        " the other formats when it is the PDF."
    ),
    "law.replay": "Replaying the ledger does not give the edited text. A bug.",
    "law.revert": "Reverting the ledger does not give the text received. A bug.",
    "law.words": "A word would be lost or added without a record. A bug; nothing is written.",
    "limit.job": "A document took longer than its deadline, which grows with its size, or more"
    " memory than it may have.",
    "limit.pandoc-heap": "pandoc reached `limits.pandoc_heap_mb` on this document.",
    "limit.seconds": "pandoc reached the deadline of this document.",
    "mail.address": "The address of the mail server is missing, or cannot be meant.",
    "mail.ca": "The file of certificates that `--ca` names cannot be read.",
    "mail.cap": "The list has more readers than are mailed without `--cap`.",
    "mail.certificate": "The mail server's certificate is not trusted, or is for another name.",
    "mail.confirm": "`--confirm` does not give the number of readers that would be mailed.",
    "mail.faulty": "The check of the issue found errors; `--anyway` lets it go as it is.",
    "mail.journal": "The journal of what was sent is damaged; without it readers have mail twice.",
    "mail.list": "The list of readers cannot be read, or has no column of addresses.",
    "mail.locked": "Another process is sending this issue, or has just sent some of it.",
    "mail.login": "The mail server refuses the login, or offers none.",
    "mail.mailbox": "The Maildir or mbox cannot be written, or is something else.",
    "mail.message": "The message of the issue is not as `newsletter build` writes it.",
    "mail.password": "There is no password for the mail server, or it stands where it must not.",
    "mail.recipient": "An address to send to, or to send no more to, is none.",
    "mail.refused": "The mail server takes no such message from this sender; it says why.",
    "mail.renamed": "Another journal says that the issue was sent, so that its file was renamed.",
    "mail.server": "The mail server cannot be reached; the message says what the system answered.",
    "mail.suppressed": "The reader wants no issues, or the list of those cannot be read.",
    "mail.stale": "The issue is to be sent, and something of it has changed since it was built.",
    "mail.target": "The issue was built for a service that has the readers, and not to be mailed.",
    "mail.unbuilt": "The issue is to be sent and was not built.",
    "mail.unencrypted": "The connection to the mail server would not be encrypted.",
    "net.address": "`resolver.url` is no https address.",
    "net.answer": "The resolver answered something that it does not document, or an error.",
    "net.busy": "The resolver asked us to wait, twice; ask again later.",
    "net.elsewhere": "The resolver sends us to another host, which is not asked.",
    "net.failed": "The resolver cannot be reached; the message says what the system answered.",
    "net.slow": "The resolver did not answer within `resolver.seconds`.",
    "net.too-large": "The resolver's answer is larger than any that is documented.",
    "page.address": (
        "The address of a page cannot be meant or holds a login, or its site sends us on to one"
        " that cannot be asked."
    ),
    "page.circles": "A page sends us on to another, and that one again, more often than is right.",
    "page.failed": "A page cannot be had; the message says what the system answered.",
    "page.packed": "A page comes packed in a way that nobody asked for, or damaged.",
    "page.private": (
        "An address lies inside a network or on this machine, or leads there. A stranger's page"
        " must not have such asked; save yours in a browser and name the file."
    ),
    "page.slow": "A page did not come within the time that one may take.",
    "page.status": "A site answers with an error where the page should be.",
    "page.too-large": "A page or picture is larger than the limit that the message names.",
    "page.type": "What lies at an address is of a kind that holds no article.",
    "page.unencrypted": "A page that is encrypted sends us on to one that is not.",
    "pdf.sheet": (
        "The desk's own style sheet stops the setting of the PDF, or hides words in it. The other"
        " formats are made."
    ),
    "pdf.syntax": "A PDF that was just made could not be read back; the message says where.",
    "preview.serve": "Nothing can be served on this machine's own address; the message says why.",
    "push.address": "The address of the service that an issue is pushed to is missing, or is none.",
    "push.answer": "The service answers otherwise than its API describes.",
    "push.busy": "The service was asked too often; it may say how long it wants to be left alone.",
    "push.elsewhere": "The service sends us to another address, which is not asked.",
    "push.failed": "The service cannot be reached, or failed; a draft that it made is found again.",
    "push.lists": "No list of listmonk is named that a draft is for, or something else than one.",
    "push.login": "The service refuses the token.",
    "push.not-draft": "The service made something else than a draft of it. Look there at once.",
    "push.record": "The file that says which draft an issue is cannot be read.",
    "push.refused": "The service does not take the draft or a file; the message quotes it.",
    "push.sent": "The issue is no draft at the service any more, and is not changed.",
    "push.target": "The issue was built for another target than the service it is pushed to.",
    "push.token": "There is no token for the service, or it is none.",
    "push.too-large": "The service takes no draft or file as large as this.",
    "refuse.binary": "The file holds bytes that are no text.",
    "refuse.container": "A .docx or .odt is damaged, locked, or built like an attack.",
    "refuse.empty": "The file is empty, holds nothing but blanks, or is a page that shows no text.",
    "refuse.expands": "What is packed in the file is larger than the limit that the message names.",
    "refuse.library": (
        "A library (.bib, .ris, CSL-JSON) cannot be read; the message names the line. Correct it"
        " there, or take the file away."
    ),
    "refuse.line-too-long": "A line is longer than `limits.line_characters`.",
    "refuse.markup": "The markup inside a .docx or .odt cannot be read, or must not be.",
    "refuse.no-article": "Nothing is left when menus, counters and comments are taken away.",
    "refuse.page": "A web page has more tags or attributes than the limit that the message names.",
    "refuse.too-large": "The file is larger than `limits.file_bytes`.",
    "refuse.too-long": "The text is longer than `limits.characters`.",
    "refuse.too-many-lines": "The text has more lines than `limits.lines`.",
    "refuse.type": "The file is of a type that copydesk does not read; the message names it.",
    "sidecar.missing-key": "An entry of the sidecar lacks a key it needs.",
    "sidecar.read": "The sidecar cannot be read as UTF-8 text.",
    "sidecar.schema": "The sidecar was written for another version of copydesk.",
    "sidecar.slug": "The `slug` of the sidecar cannot be a folder's name on every system.",
    "sidecar.too-large": "The sidecar is larger than `limits.sidecar_bytes`.",
    "sidecar.unknown-key": "The sidecar holds a key that copydesk does not know.",
    "sidecar.value": "A value of the sidecar is of the wrong kind.",
    "tool.typos": "the dictionary of misspellings could not be asked; the message says why.",
    "tool.pandoc": "pandoc ended or answered with an error; the message quotes it.",
    "tool.watchfiles": "The package `watchfiles`, which `copydesk watch` needs, is not installed.",
    "usage.alike": "Two changes or passages of the article cannot be told from each other.",
    "usage.as": "The name that `copydesk new` is to give cannot be, is taken, or lacks.",
    "usage.citation": "No citation bears that number or id; `copydesk cite NAME` lists them.",
    "usage.cluster": "The cluster cannot be meant, or Dask is not installed for it.",
    "usage.code": "There is no such code; `copydesk rules` lists those of the rules.",
    "usage.directory": "-C names a folder that is not there.",
    "usage.encoding": "The input of a command is not UTF-8 text.",
    "usage.field": (
        "`copydesk set` was given no or several texts for a field that holds one, or `copydesk"
        " entry` a field or value that CSL does not know."
    ),
    "usage.file": "A file on the command line cannot be read.",
    "usage.id": "No change of the article bears that id; the proof shows the ids.",
    "usage.issue": "No issue of a newsletter has that name, and no file that path.",
    "usage.jobs": "-j wants a number from 1.",
    "usage.jsonl": "A line on standard input is not of the `--jsonl` protocol.",
    "usage.key": "No entry bears that key; `copydesk entry NAME` lists the keys.",
    "usage.letter": "An option of the letter was given without `--letter`.",
    "usage.line": "The submission has no such line, or the line cannot be told from another.",
    "usage.name": "The name means several articles where one is wanted, or is not given.",
    "usage.port": "The port for the preview does not exist, is taken, or is not yours to take.",
    "usage.review": (
        "`copydesk review` lacks what it is served with, or its page asks for what is not there."
    ),
    "usage.reviewed": (
        "A Word file is no review copy of the article, or does not say of which; or an option that"
        " goes with such a file was given without one."
    ),
    "usage.rewrite": (
        "`copydesk rewrite` cannot find the words, or finds them more than once; the hint says how"
        " to be clear."
    ),
    "usage.picture": (
        "No picture has that line or name, or several have; or nothing was said of it yet."
    ),
    "usage.role": "There is no role of that name; the message or its hint names those there are.",
    "usage.taken": "A file of that name is there, and the command puts none in its place.",
    "usage.verdict": "No verdict can alter that change; the hint says what can be done.",
    "usage.watch": "--watch does not go with an option that means a single build.",
    "usage.word": "What is to go on a word list is no word or name.",
    "xml.doctype": "An XML document declares a DOCTYPE, which is never read.",
    "xml.syntax": "An XML document is not well-formed.",
}

#: What to do about a bug of ours.
REPORT: Final = "report it together with the submission"

#: When several apply to one run, the first of these is the exit code.
PRECEDENCE: Final = (INTERRUPTED, BUG, LOCKED, USAGE, TOOL, REFUSED, QUERIES)


class CopydeskError(Exception):
    """Base of every error that copydesk raises on purpose.

    >>> error = Refused("`a.txt` is empty", hint="send the text", code="refuse.empty")
    >>> str(error), error.hint, error.exit_code
    ('`a.txt` is empty', 'send the text', 3)
    """

    exit_code = BUG

    def __init__(self, message: str, *, hint: str = "", code: str = "") -> None:
        super().__init__(message)
        self.hint = hint
        self.code = code

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders; the default drops keyword arguments.
        return (_rebuild, (type(self), str(self), self.hint, self.code))


def _rebuild(kind: type[CopydeskError], message: str, hint: str, code: str) -> CopydeskError:
    return kind(message, hint=hint, code=code)


class UsageError(CopydeskError):
    """The command line asks for something that is not there."""

    exit_code = USAGE


class ConfigError(UsageError):
    """Settings or a sidecar hold a key or value that copydesk does not know."""


class Refused(CopydeskError):
    """The submission is not taken; its neighbours are."""

    exit_code = REFUSED


class ToolError(CopydeskError):
    """A tool or the system failed."""

    exit_code = TOOL


class Locked(CopydeskError):
    """Another process builds this desk."""

    exit_code = LOCKED


class BrokenLaw(CopydeskError):
    """A promise about the text does not hold; nothing is written.

    >>> BrokenLaw("a word is lost", code="law.words").hint
    'report it together with the submission'
    """

    exit_code = BUG

    def __init__(self, message: str, *, hint: str = "", code: str = "") -> None:
        super().__init__(message, hint=hint or REPORT, code=code)


def combined(codes: list[int]) -> int:
    """The exit code of a run in which each of `codes` came up.

    >>> combined([0, 3, 1]), combined([3, 4]), combined([])
    (3, 4, 0)
    """
    return next((code for code in PRECEDENCE if code in codes), DONE)
