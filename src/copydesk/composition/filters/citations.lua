--- Citations as citeproc printed them, each at a place of its own.

local state = require 'state'

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
  state.printed = {}
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
    state.printed[tostring(number)] = in_print(pandoc.Inlines(cite.content), job.anchors)
    return pandoc.Span({ cite }, pandoc.Attr('cite-' .. number))
  end }
end

--- Whether `inline` is a sign at its end (`last`) or its beginning: that of a note, or a raised
--- number.
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
        state.printed.parted = { links = pandoc.List {}, text = '' }
      end
    end
    return changed and inlines or nil
  end }
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

return {
  anchor_citations = anchor_citations,
  part_signs = part_signs,
  name_places = name_places,
}
