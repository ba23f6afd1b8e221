--- Addresses that are no links, of which GitHub makes some that lead nowhere.

local without_last_quotes = require 'signs'.without_last_quotes
local escapes = require 'escapes'
local raw, untouched = escapes.raw, escapes.untouched

--- Signs of an address that are written with a backslash, which GitHub takes for a part of it.
local function is_escaped(address)
  return address:find('[\\`*%[%]#|<>~^$@{]') or address:find('&#?%w+;')
    or address:find(':[%w_+-]*[%a+-][%w_+-]*:')
    or address:find('%W_') or address:find('_%W') or address:find('_$')
end

--- Blanks that are letters of an address to GitHub, though no address has any.
local BLANKS = { '\u{a0}', '\u{1680}', '\u{202f}', '\u{205f}', '\u{3000}' }
for code = 0x2000, 0x200a do BLANKS[#BLANKS + 1] = utf8.char(code) end

--- `text` up to its first blank.
local function before_blank(text)
  for _, blank in ipairs(BLANKS) do
    local at = text:find(blank, 1, true)
    if at then text = text:sub(1, at - 1) end
  end
  return text
end

--- How much of `text` is the address, behind which punctuation of the sentence may follow.
local function length_of_address(text)
  local address = before_blank(text):match('^[^<"]*')
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

local SCHEMES = { ftp = true, http = true, https = true }

--- The parts of a word with addresses with a scheme that composing has made no links of (as in
--- `_http://example.org`), which GitHub would take as far; with an escape they are none.
local function unlink(str, open)
  local text = str.text
  local parts, last = pandoc.Inlines {}, 1
  for scheme, at in text:gmatch('(%a+)()://%w') do
    if SCHEMES[scheme:lower()] and (open or is_escaped(text:sub(at - #scheme))) then
      parts:extend { pandoc.Str(text:sub(last, at - 1)), raw '\\:' }
      last = at + 1
    end
  end
  if last == 1 then return nil end
  parts:insert(pandoc.Str(text:sub(last)))
  return parts
end

local parts_of

--- The parts of a word with an address without a scheme as a link, where GitHub would make one
--- that leads nowhere: it takes all up to the next blank for the address, marks of other things
--- included. `open`: no blank follows.
local function link_bare(str, open)
  local text = str.text
  local from = text:find('^www%.%w') or text:find('%f[%w]www%.%w')
  local address = from and text:sub(from)
  if not from or not (open or is_escaped(address) or before_blank(address) ~= address) then
    return nil
  end
  local last = from - 1 + length_of_address(address)
  local target = text:sub(from, last):gsub('[\\"<>^`{|}]', function(sign)
    return ('%%%02X'):format(sign:byte())
  end)
  -- A reader that makes links of addresses within links does not know this one for one.
  local before, behind = pandoc.Str(text:sub(1, from - 1)), pandoc.Str(text:sub(last + 1))
  local parts = pandoc.Inlines(unlink(before, true) or before)
  parts:insert(
    pandoc.Link({ raw 'www\\.', pandoc.Str(text:sub(from + 4, last)) }, 'http://' .. target))
  parts:extend(parts_of(behind, open) or { behind })
  return parts
end

--- The parts of a word with addresses, or nothing where GitHub may have them as they are.
function parts_of(str, open) return link_bare(str, open) or unlink(str, open) end

--- All such addresses of `inlines`, behind which no blank stands when they are `open`.
local function link_all_bare(inlines, open)
  local result = pandoc.Inlines {}
  for at, inline in ipairs(inlines) do
    local next = inlines[at + 1]
    local tight = next and next.t ~= 'Space' or not next and open
    local parts = inline.t == 'Str' and parts_of(inline, tight)
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

--- Whether `document`, an article as JSON, may have such an address: composing makes a link of
--- one that begins a word, its scheme in small letters, if it has made none of what stands before.
local function may_have(document)
  if document:find('www.', 1, true) then return true end
  for before, scheme in document:gmatch('(..)(%a+)://%w') do
    local small = scheme:lower()
    if SCHEMES[small] and (small == 'ftp' or scheme ~= small
      or before:find('[%d_\x80-\xff\\^`{|}<>]$') or before == '\\"') then
      return true
    end
  end
  return false
end

return { BARE = BARE, may_have = may_have }
