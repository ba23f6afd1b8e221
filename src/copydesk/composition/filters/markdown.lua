--- The article in what GitHub's Markdown knows.

local sheet = require 'sheet'
local BARE = require 'addresses'.BARE
local emphasis = require 'emphasis'
local escapes = require 'escapes'
local shapes = require 'shapes'
local with_tags, once, is_plain = emphasis.with_tags, emphasis.once, emphasis.is_plain
local anchor, escape, escape_start = escapes.anchor, escapes.escape, escapes.escape_start
local escape_end, escape_bars = escapes.escape_end, escapes.escape_bars
local escape_call, escape_boxes = escapes.escape_call, escapes.escape_boxes
local for_link, close_target, fenced = shapes.for_link, shapes.close_target, shapes.fenced
local beside, is_passage = shapes.beside, shapes.is_passage

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

local function bare_passage(span)
  if is_passage(span) then return span.content end
end

--- A block whose emphasis every reader sees. Most have none that needs care.
local function seen(block)
  local plain = not sheet.special
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
    plain = not sheet.special
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
  if sheet.job.spoken then blocks = blocks:walk { Span = bare_passage } end
  if sheet.bare then
    blocks = blocks:walk(BARE)
  end
  if sheet.special then
    blocks = blocks:walk { traverse = 'topdown', Link = for_link, Str = escape,
                           Para = escape_start, Plain = escape_start,
                           Inlines = escape_call, BulletList = escape_boxes,
                           OrderedList = escape_boxes }
  end
  local result, text = pandoc.Blocks {}, pandoc.Blocks {}
  local as_text = {
    Span = unwrap, Link = close_target, Image = beside, CodeBlock = fenced, Header = escape_end,
    Table = sheet.bars and escape_bars or nil,
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

return { for_markdown = for_markdown }
