"""The system at hand: which it is, and the one command by which it gets what is missing."""

from __future__ import annotations

import os
import platform
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

Need: TypeAlias = Literal["pango", "java", "fonts"]
"""What a system's package manager has and Python's has not."""


@dataclass(frozen=True, slots=True)
class System:
    """A kind of system: what it is called, the command that installs, the package of each need.

    A need without a package is one that such a system comes with. `lead` says where a command is
    to be typed, when that is not any terminal.
    """

    name: str
    command: str
    packages: Mapping[Need, str]
    lead: str = ""

    def remedy(self, need: Need) -> str:
        """The command that brings `need`."""
        package = self.packages.get(need, "")
        return f"{self.lead}{self.command} {package}" if package else ""


#: By the names that Linux systems give themselves and those that they are like.
_LINUX: Final = {
    "debian": System(
        "Debian or Ubuntu",
        "apt-get install",
        {
            "pango": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
            "java": "default-jre-headless",
            "fonts": "fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji",
        },
    ),
    "fedora": System(
        "Fedora",
        "dnf install",
        {
            "pango": "pango",
            "java": "java-latest-openjdk-headless",
            "fonts": "google-noto-fonts-all google-noto-sans-cjk-fonts",
        },
    ),
    "arch": System(
        "Arch",
        "pacman -S",
        {
            "pango": "pango",
            "java": "jre-openjdk-headless",
            "fonts": "noto-fonts noto-fonts-cjk noto-fonts-emoji",
        },
    ),
    "alpine": System(
        "Alpine",
        "apk add",
        {
            "pango": "pango harfbuzz-subset fontconfig",
            "java": "openjdk21-jre-headless",
            "fonts": "font-noto-all font-noto-cjk font-noto-emoji",
        },
    ),
}
_MAC: Final = System("macOS", "brew install", {"pango": "pango", "java": "openjdk"})
_WINDOWS: Final = System(
    "Windows",
    "pacman -S",
    {"pango": "mingw-w64-x86_64-pango"},
    lead="in the shell of MSYS2 (https://www.msys2.org): ",
)
_JAVA_ON_WINDOWS: Final = "winget install EclipseAdoptium.Temurin.21.JRE"
#: What others are called; nothing is known of how they install.
_OTHER: Final = System("this system", "", {})
_ELSEWHERE: Final[Mapping[Need, str]] = {
    "pango": "install Pango and HarfBuzz with the system's package manager",
    "java": "install a Java runtime with the system's package manager",
    "fonts": "install the Noto fonts with the system's package manager",
}


def remedy(need: Need) -> str:
    """The command that brings `need` to the system at hand, "" when it comes with that."""
    system = here()
    if system is _OTHER:
        return _ELSEWHERE[need]
    if system is _WINDOWS and need == "java":
        return _JAVA_ON_WINDOWS
    found = system.remedy(need)
    return f"sudo {found}" if found and sys.platform == "linux" and not _is_root() else found


def here() -> System:
    """The kind of the system at hand."""
    if sys.platform == "darwin":
        return _MAC
    if sys.platform == "win32":
        return _WINDOWS
    try:
        told = platform.freedesktop_os_release()
    except OSError:
        return _OTHER
    names = (told.get("ID", ""), *told.get("ID_LIKE", "").split())
    return next((_LINUX[name] for name in names if name in _LINUX), _OTHER)


def python(*requirements: str) -> str:
    """The command that brings packages of Python's, those that copydesk runs with.

    In a checkout `make` knows them all, with their hashes.
    """
    checkout = Path(__file__).parents[4]
    if (checkout / "requirements.lock").is_file() and (checkout / "Makefile").is_file():
        return f"make -C {_quoted(str(checkout))} -B install"
    return pip(requirements)


def pip(requirements: Sequence[str]) -> str:
    """The command by which the Python that runs copydesk gets `requirements`.

    >>> pip(["keyring >=25"]).partition(" -m ")[2]
    "pip install 'keyring >=25'"
    """
    wanted = " ".join(map(_quoted, requirements))
    return f"{_quoted(sys.executable or 'python3')} -m pip install {wanted}"


def _quoted(word: str) -> str:
    if sys.platform == "win32":
        return f'"{word}"' if set(word) & set(' "<>|&') else word
    return shlex.quote(word)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
