--- What Markdown's readers would take for markup, escaped.

local function anchor(id)
  return pandoc.RawInline('html', '<a id="' .. id .. '"></a>')
end

local function raw(text)
  return pandoc.RawInline('markdown', text)
end

local function always() return true end

--- Whether an `@` may begin a key: not behind a letter, but the next one does for pandoc (`a@a@a`).
local function is_key(text, at)
  return not text:sub(at - 1, at - 1):find('%w') or text:sub(1, at - 1):find('@', 1, true) ~= nil
end

local function is_entity(text, at) return text:find('^&#?%w+;', at) ~= nil end

--- Whether a colon begins the name of an emoji (`:mud:`); the minutes of `10:30:45` are none.
local function is_emoji(text, at)
  local name = text:match('^:([%w_+-]+):', at)
  return name and (name:find('[%a+-]') or name == '100' or name == '1234')
end

--- Of `![` pandoc's writer escapes the first sign only, and the other one opens a link.
local function is_picture(text, at) return text:sub(at - 1, at - 1) == '!' end

--- Sign → when a reader would take it for markup, though pandoc's writer leaves it
--- bare. Of a backslash that writer swallows what it stands before.
local MARKUP = {
  ['^'] = always, ['~'] = always, ['\\'] = always, ['{'] = always,
  ['@'] = is_key, ['&'] = is_entity, [':'] = is_emoji, ['['] = is_picture,
}

--- Escape what pandoc's writer leaves bare and a reader would take for markup.
local function escape(str)
  local text = str.text
  local pieces, from = pandoc.List {}, 1
  for at, mark in text:gmatch('()([%^~@&\\{:[])') do
    if MARKUP[mark](text, at) then
      pieces:extend { pandoc.Str(text:sub(from, at - 1)),
                      raw(mark == '&' and '&amp;' or '\\' .. mark) }
      from = at + 1
    end
  end
  if from == 1 then return nil end
  pieces:insert(pandoc.Str(text:sub(from)))
  return pieces
end

--- A paragraph that starts like a rule, an underline or a division.
local function escape_start(block)
  local first = block.content[1]
  if first and first.t == 'Str'
    and (first.text:find('^[-=_:]+$') or first.text:find('^:::')) then
    block.content[1] = pandoc.Str(first.text:sub(2))
    block.content:insert(1, raw('\\' .. first.text:sub(1, 1)))
    return block
  end
end

--- Whether `inline` is the call of a note and nothing else.
local function is_call(inline)
  if inline.t == 'Note' then return true end
  return (inline.t == 'Span' or inline.t == 'Cite') and #inline.content == 1
    and is_call(inline.content[1])
end

--- Words that begin with the call of a note and a colon (`[^1]: mud`). Readers would take them
--- for the note, and leave them out.
local function escape_call(inlines)
  local first, second = inlines[1], inlines[2]
  if second and second.t == 'Str' and second.text:sub(1, 1) == ':' and is_call(first) then
    inlines[2] = pandoc.Str(second.text:sub(2))
    inlines:insert(2, raw '\\:')
    return inlines
  end
end

--- How many inlines a box is that pandoc's reader would make a task of (`[x]`, `[ ]`), backslash
--- or not; 0 where there is none.
local function length_of_box(content)
  local first = content[1]
  if not first or first.t ~= 'Str' then return 0 end
  local opens = first.text == '[' and content[3] and content[2].t == 'Space'
  local length = (first.text == '[x]' or first.text == '[X]') and 1
    or opens and content[3].t == 'Str' and content[3].text == ']' and 3 or 0
  local behind = content[length + 1]
  return behind and behind.t == 'Space' and length or 0
end

--- The items of a list that begin with a box, which a comment behind it keeps from being a task.
local function escape_boxes(list)
  local changed = false
  for _, item in ipairs(list.content) do
    local block = item[1]
    local text = block and (block.t == 'Plain' or block.t == 'Para')
    local length = text and length_of_box(block.content) or 0
    if length > 0 then
      block.content:insert(length + 1, raw '<!-- -->')
      changed = true
    end
  end
  return changed and list or nil
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

return {
  anchor = anchor,
  raw = raw,
  escape = escape,
  escape_start = escape_start,
  escape_end = escape_end,
  escape_call = escape_call,
  escape_boxes = escape_boxes,
  untouched = untouched,
  escape_bars = escape_bars,
}
