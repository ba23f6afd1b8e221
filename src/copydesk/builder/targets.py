"""What the words after `copydesk build` mean: articles, collections, issues, formats of them.

`@FILE` stands for the targets that a file lists, `@-` for those on standard input.
"""

from __future__ import annotations

import codecs
import fnmatch
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from copydesk.builder import side_files
from copydesk.builder.submissions import (
    ALWAYS,
    BOUND,
    COLLECTIONS,
    FORMAT_NAMES,
    ISSUES,
    NEWSLETTERS,
    ON_REQUEST,
    SIDECAR,
    Document,
    Kind,
    kind_of,
)
from copydesk.errors import UsageError
from copydesk.settings.hints import name_nearest

if TYPE_CHECKING:
    from copydesk.builder.survey import Survey
    from copydesk.builder.up_to_date import Rest

Selection = dict[Document, frozenset[str]]
"""Document → the formats asked for; the empty set asks for all of them."""

Meant = list[tuple[Document, str]]
"""Documents, each with a format, or "" for all of them."""

#: Signs of a pattern.
_WILD: Final = re.compile(r"[*?[]")
#: The signs of a pattern and the letters between them; `**` is one only between slashes.
_SIGNS: Final = re.compile(r"(?<![^/])\*\*(/|\Z)|\*+|\?|\[[^/][^]/]{0,99}\]|.", re.DOTALL)
#: Words that mean all documents of a kind.
_GROUPS: Final[Mapping[str, Kind]] = {COLLECTIONS: "book", NEWSLETTERS: "issue"}
#: So many names that mean nothing are told at once.
_TOLD: Final = 3


def resolve_targets(desk: Survey, targets: Iterable[str], here: Path | None = None) -> Selection:
    """The documents and formats that `targets` name; everything when there are none.

    A target is a slug, the path of a submission or of its folder, its file's name alone with or
    without its ending, the path of an output, or a format: of those in the settings, or one that
    is made on request; beside documents that are named whole a format means theirs, and alone that
    of all. A collection is `collections/<name>`, or its name alone where no slug is
    called so; `collections` are all of them. So are an issue `newsletter/<name>` and `newsletters`
    all of these; with an issue come its articles, for what it needs of them. What lies beside a
    submission (sidecar, library, pictures) means it. Paths may be relative to `here` or to the
    desk. With `*`, `?`, `[…]` and `**` for folders a target means all slugs, submissions and
    outputs of that pattern. Raises `UsageError` with the nearest name.
    """
    known, names = names_of(desk), list(targets)
    chosen = _choose(known, names, here)
    if not names:
        return chosen
    for document, formats in _before(desk, chosen):
        if chosen.get(document, formats):  # a document that is meant whole stays so
            chosen[document] = chosen.get(document, frozenset()) | formats
    return {document: chosen[document] for document in known.everything if document in chosen}


def count_untouched(
    root: Path, rest: Rest, targets: list[str], formats: tuple[str, ...], here: Path | None = None
) -> int | None:
    """How many documents of a desk that rests the `targets` mean in `formats`.

    None when only a survey can tell: what is made on request may not be there, the articles of an
    issue are in its file, and what means nothing is told with all that there is.
    """
    if not (targets or formats):
        return rest.documents
    try:
        every = tuple(Document(source, slug, (0, 0)) for slug, source in rest.names())
        known = DeskTargets(root, rest.out, rest.source, rest.formats, every)
        chosen = limit_formats(_choose(known, targets, here), formats)
    except (OSError, ValueError, UsageError):
        return None
    asked = {form for forms in chosen.values() for form in forms}
    made = {*rest.formats, *ALWAYS, *(BOUND if known.of_kind("book") else ())}
    if not made.issuperset((*asked, *formats)) or any(one.is_issue for one in chosen):
        return None
    return len(chosen)


def _choose(known: DeskTargets, targets: list[str], here: Path | None) -> Selection:
    """What the `targets` mean by themselves; everything, when there are none."""
    if not targets:
        return dict.fromkeys(known.everything, frozenset())
    chosen: dict[Document, set[str]] = {}
    for document, form in Finder(known, here).all_of(targets):
        chosen.setdefault(document, set()).add(form)
    return {document: frozenset(() if "" in forms else forms) for document, forms in chosen.items()}


