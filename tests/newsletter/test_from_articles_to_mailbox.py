"""Three articles become an issue, the issue a message, and the message arrives with their files."""

from __future__ import annotations

import email
import email.policy
import hashlib
import io
import json
import re
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from copydesk import cli, errors

pytestmark = pytest.mark.check

SCHEMA = json.loads(
    (files("copydesk") / "data" / "schema" / "issue-report-1.json").read_text(encoding="utf-8")
)
ARTICLES = {
    "wall": "The Wall That Would Not Hold\n\nBy Mara Lindqvist\n\n12 May 2026\n\n"
    "The harbour wall was built in 1874. It had stood through ninety winters before anybody asked"
    " whether it was meant to.\n",
    "ferry": "Notes from the Night Ferry\n\nBy Tomas Okafor\n\n"
    "The night ferry leaves at ten past eleven, and those who take it know one another.\n",
    "salt": "Why Salt Is Dear Again\n\nBy Ines Ruiz\n\n"
    "Salt was cheap for a hundred years, and the summers were dry.\n",
}
ISSUE = """\
subject = "“Tides”, walls and the price of salt"
preheader = "Three stories about water this month"
from = "The Harbour Review <desk@harbour.example>"
date = 2026-05-15T07:00:00+01:00
intro = "Good morning."

[[article]]
src = "wall"

[[article]]
src = "ferry"
mode = "excerpt"

[[article]]
src = "salt"
mode = "link"
url = "https://harbour.example/salt"

[footer]
address = "1 Quay Street"
why = "You asked for it."
unsubscribe = "https://harbour.example/leave"
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("desk")
    (root / "source" / "newsletters").mkdir(parents=True)
    for name, text in ARTICLES.items():
        (root / "source" / f"{name}.txt").write_text(text, encoding="utf-8")
    (root / "source" / "newsletters" / "may.toml").write_text(ISSUE, encoding="utf-8")
    assert cli.main(["newsletter", "build", "-C", str(root), "-q"]) == errors.DONE
    return root


def attached(data: bytes) -> list[tuple[str | None, str]]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    return [
        (part.get_filename(), hashlib.sha256(part.get_content()).hexdigest())
        for part in message.iter_attachments()  # type: ignore[attr-defined]
    ]


def test_the_files_of_the_articles_arrive_as_they_lie_in_dist(desk: Path, tmp_path: Path) -> None:
    built = (desk / "dist" / "newsletter" / "may" / "issue.eml").read_bytes()
    expected = [
        (name, hashlib.sha256((desk / "dist" / slug / f"{slug}.pdf").read_bytes()).hexdigest())
        for slug, name in (
            ("wall", "the-wall-that-would-not-hold.pdf"),
            ("ferry", "notes-from-the-night-ferry.pdf"),
            ("salt", "why-salt-is-dear-again.pdf"),
        )
    ]
    assert attached(built) == expected
    box = tmp_path / "box"
    words = ["newsletter", "send", "may", "-C", str(desk), "--to", "me@harbour.example"]
    assert cli.main([*words, "--maildir", str(box)]) == errors.DONE
    (arrived,) = (box / "new").iterdir()
    assert attached(arrived.read_bytes()) == expected
    message = email.message_from_bytes(arrived.read_bytes(), policy=email.policy.default)
    assert message["Subject"] == "“Tides”, walls and the price of salt"
    text = message.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    for said in (
        "Good morning.",
        "ninety winters",
        "ten past eleven",
        "https://harbour.example/salt",
    ):
        assert said in text
    assert "Salt was cheap" not in text


def test_the_report_is_of_its_schema_and_says_what_lies_there(desk: Path) -> None:
    folder = desk / "dist" / "newsletter" / "may"
    found = json.loads((folder / "report.json").read_bytes())
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(found)
    listed = {row["name"]: row["sha256"] for row in found["files"]}
    lying = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("report.json", "colophon.json")
    }
    assert listed == lying
    assert [row["attached"] for row in found["attachments"]] == [True, True, True]


def test_what_a_service_does_not_attach_is_linked_and_lies_there_to_be_uploaded(
    desk: Path, tmp_path: Path
) -> None:
    other = tmp_path / "hosted.toml"
    told = 'target = "mailchimp"\nbase_url = "https://harbour.example/letters/may"\ndate ='
    other.write_text(ISSUE.replace("date =", told), encoding="utf-8")
    assert cli.main(["newsletter", "build", "-C", str(desk), "-q", str(other)]) == errors.DONE
    folder = desk / "dist" / "newsletter" / "hosted"
    found = json.loads((folder / "report.json").read_bytes())
    Draft202012Validator(SCHEMA).validate(found)
    names = [row["name"] for row in found["attachments"]]
    assert sorted(path.name for path in (folder / "files").iterdir()) == sorted(names)
    page = (folder / "fragment.html").read_text(encoding="utf-8")
    assert all(f'href="https://harbour.example/letters/may/{name}"' in page for name in names)
    assert attached((folder / "issue.eml").read_bytes()) == []


def test_a_book_of_the_whole_issue_goes_with_it_in_place_of_files_of_each(
    desk: Path, tmp_path: Path
) -> None:
    other = tmp_path / "bound.toml"
    book = '[attach]\nper = "issue"\nformats = ["epub"]\n'
    other.write_text(f"{ISSUE}\n{book}", encoding="utf-8")
    build = ["newsletter", "build", "-C", str(desk), "-q", str(other)]
    assert cli.main(build) == errors.DONE
    folder = desk / "dist" / "newsletter" / "bound"
    data = (folder / "book" / "book.epub").read_bytes()
    assert attached((folder / "issue.eml").read_bytes()) == [
        ("tides-walls-and-the-price-of-salt.epub", hashlib.sha256(data).hexdigest())
    ]
    stamp = (folder / "colophon.json").stat().st_mtime_ns
    assert cli.main(build) == errors.DONE
    assert (folder / "colophon.json").stat().st_mtime_ns == stamp
    other.write_text(ISSUE, encoding="utf-8")
    assert cli.main(build) == errors.DONE
    assert not (folder / "book").exists()


def test_a_book_bears_the_name_of_the_newsletter_once(desk: Path, tmp_path: Path) -> None:
    other, settings = tmp_path / "named.toml", desk / "copydesk.toml"
    other.write_text(f'{ISSUE}\n[attach]\nper = "issue"\nformats = ["epub"]\n', encoding="utf-8")
    build = ["newsletter", "build", "-C", str(desk), "-q", str(other)]
    letters = '[newsletter]\ntitle = "Quay Letters"\n'
    for told, lines in (
        (letters, ["Quay Letters"]),
        ("", []),
        (f'{letters}[publication]\nname = "Quay Letters"\n', []),
    ):
        settings.write_text(told, encoding="utf-8")
        assert cli.main(build) == errors.DONE
        data = (desk / "dist" / "newsletter" / "named" / "book" / "book.epub").read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            pages = [book.read(name).decode() for name in book.namelist() if "title" in name]
        assert pages
        found = re.findall(r'<p[^>]*class="subtitle"[^>]*>(.*?)</p>', "".join(pages))
        assert found == lines
    settings.unlink()
