"""What a format sets as blocks of their own stays apart, and what it sets together, together."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Block, Code, Decisions, Items, Quote, Table, plain

MARKDOWN = """# The green book of the quay

By Mara Osei

The prices of fish were read out each morning by the warden, who kept them in a green book.

```sh
make book
```
```sql
select price
```

> These I will have kept by everybody in the town, whoever he is and whatever he sells:
>
> 1. Nobody sells after noon.
> 2. Nobody shouts.

- A rule of mine

  > and what the mayor said of it

- The last of mine

Nobody has seen the book since the flood, though many claim to know where it is kept.
"""
HTML = """<title>The green book of the quay</title><article>
<h1>The green book of the quay</h1><p>By Mara Osei</p>
<p>The prices of fish were read out each morning by the warden, who kept them in a green book.</p>
<pre class="sh">make book</pre><pre class="sql">select price</pre>
<blockquote><p>These I will have kept by everybody in the town, whoever he is and whatever he
sells:</p><ol><li>Nobody sells after noon.</li><li>Nobody shouts.</li></ol></blockquote>
<ul><li>A rule of mine<blockquote>and what the mayor said of it</blockquote></li>
<li>The last of mine</li></ul>
<p>Nobody has seen the book since the flood, though many claim to know where it is kept.</p>
</article>"""
CELLS = (("Fish", "Share"), ("By Mara Osei", "5 March 2024"))


def article(text: str, name: str) -> Article:
    return pipeline.article(text.encode(), f"source/{name}", Config(), Decisions())


def quoted(block: Block) -> list[str]:
    return [plain(one.content) for one in block.paragraphs] if isinstance(block, Quote) else []


@pytest.fixture(params=["a.md", "a.html"])
def body(request: pytest.FixtureRequest) -> tuple[Block, ...]:
    return article(MARKDOWN if request.param == "a.md" else HTML, request.param).body


def test_an_authors_own_list_is_none_of_the_quotation_above_it(body: tuple[Block, ...]) -> None:
    lists = [block for block in body if isinstance(block, Items)]
    words = [plain(part.content) for one in lists for item in one.items for part in item]
    assert words == ["A rule of mine", "The last of mine"]


def test_programs_of_two_languages_are_two(body: tuple[Block, ...]) -> None:
    programs = [block.text for block in body if isinstance(block, Code)]
    assert programs == ["make book", "select price"]


def test_the_words_of_others_stay_theirs(body: tuple[Block, ...]) -> None:
    assert [words for block in body if (words := quoted(block))] == [
        [
            "These I will have kept by everybody in the town, whoever he is and whatever he sells:",
            "1. Nobody sells after noon.",
            "2. Nobody shouts.",
        ],
        ["and what the mayor said of it"],
    ]


@pytest.mark.parametrize("rows", [CELLS, CELLS[:1], tuple(row[:1] for row in CELLS)])
def test_a_table_of_a_manuscript_is_one_whatever_its_size(
    rows: tuple[tuple[str, ...], ...],
) -> None:
    marks = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    before, after = MARKDOWN.split("```sh", maxsplit=1)[0], MARKDOWN.rsplit("\n\n", 1)[1]
    found = article(f"{before}<table>{marks}</table>\n\n{after}", "a.md")
    tables = [block for block in found.body if isinstance(block, Table)]
    assert [[tuple(map(plain, row)) for row in one.rows] for one in tables] == [list(rows)]
