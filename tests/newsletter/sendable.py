"""A message as `newsletter build` writes it, with what makes sending one hard."""

from __future__ import annotations

import base64
import hashlib
import json
import quopri
from dataclasses import replace
from pathlib import Path

from copydesk import config as settings_of
from copydesk.builder import colophon, staleness, survey
from copydesk.builder.issues import contents, sources
from copydesk.model import ArticleSummary, Colophon, Output

UNSUBSCRIBE = "https://harbour.example/leave?list=review&who={token}"
HTML = (
    "<html><body><p>“Tides” &amp; walls: the tide came at five past four, and nobody who saw it"
    " has agreed since.</p>\r\n"
    '<p><a href="https://harbour.example/leave?list=3Dreview&amp;who={token}">'
    "Unsubscribe</a> and {token} as a word</p>\r\n</body></html>\r\n"
).replace("=3D", "=")
TEXT = (
    "“Tides” & walls\r\n.\r\n..From the quay\r\nFrom here on.\r\n\r\n"
    f"Unsubscribe: {UNSUBSCRIBE}\r\n"
)
FILES = {"tides.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 40, "tides.epub": b"PK\x03\x04" * 999}

HEAD = (
    "From: =?utf-8?q?The_Harb=C3=B6r_Review?= <desk@harbour.example>\r\n"
    "To: undisclosed-recipients:;\r\n"
    "Bcc: everybody@harbour.example,\r\n somebody@harbour.example\r\n"
    "Subject: =?utf-8?q?=E2=80=9CTides=E2=80=9D?=\r\n =?utf-8?q?_and_walls?=\r\n"
    "Date: Fri, 01 May 2026 07:00:00 +0000\r\n"
    "Message-ID: <2026-05.0f0f@harbour.example>\r\n"
    "List-Id: <review.harbour.example>\r\n"
    "List-Unsubscribe: <{unsubscribe}>,\r\n <mailto:leave+{{token}}@harbour.example?subject=x>\r\n"
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    "MIME-Version: 1.0\r\n"
    'Content-Type: multipart/mixed; boundary="=-mixed"\r\n\r\n'
)


def message(unsubscribe: str = UNSUBSCRIBE, files: dict[str, bytes] | None = None) -> bytes:
    """The whole message."""
    parts = [
        HEAD.format(unsubscribe=unsubscribe),
        '--=-mixed\r\nContent-Type: multipart/alternative; boundary="=-either"\r\n\r\n',
        *(
            f"--=-either\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
            f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{_quoted(text)}\r\n"
            for kind, text in (("plain", TEXT), ("html", HTML))
        ),
        "--=-either--\r\n",
        *(
            f'--=-mixed\r\nContent-Type: application/octet-stream; name="{name}"\r\n'
            f'Content-Disposition: attachment; filename="{name}"\r\n'
            f"Content-Transfer-Encoding: base64\r\n\r\n{_coded(data)}"
            for name, data in (FILES if files is None else files).items()
        ),
        "--=-mixed--\r\n",
    ]
    return "".join(parts).encode("ascii")


def _quoted(text: str) -> str:
    coded = quopri.encodestring(text.replace("\r\n", "\n").encode()).decode("ascii")
    return coded.replace("\n", "\r\n")


def _coded(data: bytes) -> str:
    return base64.encodebytes(data).decode("ascii").replace("\n", "\r\n")


def sha256(data: bytes) -> str:
    """The hash by which attachments are compared."""
    return hashlib.sha256(data).hexdigest()


def desk(root: Path, *, name: str = "may", built: bytes | None = None, settings: str = "") -> Path:
    """A desk in `root` with an issue that is built."""
    folder = root / "source" / "newsletters"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(
        'id = "2026-05"\nsubject = "Tides"\ndate = 2026-05-01\n[[article]]\nsrc = "tides"\n',
        encoding="utf-8",
    )
    (root / "copydesk.toml").write_text(settings, encoding="utf-8")
    build(root, name=name, built=built)
    return root


def build(
    root: Path,
    *,
    name: str = "may",
    built: bytes | None = None,
    remarks: tuple[dict[str, str], ...] = (),
) -> None:
    """Put the message of the issue, and what is said of it, where `newsletter build` puts it."""
    data = message() if built is None else built
    lay(root, {"issue.eml": data}, name=name, remarks=remarks)


def remark(severity: str, message: str) -> dict[str, str]:
    """A remark as the report of an issue has it."""
    return {"code": "issue.x", "severity": severity, "message": message, "hint": ""}


def lay(
    root: Path,
    files: dict[str, bytes],
    *,
    name: str = "may",
    remarks: tuple[dict[str, str], ...] = (),
) -> None:
    """Put `files` of the issue, and before them those of its article, where builds put them.

    `name` is what the issue is called, or the path of its file; `remarks` stand in its report.
    """
    files = {**files, "report.json": json.dumps({"remarks": remarks}).encode()}
    (root / "source" / "tides.txt").write_text("Tides\n\nThe tide came.\n", encoding="utf-8")
    config = settings_of.load(root)
    (article,) = survey.survey_desk(root, config).documents
    made = staleness.read_inputs(survey.survey_desk(root, config), article.source).made_from
    record = {"title": "Tides", "subtitle": None, "byline": None, "authors": [], "date": None}
    _laid(root / "dist" / "tides", replace(made, card=ArticleSummary("Tides", language="en-GB")), {
        ("article", "article.json"): json.dumps(record).encode(),
        ("fragment.html", "tides.fragment.html"): b"<div><p>The tide came.</p></div>",
        ("pdf", "tides.pdf"): FILES["tides.pdf"],
    })  # fmt: skip
    desk, issue = sources.find_issue(root, config, name)
    made = contents.issue_colophon(desk, issue.source, contents.load_issue(desk, issue.source))
    _laid(root / "dist" / issue.slug, made, {("issue", name): data for name, data in files.items()})


def _laid(folder: Path, made: Colophon, files: dict[tuple[str, str], bytes]) -> None:
    """Put `files` where a build puts them, with the colophon that it writes last."""
    for (_, name), data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    outputs = tuple(
        Output(form, name, sha256(data), len(data)) for (form, name), data in sorted(files.items())
    )
    (folder / "colophon.json").write_bytes(colophon.dumps(replace(made, outputs=outputs)))


def listed(root: Path, *rows: str, head: str = "email,name") -> str:
    """A list of readers in `root`; its path."""
    path = root / "members.csv"
    path.write_text("\n".join((head, *rows, "")), encoding="utf-8")
    return str(path)