class DeskTargets(NamedTuple):
    """What can be named at a desk: its folders, its formats, what is built at it."""

    root: Path
    out: Path
    source: str
    formats: tuple[str, ...]
    everything: tuple[Document, ...]

    def of_kind(self, kind: Kind) -> list[Document]:
        """All articles, collections or issues."""
        return [one for one in self.everything if kind_of(one.slug) == kind]


def names_of(desk: Survey) -> DeskTargets:
    """What can be named at `desk`."""
    config = desk.config
    return DeskTargets(desk.root, desk.out, config.source, config.formats, desk.everything)


def _before(desk: Survey, chosen: Iterable[Document]) -> Iterator[tuple[Document, frozenset[str]]]:
    """What the issues among the `chosen` need of their articles."""
    for document in [one for one in chosen if one.is_issue]:
        from copydesk.builder.issues import contents

        yield from contents.list_needed(desk, document).items()


class Finder:
    """The documents of a desk by all that they can be called, each table made when first asked."""

    def __init__(self, desk: DeskTargets, here: Path | None = None) -> None:
        self.desk = desk
        self._root = os.path.normpath(desk.root)
        self._top = os.path.normpath(desk.source).replace(os.sep, "/")
        self._out = os.path.normpath(desk.out)
        self._bases = tuple(dict.fromkeys((here or desk.root, desk.root)))

    def all_of(self, names: Iterable[str]) -> Meant:
        """What `names` mean.

        Raises `UsageError` for those that mean nothing. Other files of the source folder may
        stand among the names, but not alone.
        """
        unknown, passed, forms = [], [], []
        found: Meant = []
        of_forms: Meant = []
        for name in names:
            meant = self.meant(name)
            if meant and meant[0][1] == (form := FORMAT_NAMES.get(name, name)):
                forms.append(form)
                of_forms += meant
            elif meant:
                found += meant
            elif self._is_passed_over(name):
                passed.append(name)
            else:
                unknown.append(name)
        if unknown or not (found or forms):
            raise self._nothing(unknown or passed)
        if any(_is_whole(*one) for one in found):
            return [each for one in found for each in _in_forms(*one, forms)]
        return found + of_forms

    def meant(self, target: str) -> Meant:
        """What `target` means; nothing when there is nothing of that name or pattern."""
        if found := self._named(target):
            return found
        return self._matching(target) if is_wild(target) else []

    # ── names ────────────────────────────────────────────────────────────────

    def _named(self, target: str) -> Meant:
        desk = self.desk
        for name in (target, f"{COLLECTIONS}/{target}", f"{ISSUES}/{target}"):
            if document := self._slugs.get(name):
                return [(document, "")]
        if (kind := _GROUPS.get(target)) and (group := desk.of_kind(kind)):
            return [(document, "") for document in group]
        if (form := FORMAT_NAMES.get(target, target)) in self._formats:
            books = desk.of_kind("book") if form in BOUND else ()
            return [(document, form) for document in (*desk.of_kind("article"), *books)]
        for path in self._paths(target):
            if found := self._source(path) or self._output(path):
                return found
        if ending := self._endings.get(_composed(target)):
            return [(document, "") for document in ending]
        # What is made always is asked for seldom, and leaves its name to an article.
        every = desk.of_kind("article") if target in ALWAYS else ()
        return [(document, target) for document in every]

    @cached_property
    def _slugs(self) -> dict[str, Document]:
        return {document.slug: document for document in self.desk.everything}

    @cached_property
    def _formats(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.desk.formats, *ON_REQUEST)))

    @cached_property
    def _sources(self) -> dict[str, Document]:
        return {document.source: document for document in self.desk.everything}

    @cached_property
    def _folders(self) -> dict[str, list[Document]]:
        """The documents in each folder and below it."""
        found: dict[str, list[Document]] = {}
        for document in self.desk.everything:
            for folder in _above(document.source):
                found.setdefault(folder, []).append(document)
        return found

    @cached_property
    def _endings(self) -> dict[str, list[Document]]:
        """The documents by the end of their paths: the file's name, and folders before it.

        The ending of the name may be left out, as in a slug, which may be but a number.
        """
        found: dict[str, list[Document]] = {}
        for document in self.desk.everything:
            rest = _composed(document.source)
            while "/" in rest:
                rest = rest.partition("/")[2]
                stem = rest.removesuffix(os.path.splitext(rest)[1])  # noqa: PTH122  not a path
                for name in {rest, stem}:
                    found.setdefault(name, []).append(document)
        return found

    @cached_property
    def _beside(self) -> dict[str, list[Document]]:
        """The documents by what lies beside them, whether it does or not."""
        found: dict[str, list[Document]] = {}
        for document in self.desk.of_kind("article"):
            source = document.source
            own, shared = side_files.library_paths(source)
            for path in (source + SIDECAR, *side_files.picture_folders(source), *own, *shared):
                found.setdefault(path, []).append(document)
        return found

    def _paths(self, target: str) -> list[str]:
        return [os.path.normpath(base / target) for base in self._bases]

    def _source(self, path: str) -> Meant:
        place = _place(path, self._root)
        if document := self._sources.get(place):
            return [(document, "")]
        if found := self._folders.get(place):
            return [(document, "") for document in found]
        beside_it = (self._beside.get(each, ()) for each in (place, *_above(place)))
        return [(document, "") for documents in beside_it for document in documents]

    def _output(self, path: str) -> Meant:
        slug, _, name = _place(path, self._out).partition("/")
        if slug in (COLLECTIONS, ISSUES):
            stem, _, name = name.partition("/")
            slug = f"{slug}/{stem}"
        document = self._slugs.get(slug)
        if document is None:
            return []
        if document.is_issue:  # which is made whole, whatever of it is asked for
            return [(document, "")]
        form = self._outputs(document).get(name)
        return [] if form is None else [(document, form)]

    def _outputs(self, document: Document) -> dict[str, str]:
        """Each name in the folder of `document`, "" for itself, with the format it is."""
        slug = document.slug.rpartition("/")[2]
        forms = {"": "", "colophon.json": ""}
        if document.is_issue:
            return forms
        if document.is_gathered:
            return forms | {f"{slug}.{form}": form for form in BOUND}
        forms |= {f"{slug}.{form}": form for form in (*self.desk.formats, *document.needed)}
        forms |= {path.format(slug): form for form, path in ON_REQUEST.items()}
        return forms | {"article.json": "article", "review/proof.html": "proof"}

    def _is_passed_over(self, target: str) -> bool:
        """Whether `target` lies in the source folder and is no submission.

        `source/*` in a shell and `find source` name such files among the others.
        """
        return any(
            _place(path, self._root).startswith(f"{self._top}/") and os.path.lexists(path)
            for path in self._paths(target)
        )

    # ── patterns ─────────────────────────────────────────────────────────────

    def _matching(self, target: str) -> Meant:
        fits = compile_pattern(target).fullmatch
        paths = self._paths(target)
        of_sources = [compile_pattern(_place(path, self._root)).fullmatch for path in paths]
        of_outputs = [compile_pattern(_place(path, self._out)).fullmatch for path in paths]
        found: Meant = []
        for document in self.desk.everything:
            slug, name = document.slug, document.source.rpartition("/")[2]
            places = [document.source]
            places += [each for each in _above(document.source) if each.startswith(f"{self._top}/")]
            if (
                any(map(fits, (slug, slug.rpartition("/")[2], name)))
                or any(fit(place) for fit in of_sources for place in places)
            ):  # fmt: skip
                found.append((document, ""))
                continue
            for path, form in self._outputs(document).items():
                if any(fit(f"{slug}/{path}".rstrip("/")) for fit in of_outputs):
                    found.append((document, form))
        return found

    # ── what there is not ────────────────────────────────────────────────────

    def _nothing(self, names: list[str]) -> UsageError:
        name = names[0]
        listed = ", ".join(f"`{each}`" for each in names[:_TOLD])
        more = f" and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
        if is_wild(name):
            message = f"no article, submission or output matches the pattern {listed}{more}"
            hint = "`copydesk status -v` lists all documents; `**` matches all folders"
        else:
            message = f"there is nothing named {listed}{more} at this desk"
            others = "`copydesk status -v` lists all documents, `copydesk --help` the commands"
            hint = name_nearest(name, [*self._slugs, *self._formats, *self._sources], others)
        return UsageError(message, hint=hint, code="desk.target")


