--- Where readers of Markdown would see other than what was written, and how to keep them from it.
---
--- Most articles need no care, and their text is looked at once. Where it has signs that pandoc's
--- writer leaves bare, each block is written alone: what is known to need care gets it, and what a
--- reader may mistake is read back. Only where that is another text all its signs are escaped.

local write_doc = require 'write'.write

local function write(blocks, format) return write_doc(pandoc.Pandoc(blocks), format) end

-- ── emphasis ────────────────────────────────────────────────────────────────

--- First and last of the signs that every reader takes for punctuation, and of those of which
--- some do and some do not, as symbols.
local PUNCTUATION = {
  { 0xa1, 0xa1 }, { 0xa7, 0xa7 }, { 0xab, 0xab }, { 0xb6, 0xb7 }, { 0xbb, 0xbb }, { 0xbf, 0xbf },
  { 0x2010, 0x2027 }, { 0x2030, 0x205e }, { 0x3001, 0x3003 }, { 0x3008, 0x3011 },
  { 0x3014, 0x301f }, { 0xff01, 0xff03 }, { 0xff05, 0xff0a }, { 0xff0c, 0xff0f },
}
local SYMBOLS = {
  { 0xa0, 0xbf }, { 0xd7, 0xd7 }, { 0xf7, 0xf7 }, { 0x2000, 0x2bff }, { 0x2e00, 0x2e7f },
  { 0x3000, 0x303f }, { 0xfe10, 0xfe6f }, { 0xff00, 0xff0f }, { 0xff1a, 0xff20 },
  { 0xff3b, 0xff40 }, { 0xff5b, 0xff65 }, { 0xffe0, 0xffff }, { 0x1f000, 0x1faff },
}

local function is_within(ranges, code)
  for _, range in ipairs(ranges) do
    if code >= range[1] and code <= range[2] then return true end
  end
  return false
end

--- What a sign is to Markdown: a letter, a blank, punctuation, or a symbol.
local function kind_of(sign)
  if sign == '' or sign:find('^%s') then return 'blank' end
  if #sign == 1 then return sign:find('%w') and 'letter' or 'punctuation' end
  local code = utf8.codepoint(sign)
  if code == 0xa0 or code == 0x1680 or code >= 0x2000 and code <= 0x200a or code == 0x202f
    or code == 0x205f or code == 0x3000 then
    return 'blank'
  end
  return is_within(PUNCTUATION, code) and 'punctuation' or is_within(SYMBOLS, code) and 'symbol'
    or 'letter'
end

--- Whether all readers see a mark of emphasis between the signs `inner` and `outer`.
local function is_seen(inner, outer)
  if inner == 'blank' then return false end
  return inner == 'letter' or outer == 'blank' or outer == 'punctuation'
end

