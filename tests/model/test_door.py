import pkgutil
import subprocess
import sys
import tomllib

import pytest

import copydesk
from places import ROOT


@pytest.mark.parametrize("name", copydesk.__all__)
def test_every_name_of_the_door_is_there(name):
    assert getattr(copydesk, name).__name__ == name


def test_the_door_opens_to_these_names_and_no_others():
    # Taking a name away breaks its users: change this list with a note in the changelog.
    assert sorted(copydesk.__all__) == [
        "Article", "BrokenLaw", "Citation", "CompanionFiles", "Composition", "Config",
        "ConfigError", "CopydeskError", "Decisions", "Edit", "EditedText", "Edition",
        "Locked", "Query", "Reference", "Refused", "Submission", "ToolError", "UsageError",
        "article", "build", "cite", "compose", "edit", "edit_paragraphs",
        "load_companion_files", "load_config", "load_decisions", "mark_up", "parse_entry",
        "read", "read_library", "record", "schema", "write", "write_library",
    ]  # fmt: skip
    with pytest.raises(AttributeError):
        copydesk.nothing_of_the_kind  # noqa: B018


def test_no_module_stands_before_a_name_of_the_door():
    # Once imported, `copydesk.NAME` would be the module.
    modules = {module.name for module in pkgutil.iter_modules(copydesk.__path__)}
    assert modules.isdisjoint(copydesk.__all__)


def test_importing_the_package_loads_nothing_behind_the_door():
    code = "import sys, copydesk; print([m for m in sys.modules if m.startswith('copydesk.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("module", ["weasyprint", "docx", "lxml", "pycrfsuite", "ftfy", "rich"])
def test_a_build_with_nothing_to_do_loads_no_heavy_library(module, tmp_path):
    (tmp_path / "source").mkdir()
    code = (
        "import sys\nfrom copydesk.cli import main\n"
        f"main(['-C', {str(tmp_path)!r}])\nprint({module!r} in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_lock_has_every_direct_dependency_and_no_address():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {line.split("==")[0] for line in lock.splitlines() if "==" in line}
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {entry.split()[0].split(">")[0].lower().replace("_", "-") for entry in wanted}
    assert names <= locked
    assert "://" not in lock