def _is_whole(document: Document, form: str) -> bool:
    """Whether all formats of a document are meant that need not be made at once."""
    return not form and not document.is_issue


def _in_forms(document: Document, form: str, forms: list[str]) -> Meant:
    """A document that is meant whole in those of `forms` that it has; anything else as it is."""
    if not _is_whole(document, form):
        return [(document, form)]
    fit = [one for one in forms if one in BOUND or not document.is_gathered]
    return [(document, one) for one in fit or [""]]


def _composed(name: str) -> str:
    """`name` as keyboards write it; macOS hands out decomposed file names."""
    return unicodedata.normalize("NFC", name)


def check_formats(desk: Survey, formats: Iterable[str]) -> None:
    """Raise `UsageError` for one of `formats` that nothing at this desk is made as."""
    known = [*desk.config.formats, *ALWAYS, *ON_REQUEST, *(BOUND if desk.collections else ())]
    for name in formats:
        if name not in known:
            message = f"there is no format `{name}` at this desk"
            made = ", ".join(f"`{one}`" for one in dict.fromkeys(known))
            hint = f"this desk makes {made}; `formats` in its settings says so"
            raise UsageError(message, hint=hint, code="desk.target")


def limit_formats(chosen: Selection, formats: Iterable[str]) -> Selection:
    """`chosen` with no other than `formats`, if there are any; without what has none of them left.

    Issues, which are made whole, are left out.

    >>> pier, quay = (Document(f"source/{slug}.txt", slug, (0, 0)) for slug in ("pier", "quay"))
    >>> found = limit_formats({pier: frozenset(), quay: frozenset(("md",))}, ["pdf"])
    >>> [(document.slug, *wanted) for document, wanted in found.items()]
    [('pier', 'pdf')]
    """
    if not (limit := frozenset(formats)):
        return chosen
    both = {
        document: asked & limit if asked else limit
        for document, asked in chosen.items()
        if not document.is_issue
    }
    return {document: wanted for document, wanted in both.items() if wanted}


