--[[
The child that `gate.pandoc` keeps: sets one article, then writes it in any format.

Frames on stdin and stdout are a length (four bytes, big-endian) and that many bytes.
A request is the frame `load` and its five parts, `render` and a target, or `gather`, a number
and a title. An answer
is one frame: `+` and the result, or `-` and a message.
]]

local QUOTES = { '“', '”', '‘', '’', '«', '»', '„', '‚' }
local BACK = '↑'  -- in every face of the house's fonts; U+21A9 is in none

--- Class of a block → paragraph style of the DOCX.
local STYLES = {
  byline = 'Byline', date = 'Date', credit = 'Image Credit', disclaimer = 'Disclaimer',
  bio = 'Author Bio', acknowledgements = 'Acknowledgements', notes = 'Notes',
  picture = 'Figure', caption = 'Caption', affiliations = 'Affiliation',
  doi = 'DOI', keywords = 'Keywords', ['cite-as'] = 'Cite As', rights = 'Rights',
}

local BREAK = { ['custom-style'] = 'Section Break' }
local STUB = { ['custom-style'] = 'Table Stub' }

local article   -- the article in the press, after citeproc
local printed  -- what citeproc has printed for each citation group, and of the article itself
local manuscript -- its blocks before that
local task      -- what goes with it: the job of the request
local hung = {}  -- its pictures: name, media type, bytes
local book = {}  -- the articles that were gathered, and their pictures
local special  -- whether a character of it needs care in Markdown
local bars     -- whether it has one that ends the cells of a table
local bare     -- whether it has addresses without a scheme

-- ── bibliography ────────────────────────────────────────────────────────────

