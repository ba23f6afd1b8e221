"""An issue becomes one draft at a service, whatever is lost on the way, and nobody is mailed."""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path

import pytest

import mailservices
from copydesk import cli, errors
from copydesk.newsletter.message import write_message
from copydesk.system import secrets
from mailservices import TOKEN, USER, Buttondown, Fault, Listmonk, Said
from newsletter import envelopes, sendable

pytestmark = pytest.mark.check

HTML = '<p>“Tides”</p><p><a href="{{ UnsubscribeURL }}">Unsubscribe</a></p>\n'
MARKDOWN = "“Tides”\n\n[Unsubscribe]({{ unsubscribe_url }})\n"
FILE = envelopes.file("tides.pdf", 3000)
BASE = "https://harbour.example/may"


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(secrets.PUSH_VARIABLE, TOKEN)


@pytest.fixture(params=["listmonk", "buttondown"])
def service(request: pytest.FixtureRequest):
    kind = {"listmonk": Listmonk, "buttondown": Buttondown}[request.param]
    with mailservices.running(kind()) as one:
        yield one


def name(service) -> str:
    return type(service).__name__.lower()


#: Where each service makes drafts, and takes files.
MADE = {"listmonk": "POST /api/campaigns", "buttondown": "POST /v1/emails"}
TAKEN = {"listmonk": "POST /api/media", "buttondown": "POST /v1/attachments"}


def desk(
    root: Path, target: str, *files, html: str = HTML, remarks=(), base_url: str = BASE, **said: str
) -> Path:
    """A desk with an issue for `target`, as `newsletter build` leaves it."""
    ident, subject = said.get("id", "2026-05"), said.get("subject", "“Tides”")
    folder = root / "source" / "newsletters"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "may.toml").write_text(
        f'id = "{ident}"\nsubject = "{subject}"\npreheader = "What the tide took"\n'
        f'date = 2026-05-01\ntarget = "{target}"\nfrom = "The Harbør Review <desk@h.example>"\n'
        f'base_url = "{base_url}"\n[[article]]\nsrc = "tides"\n',
        encoding="utf-8",
    )
    materials = envelopes.materials(*files, target=target, subject=subject)
    sendable.lay(root, {
        "issue.eml": write_message(materials, html, envelopes.TEXT, files),
        "fragment.html": html.encode(),
        "issue.txt": envelopes.TEXT.encode(),
        "issue.md": MARKDOWN.encode(),
    }, remarks=remarks)  # fmt: skip
    return root


def push(root: Path, service, *words: str) -> int:
    more = ("--user", USER, "--lists", "1,3") if name(service) == "listmonk" else ()
    told = ("newsletter", "push", name(service), "may", "--url", service.url, *more, *words)
    return cli.main(["-C", str(root), *told])


def record(root: Path) -> Path:
    return root / "source" / "newsletters" / "may.pushed.json"


def only(service) -> dict:
    assert len(service.mailings) == 1
    return next(iter(service.mailings.values()))


# ── what is made ─────────────────────────────────────────────────────────────


def test_a_draft_is_made_with_its_files_uploaded_before(tmp_path, service, capsys):
    root = desk(tmp_path, name(service), FILE)
    assert push(root, service, "--json") == 0
    made = only(service)
    assert made["status"] == "draft"
    assert made["subject"] == "“Tides”"
    [(sent, kind, data)] = service.files.values()
    assert (sent, kind, data) == ("tides.pdf", "application/pdf", FILE.data)
    assert [str(one) for one in made.get("media") or made["attachments"]] == [*service.files]
    asked = service.said()
    assert asked.index(TAKEN[name(service)]) < asked.index(MADE[name(service)])
    told = json.loads(capsys.readouterr().out)
    assert (told["done"], told["draft"], told["uploaded"]) == (
        "made", str(made["id"]), ["tides.pdf"],
    )  # fmt: skip
    assert not [one for one in asked if "status" in one or "send" in one]


def test_listmonk_gets_the_fragment_in_its_lists(tmp_path):
    with mailservices.running(Listmonk()) as service:
        assert push(desk(tmp_path, "listmonk"), service, "--template", "7") == 0
        made = only(service)
    assert made["body"] == HTML
    assert made["altbody"] == envelopes.TEXT
    assert made["lists"] == [1, 3]
    assert made["from_email"] == "The Harbør Review <desk@h.example>"
    assert made["template_id"] == 7
    assert (made["type"], made["content_type"]) == ("regular", "html")


