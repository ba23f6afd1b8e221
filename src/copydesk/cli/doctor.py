"""What copydesk needs from the machine, whether it is there, and the command that helps."""

from __future__ import annotations

import contextlib
import io
import os
import platform
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from copydesk.tables import load_table

#: A requirement of an extra, as the metadata of a package has it: name, the rest, extra.
_OF_EXTRA: Final = re.compile(r"""([\w.-]++)([^;]*+);\s*+extra\s*+==\s*+["']([\w.-]++)["']""")
#: The extra of those who work at copydesk itself.
_DEV: Final = "dev"
_EXTRAS: Final = {
    "cluster": "builds on several machines (`--cluster`, `--scheduler`)",
    "keyring": "passwords from the system's keyring",
}
#: Languages whose letters the packaged fonts lack, each with one of them.
_LETTERS: Final = {
    "Arabic": "ع", "Chinese": "国", "emoji": "😀", "Hebrew": "ש", "Hindi": "ह", "Japanese": "の",
    "Korean": "한", "Thai": "ท",
}  # fmt: skip
#: What people look for in vain.
NOT_NEEDED: Final = "LibreOffice, Word, LaTeX, a browser, and pandoc of one's own are not needed"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `remedy` is the command that helps, "" when all is well."""

    name: str
    good: bool
    finding: str
    remedy: str = ""
    optional: bool = False


def examine_tools() -> Iterator[Check]:
    """Check every tool in turn; nothing is changed.

    >>> [check.name for check in examine_tools()][:3]
    ['python', 'readers', 'spelling']
    """
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("python", sys.version_info >= (3, 11), f"{version}, {sys.executable}")
    yield _check("readers", _find_readers, "lxml", "trafilatura", "markdown-it-py")
    yield _check("spelling", _find_spelling, "chunspell", "wordfreq", "typos")
    yield _check("pandoc", _find_pandoc, "pypandoc-binary")
    yield _pango()
    yield _check("fonts", _find_fonts, "font-source-serif-pro", "font-source-sans-pro")
    yield _letters()
    yield _wall()
    yield from _extras()
    yield _java()


def _check(name: str, find: Callable[[], str], *requirements: str) -> Check:
    """Whether what `find` looks for is there, which `requirements` of Python's bring."""
    from copydesk.errors import ToolError

    try:
        return Check(name, good=True, finding=find())
    except (ToolError, ImportError) as error:
        remedy = restore_packages(*requirements)
        return Check(name, good=False, finding=str(error), remedy=remedy)


def _find_readers() -> str:
    from importlib.metadata import version

    names = ("lxml", "trafilatura", "markdown-it-py")
    return ", ".join(f"{name} {version(name)}" for name in names)


def _find_spelling() -> str:
    """What spelling is checked with, each asked for one word: a wheel may lack its program."""
    from copydesk.clean import lexicon
    from copydesk.system import misspellings

    if not (lexicon.is_word("harbour") and misspellings.find_corrections(["recieve"])):
        raise ImportError("required words are missing")
    return "hunspell en_US, wordfreq, typos"


def _find_pandoc() -> str:
    from copydesk.composition import pandoc

    return f"{pandoc.read_version()}, included in copydesk"


def _find_fonts() -> str:
    import font_source_sans_pro  # noqa: F401
    import font_source_serif_pro  # noqa: F401

    return "Source Serif Pro, Source Sans Pro"


def _pango() -> Check:
    """What PDFs are set with: WeasyPrint, and the libraries of the system that it needs."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints where to read of it
            from copydesk.system import weasy
    except ImportError as error:
        remedy = restore_packages("weasyprint")
        return Check("pdf", good=False, finding=str(error), remedy=remedy)
    except OSError as error:
        finding = f"WeasyPrint lacks a library: {str(error).splitlines()[0]}"
        return Check("pdf", good=False, finding=finding, remedy=find_remedy("pango"))
    told = ", ".join(f"{name} {version}" for name, version in weasy.libraries().items())
    finding = f"WeasyPrint {weasy.VERSION}, {told}"
    if weasy.SUBSETS:
        return Check("pdf", good=True, finding=finding)
    finding += "; without HarfBuzz's subsetter, PDFs differ from those of other machines"
    return Check("pdf", good=False, finding=finding, remedy=find_remedy("pango"), optional=True)


def _letters() -> Check:
    """Whether the machine has fonts for letters that the packaged ones lack."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            from copydesk.system import fonts

            lacking = fonts.unprintable(_LETTERS.values())
    except (ImportError, OSError):
        finding = "not checked: the libraries for PDFs are missing"
        return Check("letters", good=True, finding=finding, optional=True)
    if not lacking:
        finding = f"fonts for {', '.join(_LETTERS)}"
        return Check("letters", good=True, finding=finding, optional=True)
    names = ", ".join(name for name, sign in _LETTERS.items() if sign in lacking)
    finding = f"no font for {names}: a PDF with such letters shows empty boxes"
    remedy = find_remedy("fonts") or "install the Noto fonts, https://fonts.google.com/noto"
    return Check("letters", good=False, finding=finding, remedy=remedy, optional=True)


