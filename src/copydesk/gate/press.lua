--[[
The child that `gate.pandoc` keeps: sets one article, then writes it in any format.

Frames on stdin and stdout are a length (four bytes, big-endian) and that many bytes.
A request is the frame `load` and its four parts, or `render` and a target. An answer
is one frame: `+` and the result, or `-` and a message.
]]

local BACK = '↑'  -- in every face of the house's fonts; U+21A9 is in none

--- Class of a block → paragraph style of the DOCX.
local STYLES = {
  byline = 'Byline', date = 'Date', credit = 'Image Credit', disclaimer = 'Disclaimer',
  bio = 'Author Bio', acknowledgements = 'Acknowledgements', notes = 'Endnote',
  caption = 'Image Caption',
}

local article  -- the article in the press, after citeproc

-- ── bibliography ────────────────────────────────────────────────────────────

local function words(text)
  return pandoc.Inlines(text)
end

--- What an entry is sorted by: its words without case and leading punctuation.
local function sort_key(text)
  return (pandoc.text.lower(text):gsub('^[%p%s]+', ''):gsub('^[“”‘’«»„]+', ''))
end

--- The block of citeproc's entries; made when the style prints none.
local function bibliography(doc)
  local found
  doc.blocks:walk { Div = function(div)
    if div.identifier == 'refs' then found = div end
  end }
  return found
end

--- The place of an entry that citeproc did not print.
local function place(entries, text, alphabetical)
  if alphabetical then
    local key = sort_key(text)
    for index, entry in ipairs(entries) do
      if key < sort_key(pandoc.utils.stringify(entry)) then return index end
    end
  end
  return #entries + 1
end

--- Add the entries that citeproc did not print, as they stand.
local function complete(entries, job)
  local printed = {}
  for _, entry in ipairs(entries) do
    if pandoc.utils.stringify(entry) ~= '' then printed[entry.identifier] = true end
  end
  for index = #entries, 1, -1 do
    if not printed[entries[index].identifier] then entries:remove(index) end
  end
  for _, row in ipairs(job.entries) do
    local id = row.key ~= '' and 'ref-' .. row.key or ''
    if id == '' or not printed[id] then
      local entry = pandoc.Div({ pandoc.Para(words(row.text)) }, pandoc.Attr(id, { 'csl-entry' }))
      entries:insert(place(entries, row.text, job.alphabetical), entry)
    end
  end
end

