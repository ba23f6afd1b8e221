--- The article in what GitHub's Markdown knows: divisions dissolved, identifiers in tags.

local state = require 'state'
local escapes = require 'escapes'

local function anchor(id)
  return pandoc.RawInline('html', '<a id="' .. id .. '"></a>')
end

--- The content of a span; its identifier becomes a tag, its class and language nothing.
--- Places of citations get no tag: nothing leads back to them in Markdown, which is
--- also read raw.
local function unwrap(span)
  local identifier, content = span.identifier, span.content
  if span.classes[1] == 'csl-left-margin' then content:insert(pandoc.Space()) end
  if identifier ~= '' and not identifier:find('^cite%-') then
    content:insert(1, anchor(identifier))
  end
  return content
end

--- What leads back from an entry is left out; another link keeps no attributes.
local function unwrap_link(link)
  if link.target:find('^#cite%-') then return {} end
  return escapes.plain_link(link)
end

--- A picture lies in a folder beside the file.
local function place_beside(image)
  image.src = 'pictures/' .. image.src
  return image
end

--- The number of an item in a list of this style. Where that has no letters for it, it is in
--- figures, whose stop is escaped, or they would begin a list in the item.
local function number_in_letters(value, style)
  local roman = style:find('Roman')
  if value > (roman and 3999 or 780) then return value .. '\\' end
  local text = roman and pandoc.utils.to_roman_numeral(value)
    or string.char(65 + (value - 1) % 26):rep((value - 1) // 26 + 1)
  return style:find('^Lower') and text:lower() or text
end

--- A list with letters for numbers, of which Markdown knows none, as one whose items begin with them.
--- Pandoc's writer would escape their stops for readers that know such lists, which read them well.
local function spell_numbers(list)
  if list.style == 'Decimal' then return nil end
  for at, item in ipairs(list.content) do
    local letters = number_in_letters(list.start + at - 1, list.style)
    local number = pandoc.RawInline('html', letters .. '.')
    if item[1].t == 'Plain' or item[1].t == 'Para' then
      item[1].content:insert(1, pandoc.Space())
      item[1].content:insert(1, number)
    else
      item:insert(1, pandoc.Plain { number })
    end
  end
  return pandoc.BulletList(list.content)
end

local INLINES = {
  Span = unwrap, Cite = function(cite) return cite.content end, Link = unwrap_link,
  Image = place_beside,
  Emph = escapes.mark_once, Strong = escapes.mark_once,
  CodeBlock = function(block) return pandoc.CodeBlock(block.text, { class = 'text' }) end,
  OrderedList = spell_numbers,
  -- A row is a line; elsewhere a break is a backslash at the end of a line.
  Table = function(rows)
    return rows:walk { LineBreak = function() return pandoc.RawInline('html', '<br>') end }
  end,
}

--- How many inlines the label of a caption is ("Table 3:"), or all of them.
local function length_of_label(content)
  local first, blank, number = content[1], content[2], content[3]
  local labelled = content[4] and first.t == 'Str' and blank.t == 'Space' and number.t == 'Str'
    and number.text:find('^%d+%a?[.:]$')
  return labelled and 3 or #content
end

--- A caption, which Markdown knows no more of than that it leans; what leant in it stands upright.
--- Of one with a label that alone leans: a line that leans as a whole may be meant as a heading.
local function lean(caption)
  return caption.content:map(function(block)
    local content = block.content
    local length = length_of_label(content)
    local rest = pandoc.Inlines { table.unpack(content, length + 1) }
    local leaning = pandoc.Inlines { table.unpack(content, 1, length) }:walk {
      traverse = 'topdown',
      Note = function(note) return note, false end,
      Emph = function(emph) return emph.content end,
    }
    return pandoc.Para(pandoc.Inlines { pandoc.Emph(leaning) } .. rest)
  end)
end

--- The blocks of a division, behind a tag by which it is found.
local function behind_anchor(division)
  local blocks = division.content
  local content = blocks[1].content
  content:insert(1, anchor(division.identifier ~= '' and division.identifier or 'cite-as'))
  while content[#content].t == 'Space' do content:remove() end
  blocks[1].content = content
  return blocks
end

--- Divisions that Markdown leaves out: its front matter says the same.
local IN_FRONT = { affiliations = true, doi = true, keywords = true, rights = true }

--- `blocks` without divisions, which Markdown has none of.
local function dissolve(blocks)
  local result = pandoc.Blocks {}
  for _, block in ipairs(blocks) do
    local class = block.t == 'Div' and block.classes[1]
    if not class then
      result:insert(block)
    elseif block.identifier == 'refs' then
      result:extend(dissolve(block.content))
    elseif class == 'csl-entry' or class == 'cite-as' then
      result:extend(behind_anchor(block))
    elseif not IN_FRONT[class] then
      result:extend(class == 'caption' and lean(block) or block.content)
    end
  end
  return result
end

local function write_markdown()
  return escapes.write_for_readers(dissolve(state.article.blocks:walk(INLINES)))
end

return { write_markdown = write_markdown }
