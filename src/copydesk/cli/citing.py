"""Citations and entries: which entry a citation means, and what an entry says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk import errors
from copydesk.cli.deciding import written
from copydesk.cli.streams import by_worker, named, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from copydesk.cli.parser import Parser, Run
    from copydesk.model import Citation, Reference
    from copydesk.review.decisions.citing import Choice, Cited, Row
    from copydesk.review.decisions.entries import Corrected, Entry

#: Characters of an entry by which it is known.
_SHOWN = 100

_CITE = """\
The words stay in the submission; the sidecar says what they mean. With KEY the
style prints the name and year of the entry, since the entry is right. Where the
words of the text are right, keep them with --as-written, or correct the entry
with `copydesk entry`.

examples:
  copydesk cite harbour                     list them: number, line, status …
  copydesk cite harbour 3                   its sentence, and what it may mean
  copydesk cite harbour 3 marlow2020        it means this entry
  copydesk cite harbour 3 marlow2020 --all  and so do all of the same words
  copydesk cite harbour 3 marlow2020 --as-written
                                            linked, printed as it is written
  copydesk cite harbour 3 --as-written      linked to nothing, not asked again
  copydesk cite harbour 3 --none            these words cite nothing
  copydesk cite harbour 3 --forget          take back what was decided on it
"""

_ENTRY = """\
Fields bear their CSL names or these: year, date, author, editor, journal or
outlet, pages, place, vol, doi, url. Several names are parted by semicolons;
"Family, Given" is a person, without a comma it is an organisation,
{Braces, Inc.} keep a comma. An empty value takes a field away.

examples:
  copydesk entry harbour                      list: key, confidence, questions
  copydesk entry harbour lo2022               show one as received and as read
  copydesk entry harbour lo2022 year=2021 pages=3-9
  copydesk entry harbour lo2022 author="Marlow, Ines; World Harbour Bank"
  copydesk entry harbour lo2022 date=2023-04-21 type=article-newspaper
  copydesk entry harbour lo2022 publisher=    take the publisher away
  copydesk entry harbour lo2022 ok            it was read rightly: ask no more
  copydesk entry harbour lo2022 --forget      take back all corrections of it
