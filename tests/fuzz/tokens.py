"""Words, marks and pieces of markup that readers, rules and parsers look for."""

from __future__ import annotations

from typing import Final

_UNSEEN: Final = (
    "\u202e", "\u202d", "\u2066", "\u2069", "\u200d", "\u200c", "\u200b", "\u00ad", "\ufeff",
    "\u00a0", "\u2028", "\x00", "\x0b", "\x0c", "\x1b[31m", "\x85", "\x9b", "\ufffd", "\ufffe",
    "\t", " ", "\n", "\n\n", "\r", "\ue000", "\U000e0041", "\u0301", "\u20dd",
)  # fmt: skip
_LETTERS: Final = (
    "e\u0301", "ǩ", "ẉ", "ﬁ", "𝐀", "א", "ع", "क्ष", "漢", "ก", "😀", "👩‍👩‍👧", "ß", "İ", "ǅ", "½",
    "①", "²", "Ω", "а", "—", "–", "-", "“", "”", "’", "'", '"', "„", "«", "…", "...", "。", "、",
)  # fmt: skip
_ARTICLE: Final = (
    "By Ada Lovell\n", "\nReferences\n", "\nBibliography\n", "\nNotes\n", "\nAbstract\n", "[1]",
    "[1, 2–4]", "(2020)", "(Osei, 2019; Carr 2011: 44)", "(ibid.)", "ibid.", "et al.", "n.d.",
    "Osei, K. (2019) Silt. Leeds: Mill Press.\n", "1. ", "(a) ", "IV. ", "• ", "- ", "12 May 2021",
    "https://example.org/a_(b)?c=d#e", "doi:10.1000/182", "10.1000/xyz<a>", "978-3-16-148410-0",
    "a@b.example", "Figure 1: A mill", "Table 2", "Q: ", "***", "Read more:", "©", "Share",
    "&amp;", "&#0;", "&#xD800;", "&nbsp;", "&lt;b&gt;", "^1", "¹",
)  # fmt: skip
_MARKDOWN: Final = (
    "# ", "## ", "> ", "```\n", "~~~", "    ", "|a|b|\n|-|-|\n|c|d|\n", "**", "*", "_", "`", "[",
    "](", "](x)", "![a](b.png)", "[^1]", "\n[^1]: note\n", "[a]: http://x.example\n", "---\n",
    "===\n", "---\ntitle: x\n---\n", "\\", "<b>", "<!--", "-->", "$x$", "[@osei]", ":::\n", "1) ",
)  # fmt: skip
_PAGE: Final = (
    "<p>", "</p>", "<div>", "</div>", "<article>", "<main>", "<h1>", "<h2>x</h2>", "<br>", "<hr>",
    "<table>", "<tr>", "<td colspan=3>", "<th rowspan=0>", "</table>", "<ul><li>", "<ol start=-1>",
    "</li>", "<blockquote>", "<pre>", "<code>", "<em>", "<strong>", "<sup>1</sup>", "<sub>", "<q>",
    "<figure>", "<figcaption>", "<img src=a.png alt=b>", "<a href='#fn1'>", "<a id=fn1>", "</a>",
    "<a href='javascript:x'>", "<li id=fn1>", "<section class=footnotes>", "<span hidden>",
    "<span class=footnote_note>", "<aside>", "<script>", "</script>", "<style>", "<template>",
    "<svg>", "<math><mi>x</mi>", "<!doctype html>", "<![CDATA[", "<?xml?>", "<title>", "<head>",
    "<meta charset=utf-16>", "<meta name=author content=x>", "<base href=//x>", "<details>", "<dl>",
    "<input value=x>", "<ruby>a<rt>b", "<bdo dir=rtl>", "<font>", "<center>", "<plaintext>", "<",
    ">", "</", "<p class=", " style='display:none'", "<time datetime=2020>", "<cite>", "<noscript>",
)  # fmt: skip
_OFFICE: Final = (
    "<w:p>", "</w:p>", "<w:r><w:t>x</w:t></w:r>", "<w:br/>", "<w:tab/>", "<w:tbl>", "<w:vanish/>",
    "<w:del>", "<w:ins>", '<w:footnoteReference w:id="1"/>', '<w:numId w:val="9"/>',
    '<w:fldChar w:fldCharType="begin"/>', "<text:p>x</text:p>", "<text:s text:c='9999'/>",
    "<text:tracked-changes>", "<draw:frame>", "<!DOCTYPE x>", "<!ENTITY a 'b'>", "{\\b ", "}", "{",
    "\\par ", "\\u-10179?", "\\'", "\\'81", "\\bin9 ", "{\\*\\x ", "{\\footnote ", "\\cell ",
    "\\row ", "\\trowd ", "\\v ", "\\ucs9 ", "\\uc3 ", "{\\fldinst ", "{\\pict ", "\\deff99 ",
)  # fmt: skip

TOKENS: Final = (*_UNSEEN, *_LETTERS, *_ARTICLE, *_MARKDOWN, *_PAGE, *_OFFICE)