def is_wild(target: str) -> bool:
    """Whether `target` may be a pattern; a file of that very name goes first."""
    return _WILD.search(target) is not None


def _above(path: str) -> Iterator[str]:
    """The folders above `path`."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _place(path: str, folder: str) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")


def compile_pattern(text: str) -> re.Pattern[str]:
    """What `text` stands for as a pattern of paths; `*` and `?` stop at a slash, `**` at none.

    >>> bool(compile_pattern("source/**/*.txt").fullmatch("source/2024/may/quay.txt"))
    True
    >>> bool(compile_pattern("source/*.txt").fullmatch("source/2024/quay.txt"))
    False
    """
    return re.compile("".join(map(_expression, _SIGNS.finditer(text))), re.DOTALL)


def _expression(found: re.Match[str]) -> str:
    sign = found[0]
    if found[1] is not None:  # folders, or at the end all that is below
        return "(?:.+/)?" if found[1] else ".+"
    if sign[0] in "*?":
        return "[^/]*" if sign[0] == "*" else "[^/]"
    # The standard library knows the ways of a set, and puts `(?s:` and `)\Z` around it.
    return f"(?!/){fnmatch.translate(sign)[4:-3]}" if len(sign) > 1 else re.escape(sign)


# ── lists of targets ───────────────────────────────────────────────────────────

#: The first sign of a word that names a list.
MARK: Final = "@"


def expand_lists(words: Iterable[str], root: Path, here: Path | None = None) -> list[str]:
    """`words` with what the lists among them name in the place of each.

    A list is looked for from `here`, then from the desk at `root`. Raises `UsageError` for
    one that cannot be read.
    """
    targets: list[str] = []
    for word in words:
        if word.startswith(MARK):
            targets += parse_list(_read_list(word.removeprefix(MARK), (here or root, root)))
        else:
            targets.append(word)
    return targets


def parse_list(data: bytes) -> list[str]:
    r"""What a list names: one a line, without blank lines and those that begin with `#`.

    Where there is a NUL, as `find -print0` and `git ls-files -z` write it, names end there
    and nowhere else, and may hold anything.

    >>> parse_list(b"# the refused ones\nsource/a.txt\r\n\nquay\n")
    ['source/a.txt', 'quay']
    >>> parse_list(b"source/# a\n.txt\0quay\0")
    ['source/# a\n.txt', 'quay']
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        return [os.fsdecode(name) for name in data.split(b"\0") if name]
    lines = (line.strip() for line in data.splitlines())
    return [os.fsdecode(line) for line in lines if line and not line.startswith(b"#")]


def _read_list(name: str, bases: tuple[Path, ...]) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    for base in dict.fromkeys(bases):
        try:
            return (base / name).read_bytes()
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            message = f"the list `{name}` cannot be read: {getattr(error, 'strerror', error)}"
            raise UsageError(message, hint="name a readable file", code="usage.file") from None
    message = f"there is no list `{name}`"
    hint = "after `@`, name a file with one target a line, or `-` for standard input"
    raise UsageError(message, hint=hint, code="usage.file")
