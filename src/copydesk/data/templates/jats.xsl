<?xml version="1.0" encoding="UTF-8"?>
<!-- Body and back of an article in JATS, made of the page that HTML shows. The headings of the body
     stand in a row with what is below them; `jats` makes sections of them, puts the front before it
     all, and has taken out what leads back to the text. No pattern looks at the neighbours of a text:
     in a long paragraph each would be looked at for each. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:re="http://exslt.org/regular-expressions"
  xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="exsl re">

<!-- What readers are shown of the record stands in the front in fields. -->
<xsl:key name="record" match="*[@class = 'deck' or @class = 'byline' or @class = 'date' or @class = 'affiliations' or @class = 'doi' or @class = 'keywords' or @class = 'rights']" use="generate-id()"/>

<!-- ── parts ── -->

<xsl:template match="/article">
  <article>
    <front><xsl:apply-templates select="header/p[not(key('record', generate-id()))]" mode="above"/></front>
    <body><xsl:apply-templates select="*" mode="body"/></body>
    <xsl:variable name="back"><xsl:apply-templates select="*" mode="back"/></xsl:variable>
    <xsl:if test="exsl:node-set($back)/*"><back><xsl:copy-of select="$back"/></back></xsl:if>
  </article>
</xsl:template>

<xsl:template match="p" mode="above">
  <notes notes-type="other">
    <xsl:apply-templates select="@class" mode="kind"/>
    <xsl:apply-templates select="."/>
  </notes>
</xsl:template>

<xsl:template match="@class" mode="kind">
  <xsl:attribute name="notes-type"><xsl:value-of select="."/></xsl:attribute>
</xsl:template>

<xsl:template match="*" mode="body"><xsl:apply-templates select="."/></xsl:template>
<xsl:template match="section" mode="body"><xsl:apply-templates select="*"/></xsl:template>
<xsl:template match="header | footer | section[@class]" mode="body"/>

<xsl:template match="*" mode="back"/>
<xsl:template match="footer | section[@class]" mode="back">
  <xsl:variable name="own" select="*[not(key('record', generate-id()))]"/>
  <xsl:if test="$own">
    <notes notes-type="other">
      <xsl:apply-templates select="@class" mode="kind"/>
      <xsl:apply-templates select="$own" mode="part"/>
    </notes>
  </xsl:if>
</xsl:template>
<xsl:template match="*[@class = 'bio']" mode="back">
  <bio><xsl:apply-templates select="*" mode="part"/></bio>
</xsl:template>
<xsl:template match="*[@class = 'acknowledgements']" mode="back">
  <ack><xsl:apply-templates select="*" mode="part"/></ack>
</xsl:template>
<!-- A group of notes holds notes with a call alone; the others stand before it. -->
<xsl:template match="section[@role = 'doc-endnotes']" mode="back">
  <xsl:variable name="uncalled" select="*[position() != 1 and position() != last()]"/>
  <xsl:if test="$uncalled">
    <notes notes-type="notes"><xsl:apply-templates select="$uncalled" mode="part"/></notes>
  </xsl:if>
  <fn-group>
    <title><xsl:call-template name="words-of"><xsl:with-param name="of" select="*[1]"/></xsl:call-template></title>
    <xsl:apply-templates select="*[last()]/li" mode="note"/>
  </fn-group>
</xsl:template>
<xsl:template match="section[@role = 'doc-bibliography']" mode="back">
  <ref-list><xsl:apply-templates select="*" mode="part"/></ref-list>
</xsl:template>

<!-- The heading of a part gives it its name. -->
<xsl:template match="*" mode="part"><xsl:apply-templates select="."/></xsl:template>
<xsl:template match="h2 | h3 | h4 | h5 | h6" mode="part">
  <xsl:copy-of select="@id"/>
  <title><xsl:call-template name="words-of"/></title>
</xsl:template>
<xsl:template match="section[@role = 'doc-bibliography']/ul" mode="part">
  <xsl:apply-templates select="li" mode="entry"/>
</xsl:template>

<xsl:template match="li" mode="entry">
  <ref>
    <xsl:copy-of select="@id[. != '' and . != 'ref-']"/>
    <mixed-citation><xsl:apply-templates select="@lang | node()"/></mixed-citation>
  </ref>
</xsl:template>

<!-- A note holds paragraphs alone, and a paragraph whatever there is. -->
<xsl:template match="li" mode="note">
  <fn id="{@id}">
    <label><xsl:value-of select="position()"/></label>
    <xsl:apply-templates select="*" mode="noted"/>
  </fn>
</xsl:template>
<xsl:template match="*" mode="noted"><p><xsl:apply-templates select="."/></p></xsl:template>
<xsl:template match="p" mode="noted"><xsl:apply-templates select="."/></xsl:template>

<!-- ── blocks ── -->

<xsl:template match="*"><xsl:apply-templates select="*"/></xsl:template>
<!-- Of an element that this style sheet does not know the words stay. -->
<xsl:template match="*[text()[normalize-space()]]" priority="-0.4"><xsl:apply-templates/></xsl:template>

<xsl:template match="h2 | h3 | h4 | h5 | h6">
  <title level="{substring(name(), 2)}">
    <xsl:copy-of select="@id"/>
    <xsl:call-template name="words-of"/>
  </title>
</xsl:template>

<xsl:template match="p">
  <p>
    <xsl:apply-templates select="@class"/>
    <xsl:apply-templates select="@lang | node()"/>
  </p>