"""


def declare_cite(one: Parser) -> Run:
    """Add the options of `cite`."""
    one.add_argument("name", metavar="NAME")
    one.add_argument("citation", nargs="?", metavar="CITATION",
                     help="its number in the list, or the id of the question about it")  # fmt: skip
    one.add_argument("key", nargs="?", metavar="KEY", help="the entry that it means")
    one.add_argument("--as-written", action="store_true",
                     help="keep its words: a link to KEY, or without KEY plain text")  # fmt: skip
    one.add_argument("--none", action="store_true", help="the words are no citation")
    one.add_argument("--forget", action="store_true", help="take back what was decided on it")
    one.add_argument("--all", action="store_true", help="say so of all citations of its words")
    one.show(_CITE)
    return by_worker(_cite)


def declare_entry(one: Parser) -> Run:
    """Add the options of `entry`."""
    one.add_argument("name", metavar="NAME")
    one.add_argument("key", nargs="?", metavar="KEY", help="which entry; without it all are listed")
    one.add_argument("fields", nargs="*", metavar="FIELD=VALUE",
                     help="corrections; `ok` alone says that it was read rightly")  # fmt: skip
    one.add_argument("--forget", action="store_true", help="take back the corrections of the entry")
    one.show(_ENTRY)
    return by_worker(_entry)


def _cite(args: argparse.Namespace) -> int:
    from copydesk.review.decisions import citing

    desk = named(args)
    if args.citation is None:
        _print(_listed(citing.cited(*desk)), f"no citation was found in `{desk[2]}`")
        return errors.DONE
    if args.forget:
        citation = citing.uncite(*desk, args.citation, everywhere=args.all)
        return _decided(citation, "as it is found", desk[2])
    choice = _choice(args)
    if choice is None:
        found = citing.cited(*desk)
        _print(_shown(found, found.chosen(args.citation)))
        return errors.DONE
    citation, reference = citing.cite(*desk, args.citation, choice)
    return _decided(citation, _in_words(choice, reference), desk[2])


def _choice(args: argparse.Namespace) -> Choice | None:
    """What the options say, None when they only ask. Raises `UsageError` for two things at once."""
    from copydesk.review.decisions.citing import Choice

    if args.none and (args.key or args.as_written):
        message = "--none says that the words cite nothing, so nothing goes with it"
        hint = "give KEY, --as-written or --none"
        raise errors.UsageError(message, hint=hint, code="usage.citation")
    if args.none:
        return Choice(verdict="none", everywhere=args.all)
    if args.as_written:
        return Choice(args.key or "", "as-written", args.all)
    return Choice(args.key, "entry", args.all) if args.key else None


def _in_words(choice: Choice, reference: Reference | None) -> str:
    """What was chosen, with the first words of the entry: keys are soon mistaken."""
    if choice.verdict == "none":
        return "no citation"
    kept = ", as written" if choice.verdict == "as-written" else ""
    if reference is None:
        return f"linked to nothing{kept}"
    return f"`{choice.key}`{kept} ({_short(reference.raw)})"


def _decided(citation: Citation, meaning: str, source: str) -> int:
    from copydesk.builder.report import escape

    say(f"{escape(citation.text)}: {escape(meaning)}")
    return written(source)


def _print(lines: Iterable[str], none: str = "") -> None:
    """Print `lines` as data; where there are none, say so in the words `none`."""
    from copydesk.builder.report import escape

    rows = list(lines)
    if none and not rows:
        say(escape(none))
    for row in rows:
        print(escape(row))


def _listed(found: Cited) -> Iterator[str]:
    for row in found.rows:
        yield f"{row.number:>4}  {_where(row.found):>9}  {row.found.text}  {_standing(row)}"


def _where(citation: Citation) -> str:
    return f"line {citation.line}" if citation.line else "note"


def _standing(row: Row) -> str:
    """What a citation means now, in a few words."""
    if row.now is None:
        return "no citation (settled)"
    now = row.now
    settled = f" ({'as written' if now.verdict == 'as-written' else 'settled'})"
    meant = ", ".join(now.keys) or ("linked to nothing" if now.verdict else "")
    if now.verdict:
        return f"→ {meant}{settled}"
    near = ", ".join(candidate.key for candidate in now.candidates)
    if meant:
        return f"{now.status} → {meant}"
    return f"{now.status}: {near} ?" if near else now.status


def _shown(found: Cited, row: Row) -> Iterator[str]:
    """One citation with the text around it and the entries that it may mean."""
    from copydesk.review.decisions import citing

    yield f"{row.number}  {row.found.id}  {_where(row.found)}  {row.found.text}  {_standing(row)}"
    yield f"    … {citing.received(found.article, row.found, citing.SHOWN)} …"
    if row.found.hint:
        yield f"    {row.found.hint}"
    raws = {one.key: one.raw for one in found.article.back.references}
    scored = {one.key: one for one in row.found.candidates}
    for key in dict.fromkeys((*row.found.keys, *(row.now.keys if row.now else ()), *scored)):
        if key in scored:
            yield f"    {scored[key].score:.2f}  {key}: {scored[key].reason}"
        else:
            yield f"          {key}"
        yield f"          {raws.get(key, '')}"


def _entry(args: argparse.Namespace) -> int:
    from copydesk.builder import single_article
    from copydesk.review.decisions import entries

    root, config, source = named(args)
    if args.key is None:
        article = single_article.read_article(root, config, source)
        none = f"no list of references was found in `{source}`"
        _print((_head(one) for one in entries.entries(article)), none)
        return errors.DONE
    if args.forget:
        return _changed(*entries.forget(root, config, source, args.key), source)
    if args.fields == ["ok"]:
        return _changed(*entries.settle(root, config, source, args.key), source)
    if args.fields:
        return _changed(*entries.correct(root, config, source, args.key, args.fields), source)
    article = single_article.read_article(root, config, source)
    _print(_whole(entries.entry(article, args.key)))
    return errors.DONE


def _head(entry: Entry) -> str:
    one = entry.reference
    asked = ", ".join(dict.fromkeys(query.code.partition(".")[2] for query in entry.asked))
    words = f"  [{asked}]" if asked else ""
    return f"{one.key:<20} {one.confidence:>4.0%}  {_short(one.raw)}{words}"


def _short(raw: str) -> str:
    return raw if len(raw) <= _SHOWN else raw[:_SHOWN] + "…"


def _whole(entry: Entry) -> Iterator[str]:
    """One entry as received, the fields that were read of it, and what is asked about it."""
    from copydesk.answers import show_value

    one = entry.reference
    yield f"{one.key}  {one.confidence:.0%}"
    yield f"    {one.raw}"
    for name, value in one.csl.items():
        if name != "id":
            yield f"    {name} = {show_value(name, value)}"
    for query in entry.asked:
        yield f"    ? {query.code}: {query.message}"


def _changed(entry: Entry, rows: tuple[Corrected, ...], source: str) -> int:
    from copydesk.builder.report import escape

    for row in rows:
        old, new = (f"`{escape(text)}`" if text else "(none)" for text in (row.old, row.new))
        say(f"{row.field}: {old} → {new}")
    if not rows:
        say(f"{escape(entry.reference.key)}: no field is another than before")
    if entry.twins:
        say(f"entries that read the same are corrected with it: {', '.join(entry.twins)}")
    for query in entry.asked:
        say(f"still asked: {escape(query.message)} [{query.code}]")
    return written(source, entry.reference.key)
