--- Links, pictures, programs and passages as Markdown has them.

local raw = require 'escapes'.raw

--- Whether readers would take part of an address for another sign: `&#35` too, behind which a
--- semicolon of the sentence may follow.
local function has_entity(target)
  return target:find('&#?%w+;') or target:find('&#?%w+$')
end

--- The words of an address, no scheme of which begins another link in them.
local function as_words(address)
  local parts, last = pandoc.Inlines {}, 1
  for at in address:gmatch '():' do
    if last == 1 or address:find('^://', at) then
      parts:extend { pandoc.Str(address:sub(last, at - 1)), raw '\\:' }
      last = at + 1
    end
  end
  parts:insert(pandoc.Str(address:sub(last)))
  return parts
end

--- A link without attributes; one that is its own text is written as an address. One that has
--- signs which no address has is none to any reader; in a target entities are read as well.
local function for_link(link)
  local target, content = link.target, link.content
  if pandoc.utils.stringify(content) == target:gsub('^mailto:', '') then
    if not (target:find('[%[%]]') or has_entity(target)) then
      return pandoc.Link(content, target), false
    end
    content = as_words(target)
  end
  if target:sub(1, 1) ~= '#' then target = target:gsub('&(#?%w+;)', '&amp;%1') end
  return pandoc.Link(content, target)
end

--- Whether the parentheses of a target pair, two deep at most.
local function is_closed(target)
  local open = target:gsub('%b()', function(inner) return (inner:gsub('%([^()]*%)', '')) end)
  return not open:gsub('%([^()]*%)', ''):find('[()]')
end

--- A target whose parentheses would end the link early, which pandoc's writer overlooks.
local function close_target(link)
  local target = link.target
  if not target:find('[()]') or is_closed(target)
    or pandoc.utils.stringify(link.content) == target then return nil end
  target = target:gsub('[()]', { ['('] = '%28', [')'] = '%29' })
  return pandoc.Link(link.content, target, link.title, link.attr)
end

--- A program between fences; set in, it would be no more than a part of a list.
local function fenced(block)
  local longest = 2
  for ticks in block.text:gmatch('`+') do longest = math.max(longest, #ticks) end
  local fence = ('`'):rep(longest + 1)
  return pandoc.RawBlock('markdown', fence .. 'text\n' .. block.text .. '\n' .. fence)
end

--- A picture lies in a folder beside the file.
local function beside(image)
  image.src = 'pictures/' .. image.src
  return image
end

--- Whether `element` is there to say in which language its words are.
local function is_passage(element)
  return element.identifier == '' and #element.classes == 0
    and (element.attributes.lang or element.attributes.dir) ~= nil
end

return {
  for_link = for_link,
  close_target = close_target,
  fenced = fenced,
  beside = beside,
  is_passage = is_passage,
}