--- What an entry is sorted by: its words without case and leading punctuation.
local function sort_key(text)
  text = pandoc.text.lower(text)
  local before
  repeat
    before = text
    text = text:gsub('^[%p%s]+', '')
    for _, mark in ipairs(QUOTES) do
      if text:sub(1, #mark) == mark then text = text:sub(#mark + 1) end
    end
  until text == before
  return text
end

--- The place among `keys`, which are in order, of an entry that citeproc did not print.
local function place(keys, key)
  for index, other in ipairs(keys) do
    if key < other then return index end
  end
  return #keys + 1
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
  local keys = {}  -- each is worked out once
  if job.alphabetical then
    for index, entry in ipairs(entries) do keys[index] = sort_key(pandoc.utils.stringify(entry)) end
  end
  for _, row in ipairs(job.entries) do
    local id = row.key ~= '' and 'ref-' .. row.key or ''
    if id == '' or not printed[id] then
      local blocks = pandoc.read(row.block, 'json').blocks
      local entry = pandoc.Div(blocks, pandoc.Attr(id, { 'csl-entry' }))
      local at = #entries + 1
      if job.alphabetical then
        at = place(keys, sort_key(row.text))
        table.insert(keys, at, sort_key(pandoc.utils.stringify(entry)))
      end
      entries:insert(at, entry)
    end
  end
end

--- What citeproc prints of an entry that was not read, for its number and its place in the list.
--- The mark, which no collation heeds, shows where its words begin.
local STAND_IN = '\u{2060}'

--- Give citeproc something to number where entries were not read.
local function stand_in(references, entries)
  for _, row in ipairs(entries) do
    if row.numbered then
      references:insert { id = row.key, type = 'document', title = STAND_IN .. row.text }
    end
  end
end

--- The first of the marks that sort works of one year by the author's letters. They are
--- noncharacters in the order of their code points, three bytes long; no text holds one.
local FIRST_LETTER = 0xfdd1

--- Let works of one author and year be sorted, and lettered, as the author's letters are.
local function sort_by_letters(references, letters)
  for _, item in ipairs(references) do
    local rank = letters[item.id]
    if rank then
      item.title = pandoc.Inlines(item.title)
      item.title:insert(1, pandoc.Str(utf8.char(FIRST_LETTER + rank)))
    end
  end
end

local function without_letters(blocks)
  return blocks:walk { Str = function(str)
    local text, count = str.text:gsub('\xef\xb7[\x91-\xaa]', '')
    return count > 0 and pandoc.Str(text) or nil
  end }
end

--- Content up to the mark of a stand-in, without quotation marks and blanks that open it.
local function before_stand_in(content)
  local kept = pandoc.Inlines {}
  for _, inline in ipairs(content) do
    local text = pandoc.utils.stringify(inline)
    local at = text:find(STAND_IN, 1, true)
    if at then
      local head = text:sub(1, at - 1)
      for _, mark in ipairs(QUOTES) do
        if head:sub(-#mark) == mark then head = head:sub(1, -#mark - 1) end
      end
      if head ~= '' then kept:insert(pandoc.Str(head)) end
      break
    end
    kept:insert(inline)
  end
  -- Some styles call a work without names "Anon." behind its number.
  local text = pandoc.utils.stringify(kept)
  local number = text:match('^%W*%d+%W*')
  return number and #number < #text and pandoc.Inlines { pandoc.Str(number) } or kept
end

--- Set the words of entries that were not read where citeproc has set those of a stand-in.
local function replace_stand_ins(entries, job)
  local rows = {}
  for _, row in ipairs(job.entries) do
    if row.numbered then rows['ref-' .. row.key] = row end
  end
  if not next(rows) then return end
  for index, entry in ipairs(entries) do
    local row = rows[entry.identifier]
    if row then
      local words = pandoc.read(row.block, 'json').blocks[1].content
      local block = entry.content[1]
      local content = block.content
      local last = content[#content]
      if last and last.t == 'Span' and last.classes:includes('csl-right-inline') then
        last.content = words
        content[#content] = last
      else
        content = before_stand_in(content)
        content:extend(words)
      end
      block.content = content
      entry.content = { block }
      entries[index] = entry
    end
  end
end

--- Add words behind those of an entry.
local function add_words(entry, words)
  local block = entry.content[#entry.content]
  local content = block.content
  local last = content[#content]
  if last and last.t == 'Span' and last.classes:includes('csl-right-inline') then
    last.content:extend(words)
    content[#content] = last
  else
    content:extend(words)
  end
  block.content = content
  entry.content[#entry.content] = block
end

--- The author's notes on the works, each on a line of its own below its entry.
local function add_notes(entries, job)
  local notes = {}
  for _, row in ipairs(job.entries) do
    if row.note ~= '' then notes['ref-' .. row.key] = row.note end
  end
  if not next(notes) then return end
  for position, entry in ipairs(entries) do
    local note = notes[entry.identifier]
    if note then
      for _, block in ipairs(pandoc.read(note, 'json').blocks) do
        add_words(entry, pandoc.List { pandoc.LineBreak() } .. block.content)
      end
      entries[position] = entry
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
  add_words(entry, links)
end

--- Complete the list and lead back from it; it is among the last blocks of the document.
local function finish_bibliography(blocks, job)
  for index = #blocks, 1, -1 do
    local refs = blocks[index]
    if refs.t == 'Div' and refs.identifier == 'refs' then
      local entries = refs.content
      replace_stand_ins(entries, job)
      complete(entries, job)
      add_notes(entries, job)
      for position, entry in ipairs(entries) do
        local anchors = job.backlinks[entry.identifier:gsub('^ref%-', '')]
        local tongue = job.tongues[entry.identifier]
        if tongue then entry.attributes.lang = tongue end
        if anchors then add_backlinks(entry, anchors) end
        if anchors or tongue then entries[position] = entry end
      end
      refs.content = entries
      local classes = refs.classes
      for _, class in ipairs { 'references', 'csl-bib-body' } do
        if not classes:includes(class) then classes:insert(class) end
      end
      refs.classes = classes
      blocks[index] = refs
      return
    end
  end
end

-- ── citations ───────────────────────────────────────────────────────────────

--- The number of a citation group, which travels as the hash of its first citation.
local function number_of(cite)
  return cite.citations[1] and cite.citations[1].hash or 0
end

--- Whether a reader would see anything of `content`.
local function is_printed(content)
  if pandoc.utils.stringify(content) ~= '' then return true end
  local printed = false
  content:walk { Note = function(note)
    printed = printed or pandoc.utils.stringify(note.content) ~= ''
  end }
  return printed
end

local function has_link(inline)
  if inline.t == 'Str' or inline.t == 'Space' then return false end  -- most are: a walk is dear
  local found = false
  pandoc.Inlines { inline }:walk { Link = function() found = true end }
  return found
end

--- A link to an entry without the links inside it, which no format knows: an address in a
--- footnote is a link of its own, and what follows it leads nowhere.
local function part_link(link)
  local _, at = link.content:find_if(has_link)
  if not at then return nil, false end
  if at == 1 or link.content[at].t ~= 'Link' then
    link.content = link.content:walk { Link = function(inner) return inner.content end }
    return link, false
  end
  local parts = pandoc.Inlines {}
  if link.content[at - 1].t == 'Space' then at = at - 1 end
  for index = at, #link.content do parts:insert(link.content[index]) end
  for index = #link.content, at, -1 do link.content:remove(index) end
  parts:insert(1, link)
  return parts, false
end

--- The words of a citation, those of its notes included, and the entries that it links to,
--- by the names they have in print. Whoever counts words needs it.
local function in_print(content, anchors)
  local texts = pandoc.List { pandoc.utils.stringify(content) }
  local links = pandoc.List {}
  content:walk {
    Note = function(note) texts:insert(pandoc.utils.stringify(note.content)) end,
    Link = function(link)
      local name = link.target:match('^#(ref%-.*)')
      if name then links:insert(anchors[name] or name) end
    end,
  }
  return { links = links, text = table.concat(texts, ' ') }
end

--- Give each citation its anchor. One that the style prints as nothing keeps its words, and
--- so does one that citeproc was to count but not to set.
local function anchor_citations(blocks, job)
  printed = {}
  return blocks:walk { Cite = function(cite)
    local number = number_of(cite)
    local kept = job.kept[tostring(number)]
    if kept then
      cite.content = pandoc.read(kept, 'json').blocks[1].content
    elseif not is_printed(cite.content) then
      local link = pandoc.Link(job.words[tostring(number)], '#ref-' .. cite.citations[1].id)
      local noted = cite.content:walk {
        Note = function() return pandoc.Note { pandoc.Para { link } } end,
      }
      cite.content = noted[1] and noted or { link }
    else
      cite.content = cite.content:walk { traverse = 'topdown', Link = part_link }
    end
    printed[tostring(number)] = in_print(pandoc.Inlines(cite.content), job.anchors)
    return pandoc.Span({ cite }, pandoc.Attr('cite-' .. number))
  end }
end

--- Whether `inline` is a sign at its end (`last`) or its beginning: that of a note, or a raised number.
local function is_sign(inline, last)
  local kind = inline.t
  if kind == 'Note' then return true end
  if kind == 'Superscript' then
    return pandoc.utils.stringify(inline):find(last and '%d$' or '^%d') ~= nil
  end
  if kind == 'Span' or kind == 'Cite' or kind == 'Link' then
    local content = inline.content
    for place = 1, #content do
      local inner = content[last and #content + 1 - place or place]
      if inner.t ~= 'Space' and not (inner.t == 'Str' and inner.text == '') then
        return is_sign(inner, last)
      end
    end
  end
  return false
end

local EMPTY = pandoc.Str ''

--- A citation without the stop before its note that citeproc has put `before` another as well.
local function without_stop(span, before)
  local cite = span.t == 'Span' and span.content[1]
  if cite and cite.t == 'Cite' and #cite.content == 2 and cite.content[1] == before
    and before.t == 'Str' and before.text:find('^[.,;:]$') then
    cite.content = { cite.content[2] }
    span.content = { cite }
  end
  return span
end

--- Signs apart that would stand side by side and read as one number.
local function part_signs(blocks)
  return blocks:walk { Inlines = function(inlines)
    local signs = {}
    for index, inline in ipairs(inlines) do
      local kind = inline.t
      if kind ~= 'Str' and kind ~= 'Space' and is_sign(inline, true) then signs[#signs + 1] = index end
    end
    local changed = false
    for place = #signs, 1, -1 do
      local index = signs[place]
      local after = index + 1
      while inlines[after] and inlines[after] == EMPTY do after = after + 1 end
      local before, behind = inlines[index - 1], inlines[after]
      if before and behind then behind = without_stop(behind, before) end
      if behind and is_sign(behind) then
        inlines[after] = behind
        inlines:insert(after, pandoc.Superscript(','))
        changed = true
      end
    end
    return changed and inlines or nil
  end }
end

local function plain_range(str)
  local text, count = str.text:gsub('(%w)\u{2011}(%a?%d)', '%1-%2')
  return count > 0 and pandoc.Str(text) or nil
end

--- Plain hyphens in ranges of pages, for which French has one that does not break: few faces
--- have that one, and nobody finds it who types the other.
local function plain_ranges(blocks)
  local function inside(element)
    if element.t == 'Cite' or element.identifier == 'refs' then
      return element:walk { Str = plain_range }, false
    end
  end
  return blocks:walk { traverse = 'topdown', Cite = inside, Div = inside }
end

--- The references with the sign that stands for `<` in them turned back.
local function with_signs(value)
  local kind = pandoc.utils.type(value)
  if kind == 'Inlines' or kind == 'Blocks' then
    return value:walk { Str = function(str) return pandoc.Str((str.text:gsub('\u{fdd0}', '<'))) end }
  elseif type(value) == 'string' then
    return (value:gsub('\u{fdd0}', '<'))
  elseif type(value) == 'table' then
    for key, inner in pairs(value) do value[key] = with_signs(inner) end
  end
  return value
end

--- Dates that are words ("in press") marked as such: pandoc's own reader of CSL-JSON forgets
--- it, and citeproc then finds no date in them.
local function word_dates(references)
  for _, item in ipairs(references) do
    for _, field in ipairs { 'issued', 'accessed', 'original-date', 'event-date' } do
      local date = item[field] and pandoc.utils.type(item[field]) ~= 'table'
        and pandoc.utils.stringify(item[field])
      if date and not date:find('^[%d%-/~.]+$') then item[field] = { literal = date } end
    end
  end
end

--- Places of entries under the names that they have in print, wherever a link leads to them.
local function name_places(blocks, anchors)
  return blocks:walk {
    Div = function(div)
      local name = anchors[div.identifier]
      if name then div.identifier = name; return div end
    end,
    Link = function(link)
      local name = anchors[link.target:match('^#(.*)')]
      if name then link.target = '#' .. name; return link end
    end,
  }
end

--- Lay out the pictures that the document may show; it names no others.
local function hang(rows, data)
  pandoc.mediabag.empty()
  hung = {}
  local from = 1
  for index, row in ipairs(rows) do
    local name, kind, size = table.unpack(row)
    hung[index] = { name, kind, data:sub(from, from + size - 1) }
    pandoc.mediabag.insert(table.unpack(hung[index]))
    from = from + size
  end
end

-- ── how to cite the article ─────────────────────────────────────────────────

--- Words in one line, where a list sets parts of them apart.
local function in_line(content)
  local line = pandoc.Inlines {}
  for _, inline in ipairs(content) do
    local class = inline.t == 'Span' and inline.classes[1] or ''
    if class:find('^csl%-') then
      if #line > 0 and line[#line].t ~= 'Space' then line:insert(pandoc.Space()) end
      line:extend(inline.content)
    else
      line:insert(inline)
    end
  end
  while #line > 0 and line[#line].t == 'Space' do line:remove() end
  -- What a style sets behind the number stands first now.
  while #line > 0 and (line[1].t == 'Space' or line[1].t == 'Str'
    and line[1].text:gsub('\u{a0}', ''):find('^[%s.,:;]*$')) do line:remove(1) end
  return line
end

--- What the style prints of the article itself, in a list of its own, so that neither numbers
--- nor letters of the others are moved by it; nil when it prints nothing.
local function own_entry(job)
  local references = pandoc.read(job.own, 'csljson').meta.references
  if job.own:find('\u{fdd0}', 1, true) then references = with_signs(references) end
  local doc = pandoc.Pandoc({}, {
    references = references, csl = job.own_style, lang = job.lang, ['link-bibliography'] = true,
    nocite = pandoc.Inlines { pandoc.Cite({}, { pandoc.Citation('*', 'NormalCitation') }) },
  })
  local refs = pandoc.utils.citeproc(doc).blocks[1]
  local entry = refs and refs.content[1]
  local block = entry and entry.content[1]
  if not block or pandoc.utils.stringify(block) == '' then return nil end
  if job.lang:find('^fr') then block = block:walk { Str = plain_range } end
  return in_line(block.content)
end

--- Set the line how to cite the article behind all else but its rights.
local function cite_own(blocks, job)
  local words = own_entry(job)
  if not words then return end
  local label = pandoc.Inlines {}
  for word in job.own_label:gmatch('[^ ]+') do
    if #label > 0 then label:insert(pandoc.Space()) end
    label:insert(pandoc.Str(word))
  end
  local line = pandoc.Inlines { pandoc.Strong(label), pandoc.Space() } .. words
  local last = blocks[#blocks]
  local before = last and last.t == 'Div' and last.classes[1] == 'rights'
  blocks:insert(before and #blocks or #blocks + 1,
                pandoc.Div({ pandoc.Para(line) }, pandoc.Attr('', { 'cite-as' })))
  printed['cite-as'] = { links = pandoc.List {}, text = pandoc.utils.stringify(line) }
end

local function load(document, items, style, job, pictures)
  job = pandoc.json.decode(job, false)
  hang(job.pictures, pictures)
  local doc = pandoc.read(document, 'json')
  local meta = doc.meta
  local references = pandoc.read(items, 'csljson').meta.references
  if items:find('\u{fdd0}', 1, true) then references = with_signs(references) end
  word_dates(references)
  stand_in(references, job.entries)
  sort_by_letters(references, job.letters)
  -- Citeproc gets metadata of its own, so that nothing else in it is searched or copied.
  doc.meta = {
    references = references,
    csl = style,
    lang = job.lang,
    ['notes-after-punctuation'] = job.behind,
    ['link-citations'] = true,
    ['link-bibliography'] = job.linked,
    nocite = pandoc.Inlines { pandoc.Cite({}, { pandoc.Citation('*', 'NormalCitation') }) },
  }
  manuscript, task = doc.blocks, job
  local blocks = pandoc.utils.citeproc(doc).blocks
  if next(job.letters) then blocks = without_letters(blocks) end
  if job.lang:find('^fr') then blocks = plain_ranges(blocks) end
  blocks = anchor_citations(blocks, job)
  if job.signs then blocks = part_signs(blocks) end
  finish_bibliography(blocks, job)
  if job.own ~= '' then cite_own(blocks, job) end
  if next(job.anchors) then blocks = name_places(blocks, job.anchors) end
  article = pandoc.Pandoc(blocks, { title = meta.title, subtitle = meta.subtitle, lang = meta.lang })
  special = job.special
  bars = document:find('|', 1, true) ~= nil
  bare = (document:find('www.', 1, true) or items:find('www.', 1, true)) ~= nil
  return ''
end

-- ── targets ─────────────────────────────────────────────────────────────────

local function anchor(id)
  return pandoc.RawInline('html', '<a id="' .. id .. '"></a>')
end

local function raw(text)
  return pandoc.RawInline('markdown', text)
end

local function always() return true end

local function is_key(text, at) return not text:sub(at - 1, at - 1):find('%w') end

local function is_entity(text, at) return text:find('^&#?%w+;', at) ~= nil end

--- Whether a colon begins the name of an emoji (`:mud:`); the minutes of `10:30:45` are none.
local function is_emoji(text, at)
  local name = text:match('^:([%w_+-]+):', at)
  return name and (name:find('[%a+-]') or name == '100' or name == '1234')
end

--- Of `![` pandoc's writer escapes the first sign only, and the other one opens a link.
local function is_picture(text, at) return text:sub(at - 1, at - 1) == '!' end

--- Sign → when one of the dialects would take it for markup, though pandoc's writer leaves it
--- bare. Of a backslash that writer swallows what it stands before.
local MARKUP = {
  ['^'] = always, ['~'] = always, ['\\'] = always, ['{'] = always,
  ['@'] = is_key, ['&'] = is_entity, [':'] = is_emoji, ['['] = is_picture,
}

--- `str` with a backslash before each of its signs that match `pattern` and are `markup`.
local function with_escapes(str, pattern, markup)
  local text = str.text
  local pieces, from = pandoc.List {}, 1
  for at, mark in text:gmatch('()(' .. pattern .. ')') do
    if markup[mark](text, at) then
      pieces:extend { pandoc.Str(text:sub(from, at - 1)),
                      raw(mark == '&' and '&amp;' or '\\' .. mark) }
      from = at + 1
    end
  end
  if from == 1 then return nil end
  pieces:insert(pandoc.Str(text:sub(from)))
  return pieces
end

--- Escape what pandoc's writer leaves bare and one of the two dialects would read as markup.
local function escape(str)
  return str.text:find('[%^~@&\\{:[]') and with_escapes(str, '[%^~@&\\{:[]', MARKUP) or nil
end

--- A paragraph that starts like a rule, an underline or a division.
local function escape_start(block)
  local first = block.content[1]
  if first and first.t == 'Str' and first.text:find('^[-=_:]+$') then
    block.content[1] = pandoc.Str(first.text:sub(2))
    block.content:insert(1, raw('\\' .. first.text:sub(1, 1)))
    return block
  end
end

--- The signs of a heading's end, which pandoc's reader would take for its closing.
local function escape_end(header)
  local content = header.content
  local last = content[#content]
  if not last or last.t ~= 'Str' then return nil end
  local head, signs = last.text:match('^(.-)(#+)$')
  if not head then return nil end
  content[#content] = pandoc.Str(head)
  content:insert(raw((signs:gsub('#', '\\#'))))
  header.content = content
  return header
end

local function untouched(element) return element, false end

--- A program in a cell, whose bars GitHub takes for the ends of cells even there.
local function barred(code)
  local text = code.text
  if not text:find('|', 1, true) then return nil end
  local longest = 0
  for ticks in text:gmatch('`+') do longest = math.max(longest, #ticks) end
  local marks, blank = ('`'):rep(longest + 1), longest > 0 and ' ' or ''
  return raw(marks .. blank .. text:gsub('|', '\\|') .. blank .. marks)
end

local function escape_bars(tbl)
  return tbl:walk { traverse = 'topdown', Note = untouched, Code = barred }
end

-- ── addresses without a scheme ──────────────────────────────────────────────

--- Signs of an address that are written with a backslash, which GitHub takes for a part of it.
local function is_escaped(address)
  return address:find('[\\`*%[%]#|<>~^$@{]') or address:find('&#?%w+;')
    or address:find('%W_') or address:find('_%W') or address:find('_$')
end

--- How much of `text` is the address, behind which punctuation of the sentence may follow.
local function length_of_address(text)
  local address = text:match('^[^<"]*')
  local before
  repeat
    before = address
    address = address:gsub("[?!.,:;*_~']+$", '')
    for _, mark in ipairs(QUOTES) do
      if address:sub(-#mark) == mark then address = address:sub(1, -#mark - 1) end
    end
    local bare = address:gsub('%b()', '')
    if bare:find('%)$') then address = address:sub(1, -2) end
  until address == before
  return #address
end

--- The parts of a word with an address without a scheme as a link, where GitHub would make one
--- that leads nowhere: it takes all up to the next blank for the address, marks of other things
--- included. `open`: no blank follows.
local function link_bare(str, open)
  local text = str.text
  local from = text:find('^www%.%w') or text:find('%f[%w]www%.%w')
  if not from or not (open or is_escaped(text:sub(from))) then return nil end
  local last = from - 1 + length_of_address(text:sub(from))
  local target = text:sub(from, last):gsub('[\\"<>^`{|}]', function(sign)
    return ('%%%02X'):format(sign:byte())
  end)
  -- A reader that makes links of addresses within links does not know this one for one.
  return pandoc.Inlines {
    pandoc.Str(text:sub(1, from - 1)),
    pandoc.Link({ raw 'www\\.', pandoc.Str(text:sub(from + 4, last)) }, 'http://' .. target),
    pandoc.Str(text:sub(last + 1)),
  }
end

--- All such addresses of `inlines`, behind which no blank stands when they are `open`.
local function link_all_bare(inlines, open)
  local result = pandoc.Inlines {}
  for at, inline in ipairs(inlines) do
    local next = inlines[at + 1]
    local tight = next and next.t ~= 'Space' or not next and open
    local parts = inline.t == 'Str' and link_bare(inline, tight)
    if parts then result:extend(parts) else result:insert(inline) end
  end
  return result
end

local function open_within(element)
  element.content = link_all_bare(element.content, true)
  return element
end

local BARE = {
  traverse = 'topdown', Inlines = link_all_bare, Link = untouched,
  Emph = open_within, Strong = open_within, Superscript = open_within, Subscript = open_within,
  Span = open_within,
}

-- ── emphasis ────────────────────────────────────────────────────────────────

local TAGS = { Emph = 'em', Strong = 'strong' }

--- What a sign is to Markdown: a letter, a blank, or `sign`. Symbols are signs to some readers.
local function kind_of(sign)
  if #sign == 1 then return sign:find('%w') and 'letter' or sign:find('%s') and 'blank' or 'sign' end
  if sign == '\u{a0}' or sign == '\u{3000}' or sign:find('^\u{2000}') then return 'blank' end
  if task.punctuation:find(sign, 1, true) then return 'sign' end
  for _, mark in ipairs(QUOTES) do
    if mark == sign then return 'sign' end
  end
  return task.symbols:find(sign, 1, true) and 'symbol' or 'letter'
end

--- The kind of the first sign of `inlines` from `at` on, or of the last one up to it: as
--- `kind_of`, and `mark` where emphasis stands.
local function edge(inlines, at, step)
  local inline = inlines[at]
  if not inline then return 'blank' end
  local kind = inline.t
  if kind == 'Str' then
    if inline.text == '' then return edge(inlines, at + step, step) end
    return kind_of(inline.text:match(step > 0 and '^' .. utf8.charpattern or utf8.charpattern .. '$'))
  end
  if kind == 'Space' or kind == 'SoftBreak' or kind == 'LineBreak' then return 'blank' end
  if TAGS[kind] then return 'mark' end
  if kind == 'Cite' or (kind == 'Span' and inline.identifier == '' and #inline.classes == 0) then
    local content = inline.content
    return edge(content, step > 0 and 1 or #content, step)
  end
  return 'sign'
end

--- The kind of the sign at the edge of emphasis, through more of it.
local function inner_edge(content, step)
  local at = step > 0 and 1 or #content
  local inline = content[at]
  if inline and TAGS[inline.t] then return inner_edge(inline.content, step) end
  if inline and inline.t == 'Space' then return 'letter' end  -- the writer sets it outside
  return edge(content, at, step)
end

--- Whether readers see a mark of emphasis between `inner` and `outer`.
local function is_seen(inner, outer)
  if inner == 'blank' or outer == 'mark' then return false end
  return inner == 'letter' or outer == 'blank' or outer == 'sign'
end

--- Whether emphasis has nothing left in it, as where a style has printed other words.
local function is_empty(content)
  for _, inline in ipairs(content) do
    if inline.t ~= 'Str' or inline.text ~= '' then return false end
  end
  return true
end

--- Emphasis as tags where the signs around its marks would keep readers from seeing them.
local function with_tags(inlines)
  local result, changed = pandoc.Inlines {}, false
  for at, inline in ipairs(inlines) do
    local tag = TAGS[inline.t]
    local content = tag and inline.content
    if tag and is_empty(content) then
      changed = true
    elseif tag and not (is_seen(inner_edge(content, 1), edge(inlines, at - 1, -1))
        and is_seen(inner_edge(content, -1), edge(inlines, at + 1, 1))) then
      result:insert(pandoc.RawInline('html', '<' .. tag .. '>'))
      result:extend(content)
      result:insert(pandoc.RawInline('html', '</' .. tag .. '>'))
      changed = true
    else
      result:insert(inline)
    end
  end
  return changed and result or nil
end

--- Emphasis without more of the same kind in it, which Markdown has no marks for.
local function once(emphasis)
  local function dissolved(inner) return inner.content end
  emphasis.content = emphasis.content:walk {
    traverse = 'topdown', [emphasis.t] = dissolved, Note = untouched,
  }
  return emphasis
end

--- Whether emphasis is seen wherever it stands: plain words, a letter at either end. A stop at
--- its end (*et al.*) does no harm where no letter follows; one that does makes a text special.
local function is_plain(content)
  for _, inline in ipairs(content) do
    if inline.t ~= 'Str' and inline.t ~= 'Space' then return false end
  end
  local last = content[#content]
  return inner_edge(content, 1) == 'letter'
    and (inner_edge(content, -1) == 'letter' or last.t == 'Str' and last.text:find('[.?!)]$') ~= nil)
end

--- A link without attributes; one that is its own text is written as an address. One that has
--- signs which no address has is none to any reader.
local function for_link(link)
  local target, content = link.target, link.content
  if pandoc.utils.stringify(content) == target:gsub('^mailto:', '') then
    if not target:find('[%[%]]') then return pandoc.Link(content, target), false end
    local scheme, rest = target:match('^(%a+)(:.*)$')
    content = { pandoc.Str(scheme), raw '\\:', pandoc.Str(rest:sub(2)) }
  end
  return pandoc.Link(content, target)
end

--- Whether the parentheses of a target pair, two deep at most.
local function is_closed(target)
  local open = target:gsub('%b()', function(inner) return (inner:gsub('%([^()]*%)', '')) end)
  return not open:gsub('%([^()]*%)', ''):find('[()]')
end

--- A target whose parentheses would end the link early, which pandoc's writer overlooks.
local function close_target(link)
  local target = link.target
  if not target:find('[()]') or is_closed(target)
    or pandoc.utils.stringify(link.content) == target then return nil end
  target = target:gsub('[()]', { ['('] = '%28', [')'] = '%29' })
  return pandoc.Link(link.content, target, link.title, link.attr)
end

--- The content of a span; its identifier becomes a tag, its class nothing.
--- Places of citations get no tag: nothing leads back to them in Markdown, which is
--- also read raw.
local function unwrap(span)
  local identifier, class = span.identifier, span.classes[1]
  if identifier == '' and not class then return nil end  -- the writer prints no tag for it
  local content = span.content
  if class == 'csl-left-margin' then content:insert(pandoc.Space()) end
  if identifier ~= '' and not identifier:find('^cite%-') then
    content:insert(1, anchor(identifier))
  end
  return content
end

local function entry_break() return pandoc.RawInline('html', '<br>') end

--- What leads back from an entry is left out; another link keeps no attributes.
local function entry_link(link)
  if link.target:find('^#cite%-') then return {} end
  link = close_target(link) or link
  return pandoc.Link(link.content, link.target)
end

--- An entry of the reference list as blocks without attributes.
local function entry_for_markdown(entry)
  local blocks = entry.content
  local content = blocks[1].content
  content:insert(1, anchor(entry.identifier))
  while content[#content].t == 'Space' do content:remove() end
  blocks[1].content = content
  return blocks
end

--- A program between fences; set in, it would be no more than a part of a list.
local function fenced(block)
  local longest = 2
  for ticks in block.text:gmatch('`+') do longest = math.max(longest, #ticks) end
  local fence = ('`'):rep(longest + 1)
  return pandoc.RawBlock('markdown', fence .. 'text\n' .. block.text .. '\n' .. fence)
end

--- A picture lies in a folder beside the file.
local function beside(image)
  image.src = 'pictures/' .. image.src
  return image
end

--- The label of a caption ("Table 3:") and what follows, or nothing.
local function parted_label(content)
  local first, blank, number = content[1], content[2], content[3]
  if first and first.t == 'Str' and blank and blank.t == 'Space' and number
    and number.t == 'Str' and number.text:find('^%d+%a?[.:]$') and content[4] then
    local rest = pandoc.Inlines {}
    for index = 4, #content do rest:insert(content[index]) end
    return pandoc.Inlines { first, blank, number }, rest
  end
end

--- A caption, which Markdown knows no more of than that it leans; what leant in it stands upright.
--- Of one with a label that alone leans: a line that leans as a whole may be meant as a heading.
local function leaning(caption)
  return caption.content:map(function(block)
    local label, rest = parted_label(block.content)
    if label then return pandoc.Para(pandoc.Inlines { pandoc.Emph(label) } .. rest) end
    local upright = block.content:walk {
      traverse = 'topdown',
      Note = function(note) return note, false end,
      Emph = function(emph) return emph.content end,
    }
    return pandoc.Para { pandoc.Emph(upright) }
  end)
end

--- Divisions that Markdown leaves out: its front matter says the same.
local IN_FRONT = { affiliations = true, doi = true, keywords = true, rights = true }

--- The line how to cite the article, behind a tag by which it is found.
local function own_for_markdown(block)
  local line = block.content[1]
  line.content:insert(1, anchor('cite-as'))
  return pandoc.Blocks { line }
end

--- Whether `element` is there to say in which language its words are.
local function is_passage(element)
  return element.identifier == '' and #element.classes == 0
    and (element.attributes.lang or element.attributes.dir) ~= nil
end

local function bare_passage(span)
  if is_passage(span) then return span.content end
end

--- Paragraphs in another language as divisions of that language; a quotation as one.
local function passages(blocks)
  return pandoc.Blocks(blocks:map(function(block)
    local content, only = block.content, block.content and block.content[1]
    if block.t == 'Para' and #content == 1 and only.t == 'Span' and is_passage(only) then
      return pandoc.Div({ pandoc.Para(only.content) }, only.attr)
    elseif block.t == 'Div' or block.t == 'BlockQuote' then
      block = block:clone()
      block.content = passages(content)
      local first = block.content[1]
      if block.t == 'BlockQuote' and #block.content == 1 and first.t == 'Div' then
        block.content = first.content
        return pandoc.Div({ block }, first.attr)
      end
    end
    return block
  end))
end

--- A block whose emphasis every reader sees. Most have none that needs care.
local function seen(block)
  local plain = not special
  local function look(emphasis) plain = plain and is_plain(emphasis.content) end
  block:walk { Emph = look, Strong = look }
  if plain then return block end
  local settled = block:walk { traverse = 'topdown', Emph = once, Strong = once }
  return settled:walk { Inlines = with_tags }
end

--- A block as those that Markdown has for it, and whether their emphasis is that of the block.
local function dissolved(block)
  if block.t ~= 'Div' then return pandoc.Blocks { block }, true end
  if block.classes:includes('csl-entry') then return entry_for_markdown(block), true end
  if block.classes:includes('caption') then return leaning(block), false end
  if block.classes:includes('cite-as') then return own_for_markdown(block), true end
  return IN_FRONT[block.classes[1]] and pandoc.Blocks {} or block.content, true
end

--- How many blocks are gone through at a time. A walk has its price however short it is.
local SOME = 8

--- `blocks` as `filter` makes them, dissolved, with emphasis that every reader sees.
local function settle(blocks, filter)
  local result, plain = pandoc.Blocks {}, nil
  local function look(emphasis) plain = plain and is_plain(emphasis.content) end
  filter.Emph, filter.Strong = look, look
  for first = 1, #blocks, SOME do
    plain = not special
    local some = pandoc.Blocks { table.unpack(blocks, first, math.min(first + SOME - 1, #blocks)) }
    for _, block in ipairs(some:walk(filter)) do
      local parts, same = dissolved(block)
      result:extend(plain and same and parts or parts:map(seen))
    end
  end
  return result
end

--- The article in what GitHub's Markdown knows: divisions dissolved, identifiers in tags.
local function for_markdown(blocks)
  if task.spoken then blocks = blocks:walk { Span = bare_passage } end
  if bare then
    blocks = blocks:walk(BARE)
  end
  if special then
    blocks = blocks:walk { traverse = 'topdown', Link = for_link, Str = escape,
                           Para = escape_start, Plain = escape_start }
  end
  local result, text = pandoc.Blocks {}, pandoc.Blocks {}
  local as_text = {
    Span = unwrap, Link = close_target, Image = beside, CodeBlock = fenced, Header = escape_end,
    Table = bars and escape_bars or nil,
  }
  local as_entries = { Span = unwrap, Link = entry_link, LineBreak = entry_break }
  for _, block in ipairs(blocks) do
    if block.identifier == 'refs' then
      result:extend(settle(text, as_text))
      result:extend(settle(block.content, as_entries))
      text = pandoc.Blocks {}
    else
      text:insert(block)
    end
  end
  result:extend(settle(text, as_text))
  return result
end

local function write(doc, format, options)
  options = options or {}
  options.wrap_text = 'none'
  return pandoc.write(doc, format, pandoc.WriterOptions(options))
end

-- ── DOCX ────────────────────────────────────────────────────────────────────

local WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
local OPENXML = pandoc.template.compile(pandoc.template.default 'openxml')

--- A document without clothes. Pandoc's own, whose parts the writer of the file replaces or
--- leaves out, would be read again for each article, which takes longer than to write it.
local NAKED = pandoc.zip.Archive({
  pandoc.zip.Entry('word/document.xml', '<w:document ' .. WORD .. '/>'),
  pandoc.zip.Entry('word/numbering.xml', '<w:numbering ' .. WORD .. '/>'),
  pandoc.zip.Entry('word/styles.xml', '<w:styles ' .. WORD .. '/>'),
}):bytestring()

local function write_docx(doc)
  pandoc.mediabag.insert('naked.docx', nil, NAKED)
  return write(doc, 'docx', { reference_doc = 'naked.docx', template = OPENXML })
end

-- ── Markdown with keys ──────────────────────────────────────────────────────

--- Real quotation marks and dashes, and tables whose rows can be read raw.
local KEYED = 'markdown-smart-simple_tables-multiline_tables-grid_tables'

--- Sign → when pandoc's reader would take it for markup, though its writer leaves it bare.
local KEYED_MARKUP = {
  ['@'] = is_key, ['&'] = is_entity, ['{'] = always, ['"'] = always, ["'"] = always,
  ['['] = is_picture,
  ['-'] = function(text, at) return text:find('^%-%-', at) or text:find('^%-%-', at - 1) end,
  ['.'] = function(text, at) return text:find('^%.%.%.', at) ~= nil end,
}

--- Escape what pandoc's reader would make quotes, dashes, citations or attributes of.
local function escape_keyed(str)
  local text = str.text
  if not (text:find('[@&{"\'[]') or text:find('--', 1, true) or text:find('...', 1, true)) then
    return nil
  end
  return with_escapes(str, '[@&{"\'%-%.[]', KEYED_MARKUP)
end

--- A comment between two kinds of emphasis, whose marks would otherwise be those of other ones.
local function parted(inlines)
  local changed = false
  for at = #inlines, 2, -1 do
    if TAGS[inlines[at].t] and TAGS[inlines[at - 1].t] then
      inlines:insert(at, raw '<!-- -->')
      changed = true
    end
  end
  return changed and inlines or nil
end

--- A raised or lowered text, which pandoc's reader reads a second time without its escapes.
local function escape_twice(element)
  element.content = element.content:walk {
    Str = function(str)
      return pandoc.Str((str.text:gsub('[\\`*_{}%[%]<>@&"\'~^$.-]', '\\%0')))
    end,
  }
  return element
end

--- A paragraph that starts like a rule, a division, a definition or the caption of a table.
local function escape_start_keyed(block)
  local first = block.content[1]
  if not first or first.t ~= 'Str' then return nil end
  local text = first.text
  local named = text:match('^[Tt]able:')
  if named then
    block.content[1] = pandoc.Str(text:sub(#named + 1))
    block.content:insert(1, raw(named:sub(1, -2) .. '\\:'))
    return block
  elseif text:find('^:') or text:find('^[-=_]+$') then
    block.content[1] = pandoc.Str(text:sub(2))
    block.content:insert(1, raw('\\' .. text:sub(1, 1)))
    return block
  end
end

--- A citation by its keys; as its words linked to the entry where citeproc is not to set it, or
--- where a key has signs that Markdown has no escape for.
local function cite_by_key(cite)
  local number = tostring(number_of(cite))
  local kept = task.kept[number]
  if kept then return pandoc.read(kept, 'json').blocks[1].content:walk { Str = escape_keyed }, false end
  for _, citation in ipairs(cite.citations) do
    if task.unkeyed[citation.id] then
      return pandoc.Link(cite.content:walk { Str = escape_keyed }, '#ref-' .. cite.citations[1].id), false
    end
  end
  cite.citations = cite.citations:map(function(citation)
    local suffix = citation.suffix
    local first = suffix[1]
    local behind = first and first.t == 'Str' and first.text:sub(1, 3) == '{},'
    if behind then suffix[1] = pandoc.Str ',' end
    suffix = suffix:walk { Str = escape_keyed }
    if behind then suffix:insert(1, raw '{}') end
    citation.suffix = suffix
    citation.prefix = citation.prefix:walk { Str = escape_keyed }
    return citation
  end)
  return cite, false
end

--- The place of a citation, to which nothing leads back before citeproc has been.
local function without_place(span)
  if span.identifier:find('^cite%-') then return span.content end
end

--- Pictures and their captions as figures, whose alternative text stays what it is.
local function figures(blocks)
  local result = pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    local last = result[#result]
    if block.t == 'Div' and block.classes:includes('picture') then
      local image = block.content[1].content[1]
      -- A backslash behind a lone picture: pandoc prints its alternative text as no caption.
      result:insert(pandoc.Para { beside(image), raw '\\' })
    elseif block.t == 'Div' and block.classes:includes('caption') and last and last.t == 'Para'
      and last.content[1] and last.content[1].t == 'Image' then
      result[#result] = pandoc.Figure({ pandoc.Plain { last.content[1] } },
                                      { pandoc.Plain(block.content[1].content) })
    else
      result:insert(block)
    end
  end
  return result
end

--- The list of references: a place for citeproc's, and behind it those that it cannot set.
local function unset_entries()
  -- As text: pandoc's writer leaves the division out where it is the last one.
  local result = pandoc.Blocks { pandoc.RawBlock('markdown', '::: {#refs}\n:::') }
  for _, row in ipairs(task.entries) do
    if row.key == '' or task.unkeyed[row.key] then
      local id = row.key ~= '' and 'ref-' .. row.key or ''
      id = task.anchors[id] or id
      local blocks = pandoc.read(row.block, 'json').blocks
      for _, block in ipairs(blocks) do block.content = block.content:walk { Str = escape_keyed } end
      result:insert(pandoc.Div(blocks, pandoc.Attr(id, { 'csl-entry' })))
    end
  end
  return result
end

--- The last lines of front matter: what citeproc must know to print what the desk prints.
local function rest_of_front(blocks)
  local cited = {}
  blocks:walk { Cite = function(cite)
    for _, citation in ipairs(cite.citations) do cited[citation.id] = true end
  end }
  local uncited = pandoc.Inlines {}
  for _, row in ipairs(task.entries) do
    if row.key ~= '' and not task.unkeyed[row.key] and not cited[row.key] then
      if #uncited > 0 then uncited:extend { pandoc.Str ',', pandoc.Space() } end
      uncited:insert(pandoc.Cite({}, { pandoc.Citation(row.key, 'AuthorInText') }))
    end
  end
  -- Said whatever the style, so that another one may be taken: pandoc's default is the style's.
  local lines = pandoc.List {
    'link-citations: true', 'notes-after-punctuation: ' .. tostring(task.behind),
  }
  if not task.linked then lines:insert 'link-bibliography: false' end
  if #uncited > 0 then
    local keys = write(pandoc.Pandoc { pandoc.Plain(uncited) }, KEYED):gsub('%s+$', '')
    lines:insert('nocite: ' .. pandoc.json.encode(keys))
  end
  return table.concat(lines, '\n') .. '\n---\n\n'
end

--- The article before citeproc in pandoc's own Markdown, behind the end of its front matter.
local function keyed()
  local blocks = figures(manuscript)
  if task.spoken then blocks = passages(blocks) end
  blocks = blocks:walk {
    traverse = 'topdown', Cite = cite_by_key, Link = for_link, Str = escape_keyed,
    Para = escape_start_keyed, Plain = escape_start_keyed, Span = without_place,
    Emph = once, Strong = once, Superscript = escape_twice, Subscript = escape_twice,
  }
  if special then blocks = blocks:walk { Inlines = parted } end
  local renamed = {}
  for key in pairs(task.unkeyed) do renamed['ref-' .. key] = task.anchors['ref-' .. key] end
  if next(renamed) then blocks = name_places(blocks, renamed) end
  blocks = blocks:walk { Link = close_target, CodeBlock = fenced, Header = escape_end }
  local result = pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    if block.t == 'Div' and block.identifier == 'refs' then
      result:extend(unset_entries())
    else
      result:insert(block)
    end
  end
  return rest_of_front(blocks) .. write(pandoc.Pandoc(result), KEYED)
end

--- A table with the heads of its rows in their style; the writer tells none, and gives what is
--- no paragraph a style of its own.
local function with_stub(grid)
  for _, body in ipairs(grid.bodies) do
    for _, row in ipairs(body.row_head_columns > 0 and body.body or {}) do
      local head = row.cells[1]
      local words = head.contents:map(function(part)
        return part.t == 'Plain' and pandoc.Para(part.content) or part
      end)
      if #words > 0 then head.contents = { pandoc.Div(words, pandoc.Attr('', {}, STUB)) } end
    end
  end
  return grid
end

--- The article with the styles of the DOCX; its title is no heading there.
local function for_docx(blocks)
  return blocks:map(function(block)
    if block.t == 'Header' then
      block = block:clone()
      block.level = math.max(1, block.level - 1)
    elseif block.t == 'Table' then
      block = with_stub(block:clone())
    elseif block.t == 'HorizontalRule' then
      block = pandoc.Div({ pandoc.Para('* * *') }, pandoc.Attr('', {}, BREAK))
    elseif block.t == 'Div' and STYLES[block.classes[1]] then
      block = block:clone()
      block.attributes['custom-style'] = STYLES[block.classes[1]]
    end
    return block
  end)
end

--- The words of the entries as they are printed, without the arrows that lead back, and how
--- many notes there are.
local function printed_list()
  local notes = 0
  article.blocks:walk { Note = function() notes = notes + 1 end }
  local found = pandoc.List {}
  for _, block in ipairs(article.blocks) do
    if block.t == 'Div' and block.identifier == 'refs' then
      local bare = block.content:walk {
        Link = function(link) return link.target:find('^#cite%-') and {} or nil end,
        Span = function(span)
          return span.classes:includes('csl-left-margin') and span.content .. { pandoc.Space() } or nil
        end,
      }
      for _, entry in ipairs(bare) do found:insert(pandoc.utils.stringify(entry)) end
    end
  end
  return pandoc.json.encode { entries = found, notes = notes }
end

-- ── a book of several articles ──────────────────────────────────────────────

--- The identifier of an article as all of the book know it; no longer than a bookmark of Word.
local function place_of(name, number)
  local ending = '-' .. number
  if #name + #ending > 40 then
    name = name:sub(1, 31 - #ending) .. '-' .. pandoc.utils.sha1(name):sub(1, 8)
  end
  return name .. ending
end

--- The loaded article as a chapter: its title a heading, its places under names of their own.
local function gather(number, title)
  number = tonumber(number)
  if number == 1 then book = { blocks = pandoc.Blocks {}, pictures = {} } end
  local function named(element)
    if element.identifier ~= '' then
      element.identifier = place_of(element.identifier, number)
      return element
    end
  end
  local blocks = article.blocks:walk {
    Block = function(block)
      local bound = block.identifier == 'refs'
      if bound then block.attributes['custom-style'] = 'Bibliography' end
      if block.identifier then return named(block) end
    end,
    Span = named,
    Code = named,
    Link = function(link)
      local target = link.target:match('^#(.*)')
      if target then link.target = '#' .. place_of(target, number) end
      if link.identifier ~= '' then link.identifier = place_of(link.identifier, number) end
      return link
    end,
    Image = function(image)
      image.src = number .. '-' .. image.src
      return image
    end,
  }
  for _, row in ipairs(hung) do
    table.insert(book.pictures, { number .. '-' .. row[1], row[2], row[3] })
  end
  local heading = article.meta.title or pandoc.Inlines(title)
  local chapter = pandoc.Blocks { pandoc.Header(1, heading, pandoc.Attr('title-' .. number)) }
  if article.meta.subtitle then
    local deck = pandoc.Para(article.meta.subtitle)
    chapter:insert(pandoc.Div({ deck }, pandoc.Attr('', {}, { ['custom-style'] = 'Subtitle' })))
  end
  for _, block in ipairs(for_docx(blocks)) do
    if block.t == 'Header' then  -- those of an article stand below its title, which is one here
      block = block:clone()
      block.level = block.level + 1
    end
    chapter:insert(block)
  end
  local lang = article.meta.lang and pandoc.utils.stringify(article.meta.lang) or ''
  local said = { lang = lang, dir = task.dir ~= '' and task.dir or nil }
  book.blocks:insert(pandoc.Div(chapter, pandoc.Attr('', {}, said)))
  return ''
end

--- All articles that were gathered, as one document.
local function gathered()
  pandoc.mediabag.empty()
  for _, row in ipairs(book.pictures) do pandoc.mediabag.insert(table.unpack(row)) end
  return write_docx(pandoc.Pandoc(book.blocks))
end

local TARGETS = {
  citations = function() return pandoc.json.encode(printed) end,
  list = printed_list,
  html = function() return write(article, 'html5') end,
  markdown = function() return write(pandoc.Pandoc(for_markdown(article.blocks)), 'gfm') end,
  keyed = keyed,
  plain = function() return write(article, 'plain') end,
  docx = function()
    -- The finishing of the file writes the other properties; here they would be printed.
    return write_docx(pandoc.Pandoc(for_docx(article.blocks), article.meta))
  end,
  book = gathered,
}

local function render(target)
  return TARGETS[target]()
end

-- ── rehearsal ───────────────────────────────────────────────────────────────

local REHEARSAL = [[<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title/><id/></info><citation><layout><text variable="title"/></layout></citation>
<bibliography><sort><key variable="title"/></sort>
<layout><text variable="title"/></layout></bibliography></style>]]

--- Set a list of two works that nobody sees. What pandoc sorts a list by takes it longer to make,
--- once in its life, than an article to set; so that is done while the first article is edited.
local function rehearse()
  local function coded(sign) return ('%%%02X'):format(sign:byte()) end
  local works = pandoc.Pandoc({}, {
    references = { { id = 'a', title = 'a' }, { id = 'b', title = 'b' } },
    csl = 'data:text/xml,' .. REHEARSAL:gsub('%W', coded),
    nocite = pandoc.Inlines { pandoc.Cite({}, { pandoc.Citation('*', 'NormalCitation') }) },
  })
  pandoc.utils.stringify(pandoc.utils.citeproc(works).blocks)
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

local REQUESTS = { load = { load, 5 }, render = { render, 1 }, gather = { gather, 2 } }

rehearse()
while true do
  local request = REQUESTS[read_frame()]
  local parts = {}
  for index = 1, request[2] do parts[index] = read_frame() end
  local done, result = pcall(request[1], table.unpack(parts))
  answer(done and '+' or '-', done and result or tostring(result))
end
