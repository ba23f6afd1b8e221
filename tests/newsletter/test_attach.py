"""Each file of an issue is attached where the target takes it, else linked, with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.newsletter import assemble, attachments
from copydesk.newsletter.materials import MESSAGE
from copydesk.newsletter.message import file_size, texts_size, write_message
from copydesk.newsletter.targets import Target, read_targets
from newsletter import envelopes
from soaking import drawn

BODY = texts_size(envelopes.HTML, envelopes.TEXT)
TAKING = [one for one in read_targets().values() if one.attach]


def decide(*files, target, body=BODY):
    return attachments.decide_files(envelopes.materials(*files, target=target), body)


def largest(target: Target) -> int:
    """The most bytes that a single PDF may have for `target`, found from its table alone."""
    bounds = [target.file] if target.file else []
    if target.message:
        room = target.message - BODY
        low, high = 0, target.message
        while low < high:
            middle = (low + high + 1) // 2
            if file_size(envelopes.file(size=middle)) <= room:
                low = middle
            else:
                high = middle - 1
        bounds.append(low)
    return min(bounds, default=0)


@pytest.mark.parametrize("target", TAKING, ids=lambda one: one.name)
def test_a_file_is_attached_up_to_the_limit_and_linked_above_it(target):
    limit = largest(target)
    if not limit:
        assert decide(envelopes.file(size=30_000_000), target=target.name)[0].attached
        return
    for size, attached in ((limit - 1, True), (limit, True), (limit + 1, False)):
        found = decide(envelopes.file(size=size), target=target.name)[0]
        assert found.attached == attached, size
        assert target.title in found.reason
        assert bool(found.url) != attached
        if attached:
            materials = envelopes.materials(found.file, target=target.name)
            made = write_message(materials, envelopes.HTML, envelopes.TEXT, [found.file])
            assert not target.message or len(made) <= target.message
    assert f"{target.file:,}" in found.reason or f"{target.message:,}" in found.reason


@pytest.mark.parametrize(
    "name", sorted(one.name for one in read_targets().values() if not one.attach)
)
def test_a_service_that_takes_no_attachments_has_the_smallest_file_linked(name):
    (found,) = decide(envelopes.file(size=1), target=name)
    assert not found.attached
    assert found.reason == f"{read_targets()[name].title} accepts no attachments"
    assert found.url == "https://harbour.example/letters/may/tides.pdf"


@pytest.mark.parametrize(
    ("target", "name", "attached"),
    [
        ("brevo", "tides.epub", False),
        ("brevo", "tides.docx", True),
        ("buttondown", "tides.epub", True),
        ("listmonk", "tides.epub", True),
        ("smtp", "tides.txt", True),
    ],
)
def test_a_format_that_a_service_refuses_is_linked(target, name, attached):
    (found,) = decide(envelopes.file(name), target=target)
    assert found.attached == attached
    assert attached or "not accept epub" in found.reason


def test_more_files_than_a_service_likes_are_linked():
    found = decide(envelopes.file("a.pdf"), envelopes.file("b.pdf"), target="buttondown")
    assert [one.attached for one in found] == [True, False]
    assert "at most 1 attachments" in found[1].reason


def test_the_sum_of_all_counts_for_the_message_and_a_smaller_one_may_follow():
    large, small = envelopes.file("a.pdf", 5_000_000), envelopes.file("b.pdf", 10_000)
    found = decide(large, replace(large, name="c.pdf"), small, target="smtp")
    assert [one.attached for one in found] == [True, False, True]
    assert tuple(one.file for one in found if one.attached) == (large, small)
    links = {one.file.name: one.url for one in found if not one.attached}
    assert links == {"c.pdf": "https://harbour.example/letters/may/c.pdf"}


@pytest.mark.parametrize("base", ["https://harbour.example/letters/may", ""])
@pytest.mark.parametrize("count", [1, 40, 80])
def test_what_the_texts_say_of_many_files_counts_too(base, count):
    files = [
        envelopes.file(f"{number}.pdf", 200, "The tide that came at five past four, and who saw it")
        for number in range(count)
    ]
    shared = replace(envelopes.SETTINGS, base_url=base)
    materials = envelopes.materials(*files, target="mailman", settings=shared)
    made = assemble.make_issue(materials)
    assert any(one.attached for one in made.decisions)
    assert len(made.files[MESSAGE]) <= materials.target.message


def test_how_many_readers_may_have_attachments_is_said():
    (found,) = decide(envelopes.file(), target="brevo")
    assert "99 readers" in found.reason


def test_a_linked_file_has_no_address_until_somebody_says_where():
    materials = envelopes.materials(
        envelopes.file(), target="keila", settings=replace(envelopes.SETTINGS, base_url="")
    )
    assert [one.url for one in attachments.decide_files(materials, BODY)] == [""]


@pytest.mark.parametrize(
    ("title", "slug", "name"),
    [
        ("Tides", "x", "tides.pdf"),
        ("Ærø’s Harbour: Walls & Tides", "x", "aero-s-harbour-walls-tides.pdf"),
        ("О приливах", "o-prilivakh", "o-prilivakh.pdf"),
        ("港の壁", "wall", "wall.pdf"),
        ("中/国", "wall", "wall.pdf"),
        ("CON", "quay", "quay.pdf"),
        ("../../etc/passwd", "x", "etc-passwd.pdf"),
        ("The Long and Winding History of a Harbour Wall that Nobody Mends and Few Have Seen", "x",
         "the-long-and-winding-history-of-a-harbour-wall-that-nobody.pdf"),
        ("x" * 200, "x", "x" * 60 + ".pdf"),
    ],
)  # fmt: skip
def test_a_file_is_named_in_ascii_by_its_title_or_slug(title, slug, name):
    assert attachments.name_files([(title, slug, "pdf")]) == (name,)


@settings(max_examples=drawn(100))
@given(st.lists(st.tuples(st.text(), st.text(), st.sampled_from(["pdf", "epub"])), max_size=8))
def test_names_of_files_are_plain_and_no_two_are_alike(wanted):
    found = attachments.name_files(wanted)
    assert len(set(found)) == len(wanted)
    for name, (_, _, kind) in zip(found, wanted, strict=True):
        assert name.isascii()
        assert name.endswith(f".{kind}")
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
