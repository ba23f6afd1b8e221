"""`resolve`: what Crossref knows of an article's entries. It asks the network for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copydesk import errors
from copydesk.cli.deciding import written
from copydesk.cli.streams import by_worker, named, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from copydesk.cli.parser import Parser, Run
    from copydesk.review.decisions.resolving import Resolved

_HELP = """\
It asks the network, and only the host of `resolver.url` in the settings: by DOI
where an entry has one, else by title, authors and year, which are all it tells.
Of other commands `new URL`, `newsletter send`, `newsletter push` and builds on
a cluster alone do.
Proxies of the environment are not used. Answers are kept in the desk's own
folder and used again without the network. A work counts when title, author and
year agree; what it says otherwise is printed as old → new and written to the
sidecar with --write alone.

examples:
  copydesk resolve harbour                     all entries of a kind with DOIs
  copydesk resolve harbour lo2022              one entry, whatever its kind
  copydesk resolve harbour --only doi --write  take the DOIs alone
"""


def declare_resolve(one: Parser) -> Run:
    """Add the options of `resolve`."""
    one.add_argument("name", metavar="NAME")
    one.add_argument("keys", nargs="*", metavar="KEY", help="entries; without one, all")
    one.add_argument("--only", metavar="FIELD,…", default="", help="propose these fields alone")
    one.add_argument("--write", action="store_true", help="write the proposals to the sidecar")
    one.add_argument("--refresh", action="store_true", help="ask anew what was answered before")
    one.show(_HELP)
    return by_worker(_resolve)


def _resolve(args: argparse.Namespace) -> int:
    from copydesk.builder.report import escape
    from copydesk.review.decisions import resolving

    root, config, source = named(args)
    asker = resolving.Asker(root, config, refresh=args.refresh)
    article = resolving.opened(root, config, source)
    only = [name for name in args.only.split(",") if name]
    counts = {"asked": 0, "fields": 0}
    for one in resolving.resolve(article, asker, args.keys, only):
        for line in _lines(one):
            print(escape(line))
        counts["asked"] += one.found is not None
        counts["fields"] += len(one.rows)
        if args.write:
            resolving.write(root, source, one)
    say(f"{counts['asked']} entries asked about, {asker.asked} of them on the network; "
        f"{counts['fields']} fields proposed")  # fmt: skip
    if args.write and counts["fields"]:
        return written(source)
    if counts["fields"]:
        say("nothing is written; --write takes the proposals")
    return errors.DONE


def _lines(one: Resolved) -> Iterator[str]:
    key, found = one.reference.key, one.found
    if found is None:
        yield f"{key}: not asked about, such works are not registered; name it to ask"
        return
    work = f"{found.work.get('DOI', '')} “{found.work.get('title', '')}”"
    match found.outcome:
        case "nothing":
            yield f"{key}: nothing is found"
        case "differs":
            yield f"{key}: no work agrees in title, author and year; nearest is {work}"
        case "unsure":
            also = ", ".join(str(other.get("DOI", "")) for other in found.others)
            yield f"{key}: several works agree, so none is taken: {work}, {also}"
        case "agrees":
            yield f"{key}: {work}, score {found.score:.2f}, answer of {one.retrieved}"
            for row in one.rows:
                yield f"    {row.field}: {row.old or '(none)'} → {row.new}"
