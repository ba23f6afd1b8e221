--- A book of several articles.

local sheet = require 'sheet'
local docx = require 'docx'
local for_docx, write_docx = docx.for_docx, docx.write_docx

local book = {}  -- the articles that were gathered, and their pictures

--- The identifier of an article as all of the book know it; no longer than a bookmark of Word.
local function place_of(name, number)
  local ending = '-' .. number
  if #name + #ending > 40 then
    name = name:sub(1, 31 - #ending) .. '-' .. pandoc.utils.sha1(name):sub(1, 8)
  end
  return name .. ending
end

--- The loaded article as a chapter: its title a heading, its places under names of their own.
local function gather(number, title)
  number = tonumber(number)
  if number == 1 then book = { blocks = pandoc.Blocks {}, pictures = {} } end
  local function named(element)
    if element.identifier ~= '' then
      element.identifier = place_of(element.identifier, number)
      return element
    end
  end
  local blocks = sheet.article.blocks:walk {
    Block = function(block)
      local bound = block.identifier == 'refs'
      if bound then block.attributes['custom-style'] = 'Bibliography' end
      if block.identifier then return named(block) end
    end,
    Span = named,
    Code = named,
    Link = function(link)
      local target = link.target:match('^#(.*)')
      if target then link.target = '#' .. place_of(target, number) end
      if link.identifier ~= '' then link.identifier = place_of(link.identifier, number) end
      return link
    end,
    Image = function(image)
      image.src = number .. '-' .. image.src
      return image
    end,
  }
  for _, row in ipairs(sheet.pictures) do
    table.insert(book.pictures, { number .. '-' .. row[1], row[2], row[3] })
  end
  local heading = sheet.article.meta.title or pandoc.Inlines(title)
  local chapter = pandoc.Blocks { pandoc.Header(1, heading, pandoc.Attr('title-' .. number)) }
  if sheet.article.meta.subtitle then
    local deck = pandoc.Para(sheet.article.meta.subtitle)
    chapter:insert(pandoc.Div({ deck }, pandoc.Attr('', {}, { ['custom-style'] = 'Subtitle' })))
  end
  for _, block in ipairs(for_docx(blocks)) do
    if block.t == 'Header' then  -- those of an article stand below its title, which is one here
      block = block:clone()
      block.level = block.level + 1
    end
    chapter:insert(block)
  end
  local lang = sheet.article.meta.lang and pandoc.utils.stringify(sheet.article.meta.lang) or ''
  local said = { lang = lang, dir = sheet.job.dir ~= '' and sheet.job.dir or nil }
  book.blocks:insert(pandoc.Div(chapter, pandoc.Attr('', {}, said)))
  return ''
end

--- All articles that were gathered, as one document.
local function gathered()
  pandoc.mediabag.empty()
  for _, row in ipairs(book.pictures) do pandoc.mediabag.insert(table.unpack(row)) end
  return write_docx(pandoc.Pandoc(book.blocks))
end

return { gather = gather, gathered = gathered }