def test_buttondown_gets_markdown_that_is_said_to_be_a_draft(tmp_path):
    with mailservices.running(Buttondown()) as service:
        assert push(desk(tmp_path, "buttondown"), service) == 0
        made = only(service)
        (asked,) = [one for one in service.asked if one.method == "POST"]
    assert asked.data["status"] == "draft"
    assert asked.fields["X-API-Version"] == "2026-04-01"
    assert made["body"].endswith(MARKDOWN)
    assert made["body"].startswith("<!-- buttondown-editor-mode: plaintext -->\n")
    assert made["description"] == "What the tide took"


# ── again ────────────────────────────────────────────────────────────────────


def test_pushed_again_it_is_left_alone_and_changed_it_is_changed(tmp_path, service, capsys):
    root = desk(tmp_path, name(service), FILE)
    for _ in range(3):
        assert push(root, service) == 0
    assert "unchanged" in capsys.readouterr().err
    changes = [one for one in service.said() if one.startswith(("PUT", "PATCH"))]
    assert changes == []
    desk(tmp_path, name(service), FILE, subject="“Tides” again")
    assert push(root, service) == 0
    assert only(service)["subject"] == "“Tides” again"
    assert only(service)["status"] == "draft"
    assert len(service.files) == 1
    assert "changed" in capsys.readouterr().err


def test_what_somebody_wrote_at_the_service_stays_while_the_issue_is_the_same(tmp_path, service):
    root = desk(tmp_path, name(service))
    assert push(root, service) == 0
    only(service)["subject"] = "Corrected there"
    assert push(root, service) == 0
    assert only(service)["subject"] == "Corrected there"


def test_without_its_record_or_its_outputs_the_draft_is_found(tmp_path, service):
    root = desk(tmp_path, name(service), FILE)
    assert push(root, service) == 0
    record(root).unlink()
    shutil.rmtree(root / "dist")
    desk(tmp_path, name(service), FILE, subject="“Tides” again")
    assert push(root, service) == 0
    assert only(service)["subject"] == "“Tides” again"


def test_the_draft_is_found_among_many(tmp_path, service):
    root = desk(tmp_path, name(service))
    for number in range(45):
        service.mailings[f"x{number}"] = {
            "id": f"x{number}", "status": "draft", "metadata": {"copydesk": str(number)},
            "tags": [f"copydesk:{number}"], "subject": "Other",
        }  # fmt: skip
    assert push(root, service) == 0
    record(root).unlink()
    assert push(root, service) == 0
    assert len(service.mailings) == 46


def test_a_draft_that_was_deleted_is_made_anew_and_so_is_a_file(tmp_path, service):
    root = desk(tmp_path, name(service), FILE)
    assert push(root, service) == 0
    service.mailings.clear()
    service.files.clear()
    assert push(root, service) == 0
    assert only(service)["status"] == "draft"
    assert len(service.files) == 1


@pytest.mark.parametrize("first", ["draft", "sent"])
def test_of_several_mailings_of_an_issue_one_that_was_sent_counts(tmp_path, service, first, capsys):
    root = desk(tmp_path, name(service))
    assert push(root, service) == 0
    record(root).unlink()
    ident, row = next(iter(service.mailings.items()))
    other = {**row, "id": 90 if name(service) == "listmonk" else "em_90"}
    row["status"], other["status"] = first, "sent" if first == "draft" else "draft"
    service.mailings[str(other["id"])] = other
    assert push(root, service) == 3
    assert "`sent`" in capsys.readouterr().err
    assert [*service.mailings] == [ident, str(other["id"])]


def test_one_that_buttondown_has_thrown_away_is_no_mailing_any_more(tmp_path):
    with mailservices.running(Buttondown()) as service:
        root = desk(tmp_path, "buttondown")
        for known in (True, False):
            assert push(root, service) == 0
            for row in service.mailings.values():
                row["status"] = "deleted"
            if not known:
                record(root).unlink()
        assert push(root, service) == 0
        assert len(service.mailings) == 3


def test_what_the_subject_says_in_the_language_of_the_service_is_said_to_readers(tmp_path, service):
    said = "Braces: {{ tide }} and {{ .Subscriber.Email }}"
    root = desk(tmp_path, name(service), subject=said)
    assert push(root, service) == 0
    made = only(service)
    assert "{{" not in made["subject"]
    assert made["subject"].replace("\N{WORD JOINER}", "") == said


def test_another_issue_is_another_draft(tmp_path, service):
    root = desk(tmp_path, name(service))
    assert push(root, service) == 0
    desk(tmp_path, name(service), id="2026-06")
    assert push(root, service) == 0
    assert len(service.mailings) == 2


@pytest.mark.parametrize("status", ["scheduled", "running", "sent", "finished", "in_flight"])
@pytest.mark.parametrize("known", [True, False])
def test_what_is_no_draft_any_more_is_not_touched(tmp_path, service, capsys, status, known):
    root = desk(tmp_path, name(service))
    assert push(root, service) == 0
    before = {**only(service), "status": status}
    only(service)["status"] = status
    if not known:
        record(root).unlink()
    desk(tmp_path, name(service), subject="“Tides” again")
    assert push(root, service) == 3
    assert only(service) == before
    assert f"`{status}`" in capsys.readouterr().err


