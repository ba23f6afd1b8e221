"""Whatever a service fails to do or to say, an issue that is pushed again becomes one draft."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest

import mailservices
from copydesk.errors import CopydeskError
from copydesk.newsletter import services
from copydesk.newsletter.push import IssueDraft, push_draft
from copydesk.system.service import Service
from mailservices import TOKEN, USER, Buttondown, Fault, Listmonk, Said
from newsletter import envelopes
from soaking import SOAKING

pytestmark = [
    pytest.mark.check,
    pytest.mark.law,
]

ROUNDS = 500 if SOAKING else 30
TRIES = 12
FILES = (envelopes.file("tides.pdf", 300), envelopes.file("walls.pdf", 500))
DRAFT = IssueDraft(
    "2026-05", "Tides", "", "desk@h.example", "<p>Tides</p>", "Tides", "Tides", FILES
)


def lost(chance: random.Random) -> Fault:
    """An answer that is lost or wrong, of a question that was heeded or was not."""
    answers = (
        None, Said(502, b""), Said(500, {"message": "x"}), Said(200, b"junk"), Said(200, []),
        Said(429, {}, Retry_After="1"), Said(302, b"", Location="https://elsewhere.example/"),
    )  # fmt: skip
    return Fault(chance.choice(answers), done=chance.random() < 0.5)


@pytest.mark.parametrize("kind", [Listmonk, Buttondown])
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_an_issue_becomes_one_draft_whatever_is_lost_on_the_way(tmp_path: Path, kind, seed):
    chance = random.Random(seed)  # noqa: S311  the same ones each time
    record = tmp_path / "may.pushed.json"
    with mailservices.running(kind()) as service:
        if kind is Listmonk:
            fields = services.Listmonk.fields(USER, TOKEN)
            asked = services.Listmonk(Service(service.url, fields, 5, lambda _: None), [1])
        else:
            fields = services.Buttondown.fields(TOKEN)
            asked = services.Buttondown(Service(service.url, fields, 5, lambda _: None))
        for number in range(TRIES):
            service.faults = [
                (method, lost(chance))
                for method in ("GET", "POST", "PUT", "PATCH")
                for _ in range(chance.randrange(3) if number < TRIES // 2 else 0)
            ]
            if chance.random() < 0.2:
                record.unlink(missing_ok=True)
            with contextlib.suppress(CopydeskError):
                push_draft(asked, DRAFT, record)
        (made,) = service.mailings.values()
    assert made["status"] == "draft"
    held = [str(one) for one in made.get("media") or made["attachments"]]
    assert [service.files[one][2] for one in held] == [file.data for file in FILES]
