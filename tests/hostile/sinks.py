"""All that can name a file or an address in what somebody sends, in each language that is read.

`{}` stands where the name does. Some names are no more than words to us (a macro of LaTeX, a
directive of a site builder): they are tried since somebody's program might take them for more.
"""

from __future__ import annotations

from typing import Final

#: What of HTML names something; of Markdown too, where that has tags.
TAGS: Final = (
    '<img src="{}" alt="a">',
    '<figure><img src="{}" alt="a"><figcaption>A caption.</figcaption></figure>',
    '<img srcset="{} 2x" alt="a">',
    '<img data-src="{}" data-original="{}" lowsrc="{}" dynsrc="{}" longdesc="{}" alt="a">',
    '<picture><source srcset="{}"><img src="{}" alt="a"></picture>',
    '<iframe src="{}"></iframe>',
    "<iframe srcdoc=\"<img src='{}'>\"></iframe>",
    '<frameset><frame src="{}"></frameset>',
    '<object data="{}" codebase="{}" classid="{}"><param name="movie" value="{}"></object>',
    '<applet code="{}" codebase="{}" archive="{}"></applet>',
    '<embed src="{}">',
    '<video src="{}" poster="{}"><source src="{}"><track src="{}"></video>',
    '<audio src="{}"><source src="{}"></audio>',
    '<bgsound src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<link rel="icon" href="{}"><link rel="import" href="{}"><link rel="manifest" href="{}">',
    '<link rel="preload" as="image" href="{}"><link rel="prerender" href="{}">',
    '<link rel="preconnect" href="{}"><link rel="dns-prefetch" href="{}">',
    '<link rel="canonical" href="{}"><link rel="alternate" type="text/html" href="{}">',
    "<style>@import url('{}'); p { background: url('{}') }</style>",
    "<style>@import '{}' screen; @import \"{}\"; @namespace a '{}';</style>",
    "<style>@font-face { font-family: a; src: url('{}') }</style>",
    "<style>@page { background: url('{}'); @footnote { content: url('{}') } }</style>",
    "<style>ul { list-style-image: url({}); cursor: url({}); behavior: url({}) }</style>",
    "<style>p { background: image-set('{}' 1x); mask: url('{}#a'); -moz-binding: url({}) }</style>",
    "<style>a::after { content: attr(href) url(\\75\\72\\6c{}); filter: url({}#a) }</style>",
    "<p style=\"background: url('{}'); content: url('{}')\">A line.</p>",
    '<script src="{}"></script>',
    "<script>fetch('{}'); new Image().src = '{}'; import('{}')</script>",
    '<script type="application/ld+json">{"@type": "Article", "image": "{}", "url": "{}"}</script>',
    '<svg><image href="{}" xlink:href="{}"/><use href="{}"/></svg>',
    '<svg><style>@import "{}"; a { fill: url({}#a) }</style><feImage href="{}"/></svg>',
    '<svg><script href="{}"/><a href="{}"><text>a</text></a><animate href="{}"/></svg>',
    '<svg><foreignObject><img src="{}"/></foreignObject><mpath href="{}"/></svg>',
    '<figure><img alt="a" src="data:image/svg+xml,<svg><image href=\'{}\'/></svg>"></figure>',
    '<input type="image" src="{}">',
    '<form action="{}"><button formaction="{}">a button</button></form>',
    '<isindex action="{}">',
    '<body background="{}">',
    '<table background="{}"><tr background="{}"><td background="{}">a</td></tr></table>',
    '<base href="{}">',
    '<meta http-equiv="refresh" content="0; url={}">',
    '<meta http-equiv="Link" content="<{}>; rel=stylesheet">',
    '<meta http-equiv="Content-Security-Policy" content="default-src *; report-uri {}">',
    '<meta property="og:image" content="{}"><meta name="twitter:image" content="{}">',
    '<meta name="csl" content="{}"><meta name="bibliography" content="{}">',
    '<a href="{}" rel="attachment">a link</a>',
    '<a href="https://example.org/" ping="{}">a link</a>',
    '<map name="a"><area shape="default" href="{}"></map><img usemap="{}" src="x" alt="a">',
    '<blockquote cite="{}">A quotation.</blockquote><p><q cite="{}">A</q> <ins cite="{}">b</ins>',
    '<math href="{}"><annotation-xml encoding="text/html"><img src="{}"/></annotation-xml></math>',
    '<amp-img src="{}"></amp-img><portal src="{}"></portal><fencedframe src="{}"></fencedframe>',
    '<noscript><img src="{}" alt="a"></noscript><template><img src="{}" alt="a"></template>',
    "<!--[if IE]><img src='{}'><![endif]--><!--#include virtual='{}' file='{}' -->",
    '<esi:include src="{}"/><xi:include href="{}" parse="text"/><ui:include src="{}"/>',
    '<?xml-stylesheet href="{}"?><?import "{}"?><?php include "{}"; ?>',
    '<v:imagedata src="{}"/><v:fill src="{}"/><o:OLEObject src="{}"/><layer src="{}"></layer>',
    '<html manifest="{}"><head profile="{}"><xml src="{}"></xml>',
)
#: What of Markdown and of other languages of texts does, and what site builders look for.
MARKS: Final = (
    "![a picture]({})",
    "[![a](x)]({})",
    "![by name][one]\n\n[one]: {}",
    "<{}>",
    "[a link]({})",
    "![a picture]({}){width=50%}",
    "[a file]({}){.include rel=attachment}",
    '````{=html}\n<img src="{}">\n````',
    "````{=latex}\n\\includegraphics{{}}\n\\input{{}}\n````",
    '````{=openxml}\n<w:altChunk r:id="{}"/>\n````',
    '`<img src="{}">`{=html}',
    "```{.include}\n{}\n```",
    '```{r child="{}"}\n```',
    "::: {include={} src={} data-src={}}\nA line.\n:::",
    "\\input{{}} \\include{{}} \\bibliography{{}} \\includegraphics{{}} \\href{{}}{a}",
    "$$\\input{{}}\\includegraphics{{}}$$",
    ".. include:: {}\n.. image:: {}\n.. csv-table:: a\n   :file: {}\n.. raw:: html\n   :url: {}",
    "include::{}[]\nimage::{}[a]",
    '#+INCLUDE: "{}"\n#+BIBLIOGRAPHY: {}\n#+SETUPFILE: {}',
    '#include "{}"\n#image("{}")\n#bibliography("{}")\n@import "{}"',
    "!include {}\n!INCLUDE [a]({})",
    '[[{}]]\n![[{}]]\n--8<-- "{}"\n<<[{}]',
    "<!-- include {} -->",
    "{{< include {} >}}\n{% include_relative {} %}\n{{ '{}' | markdownify }}\n<%= include '{}' %>",
    "[@lo, see {}]\n\n[^1]: ![a]({})",
)
#: Keys of a text's own head that pandoc and site builders take for files.
FRONT: Final = (
    "csl", "bibliography", "citation-style", "citation-abbreviations", "css", "header-includes",
    "include-in-header", "include-before", "include-before-body", "include-after", "template",
    "logo", "image", "thumbnail", "cover-image", "epub-cover-image", "epub-metadata",
    "epub-stylesheet", "epub-fonts", "reference-doc", "metadata-files", "defaults", "data-dir",
    "resource-path", "syntax-definitions", "abbreviations", "filters", "titlegraphic", "url",
)  # fmt: skip
#: Fields of Word that fetch, start or embed something.
FIELDS: Final = (
    "INCLUDEPICTURE", "INCLUDETEXT", "LINK Word.Document.8", "DDE Word", "DDEAUTO", "IMPORT",
    "HYPERLINK", "RD", "DATABASE \\d", "EMBED Package", "GOTOBUTTON", "MACROBUTTON", "MERGEFIELD",
    "INCLUDE", "AUTOTEXT", "PRINT",
)  # fmt: skip
#: Kinds of relations between the parts of a .docx that may lead out of it.
RELATIONS: Final = (
    "image", "oleObject", "aFChunk", "subDocument", "frame", "hyperlink", "video", "audio",
    "attachedTemplate", "externalLink", "package", "font", "control", "chart", "diagramData",
    "customXml", "styles", "footnotes", "theme", "glossaryDocument",
)  # fmt: skip
#: Destinations of an .rtf that name something.
DESTINATIONS: Final = (
    r"{\object\objautlink{\*\objdata 00}{\*\objalias {}}}",
    r"{\object\objhtml{\*\objclass Package}{\*\objname {}}{\*\objdata 00}{\result a}}",
    r"{\*\template {}}{\*\nextfile {}}{\*\hlinkbase {}}{\*\userprops{\propname a}{\staticval {}}}",
    r"{\*\filetbl{\file\fid0\fnetwork {}}}{\*\mailmerge{\*\mmconnectstr {}}{\*\mmdatasource {}}}",
    r"{\fonttbl{\f9{\*\fontemb{\*\fontfile {}}} A;}}{\stylesheet{\s9\*\additive {};}}",
    r"{\*\htmltag <img src={}>}{\*\mhtmltag <img src={}>}{\NeXTGraphic {} \width9}",
    r"{\pict\pngblip{\*\picprop{\sp{\sn pibName}{\sv {}}}}89504e47}",
    r"{\shp{\*\shpinst{\sp{\sn pFragments}{\sv {}}}{\sp{\sn pihlShape}{\sv {\*\hl{\hlfr {}}}}}}}",
    r"{\*\xmlnstbl{\xmlns1 {};}}{\*\datastore {}}{\*\themedata {}}{\subdocument {}}",
)
#: What an .odt names, in a paragraph of its own; `way` stands for the attributes of a link.
LINKED: Final = (
    "<draw:frame><draw:image {way}/></draw:frame>",
    "<draw:frame><draw:object {way}/></draw:frame>",
    "<draw:frame><draw:object-ole {way}/></draw:frame>",
    "<draw:frame><draw:plugin {way}/><draw:applet {way}/></draw:frame>",
    "<draw:frame><draw:floating-frame {way}/></draw:frame>",
    "<draw:a {way}><draw:frame><draw:image {way}/></draw:frame></draw:a>",
    "<text:a {way}>a link</text:a>",
    "<text:bibliography-mark text:url='{}' text:custom1='{}'>a mark</text:bibliography-mark>",
    "<text:database-display text:database-name='{}' text:table-name='{}'>a</text:database-display>",
    "<text:execute-macro text:name='{}'>a macro</text:execute-macro>",
    "<text:script {way}>a script</text:script>",
    "<office:annotation><text:p><text:a {way}>a remark</text:a></text:p></office:annotation>",
    "<draw:frame><draw:text-box><text:p><draw:image {way}/></text:p></draw:text-box></draw:frame>",
)
#: What a library says of an entry, in the names of all its languages.
ENTRY: Final = (
    "url", "file", "localfile", "pdf", "crossref", "xdata", "abstract", "note", "doi", "eprint",
    "howpublished", "annote", "keywords", "library", "bdsk-file-1", "related",
)  # fmt: skip