def _wall() -> Check:
    """Whether those who read submissions are cut off from the network by the system too."""
    from copydesk.system import wall

    if means := wall.tried():
        how = "by seccomp" if means == "seccomp" else "in a network namespace of their own"
        return Check("wall", good=True, finding=f"workers have no network, {how}", optional=True)
    finding = (
        "the system does not block the network for workers; workers do not use it by themselves"
    )
    remedy = "to block it, run copydesk in a container without a network (`--network none`)"
    return Check("wall", good=False, finding=finding, remedy=remedy, optional=True)


def _extras() -> Iterator[Check]:
    """What copydesk can do besides where further packages are installed."""
    from importlib.metadata import PackageNotFoundError, requires, version

    try:
        rows = [_OF_EXTRA.match(row) for row in requires("copydesk") or ()]
    except PackageNotFoundError:
        return
    extras: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        if row and row[3] != _DEV:
            extras.setdefault(row[3], []).append((row[1], f"{row[1]} {row[2].strip()}".strip()))
    for extra, wanted in sorted(extras.items()):
        known: list[str] = []
        lacking: list[str] = []
        for name, requirement in wanted:
            try:
                known.append(f"{name} {version(name)}")
            except PackageNotFoundError:
                lacking.append(requirement)
        finding = ", ".join(known) if not lacking else f"only for {_EXTRAS.get(extra, extra)}"
        remedy = write_pip_command(lacking) if lacking else ""
        yield Check(extra, not lacking, finding, remedy, optional=True)


def _java() -> Check:
    if shutil.which("java"):
        return Check("java", good=True, finding="for checking EPUBs", optional=True)
    finding = "only for checking EPUBs with EPUBCheck; builds do not need it"
    return Check("java", good=False, finding=finding, remedy=find_remedy("java"), optional=True)


# ── the command that helps ─────────────────────────────────────────────────────


def find_remedy(need: str) -> str:
    """The command that brings `need` to the system at hand, "" when it comes with that.

    A need is what `data/systems.toml` has a row for: `pango`, `java` or `fonts`.
    """
    system = find_system()
    found = str(load_table("systems")[system].get(need, ""))
    is_typed = sys.platform == "linux" and system != "other"
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return f"sudo {found}" if found and is_typed and not is_root else found


def find_system() -> str:
    """The name that the system at hand has in `data/systems.toml`."""
    if sys.platform in ("darwin", "win32"):
        return sys.platform
    try:
        told = platform.freedesktop_os_release()
    except OSError:
        return "other"
    names = (told.get("ID", ""), *told.get("ID_LIKE", "").split())
    return next((name for name in names if name in load_table("systems")), "other")


def restore_packages(*requirements: str) -> str:
    """The command that brings packages of Python's, those that copydesk runs with.

    In a checkout `make` knows them all, with their hashes.
    """
    checkout = Path(__file__).parents[3]
    if (checkout / "requirements.lock").is_file() and (checkout / "Makefile").is_file():
        return f"make -C {_quote(str(checkout))} -B install"
    return write_pip_command(requirements)


def write_pip_command(requirements: Sequence[str]) -> str:
    """The command by which the Python that runs copydesk gets `requirements`.

    >>> write_pip_command(["keyring >=25"]).partition(" -m ")[2]
    "pip install 'keyring >=25'"
    """
    wanted = " ".join(map(_quote, requirements))
    return f"{_quote(sys.executable or 'python3')} -m pip install {wanted}"


def _quote(word: str) -> str:
    if sys.platform == "win32":
        return f'"{word}"' if set(word) & set(' "<>|&') else word
    return shlex.quote(word)
