"""`doctor`: it says what is there, and of what is not the one command that this system has."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from importlib import metadata

import pytest

from copydesk import cli
from copydesk.cli import doctor
from copydesk.cli.doctor import Check
from copydesk.composition import pandoc
from copydesk.errors import ToolError
from copydesk.system import fonts, misspellings, weasy
from copydesk.tables import load_table

DEBIAN = {"ID": "debian"}
#: What systems say of themselves, and what they install by.
TOLD = [
    (DEBIAN, "apt-get install"),
    ({"ID": "ubuntu", "ID_LIKE": "debian"}, "apt-get install"),
    ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "apt-get install"),
    ({"ID": "fedora"}, "dnf install"),
    ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "dnf install"),
    ({"ID": "manjaro", "ID_LIKE": "arch"}, "pacman -S"),
    ({"ID": "alpine"}, "apk add"),
]


def found(name: str) -> Check:
    """What `doctor` says of `name`."""
    (check,) = (check for check in doctor.examine_tools() if check.name == name)
    return check


def on_linux(monkeypatch: pytest.MonkeyPatch, told: dict[str, str] | None, *, root=False) -> None:
    def release() -> dict[str, str]:
        if told is None:
            raise OSError
        return told

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", release)
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)


# ── what is there ────────────────────────────────────────────────────────────


def test_of_what_is_there_nothing_is_to_be_done() -> None:
    for check in doctor.examine_tools():
        assert not (check.good and check.remedy)
        assert check.finding


def test_the_versions_are_those_that_the_libraries_say_themselves() -> None:
    told = weasy.libraries()
    assert list(told) == ["Pango", "HarfBuzz", "fontconfig"]
    assert all(part.isdigit() for version in told.values() for part in version.split("."))
    assert found("pdf").finding.startswith(f"WeasyPrint {weasy.VERSION}, Pango {told['Pango']}")
    from weasyprint.text import ffi

    numbers = [int(part) for part in told["Pango"].split(".")]
    assert ffi.pango.pango_version() == numbers[0] * 10_000 + numbers[1] * 100 + numbers[2]
    assert ffi.harfbuzz.hb_version_atleast(*map(int, told["HarfBuzz"].split(".")))


def test_the_command_ends_with_0_and_says_what_is_not_needed(capsys) -> None:
    assert cli.main(["doctor"]) == 0
    shown = capsys.readouterr()
    assert "LibreOffice" in shown.err
    assert [line.split()[1] for line in shown.out.splitlines() if line[0] != " "][:3] == [
        "python", "readers", "spelling",
    ]  # fmt: skip


# ── what is not ──────────────────────────────────────────────────────────────


def without(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    """Have an import of `modules` fail as if they were not installed."""
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)
        package, _, name = module.rpartition(".")
        if package:
            monkeypatch.delattr(sys.modules[package], name, raising=False)


def gone(*_: object) -> None:
    raise ToolError("it is not there", hint="x", code="tool.pandoc")


def test_without_pandoc_it_says_so_and_what_helps(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(pandoc, "read_version", gone)
    check = found("pandoc")
    assert (check.good, check.optional) == (False, False)
    assert check.remedy == f"make -C {doctor.Path(doctor.__file__).parents[3]} -B install"
    assert cli.main(["doctor"]) == 4
    shown = capsys.readouterr()
    assert "MISSING  pandoc" in shown.out
    assert f"→ {check.remedy}" in shown.out
    assert "missing: pandoc" in shown.err


def test_without_the_list_of_misspellings_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misspellings, "find_corrections", gone)
    assert not found("spelling").good
    monkeypatch.setattr(misspellings, "find_corrections", lambda _: {})
    assert found("spelling").finding == "required words are missing"


@pytest.mark.parametrize(
    ("modules", "name"),
    [(("copydesk.system.weasy",), "pdf"), (("font_source_serif_pro",), "fonts"),
     (("copydesk.clean.lexicon",), "spelling")],
)  # fmt: skip
def test_a_package_that_is_missing_is_brought_by_a_command(
    monkeypatch: pytest.MonkeyPatch, modules: tuple[str, ...], name: str
) -> None:
    without(monkeypatch, *modules)
    check = found(name)
    assert not check.good
    assert "install" in check.remedy


#: A machine on which no library of the system is to be had.
BARE = """
import cffi, sys
def dlopen(self, name, flags=0):
    raise OSError(f"cannot load library {name!r}")
