--- The article before citeproc in pandoc's own Markdown, with the keys of what it cites.

local sheet = require 'sheet'
local as_it_stands = require 'bibliography'.as_it_stands
local citations = require 'citations'
local emphasis = require 'emphasis'
local escapes = require 'escapes'
local shapes = require 'shapes'
local write = require 'writing'.write
local number_of, name_places = citations.number_of, citations.name_places
local TAGS, once = emphasis.TAGS, emphasis.once
local raw, always = escapes.raw, escapes.always
local is_key, is_entity = escapes.is_key, escapes.is_entity
local is_picture, with_escapes = escapes.is_picture, escapes.with_escapes
local escape_end, escape_call, escape_boxes =
  escapes.escape_end, escapes.escape_call, escapes.escape_boxes
local for_link, close_target, fenced = shapes.for_link, shapes.close_target, shapes.fenced
local beside, is_passage = shapes.beside, shapes.is_passage

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
  local kept = sheet.job.kept[number]
  if kept then return pandoc.read(kept, 'json').blocks[1].content:walk { Str = escape_keyed }, false end
  for _, citation in ipairs(cite.citations) do
    if sheet.job.unkeyed[citation.id] then
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
  for _, row in ipairs(sheet.job.entries) do
    if row.key == '' or sheet.job.unkeyed[row.key] then
      local id = row.key ~= '' and 'ref-' .. row.key or ''
      id = sheet.job.anchors[id] or id
      result:insert(as_it_stands(row, id):walk { Str = escape_keyed })
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
  for _, row in ipairs(sheet.job.entries) do
    if row.key ~= '' and not sheet.job.unkeyed[row.key] and not cited[row.key] then
      if #uncited > 0 then uncited:extend { pandoc.Str ',', pandoc.Space() } end
      uncited:insert(pandoc.Cite({}, { pandoc.Citation(row.key, 'AuthorInText') }))
    end
  end
  -- Said whatever the style, so that another one may be taken: pandoc's default is the style's.
  local lines = pandoc.List {
    'link-citations: true', 'notes-after-punctuation: ' .. tostring(sheet.job.behind),
  }
  if not sheet.job.linked then lines:insert 'link-bibliography: false' end
  if #uncited > 0 then
    local keys = write(pandoc.Pandoc { pandoc.Plain(uncited) }, KEYED):gsub('%s+$', '')
    lines:insert('nocite: ' .. pandoc.json.encode(keys))
  end
  return table.concat(lines, '\n') .. '\n---\n\n'
end

--- The article before citeproc in pandoc's own Markdown, behind the end of its front matter.
local function keyed()
  local blocks = figures(sheet.before_citeproc)
  if sheet.job.spoken then blocks = passages(blocks) end
  blocks = blocks:walk {
    traverse = 'topdown', Cite = cite_by_key, Link = for_link, Str = escape_keyed,
    Para = escape_start_keyed, Plain = escape_start_keyed, Span = without_place,
    Emph = once, Strong = once, Superscript = escape_twice, Subscript = escape_twice,
  }
  if sheet.special then
    blocks = blocks:walk { Inlines = escape_call, BulletList = escape_boxes,
                           OrderedList = escape_boxes }
    blocks = blocks:walk { Inlines = parted }
  end
  local renamed = {}
  for key in pairs(sheet.job.unkeyed) do
    renamed['ref-' .. key] = sheet.job.anchors['ref-' .. key]
  end
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

return { keyed = keyed }
