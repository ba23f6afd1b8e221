--- What an article can be set as.

local state = require 'state'
local docx = require 'docx'
local write = require 'write'.write
local for_docx, write_docx = docx.for_docx, docx.write_docx

--- The words of the entries as they are printed, without the arrows that lead back, the addresses
--- that a style sets behind words of theirs (a title leads to PubMed), and how many notes there are.
local function printed_list()
  local notes = 0
  state.article.blocks:walk { Note = function() notes = notes + 1 end }
  local found, addresses = pandoc.List {}, pandoc.List {}
  for _, block in ipairs(state.article.blocks) do
    if block.t == 'Div' and block.identifier == 'refs' then
      local bare = block.content:walk {
        Link = function(link)
          if link.target:find('^#cite%-') then return {} end
          addresses:insert(link.target)
        end,
        Span = function(span)
          return span.classes:includes('csl-left-margin') and span.content .. { pandoc.Space() } or nil
        end,
      }
      for _, entry in ipairs(bare) do found:insert(pandoc.utils.stringify(entry)) end
    end
  end
  return pandoc.json.encode { addresses = addresses, entries = found, notes = notes }
end

local TARGETS = {
  citations = function() return pandoc.json.encode(state.printed) end,
  list = printed_list,
  html = function() return write(state.article, 'html5') end,
  docx = function()
    -- The finishing of the file writes the other properties; here they would be printed.
    return write_docx(pandoc.Pandoc(for_docx(state.article.blocks), state.article.meta))
  end,
}

local function render(target)
  return TARGETS[target]()
end

return { render = render }
