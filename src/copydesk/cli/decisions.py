"""`role`, `set`, `picture`, `cite`, `entry` and `resolve`: what the editor says of an article."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import Final

from copydesk.cli.desk import open_article, open_decisions, say_written
from copydesk.cli.terminal import count, put, say
from copydesk.model import Citation, CitationDecision, CitationVerdict, Reference
from copydesk.review.answers import show_value
from copydesk.review.decisions import citations, crossref, front_fields, lines
from copydesk.review.decisions.citations import CitationRow, Cited, EntryState
from copydesk.review.decisions.desk_article import DeskArticle

#: Characters of a line or an entry that tell which it is.
_SHOWN: Final = 100


def _put_all(texts: Iterable[str], none: str = "") -> None:
    """Print `texts` as data; where there are none, say so in the words `none`."""
    rows = list(texts)
    if none and not rows:
        say(none)
    for row in rows:
        put(row)


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _quote(text: str, none: str = "(none)") -> str:
    return f"`{text}`" if text.strip() else none


# ── roles and fields ──────────────────────────────────────────────────────────


def set_roles(args: Namespace) -> None:
    """Write the roles of lines into the sidecar, or list what they are."""
    desk = open_decisions(args)
    numbers = lines.read_numbers(args.line) if args.line else range(0)
    if args.forget:
        for gone in lines.unset_roles(desk, numbers):
            say(f"forgotten: {gone.role}: `{gone.text}`")
    elif args.role is not None:
        for one in lines.set_roles(desk, numbers, args.role):
            say(f"{one.role}: `{one.text}`")
    else:
        for number, role, text in lines.list_roles(desk, numbers):
            is_named = number in numbers
            shown = text if is_named else _shorten(text)
            put(f"{'>' if is_named else ' '}{number:>5}  {role:<10}  {shown}")
        return
    say_written(desk.source, dry=desk.dry)


def set_field(args: Namespace) -> None:
    """Write a front field into the sidecar, or print what the fields say."""
    field = front_fields.find_field(args.field) if args.field is not None else ""
    desk = open_decisions(args)
    if not args.texts:
        for name, value in front_fields.list_fields(desk).items():
            if field in ("", name):
                put(f"{name:<9}  {value}".rstrip())
        return
    for row in front_fields.set_front(desk, field, args.texts):
        same = " (as before)" if row.old == row.new else ""
        say(f"{row.field}: {_quote(row.old)} → {_quote(row.new)}{same}")
    if field == "date" and (doubt := front_fields.doubt_date(args.texts[0])):
        say(f"warning: {doubt}")
    if not desk.is_changed:
        say("nothing to write: the sidecar already contains this")
        return
    say_written(desk.source, dry=desk.dry)


# ── pictures ───────────────────────────────────────────────────────────────────


def describe_picture(args: Namespace) -> None:
    """Write what a picture shows into the sidecar, or list the pictures."""
    desk = open_decisions(args)
    if args.forget:
        gone = lines.forget_picture(desk, args.picture)
        say(f"forgotten: {_quote(gone.alt, 'no words')} of `{gone.target}`")
    elif args.text is not None:
        line, said = lines.describe_picture(desk, args.picture, args.text)
        shows = f"shows `{args.text}`" if said.alt else "is decorative"
        say(f"line {line}: `{said.target}` {shows}")
    else:
        found = lines.list_pictures(desk, args.picture)
        rows = (f"{one.line:>5}  {one.target}  {_describe_words(one)}" for one in found)
        _put_all(rows, f"no picture was found in `{desk.source}`")
        return
    say_written(desk.source, dry=desk.dry)


def _describe_words(one: lines.Pictured) -> str:
    said = "adds nothing" if one.decision and not one.decision.alt else _quote(one.alt, "no words")
    return said + (" (settled)" if one.decision else "") + ("" if one.shown else " (left out)")


# ── citations ──────────────────────────────────────────────────────────────────


def cite_entry(args: Namespace) -> None:
    """Write which entry a citation means, or list the citations."""
    desk = open_decisions(args)
    verdict: CitationVerdict = "none" if args.none else "as-written" if args.as_written else "entry"
    key = "" if args.none else args.key or ""
    if args.forget:
        gone = citations.forget_citation(desk, args.citation, everywhere=args.all)
        say(f"{gone.text}: as it is found")
    elif key or verdict != "entry":
        one = citations.decide_citation(desk, args.citation, key, verdict, everywhere=args.all)
        say(f"{one[0].text}: {_describe_choice(*one)}")
    else:
        found = citations.number_citations(desk)
        row = None if args.citation is None else found.chosen(args.citation)
        rows = _show_citation(found, row) if row else map(_list_citation, found.rows)
        _put_all(rows, f"no citation was found in `{desk.source}`")
        return
    say_written(desk.source, dry=desk.dry)


def _describe_choice(choice: CitationDecision, reference: Reference | None) -> str:
    """What was chosen, with the first words of the entry: keys are soon mistaken."""
    if choice.verdict == "none":
        return "no citation"
    kept = ", as written" if choice.verdict == "as-written" else ""
    if reference is None:
        return f"linked to nothing{kept}"
    return f"`{choice.key}`{kept} ({_shorten(reference.raw)})"


def _list_citation(row: CitationRow) -> str:
    return f"{row.number:>4}  {_find_place(row.found):>9}  {row.found.text}  {_describe(row)}"


def _find_place(citation: Citation) -> str:
    return f"line {citation.line}" if citation.line else "note"


def _describe(row: CitationRow) -> str:
    if row.now is None:
        return "no citation (settled)"
    now = row.now
    meant = ", ".join(now.keys)
    if now.verdict:
        settled = "as written" if now.verdict == "as-written" else "settled"
        return f"→ {meant or 'linked to nothing'} ({settled})"
    near = ", ".join(candidate.key for candidate in now.candidates)
    if meant:
        return f"{now.status} → {meant}"
    return f"{now.status}: {near} ?" if near else now.status


def _show_citation(found: Cited, row: CitationRow) -> Iterator[str]:
    """One citation with the text around it and the entries that it may mean."""
    one = row.found
    yield f"{row.number}  {one.id}  {_find_place(one)}  {one.text}  {_describe(row)}"
    yield f"    … {citations.find_received(found.article, one, citations.SHOWN)} …"
    if one.hint:
        yield f"    {one.hint}"
    raws = {entry.key: entry.raw for entry in found.article.back.references}
    scored = {candidate.key: candidate for candidate in one.candidates}
    for key in dict.fromkeys((*one.keys, *(row.now.keys if row.now else ()), *scored)):
        if key in scored:
            yield f"    {scored[key].score:.2f}  {key}: {scored[key].reason}"
        else:
            yield f"          {key}"
        yield f"          {raws.get(key, '')}"


# ── entries ────────────────────────────────────────────────────────────────────


def correct_entry(args: Namespace) -> None:
    """Write what an entry says into the sidecar, or show it, or list them."""
    desk = open_decisions(args)
    if args.key is None:
        none = f"no list of references was found in `{desk.source}`"
        _put_all(map(_list_entry, citations.list_entries(desk.read_article())), none)
        return
    entry = citations.describe_entry(desk.read_article(), args.key)
    if args.forget:
        citations.forget_corrections(desk, args.key)
    elif args.fields:
        citations.correct_entry(desk, args.key, args.fields)
    else:
        _put_all(_show_entry(entry))
        return
    _say_corrected(desk, entry.reference)


def _list_entry(entry: EntryState) -> str:
    one = entry.reference
    asked = ", ".join(dict.fromkeys(query.code.partition(".")[2] for query in entry.asked))
    words = f"  [{asked}]" if asked else ""
    return f"{one.key:<20} {one.confidence:>4.0%}  {_shorten(one.raw)}{words}"


def _show_entry(entry: EntryState) -> Iterator[str]:
    one = entry.reference
    yield f"{one.key}  {one.confidence:.0%}"
    yield f"    {one.raw}"
    for name, value in one.csl.items():
        if name != "id":
            yield f"    {name} = {show_value(name, value)}"
    for query in entry.asked:
        yield f"    ? {query.code}: {query.message}"


def _say_corrected(desk: DeskArticle, before: Reference) -> None:
    entry = citations.describe_entry(desk.read_article(), before.key)
    rows = citations.compare_fields(before.csl, entry.reference.csl)
    for row in rows:
        say(f"{row.field}: {_quote(row.old)} → {_quote(row.new)}")
    if not rows:
        say(f"{entry.reference.key}: no field has changed")
    if entry.twins:
        say(f"identical entries are corrected with it: {', '.join(entry.twins)}")
    for query in entry.asked:
        say(f"still open: {query.message} [{query.code}]")
    say_written(desk.source, entry.reference.key, dry=desk.dry)


# ── what Crossref knows of entries ─────────────────────────────────────────────


def resolve_entries(args: Namespace) -> None:
    """Ask Crossref about entries; print what it says, or write it into the sidecar."""
    root, config, source = open_article(args)
    asker = crossref.Asker(root, config, refresh=args.refresh)
    article = crossref.open_listed(root, config, source)
    only = [name for name in (args.only or "").split(",") if name]
    asked = proposed = 0
    for one in crossref.resolve_entries(article, asker, args.keys, only):
        _put_all(_show_answer(one))
        asked += one.found is not None
        proposed += len(one.rows)
        if args.write:
            crossref.write_proposals(root, source, one)
    entries, fields = count(asked, "entry", "entries"), count(proposed, "field")
    say(f"{entries} asked about, {asker.asked} of them on the network; {fields} proposed")
    if args.write and proposed:
        say_written(source)
    elif proposed:
        say("nothing is written; --write accepts the proposals")


def _show_answer(one: crossref.Resolved) -> Iterator[str]:
    key, found = one.reference.key, one.found
    if found is None:
        yield f"{key}: not looked up, because such works are not registered; name it to look it up"
        return
    work = f"{found.work.get('DOI', '')} “{found.work.get('title', '')}”"
    match found.outcome:
        case "nothing":
            yield f"{key}: nothing found"
        case "differs":
            yield f"{key}: no work matches in title, author and year; the nearest is {work}"
        case "unsure":
            also = ", ".join(str(other.get("DOI", "")) for other in found.others)
            yield f"{key}: several works match, so none is used: {work}, {also}"
        case "agrees":
            yield f"{key}: {work}, score {found.score:.2f}, answer of {one.retrieved}"
            for row in one.rows:
                yield f"    {row.field}: {row.old or '(none)'} → {row.new}"