# ── what goes wrong ──────────────────────────────────────────────────────────

LOST = [
    Fault(Said(502, b""), done=True),
    Fault(None, done=True),
    Fault(Said(500, {"message": "x"}), done=False),
]


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("what", [MADE, TAKEN], ids=["draft", "file"])
def test_an_answer_that_is_lost_makes_no_second_draft(tmp_path, service, fault, what):
    root = desk(tmp_path, name(service), FILE)
    service.faults.append((what[name(service)], fault))
    assert push(root, service) == 4
    assert push(root, service) == 0
    assert push(root, service) == 0
    assert only(service)["status"] == "draft"
    if what is MADE:
        assert len(service.files) == 1


def test_a_wrong_token_is_said(tmp_path, service, monkeypatch, capsys):
    monkeypatch.setenv(secrets.PUSH_VARIABLE, "wrong")
    assert push(desk(tmp_path, name(service)), service) == 4
    said = capsys.readouterr().err
    assert "refuses the token" in said
    assert "wrong" not in said
    assert service.mailings == {}


def test_a_token_stands_in_nothing_that_is_said_or_kept(tmp_path, service, capfd):
    root = desk(tmp_path, name(service), FILE)
    service.faults = [(MADE[name(service)], LOST[2])]
    for code in (4, 0):
        assert push(root, service, "--json") == code
    assert service.asked  # they had it
    told = "".join(capfd.readouterr()).encode()
    kept = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert record(root) in kept
    for secret in (TOKEN.encode(), base64.b64encode(f"{USER}:{TOKEN}".encode())):
        assert secret not in told
        assert [path for path, data in kept.items() if secret in data] == []


def test_a_token_that_nobody_has_is_asked_for(tmp_path, service, monkeypatch, capsys):
    monkeypatch.delenv(secrets.PUSH_VARIABLE)
    assert push(desk(tmp_path, name(service)), service) == 2
    assert secrets.PUSH_VARIABLE in capsys.readouterr().err
    assert service.asked == []


def test_what_the_service_says_against_it_is_quoted(tmp_path, capsys):
    with mailservices.running(Listmonk()) as service:
        root = desk(tmp_path, "listmonk", html="<p>{{ tide }}</p>")
        assert push(root, service) == 3
    assert 'function "tide" not defined' in capsys.readouterr().err


def test_a_service_that_makes_no_draft_is_told_at_once(tmp_path, service, capsys):
    root = desk(tmp_path, name(service))
    row = {"id": 5, "status": "about_to_send"}
    service.faults.append((MADE[name(service)], Fault(Said(200, {**row, "data": row}))))
    assert push(root, service) == 4
    assert "check it there at once" in capsys.readouterr().err


#: Answers that no service gives as its API describes.
STRANGE = [
    5, [], "x", {}, {"id": None}, {"id": "\ud800"}, {"id": "a\nb"}, {"results": 5},
    {"results": [5]}, {"results": [{"tags": 5, "metadata": "x"}, {"tags": None, "metadata": [1]}]},
]  # fmt: skip


@pytest.mark.parametrize("where", ["GET", "POST"])
def test_an_answer_that_makes_no_sense_is_said(tmp_path, service, where, capsys):
    root = desk(tmp_path, name(service))
    for answer in (*STRANGE, *({"data": one} for one in STRANGE)):
        service.faults = [(where, Fault(Said(200, answer)))]
        code = push(root, service)
        assert code in (0, 4), answer  # rows that are not ours are no fault
        assert ("[push.answer]" in capsys.readouterr().err) == (code == 4), answer
        record(root).unlink(missing_ok=True)
        service.mailings.clear()
    service.faults = []
    assert push(root, service) == 0


def test_a_file_of_listmonk_that_has_no_number_is_none(tmp_path, capsys):
    with mailservices.running(Listmonk()) as service:
        root = desk(tmp_path, "listmonk", FILE)
        service.faults.append((TAKEN["listmonk"], Fault(Said(200, {"data": {"id": "x"}}))))
        assert push(root, service) == 4
        assert "[push.answer]" in capsys.readouterr().err
        known = {f"{service.url} 2026-05": {"files": {FILE.sha256: "x"}}}
        record(root).write_text(json.dumps({"schema": "copydesk.pushed/1", "pushes": known}))
        assert push(root, service) == 0
        assert only(service)["media"] == [int(*service.files)]