--- Whether a line of Markdown has emphasis whose marks some reader would not see. In it stands a
--- quotation mark for each escaped sign, program and address.
local function has_unseen_marks(line)
  local open = {}
  for from, marks, to in line:gmatch('()(%*+)()') do
    local before = kind_of(line:sub(math.max(1, from - 4), from - 1):match(utf8.charpattern .. '$') or '')
    local behind = kind_of(line:sub(to, to + 3):match('^' .. utf8.charpattern) or '')
    local left = #marks
    while open[#open] and open[#open] <= left and before ~= 'blank' do
      if not is_seen(before, behind) then return true end
      left = left - table.remove(open)
    end
    local opens = left > 0
    if opens and (left < #marks or left > 3 or open[#open] == left
      or not is_seen(behind, before)) then
      return true
    end
    if opens then open[#open + 1] = left end
  end
  return #open > 0
end

-- ── what to look at ─────────────────────────────────────────────────────────

--- Written Markdown without what is markup for certain: tags, links, programs, rules.
local function without_markup(text)
  text = ('\n' .. text .. '\n'):gsub('<a id="[^"]*"></a>', ''):gsub('</?[bs][ru][bp]?>', '')
  text = text:gsub('%]%([^%s()&]*%)', ']'):gsub('<[^%s<>&%[%]]+[:@][^%s<>&%[%]]+>', '"')
  text = text:gsub('\n```[^\n]*\n.-\n```\n', '\n'):gsub('\\`', '\\"')
  text = text:gsub('%f[`]`[^`\n]+`%f[^`]', '"')
  return (text:gsub('\n' .. ('%-'):rep(72) .. '\n', '\n'):gsub('\n<!%-%- %-%->\n', '\n'))
end

--- Signs of dialects, which pandoc's writer leaves bare and its reader of GitHub's does not know:
--- raised and lowered words, classes, keys of citations, divisions, rules, names of emoji, ends
--- of headings; the backslash, of which the writer swallows what it stands before; and of a
--- picture's beginning the bracket, of which it escapes the sign before alone.
local DIALECT = {
  '\\\\', '\\[^%p]', '\\!%[', '[^%[]%^', '\\%[%^', '~', '{', '[^%w]@', '@[^@%s]*@',
  '\n[ >%d.-]*:', ':[%w_+-]*[%a_+-][%w_+-]*:', ':100:', ':1234:',
  '\n[ >%d.-]*[-=_:][-=_: ]*\n', '\n#[^\n]*#\n',
}

--- Addresses of links that some reader does not take as they are: with brackets, with entities.
local ADDRESSES = { '<%a+:[^%s<>]*[%[%]]', '<%a+:[^%s<>]*&#?%w+[;>]', '%]%([^%s]*&#?%w+;' }

--- What a reader may take for something else, so that one is asked: entities, pictures,
--- addresses that are no links, tags, programs.
local DOUBTFUL = { '&#?%w', '!%[', 'www%.', '%a://', '%]%(', '<', '`' }

--- Boxes that pandoc's reader would make tasks of, backslash or not.
local BOXES = { '\n[ >]*[-%d.]+ +"[xX ]"[ \n]' }

--- Programs in cells, whose bars GitHub takes for the ends of cells even there.
local BARS = { '\n[ >]*|[^\n]*`[^`\n]*|[^`\n]*`' }

--- Whether `text` has one of `patterns`; nil when it has none.
local function has_any(text, patterns)
  for _, pattern in ipairs(patterns) do
    if text:find(pattern) then return true end
  end
end

--- Whether words begin with the call of a note and a colon, which would be the note itself.
local function has_false_note(text)
  local seen = {}
  for number in text:gmatch('\n[ >]*[-%d.#]* *%[%^(%d+)%]:') do
    if seen[number] then return true end
    seen[number] = true
  end
end

--- What of `text`, written Markdown, needs care, or may need it (`doubt`).
local function look_at(text)
  local found = without_markup(text)
  local unlabelled = found:gsub('\n%[%^%d+%]: ', '\n')  -- a note too begins with words
  local care = {
    addresses = has_any(text, ADDRESSES),
    bars = has_any('\n' .. text, BARS),
    signs = has_any(unlabelled, DIALECT) or has_false_note(found),
  }
  found = found:gsub('\\%p', '"')
  care.boxes, care.doubt = has_any(found, BOXES), has_any(found, DOUBTFUL)
  for line in found:gmatch('[^\n]+') do
    care.tags = care.tags or line:find('*', 1, true) and has_unseen_marks(line) or nil
  end
  return care
end

-- ── what a reader sees ──────────────────────────────────────────────────────

--- Whether the words of a link are where it leads, which readers make links of by themselves.
local function is_address(link)
  local text, target = pandoc.utils.stringify(link.content), link.target
  local found = text == target or 'mailto:' .. text == target or 'http://' .. text == target
  return found and not text:find('[^%w%p]')
end

--- A link without attributes; an address is as if it were none.
local function without_address(link)
  return is_address(link) and link.content or pandoc.Link(link.content, link.target)
end

local SEEN = {
  CodeBlock = function(block) return pandoc.CodeBlock(block.text) end,
  Header = function(header) return pandoc.Header(header.level, header.content) end,
  Link = without_address,
  OrderedList = function(list)
    return pandoc.OrderedList(list.content, pandoc.ListAttributes(list.start))
  end,
  SoftBreak = pandoc.Space,
  Table = function(grid)
    grid.colspecs = grid.colspecs:map(function() return { 'AlignDefault' } end)
    return grid
  end,
}

--- Whether a reader of `text` sees another block than the one it was written of.
local function is_misread(text, block)
  local read = pandoc.read(text, 'gfm-gfm_auto_identifiers').blocks
  return write(read:walk(SEEN), 'html') ~= write(pandoc.Blocks { block }:walk(SEEN), 'html')
end

-- ── care ────────────────────────────────────────────────────────────────────

local function raw(text) return pandoc.RawInline('markdown', text) end

local function always() return true end

--- Sign → when a reader would take it for markup in `text`, which has it at `at`.
local MARKUP = {
  ['!'] = function(text, at) return at == #text end,
  ['#'] = function(text, at) return at == 1 or at == #text or text:find('&#', at - 1, true) end,
  ['&'] = function(text, at) return text:find('^&#?%w', at) end,
  [':'] = function(text, at)
    local name = text:match('^:([%w_+-]+):', at)
    return at == 1 or text:find('^://', at) or name and (name:find('[%a_+-]') or #name > 2)
  end,
  ['@'] = function(text, at) return not text:find('^%w@', at - 1) or text:sub(1, at - 1):find('@') end,
  ['_'] = function(text, at) return not text:find('^%w_%w', at - 1) end,
}

--- A word with its signs escaped.
local function escape(str)
  local text = str.text
  local escaped = text:find('^[-=:]+$') and '\\' .. text
    or text:gsub('()([\\`*_{%[%]<>#|~^$&@:!])', function(at, sign)
      if not (MARKUP[sign] or always)(text, at) then return sign end
      return sign == '&' and '&amp;' or '\\' .. sign
    end):gsub('www%.', 'www\\.')
  return escaped ~= text and raw(escaped) or nil
end

local TAGS = { Emph = 'em', Strong = 'strong' }

--- Emphasis as tags; one that has nothing in it, as where a style prints other words, is none.
local function as_tags(emphasis)
  local content, tag = emphasis.content, TAGS[emphasis.t]
  local function is_seen_alone(one) return one.t == 'Note' or one.t == 'Image' end
  if pandoc.utils.stringify(content) == '' and not content:find_if(is_seen_alone) then return {} end
  content:insert(1, pandoc.RawInline('html', '<' .. tag .. '>'))
  content:insert(pandoc.RawInline('html', '</' .. tag .. '>'))
  return content
end

--- Emphasis with more of the same kind in it, which Markdown has no marks for, as tags in marks.
local function mark_once(emphasis)
  for _, inline in ipairs(emphasis.content) do
    if inline.t ~= 'Str' and inline.t ~= 'Space' then
      emphasis.content = emphasis.content:walk { [emphasis.t] = as_tags }
      return emphasis
    end
  end
end

--- `target` without parentheses that would end a link early: such as have no other, or stand
--- deeper in others than every reader looks.
local function close_target(target)
  local open = target:gsub('%([^()]*%)', ''):gsub('%([^()]*%)', '')
  return open:find('[()]') and target:gsub('[()]', { ['('] = '%28', [')'] = '%29' }) or target
end

--- A link without attributes that ends where it is meant to; an address stays as it is.
local function plain_link(link)
  local content, target = link.content, link.target
  local is_alone = pandoc.utils.stringify(content) == target
  return pandoc.Link(content, is_alone and target or close_target(target))
end

--- A link in whose target no reader finds an entity; an address in its words is none of its own.
local function close_link(link)
  local content, target = link.content, link.target
  if pandoc.utils.stringify(content) == target then content = { escape(pandoc.Str(target)) } end
  return pandoc.Link(content, close_target((target:gsub('&(#?%w+;)', '&amp;%1'))))
end

local function leave_address(link)
  if pandoc.utils.stringify(link.content) == link.target then return link, false end
end

--- Items that begin with a box, which a comment behind it keeps from being a task.
local function part_boxes(list)
  for _, item in ipairs(list.content) do
    local content = item[1] and item[1].content or {}
    local behind = 0
    for index = 1, math.min(3, #content) do
      if content[index].t == 'Str' and content[index].text:find('%]$') then behind = index + 1 end
    end
    if content[behind] and content[behind].t == 'Space' then
      content:insert(behind, pandoc.RawInline('html', '<!-- -->'))
      item[1].content = content
    end
  end
  return list
end

--- Programs in cells with their bars escaped.
local function bar_programs(grid)
  return grid:walk { Code = function(code)
    local longest = 0
    for ticks in code.text:gmatch('`+') do longest = math.max(longest, #ticks) end
    local marks, blank = ('`'):rep(longest + 1), longest > 0 and ' ' or ''
    return raw(marks .. blank .. code.text:gsub('|', '\\|') .. blank .. marks)
  end }
end

--- `block` with the `care` that it needs.
local function take_care(block, care)
  local filter = { traverse = 'topdown', Link = care.addresses and close_link or leave_address }
  if care.signs then filter.Str = escape end
  if care.boxes then filter.BulletList, filter.OrderedList = part_boxes, part_boxes end
  if care.bars then filter.Table = bar_programs end
  if care.tags then block = block:walk { Emph = as_tags, Strong = as_tags } end
  return pandoc.Blocks({ block }):walk(filter)[1]
end

--- The care that a block gets which is misread, one after the other.
local MORE = { { 'signs' }, { 'addresses', 'bars', 'boxes', 'tags' } }

--- Markdown of which every reader sees `blocks`.
local function write_for_readers(blocks)
  local text = write(blocks, 'gfm')
  local care = look_at(text)
  if not next(care) then return text end
  return write(blocks:map(function(block)
    care = look_at(write({ block }, 'gfm'))
    local careful = take_care(block, care)
    for _, more in ipairs(care.doubt and MORE or {}) do
      if not is_misread(write({ careful }, 'gfm'), block) then break end
      for _, kind in ipairs(more) do care[kind] = true end
      careful = take_care(block, care)
    end
    return careful
  end), 'gfm')
end

return { mark_once = mark_once, plain_link = plain_link, write_for_readers = write_for_readers }