--- Links from an entry to each place that cites it.
local function add_backlinks(entry, anchors)
  local links = pandoc.List { pandoc.Space() }
  for number, anchor in ipairs(anchors) do
    local label = BACK .. (#anchors > 1 and tostring(number) or '')
    if number > 1 then links:insert(pandoc.Space()) end
    links:insert(pandoc.Link(label, '#' .. anchor, '', { class = 'backlink' }))
  end
  local block = entry.content[#entry.content]
  local content = block.content
  local last = content[#content]
  if last and last.t == 'Span' and last.classes:includes('csl-right-inline') then
    last.content:extend(links)
    content[#content] = last
  else
    content:extend(links)
  end
  block.content = content
  entry.content[#entry.content] = block
end

local function finish_bibliography(doc, job)
  local refs = bibliography(doc)
  if not refs then return doc end
  local entries = refs.content
  complete(entries, job)
  for index, entry in ipairs(entries) do
    local anchors = job.backlinks[entry.identifier:gsub('^ref%-', '')]
    if anchors then
      add_backlinks(entry, anchors)
      entries[index] = entry
    end
  end
  refs.content = entries
  for _, class in ipairs { 'references', 'csl-bib-body' } do
    if not refs.classes:includes(class) then refs.classes:insert(class) end
  end
  return doc:walk { Div = function(div)
    if div.identifier == 'refs' then return refs, false end
  end }
end

-- ── citations ───────────────────────────────────────────────────────────────

--- The number of a citation group, which travels as the hash of its first citation.
local function number_of(cite)
  return cite.citations[1] and cite.citations[1].hash or 0
end

--- The words of each citation before citeproc replaces them.
local function citation_words(doc)
  local found = {}
  doc.blocks:walk { Cite = function(cite) found[number_of(cite)] = cite.content end }
  return found
end

--- Whether a reader would see anything of `content`.
local function is_printed(content)
  local printed = pandoc.utils.stringify(content) ~= ''
  content:walk { Note = function() printed = true end }
  return printed
end

--- Give each citation its anchor; one that the style prints as nothing keeps its words.
local function anchor_citations(doc, written)
  return doc:walk { traverse = 'topdown', Cite = function(cite)
    local number = number_of(cite)
    if not is_printed(cite.content) then
      cite.content = { pandoc.Link(written[number], '#ref-' .. cite.citations[1].id) }
    end
    return pandoc.Span({ cite }, pandoc.Attr('cite-' .. number)), false
  end }
end

local function is_address(target)
  local scheme = target:lower():match('^(%a[%w+.-]*):')
  return scheme == 'http' or scheme == 'https' or scheme == 'mailto'
end

--- Turn links that lead nowhere, or where no link may lead, back into their words.
local function settle_links(doc)
  local ids = {}
  local function note(node) ids[node.identifier] = true end
  doc.blocks:walk { Span = note, Div = note, Header = note }
  return doc:walk { Link = function(link)
    local target = link.target
    if target:sub(1, 1) == '#' then
      if not ids[target:sub(2)] then return link.content end
    elseif not is_address(target) then
      return link.content
    end
  end }
end

local function load(document, items, style, job)
  local doc = pandoc.read(document, 'json')
  local written = citation_words(doc)
  doc.meta.references = pandoc.read(items, 'csljson').meta.references
  doc.meta.csl = style
  doc.meta['link-citations'] = true
  doc.meta.nocite = pandoc.Inlines {
    pandoc.Cite({}, { pandoc.Citation('*', 'NormalCitation') }),
  }
  doc = pandoc.utils.citeproc(doc)
  for _, key in ipairs { 'references', 'csl', 'link-citations', 'nocite', 'bibliography' } do
    doc.meta[key] = nil
  end
  doc = anchor_citations(doc, written)
  article = settle_links(finish_bibliography(doc, pandoc.json.decode(job, false)))
  return ''
end

-- ── targets ─────────────────────────────────────────────────────────────────

local function anchor(id)
  return pandoc.RawInline('html', '<a id="' .. id .. '"></a>')
end

--- Reduced to what GitHub's Markdown knows; identifiers become `<a id>`.
local function for_markdown(doc)
  doc = doc:walk {
    Cite = function(cite) return cite.content end,
    Link = function(link) return pandoc.Link(link.content, link.target) end,
    SmallCaps = function(node) return node.content end,
    Underline = function(node) return node.content end,
    Span = function(span)
      local content = span.content
      if span.classes:includes('csl-left-margin') then content:insert(pandoc.Space()) end
      if span.identifier ~= '' then content:insert(1, anchor(span.identifier)) end
      return content
    end,
    Header = function(header) return pandoc.Header(header.level, header.content) end,
  }
  return doc:walk { Div = function(div)
    if div.identifier:find('^ref%-') and div.content[1] then
      local first = div.content[1]
      first.content:insert(1, anchor(div.identifier))
      div.content[1] = first
    end
    return div.content
  end }
end

local function for_docx(doc)
  -- The finishing of the file writes the properties; here they would be printed twice.
  for _, key in ipairs { 'author', 'date', 'description', 'keywords' } do doc.meta[key] = nil end
  return doc:walk {
    Header = function(header)
      header.level = math.max(1, header.level - 1)
      return header
    end,
    Div = function(div)
      local style = div.classes[1] and STYLES[div.classes[1]]
      if style then
        div.attributes['custom-style'] = style
        return div
      end
    end,
  }
end

local function write(doc, format, options)
  options = options or {}
  options.wrap_text = 'none'
  return pandoc.write(doc, format, pandoc.WriterOptions(options))
end

local TARGETS = {
  html = function() return write(article, 'html5') end,
  markdown = function() return write(for_markdown(article:clone()), 'gfm') end,
  plain = function() return write(article, 'plain') end,
  docx = function() return write(for_docx(article:clone()), 'docx') end,
  -- An empty document: the styles of the reference document grow from it.
  reference = function() return write(pandoc.Pandoc {}, 'docx') end,
}

local function render(target)
  return TARGETS[target]()
end

-- ── frames ──────────────────────────────────────────────────────────────────

local function read_frame()
  local head = io.read(4)
  if not head or #head < 4 then os.exit(0) end
  local size = string.unpack('>I4', head)
  return size == 0 and '' or io.read(size)
end

local function answer(sign, payload)
  io.write(string.pack('>I4', #payload + 1), sign, payload)
  io.flush()
end

local REQUESTS = { load = { load, 4 }, render = { render, 1 } }

while true do
  local request = REQUESTS[read_frame()]
  local parts = {}
  for index = 1, request[2] do parts[index] = read_frame() end
  local done, result = pcall(request[1], table.unpack(parts))
  answer(done and '+' or '-', done and result or tostring(result))
end