def test_an_issue_for_another_target_is_not_pushed(tmp_path, service, capsys):
    assert push(desk(tmp_path, "smtp"), service) == 2
    assert f'target = "{name(service)}"' in capsys.readouterr().err
    assert service.asked == []


def test_an_issue_that_is_not_built_is_not_pushed(tmp_path, service, capsys):
    root = desk(tmp_path, name(service))
    shutil.rmtree(root / "dist")
    assert push(root, service) == 2
    assert "newsletter build may" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"schema": "other/1", "pushes": {}}', '{"pushes": 3}', "[" * 99_999,
     '{"schema": "copydesk.pushed/1", "pushes": {"KEY": {"draft": 5}}}',
     '{"schema": "copydesk.pushed/1", "pushes": {"KEY": {"files": {"ab": 5}}}}'],
)  # fmt: skip
def test_a_record_that_is_none_of_ours_is_not_written_over(tmp_path, service, text, capsys):
    root = desk(tmp_path, name(service))
    text = text.replace("KEY", f"{service.url} 2026-05")
    record(root).write_text(text, encoding="utf-8")
    assert push(root, service) == 4
    assert record(root).read_text(encoding="utf-8") == text
    assert "looks for the draft at the service" in capsys.readouterr().err
    assert service.asked == []


WRONG = (sendable.remark("error", "it lies nowhere"), sendable.remark("warning", "no preheader"))


def test_an_issue_with_an_error_is_pushed_only_when_somebody_insists(tmp_path, service, capsys):
    root = desk(tmp_path, name(service), remarks=WRONG)
    for words in ((), ("-n",)):
        assert push(root, service, *words) == errors.REFUSED
        told = capsys.readouterr().err
        assert "error: it lies nowhere" in told
        assert "warning: no preheader" in told
        assert "[mail.faulty]" in told
    assert not service.said()
    assert push(root, service, "--anyway") == 0
    assert only(service)["status"] == "draft"


def test_nothing_is_to_be_uploaded_where_nothing_can_be_linked(tmp_path, service, capsys):
    root = desk(tmp_path, name(service), base_url="")
    (root / "dist" / "newsletter" / "may" / "files").mkdir()
    (root / "dist" / "newsletter" / "may" / "files" / "tides.epub").write_bytes(b"PK")
    assert push(root, service) == 0
    assert "upload" not in capsys.readouterr().err


def test_a_dry_run_asks_nobody_and_says_what_is_uploaded_by_hand(tmp_path, service, capsys):
    root = desk(tmp_path, name(service), FILE)
    large = root / "dist" / "newsletter" / "may" / "files" / "large.pdf"
    large.parent.mkdir()
    large.write_bytes(b"x")
    large.with_name("tides.pdf").write_bytes(FILE.data)  # which the page for browsers links
    assert push(root, service, "-n", "--json") == 0
    out, said = capsys.readouterr()
    assert json.loads(out)["done"] == "nothing"
    assert "tides.pdf" in said
    assert "to https://harbour.example/may before you send it: large.pdf\n" in said
    assert service.asked == []
    assert not record(root).exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--lists", "1,x"], "push_lists"), (["--url", "http://lists.example"], "https://"),
        (["--user", ""], "push_user"),
    ],
)  # fmt: skip
def test_listmonk_is_named_whole(tmp_path, words, said, capsys):
    root = desk(tmp_path, "listmonk")
    told = ["--url", "http://127.0.0.1:9", "--user", USER, "--lists", "1", *words]
    assert cli.main(["-C", str(root), "newsletter", "push", "listmonk", "may", *told]) == 2
    assert said in capsys.readouterr().err


def test_the_settings_name_listmonk_too(tmp_path):
    root = desk(tmp_path, "listmonk")
    with mailservices.running(Listmonk()) as service:
        (root / "copydesk.toml").write_text(
            f'[newsletter]\npush_url = "{service.url}"\npush_user = "{USER}"\n'
            'push_lists = ["4"]\ntoken_command = ["false"]\n',
            encoding="utf-8",
        )
        assert cli.main(["-C", str(root), "newsletter", "push", "listmonk", "may"]) == 0
        assert only(service)["lists"] == [4]


@pytest.mark.parametrize("own", [True, False])
def test_the_token_of_the_settings_goes_to_the_service_that_they_name(
    tmp_path, service, monkeypatch, own
):
    monkeypatch.delenv(secrets.PUSH_VARIABLE)
    root = desk(tmp_path, name(service))
    url = service.url if own else "https://lists.harbour.example"
    (root / "copydesk.toml").write_text(
        f'[newsletter]\npush_url = "{url}"\ntoken_command = ["echo", "{TOKEN}"]\n'
    )
    assert push(root, service) == (0 if own else 2)
    assert len(service.mailings) == own
    assert bool(service.asked) == own
