--- The article as Word has it, for the writer of the file to dress.

local write = require 'write'.write

--- Class of a block → paragraph style of the DOCX.
local STYLES = {
  byline = 'Byline', date = 'Date', credit = 'Image Credit', disclaimer = 'Disclaimer',
  bio = 'Author Bio', acknowledgements = 'Acknowledgements', notes = 'Notes',
  picture = 'Figure', caption = 'Caption', affiliations = 'Affiliation',
  doi = 'DOI', keywords = 'Keywords', ['cite-as'] = 'Cite As', rights = 'Rights',
}

local BREAK = { ['custom-style'] = 'Section Break' }
local STUB = { ['custom-style'] = 'Table Stub' }
local TAB = pandoc.RawInline('openxml', '<w:r><w:tab/></w:r>')

local WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
local OPENXML = pandoc.template.compile(pandoc.template.default 'openxml')

--- A reference document without styles. Pandoc's own, whose parts the writer of the file replaces
--- or leaves out, would be read again for each article, which takes longer than to write it.
local BARE_REFERENCE = pandoc.zip.Archive({
  pandoc.zip.Entry('word/document.xml', '<w:document ' .. WORD .. '/>'),
  pandoc.zip.Entry('word/numbering.xml', '<w:numbering ' .. WORD .. '/>'),
  pandoc.zip.Entry('word/styles.xml', '<w:styles ' .. WORD .. '/>'),
}):bytestring()

local function write_docx(doc)
  pandoc.mediabag.insert('bare.docx', nil, BARE_REFERENCE)
  return write(doc, 'docx', { reference_doc = 'bare.docx', template = OPENXML })
end

--- A table with the heads of its rows in their style; the writer tells none, and gives what is
--- no paragraph a style of its own.
local function with_stub(grid)
  for _, body in ipairs(grid.bodies) do
    for _, row in ipairs(body.row_head_columns > 0 and body.body or {}) do
      local head = row.cells[1]
      local words = head.contents:map(function(part)
        return part.t == 'Plain' and pandoc.Para(part.content) or part
      end)
      if #words > 0 then head.contents = { pandoc.Div(words, pandoc.Attr('', {}, STUB)) } end
    end
  end
  return grid
end

--- The parts of an entry, with a tab behind its number; the writer would set a sign of the text.
local function part_number(span)
  local content = span.content
  if span.classes:includes('csl-left-margin') then
    while #content > 0 and content[#content].t == 'Space' do content:remove() end
    return content .. { TAB }
  end
  return span.classes:includes('csl-right-inline') and content or nil
end

--- The article with the styles of the DOCX; its title is no heading there.
local function for_docx(blocks)
  return blocks:map(function(block)
    if block.t == 'Header' then
      block = block:clone()
      block.level = math.max(1, block.level - 1)
    elseif block.t == 'Table' then
      block = with_stub(block:clone())
    elseif block.identifier == 'refs' then
      block = block:walk { Span = part_number }
    elseif block.t == 'HorizontalRule' then
      block = pandoc.Div({ pandoc.Para('* * *') }, pandoc.Attr('', {}, BREAK))
    elseif block.t == 'Div' and STYLES[block.classes[1]] then
      block = block:clone()
      block.attributes['custom-style'] = STYLES[block.classes[1]]
    end
    return block
  end)
end

return { for_docx = for_docx, write_docx = write_docx }
