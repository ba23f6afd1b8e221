"""Which issue a name on the command line means."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.builder.issues import sources
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.system import names


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A desk with two issues, and files beside them that are none."""
    folder = tmp_path / "source" / "newsletters"
    folder.mkdir(parents=True)
    for name in ("may.toml", "june.toml", "may.sent.jsonl", "suppressed.csv", ".old.toml",
                 "may.toml~", "may.toml.desk.toml"):  # fmt: skip
        (folder / name).write_text("", encoding="utf-8")
    (folder / "folder.toml").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "special.toml").write_text("", encoding="utf-8")
    return tmp_path


def test_only_files_of_issues_are_listed(root: Path):
    assert sources.list_issues(root, Config()) == ("june", "may")


def test_a_desk_without_issues_lists_none(tmp_path: Path):
    assert sources.list_issues(tmp_path, Config()) == ()


@pytest.mark.parametrize(
    ("name", "path", "stem"),
    [
        ("may", "source/newsletters/may.toml", "may"),
        ("newsletter/may", "source/newsletters/may.toml", "may"),
        ("may.toml", "source/newsletters/may.toml", "may"),
        ("newsletter/may.toml", "source/newsletters/may.toml", "may"),
        ("source/newsletters/may.toml", "source/newsletters/may.toml", "may"),
        ("elsewhere/special.toml", "elsewhere/special.toml", "special"),
        ("special.toml", "elsewhere/special.toml", "special"),
        ("source/newsletters/may.toml~", "source/newsletters/may.toml~", "may"),
        ("../elsewhere/special.toml", "elsewhere/special.toml", "special"),
    ],
)
def test_a_name_means_an_issue_of_the_desk_and_a_path_any_file(root: Path, name, path, stem):
    found = sources.find_file(root, Config(), name, root / "elsewhere")
    assert (found, names.stem_of(found.name)) == (root / path, stem)


def test_a_name_goes_before_a_file_of_that_name(root: Path):
    (root / "may").write_text("", encoding="utf-8")
    assert sources.find_file(root, Config(), "may", root).name == "may.toml"


def test_a_file_of_that_name_goes_before_one_of_the_desks_folder(root: Path):
    (root / "may.toml").write_text("", encoding="utf-8")
    assert sources.find_file(root, Config(), "may.toml", root) == root / "may.toml"
    assert sources.find_file(root, Config(), "may", root).parent.name == "newsletters"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("mai", "did you mean `may`?"),
        ("mai.toml", "did you mean `may`?"),
        ("nonsense", "known are `june`, `may`"),
        ("x/may.toml", "write `source/newsletters/<name>.toml`, or name a file"),
        ("elsewhere", "known are `june`, `may`"),
    ],
)
def test_what_is_no_issue_is_said_with_what_there_is(root: Path, name, hint):
    with pytest.raises(UsageError) as caught:
        sources.find_file(root, Config(), name, root)
    assert str(caught.value) == f"there is no issue `{name}`"
    assert (caught.value.hint, caught.value.code) == (hint, "usage.issue")


@pytest.mark.parametrize(
    ("wanted", "targets", "others"),
    [
        ([], ["newsletters"], []),
        (["may", "source/newsletters/june.toml"],
         ["source/newsletters/may.toml", "source/newsletters/june.toml"], []),
        (["linked"], ["source/newsletters/linked.toml"], []),
        (["{root}/link/source/newsletters/may.toml"], ["source/newsletters/may.toml"], []),
        (["elsewhere/special.toml"], ["elsewhere/special.toml"], ["elsewhere/special.toml"]),
        (["elsewhere/special.toml"] * 2, ["elsewhere/special.toml"] * 2,
         ["elsewhere/special.toml"]),
        (["source/newsletters/may.toml~"], ["source/newsletters/may.toml~"],
         ["source/newsletters/may.toml~"]),
    ],
)  # fmt: skip
def test_an_issue_of_the_desk_is_built_as_one_whatever_links_lead_there(
    root: Path, wanted, targets, others
):
    (root / "source" / "newsletters" / "linked.toml").symlink_to("../../elsewhere/special.toml")
    (root / "link").symlink_to(root)
    named = [name.format(root=root) for name in wanted]
    found = sources.split_targets(root, Config(), named, root)
    assert found == (targets, tuple(root / path for path in others))


def test_an_issue_that_is_a_link_out_of_the_desk_is_told_as_such(root: Path, tmp_path: Path):
    (root / "source" / "newsletters" / "away.toml").symlink_to("/etc/hostname")
    with pytest.raises(
        UsageError, match=r"`source/newsletters/away\.toml` is a link that leads out"
    ):
        sources.find_issue(root, Config(root=str(tmp_path)), "away")
