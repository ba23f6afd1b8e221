"""What holds for every file of the package, read from the files themselves."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from copydesk import errors
from places import ROOT

PACKAGE: Final = ROOT / "src" / "copydesk"
MODULES: Final = sorted(PACKAGE.rglob("*.py"))
SETTINGS: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

#: What has a shell read a command, by the module that it is in.
SHELLS: Final = {
    "os": {"system", "popen"} | {f"spawn{kind}" for kind in ("lp", "lpe", "vp", "vpe")},
    "subprocess": {"getoutput", "getstatusoutput"},
    "asyncio": {"create_subprocess_shell"},
    "commands": {"getoutput"},
    "pty": {"spawn"},
}
SHELL: Final = re.compile(r"(?:.*/)?(?:ba|da|z|k|c)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?")
LUA: Final = re.compile(r"os\.execute|io\.popen|pandoc\.pipe|pandoc\.system|os\.tmpname")

#: The only modules that make folders in the place of the system, or say which place that is.
ASIDE: Final = {"builder/workers/pool.py", "builder/cluster/plugin.py"}


def nodes(source: str) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(source))


def shells(source: str) -> list[str]:
    """What in `source` has a shell read a command."""
    found = []
    for node in nodes(source):
        match node:
            case ast.keyword(arg="shell", value=value) if not (
                isinstance(value, ast.Constant) and value.value is False
            ):
                found.append("shell=")
            case ast.Attribute(value=ast.Name(id=module), attr=name) if name in SHELLS.get(
                module, ()
            ):
                found.append(f"{module}.{name}")
            case ast.ImportFrom(module=module, names=names) if module in SHELLS:
                found += [one.name for one in names if one.name in SHELLS[module]]
            case ast.List(elts=parts) | ast.Tuple(elts=parts) if len(parts) > 1:
                words = [part.value for part in parts[:2] if isinstance(part, ast.Constant)]
                if len(words) > 1 and SHELL.fullmatch(str(words[0])) and str(words[1])[:1] in "-/":
                    found.append(str(words[0]))
    return found


def imports(source: str) -> set[str]:
    """The packages that `source` imports, wherever it does."""
    found: set[str] = set()
    for node in nodes(source):
        match node:
            case ast.Import(names=names):
                found |= {one.name.partition(".")[0] for one in names}
            case ast.ImportFrom(module=str(module), level=0):
                found.add(module.partition(".")[0])
    return found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("subprocess.run(['pass', '-c'], shell=False)", []),
        ("subprocess.run(['pandoc', 'lua'])", []),
        ("words = ('sh', 'fish')", []),
        ("system('ls')", []),
        ("subprocess.run('ls', shell=True)", ["shell="]),
        ("subprocess.run('ls', shell=asked)", ["shell="]),
        ("os.popen('ls')", ["os.popen"]),
        ("from os import path, system", ["system"]),
        ("subprocess.run(['/bin/sh', '-c', command])", ["/bin/sh"]),
    ],
)
def test_a_shell_is_known_when_it_is_seen(source: str, found: list[str]) -> None:
    assert shells(source) == found


def test_no_shell_is_used_anywhere() -> None:
    assert len(MODULES) > 300
    read = {path: path.read_text(encoding="utf-8") for path in MODULES}
    assert {path.name: found for path, text in read.items() if (found := shells(text))} == {}
    lua = sorted(PACKAGE.rglob("*.lua"))
    assert lua
    assert [path.name for path in lua if LUA.search(path.read_text(encoding="utf-8"))] == []


def test_what_lies_in_the_folder_of_the_system_is_the_matter_of_few() -> None:
    makers = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if "tempfile" in imports(path.read_text(encoding="utf-8"))
    }
    assert makers <= ASIDE


# ── errors ───────────────────────────────────────────────────────────────────

#: Errors that know by themselves what to do about them.
REPORTED: Final = {"BrokenLaw"}


def errors_of(source: str) -> Iterator[tuple[str, dict[str, ast.expr]]]:
    """Each error of ours that `source` makes: its kind, and what is said by name."""
    for node in nodes(source):
        match node:
            case ast.Call(func=ast.Name(id=kind) | ast.Attribute(attr=kind), keywords=said):
                found = getattr(errors, kind, None)
                if isinstance(found, type) and issubclass(found, errors.CopydeskError):
                    yield kind, {one.arg or "**": one.value for one in said}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("raise ToolError(message, hint=hint, code='a.b')", [("ToolError", ["hint", "code"])]),
        ("raise errors.Refused('x', code='a.b')", [("Refused", ["code"])]),
        ("raise ValueError('x')", []),
    ],
)
def test_an_error_is_known_when_it_is_seen(source: str, found: list[object]) -> None:
    assert [(kind, [*said]) for kind, said in errors_of(source)] == found


def test_every_error_has_a_code_and_says_what_to_do_next() -> None:
    lacking = []
    for path in MODULES:
        for kind, said in errors_of(path.read_text(encoding="utf-8")):
            wanted = {"code"} if kind in REPORTED else {"code", "hint"}
            if not said.keys() >= wanted:
                lacking.append((path.name, kind, sorted(said)))
    assert lacking == []
    assert errors.BrokenLaw("a word is lost", code="law.words").hint


def test_no_hint_that_stands_in_the_code_is_empty_or_ends_with_a_stop() -> None:
    for path in MODULES:
        for _, said in errors_of(path.read_text(encoding="utf-8")):
            match said.get("hint"):
                case ast.Constant(value=str(hint)):
                    assert hint, path
                    assert hint[-1] != ".", path
                case ast.JoinedStr(values=[*_, ast.Constant(value=str(hint))]):
                    assert hint[-1] != ".", path


def contract(name: str) -> dict[str, list[str]]:
    """A contract of `lint-imports` by its name."""
    (found,) = (one for one in SETTINGS["tool"]["importlinter"]["contracts"] if one["name"] == name)
    return found


def test_every_module_but_the_gate_is_held_from_what_is_dangerous() -> None:
    held = set(contract("danger lives behind system")["source_modules"])
    lying = {f"copydesk.{path.stem}" for path in PACKAGE.iterdir() if is_module(path)}
    assert held == lying - {"copydesk.system"}


def is_module(path: Path) -> bool:
    if path.is_dir():
        return (path / "__init__.py").exists()
    return path.suffix == ".py" and not path.stem.startswith("__")


def test_the_door_itself_imports_nothing_dangerous() -> None:
    dangers = set(contract("danger lives behind system")["forbidden_modules"])
    for name in ("__init__.py", "__main__.py"):  # no contract can name them alone
        assert not imports((PACKAGE / name).read_text(encoding="utf-8")) & dangers


def test_every_requirement_is_pinned_with_its_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"(?m)^(?![ #]).+(?:\n +.*)*", lock)
    pin = re.compile(r"([a-z0-9.-]+)==\S+( ; [^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert [one.splitlines()[0] for one in pins if not pin.fullmatch(one)] == []
    pinned = {one.partition("==")[0] for one in pins}
    project = SETTINGS["project"]
    asked = [*project["dependencies"], *SETTINGS["build-system"]["requires"]]
    extras = {**project["optional-dependencies"]}
    del extras["train"]  # large, and no user's: `tools/train_labeller.py` alone wants it
    asked += [one for extra in extras.values() for one in extra]
    names = {re.split(r"[ <>=!~;\[]", one)[0].lower().replace("_", "-") for one in asked}
    assert names <= pinned


def test_every_package_of_the_checkers_is_pinned_with_its_hash() -> None:
    lock = json.loads((ROOT / ".ci" / "checks" / "package-lock.json").read_bytes())
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert packages
    assert [name for name, one in packages.items() if "sha512-" not in one["integrity"]] == []


def test_every_hazard_has_its_promise_and_its_systems() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")]
            for line in text.splitlines() if re.match(r"\| \d+ \|", line)]  # fmt: skip
    assert [int(row[0]) for row in rows] == list(range(1, 35))
    for number, hazard, promise, where, _ in rows:
        assert hazard, number
        assert promise.endswith("."), number
        assert re.match(r"all|POSIX|Linux", where), number
