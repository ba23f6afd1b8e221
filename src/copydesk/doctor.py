"""What copydesk needs from the machine, whether it is there, and the command that helps."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `remedy` is the command that helps, "" when all is well."""

    name: str
    good: bool
    finding: str
    remedy: str = ""
    optional: bool = False


def examine() -> Iterator[Check]:
    """Check every tool in turn; nothing is changed.

    >>> [check.name for check in examine()][:3]
    ['python', 'readers', 'spelling']
    """
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("python", sys.version_info >= (3, 11), version)
    yield _readers()
    yield _spelling()
    yield _pandoc()
    yield _weasyprint()
    yield _fonts()
    yield _wall()
    java = shutil.which("java")
    yield Check(
        "java", bool(java), "for checking EPUBs" if java else "not found; only EPUBCheck needs it",
        "" if java else "apt-get install default-jre-headless", optional=True,
    )  # fmt: skip


def _readers() -> Check:
    """What web pages, Markdown and word-processor files are read with."""
    from importlib.metadata import PackageNotFoundError, version

    names = ("lxml", "trafilatura", "markdown-it-py")
    try:
        known = [f"{name} {version(name)}" for name in names]
    except PackageNotFoundError as error:
        return Check(
            "readers", good=False, finding=f"{error.name} is missing", remedy="make install"
        )
    return Check("readers", good=True, finding=", ".join(known))


def _spelling() -> Check:
    """What spelling is checked with, each asked for one word: a wheel may lack its program."""
    from copydesk import lexicon
    from copydesk.errors import ToolError
    from copydesk.gate import misspellings

    try:
        sound = lexicon.is_word("harbour") and bool(misspellings.corrections(["recieve"]))
    except (ToolError, ImportError) as error:
        return Check("spelling", good=False, finding=str(error), remedy="make install")
    return Check("spelling", good=sound, finding="hunspell en_US, wordfreq, typos")


def _pandoc() -> Check:
    from copydesk.errors import ToolError
    from copydesk.gate import pandoc

    try:
        return Check("pandoc", good=True, finding=pandoc.version())
    except ToolError as error:
        return Check("pandoc", good=False, finding=str(error), remedy="make install")


def _weasyprint() -> Check:
    try:
        from copydesk.gate import weasy
    except (ImportError, OSError) as error:
        remedy = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        return Check("weasyprint", good=False, finding=str(error).splitlines()[0], remedy=remedy)
    from copydesk.desk import versions

    system = [f"{name} {found}" for name, found in versions.tools() if name in versions.LIBRARIES]
    finding = ", ".join([weasy.VERSION, *system])
    return Check("weasyprint", good=True, finding=finding)


def _wall() -> Check:
    """Whether those who read submissions are cut off from the network by the system too."""
    from copydesk.gate import wall

    if means := wall.tried():
        how = "by seccomp" if means == "seccomp" else "in a network namespace of their own"
        return Check("wall", good=True, finding=f"workers have no network, {how}", optional=True)
    finding = "the system does not keep workers from the network; by themselves they use none"
    remedy = "for a second wall run copydesk in a container without a network (`--network none`)"
    return Check("wall", good=False, finding=finding, remedy=remedy, optional=True)


def _fonts() -> Check:
    try:
        import font_source_sans_pro  # noqa: F401
        import font_source_serif_pro  # noqa: F401
    except ImportError as error:
        return Check("fonts", good=False, finding=str(error), remedy="make install")
    return Check("fonts", good=True, finding="Source Serif Pro, Source Sans Pro")
