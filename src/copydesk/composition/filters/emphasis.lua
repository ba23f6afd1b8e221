--- Emphasis that every reader of Markdown sees.

local sheet = require 'sheet'
local QUOTES = require 'signs'.QUOTES
local untouched = require 'escapes'.untouched

local TAGS = { Emph = 'em', Strong = 'strong' }

--- What a sign is to Markdown: a letter, a blank, or `sign`. Symbols are signs to some readers.
local function kind_of(sign)
  if #sign == 1 then return sign:find('%w') and 'letter' or sign:find('%s') and 'blank' or 'sign' end
  if sign == '\u{a0}' or sign == '\u{3000}' or sign:find('^\u{2000}') then return 'blank' end
  if sheet.job.punctuation:find(sign, 1, true) then return 'sign' end
  for _, mark in ipairs(QUOTES) do
    if mark == sign then return 'sign' end
  end
  return sheet.job.symbols:find(sign, 1, true) and 'symbol' or 'letter'
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

--- Inlines of which no two of a kind that would be one to readers of Markdown stand side by side.
local function joined(inlines)
  local result = pandoc.Inlines {}
  for _, inline in ipairs(inlines) do
    local last = result[#result]
    if not last or last.t ~= inline.t then
      result:insert(inline)
    elseif inline.t == 'Code' then
      result[#result] = pandoc.Code(last.text .. inline.text, last.attr)
    elseif inline.t == 'Superscript' or inline.t == 'Subscript' then
      last.content = joined(last.content .. inline.content)
      result[#result] = last
    else
      result:insert(inline)
    end
  end
  return result
end

--- Emphasis without more of the same kind in it, which Markdown has no marks for.
local function once(emphasis)
  local found = false
  local function dissolved(inner)
    found = true
    return inner.content
  end
  local content = emphasis.content:walk {
    traverse = 'topdown', [emphasis.t] = dissolved, Note = untouched,
  }
  emphasis.content = found and content:walk { Inlines = joined } or content
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

return { with_tags = with_tags, once = once, is_plain = is_plain }