</xsl:template>
<xsl:template match="verse-group | verse-line">
  <xsl:element name="{name()}"><xsl:apply-templates select="@lang | node()"/></xsl:element>
</xsl:template>
<xsl:template match="p/@class"><xsl:attribute name="content-type"><xsl:value-of select="."/></xsl:attribute></xsl:template>

<!-- One that held nothing but the way back from a note. -->
<xsl:template match="p[not(* or normalize-space())]"/>

<xsl:template match="blockquote">
  <disp-quote><xsl:apply-templates select="@lang | *"/></disp-quote>
</xsl:template>

<xsl:template match="pre"><code xml:space="preserve"><xsl:value-of select="."/></code></xsl:template>

<xsl:template match="hr"><p content-type="break"><hr/></p></xsl:template>

<!-- A list that begins at another number than 1 bears its numbers. -->
<xsl:template match="ul">
  <list list-type="bullet"><xsl:apply-templates select="@lang"/><xsl:apply-templates select="li" mode="list"/></list>
</xsl:template>
<xsl:template match="ol">
  <list list-type="order"><xsl:apply-templates select="@lang"/><xsl:apply-templates select="li" mode="list"/></list>
</xsl:template>
<xsl:template match="li" mode="list">
  <list-item>
    <xsl:apply-templates select="@lang"/>
    <xsl:if test="../@start != 1">
      <label><xsl:value-of select="../@start + position() - 1"/>.</label>
    </xsl:if>
    <xsl:if test="not(p)">
      <p><xsl:apply-templates select="@lang | node()[not(self::ul or self::ol)]"/></p>
    </xsl:if>
    <xsl:apply-templates select="p | ul | ol"/>
  </list-item>
</xsl:template>

<!-- A table, which JATS takes as HTML has it; its caption stands before it. -->
<xsl:template match="table">
  <table-wrap>
    <xsl:attribute name="id">table.<xsl:number level="any"/></xsl:attribute>
    <xsl:apply-templates select="@lang | caption"/>
    <table><xsl:apply-templates select="thead | tbody | tfoot"/></table>
  </table-wrap>
</xsl:template>
<xsl:template match="thead | tbody | tfoot | tr">
  <xsl:element name="{name()}"><xsl:apply-templates select="*"/></xsl:element>
</xsl:template>
<xsl:template match="th | td">
  <xsl:element name="{name()}">
    <xsl:copy-of select="@scope"/>
    <xsl:call-template name="words-of"/>
  </xsl:element>
</xsl:template>

<!-- A picture with its caption, and its words for those who cannot see it. -->
<xsl:template match="figure">
  <fig>
    <xsl:attribute name="id">fig.<xsl:number level="any"/></xsl:attribute>
    <xsl:apply-templates select=".//figcaption"/>
    <xsl:apply-templates select=".//img"/>
  </fig>
</xsl:template>
<xsl:template match="caption | figcaption">
  <caption><p><xsl:apply-templates select="@lang | node()"/></p></caption>
</xsl:template>
<xsl:template match="img">
  <graphic xlink:href="{@src}" mimetype="image" mime-subtype="{re:replace(re:replace(@src, '.*\.', '', ''), 'jpg', '', 'jpeg')}">
    <xsl:if test="@alt != ''"><alt-text><xsl:value-of select="@alt"/></alt-text></xsl:if>
  </graphic>
</xsl:template>

<!-- ── inline content ── -->

<xsl:template match="@lang">
  <xsl:attribute name="xml:lang"><xsl:value-of select="."/></xsl:attribute>
</xsl:template>

<!-- The words of what cannot say in which language they are. -->
<xsl:template name="words-of">
  <xsl:param name="of" select="."/>
  <xsl:choose>
    <xsl:when test="$of/@lang">
      <named-content content-type="foreign"><xsl:apply-templates select="$of/@lang | $of/node()"/></named-content>
    </xsl:when>
    <xsl:otherwise><xsl:apply-templates select="$of/node()"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="em | i"><italic><xsl:call-template name="words-of"/></italic></xsl:template>
<xsl:template match="strong | b"><bold><xsl:call-template name="words-of"/></bold></xsl:template>
<xsl:template match="code"><monospace><xsl:call-template name="words-of"/></monospace></xsl:template>
<xsl:template match="sup | sub">
  <xsl:element name="{name()}"><xsl:call-template name="words-of"/></xsl:element>
</xsl:template>
<xsl:template match="br"><xsl:text> </xsl:text></xsl:template>

<xsl:template match="span | q | s | u | small | cite | del | ins | time"><xsl:apply-templates/></xsl:template>
<xsl:template match="span[@lang]">
  <named-content content-type="foreign"><xsl:apply-templates select="@lang | node()"/></named-content>
</xsl:template>
<xsl:template match="span[starts-with(@id, 'cite-')]" priority="1">
  <named-content content-type="citation" id="{@id}"><xsl:apply-templates select="@lang | node()"/></named-content>
</xsl:template>

<xsl:template match="a">
  <ext-link ext-link-type="uri" xlink:href="{@href}"><xsl:apply-templates select="@lang | node()"/></ext-link>
</xsl:template>
<xsl:template match="a[starts-with(@href, '#')]">
  <xref ref-type="bibr" rid="{substring(@href, 2)}">
    <xsl:if test="contains(@class, 'footnote-ref')"><xsl:attribute name="ref-type">fn</xsl:attribute></xsl:if>
    <xsl:apply-templates select="@lang | node()"/>
  </xref>
</xsl:template>

</xsl:stylesheet>
