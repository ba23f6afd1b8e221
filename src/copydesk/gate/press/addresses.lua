--- Addresses without a scheme, of which GitHub makes links that lead nowhere.

local without_last_quotes = require 'signs'.without_last_quotes
local escapes = require 'escapes'
local raw, untouched = escapes.raw, escapes.untouched

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
    address = without_last_quotes(address)
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

return { BARE = BARE }
