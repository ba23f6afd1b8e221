--- The list of references: what citeproc printed of it, completed and led back from.

local QUOTES = { '“', '”', '‘', '’', '«', '»', '„', '‚' }

--- `text` without the quotation marks that it ends with.
local function without_last_quotes(text)
  for _, mark in ipairs(QUOTES) do
    if text:sub(-#mark) == mark then text = text:sub(1, -#mark - 1) end
  end
  return text
end

local BACK = '↑'  -- in every face of the house's fonts; U+21A9 is in none

--- Add the entries that citeproc did not print, as they stand.
local function complete(entries, job)
  local printed = {}
  for index = #entries, 1, -1 do
    if pandoc.utils.stringify(entries[index]) == '' then entries:remove(index)
    else printed[entries[index].identifier] = true end
  end
  for _, row in ipairs(job.entries) do
    local id = row.key ~= '' and 'ref-' .. row.key or ''
    if not printed[id] then
      local words = pandoc.read(row.block, 'json').blocks
      entries:insert(pandoc.Div(words, pandoc.Attr(id, { 'csl-entry' })))
    end
  end
end

--- What citeproc prints of an entry that was not read, for its number and its place in the list.
--- The mark, which no collation heeds, shows where its words begin.
local STAND_IN = '\u{2060}'

--- Give citeproc something to number, or to sort, where entries were not read. Every style sorts by
--- names; a title is none in the sentence that cites it.
local function stand_in(references, job)
  for _, row in ipairs(job.entries) do
    if row.unread then
      local item, words = { id = row.key, type = 'document' }, STAND_IN .. row.text
      if job.numbered then item.title = words else item.author = { { literal = words } } end
      references:insert(item)
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
      local head = without_last_quotes(text:sub(1, at - 1))
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

--- Change the words of an entry, which stand apart from its number where a style has a column for it.
local function change_words(entry, change)
  local block = entry.content[#entry.content]
  local content = block.content
  local last = content[#content]
  if last and last.t == 'Span' and last.classes:includes('csl-right-inline') then
    last.content = change(last.content, true)
    content[#content] = last
  else
    content = change(content, false)
  end
  block.content = content
  entry.content[#entry.content] = block
end

--- Set the words of entries that were not read where citeproc has set those of a stand-in.
local function replace_stand_ins(entries, job)
  local rows = {}
  for _, row in ipairs(job.entries) do
    if row.unread then rows['ref-' .. row.key] = row end
  end
  for index, entry in ipairs(next(rows) and entries or {}) do
    local row = rows[entry.identifier]
    if row then
      local words = pandoc.read(row.block, 'json').blocks[1].content
      entry.content = { entry.content[1] }
      change_words(entry, function(content, apart)
        return job.numbered and not apart and before_stand_in(content) .. words or words
      end)
      entries[index] = entry
    end
  end
end

--- Links from an entry to each place that cites it.
local function add_backlinks(entry, anchors)
  local links = pandoc.Inlines { pandoc.Space() }
  for number, anchor in ipairs(anchors) do
    local label = BACK .. (#anchors > 1 and tostring(number) or '')
    if number > 1 then links:insert(pandoc.Space()) end
    links:insert(pandoc.Link(label, '#' .. anchor, '', { class = 'backlink' }))
  end
  change_words(entry, function(content) return content .. links end)
end

--- Complete the list and lead back from it; it is among the last blocks of the document.
local function finish_bibliography(blocks, job)
  for index = #blocks, 1, -1 do
    local refs = blocks[index]
    if refs.t == 'Div' and refs.identifier == 'refs' then
      local entries = refs.content
      replace_stand_ins(entries, job)
      complete(entries, job)
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

return {
  stand_in = stand_in,
  sort_by_letters = sort_by_letters,
  without_letters = without_letters,
  finish_bibliography = finish_bibliography,
}
