"""`cite`, `entry` and `resolve`: what a citation means, and what an entry says."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import Final

from copydesk.cli.corrections import quote_value
from copydesk.cli.desk import open_article, open_decisions, say_written
from copydesk.cli.terminal import count, put, say
from copydesk.model import Citation, Reference
from copydesk.review.answers import show_value
from copydesk.review.decisions import citations, crossref, entries
from copydesk.review.decisions.citations import CitationChoice, CitationRow, Cited
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.review.decisions.entries import EntryState, FieldChange

#: Characters of an entry by which it is known.
_SHOWN: Final = 100


def _put_all(lines: Iterable[str], none: str = "") -> None:
    """Print `lines` as data; where there are none, say so in the words `none`."""
    rows = list(lines)
    if none and not rows:
        say(none)
    for row in rows:
        put(row)


# ── citations ──────────────────────────────────────────────────────────────────


def cite_entry(args: Namespace) -> None:
    """Write which entry a citation means, or list the citations."""
    desk = open_decisions(args)
    choice = _read_choice(args)
    if args.forget:
        citation = citations.forget_citation(desk, args.citation, everywhere=args.all)
        say(f"{citation.text}: as it is found")
    elif choice:
        citation, reference = citations.decide_citation(desk, args.citation, choice)
        say(f"{citation.text}: {_describe_choice(choice, reference)}")
    else:
        found = citations.number_citations(desk)
        one = None if args.citation is None else found.chosen(args.citation)
        rows = _show_citation(found, one) if one else map(_list_citation, found.rows)
        _put_all(rows, f"no citation was found in `{desk.source}`")
        return
    say_written(desk.source, dry=desk.dry)


def _read_choice(args: Namespace) -> CitationChoice | None:
    """What the options say, None when they only ask."""
    if args.none:
        return CitationChoice(verdict="none", everywhere=args.all)
    if args.as_written:
        return CitationChoice(args.key or "", "as-written", args.all)
    return CitationChoice(args.key, "entry", args.all) if args.key else None


def _describe_choice(choice: CitationChoice, reference: Reference | None) -> str:
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
    """What a citation means now, in a few words."""
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
        _put_all(map(_list_entry, entries.list_entries(desk.read_article())), none)
    elif args.forget:
        _say_corrected(*entries.forget_corrections(desk, args.key), desk)
    elif args.fields:
        _say_corrected(*entries.correct_entry(desk, args.key, args.fields), desk)
    else:
        _put_all(_show_entry(entries.describe_entry(desk.read_article(), args.key)))


def _list_entry(entry: EntryState) -> str:
    one = entry.reference
    asked = ", ".join(dict.fromkeys(query.code.partition(".")[2] for query in entry.asked))
    words = f"  [{asked}]" if asked else ""
    return f"{one.key:<20} {one.confidence:>4.0%}  {_shorten(one.raw)}{words}"


def _shorten(raw: str) -> str:
    return raw if len(raw) <= _SHOWN else raw[:_SHOWN] + "…"


def _show_entry(entry: EntryState) -> Iterator[str]:
    """One entry as received, the fields that were read of it, and what is asked about it."""
    one = entry.reference
    yield f"{one.key}  {one.confidence:.0%}"
    yield f"    {one.raw}"
    for name, value in one.csl.items():
        if name != "id":
            yield f"    {name} = {show_value(name, value)}"
    for query in entry.asked:
        yield f"    ? {query.code}: {query.message}"


def _say_corrected(entry: EntryState, rows: tuple[FieldChange, ...], desk: DeskArticle) -> None:
    for row in rows:
        say(f"{row.field}: {quote_value(row.old)} → {quote_value(row.new)}")
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