cffi.FFI.dlopen = dlopen
from copydesk import cli
sys.exit(cli.main(["doctor"]))
"""


def test_without_the_libraries_of_the_system_it_names_them_and_prints_nothing_else() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BARE], capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 4
    (pdf, remedy) = done.stdout.split("MISSING  pdf")[1].splitlines()[:2]
    assert "cannot load library" in pdf
    assert remedy.strip() == f"→ {doctor.find_remedy('pango')}"
    assert "WeasyPrint could not import" not in done.stdout
    assert "Traceback" not in done.stderr
    assert "missing: pdf" in done.stderr


def test_outside_a_checkout_the_python_at_hand_gets_the_package(monkeypatch) -> None:
    monkeypatch.setattr(doctor, "__file__", "/usr/lib/python3/dist-packages/copydesk/d.py")
    assert doctor.restore_packages("lxml >=6", "typos") == (
        f"{sys.executable} -m pip install 'lxml >=6' typos"
    )


def test_extras_that_are_not_installed_are_optional_and_named(monkeypatch) -> None:
    def version(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", version)
    monkeypatch.setattr(metadata, "requires", lambda _: [
        "lxml >=6", 'distributed >=1 ; extra == "cluster"', 'keys ; extra == "cluster"',
        'ruff >=0.14 ; extra == "dev"',
    ])  # fmt: skip
    (check,) = doctor._extras()  # noqa: SLF001  the others need their versions
    assert (check.name, check.good, check.optional) == ("cluster", False, True)
    assert "--cluster" in check.finding
    assert check.remedy.endswith("-m pip install 'distributed >=1' keys")


def test_letters_that_no_font_has_are_told_by_the_language(monkeypatch) -> None:
    monkeypatch.setattr(fonts, "unprintable", lambda signs: frozenset({"国", "の"} & {*signs}))
    on_linux(monkeypatch, DEBIAN)
    check = found("letters")
    assert (check.good, check.optional) == (False, True)
    assert "no font for Chinese, Japanese:" in check.finding
    assert "fonts-noto-cjk" in check.remedy


# ── the command of the system ────────────────────────────────────────────────


@pytest.mark.parametrize(("told", "command"), TOLD)
@pytest.mark.parametrize("need", ["pango", "java", "fonts"])
def test_each_system_is_told_its_own_command(monkeypatch, told, command, need) -> None:
    on_linux(monkeypatch, told)
    assert doctor.find_remedy(need).startswith(f"sudo {command} ")
    on_linux(monkeypatch, told, root=True)
    assert doctor.find_remedy(need).startswith(f"{command} ")


def test_a_mac_is_told_what_brew_has(monkeypatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert doctor.find_remedy("pango") == "brew install pango"
    assert doctor.find_remedy("fonts") == ""


def test_windows_is_told_where_the_command_is_to_be_typed(monkeypatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert doctor.find_remedy("pango") == (
        "in the shell of MSYS2 (https://www.msys2.org): pacman -S mingw-w64-x86_64-pango"
    )
    assert doctor.find_remedy("java").startswith("winget install ")
    assert '"keyring >=25"' in doctor.write_pip_command(["keyring >=25"])


@pytest.mark.parametrize("told", [None, {"ID": "plan9"}, {}])
def test_a_system_that_nobody_knows_is_told_what_to_look_for(monkeypatch, told) -> None:
    on_linux(monkeypatch, told)
    assert "Pango" in doctor.find_remedy("pango")
    assert "sudo" not in doctor.find_remedy("pango")


def test_what_make_installs_on_debian_is_what_doctor_says() -> None:
    from places import ROOT

    script = (ROOT / ".ci" / "pango").read_text(encoding="utf-8")
    packages = script.partition("packages=(")[2].partition(")")[0]
    assert load_table("systems")["debian"]["pango"] == f"apt-get install {packages}"
