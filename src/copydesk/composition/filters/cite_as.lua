--- The line how to cite the article itself.

local state = require 'state'
local with_signs = require 'items'.with_signs

--- Words in one line, where a list sets parts of them apart.
local function in_line(content)
  local line = pandoc.Inlines {}
  for _, inline in ipairs(content) do
    local class = inline.t == 'Span' and inline.classes[1] or ''
    if class:find('^csl%-') then
      if #line > 0 and line[#line].t ~= 'Space' then line:insert(pandoc.Space()) end
      line:extend(inline.content)
    else
      line:insert(inline)
    end
  end
  while #line > 0 and line[#line].t == 'Space' do line:remove() end
  -- What a style sets behind the number stands first now.
  while #line > 0 and (line[1].t == 'Space' or line[1].t == 'Str'
    and line[1].text:gsub('\u{a0}', ''):find('^[%s.,:;]*$')) do line:remove(1) end
  return line
end

--- What the style prints of the article itself, in a list of its own, so that neither numbers
--- nor letters of the others are moved by it; nil when it prints nothing.
local function own_entry(job)
  local references = pandoc.read(job.own, 'csljson').meta.references
  if job.own:find('\u{fdd0}', 1, true) then references = with_signs(references) end
  local doc = pandoc.Pandoc({}, {
    references = references, csl = job.own_style, lang = job.lang, ['link-bibliography'] = true,
    nocite = pandoc.Inlines { pandoc.Cite({}, { pandoc.Citation('*', 'NormalCitation') }) },
  })
  local refs = pandoc.utils.citeproc(doc).blocks[1]
  local entry = refs and refs.content[1]
  local block = entry and entry.content[1]
  if not block or pandoc.utils.stringify(block) == '' then return nil end
  return in_line(block.content)
end

--- Set the line how to cite the article behind all else but its rights.
local function cite_own(blocks, job)
  local words = own_entry(job)
  if not words then return end
  local label = pandoc.Inlines {}
  for word in job.own_label:gmatch('[^ ]+') do
    if #label > 0 then label:insert(pandoc.Space()) end
    label:insert(pandoc.Str(word))
  end
  local line = pandoc.Inlines { pandoc.Strong(label), pandoc.Space() } .. words
  local last = blocks[#blocks]
  local before = last and last.t == 'Div' and last.classes[1] == 'rights'
  blocks:insert(before and #blocks or #blocks + 1,
                pandoc.Div({ pandoc.Para(line) }, pandoc.Attr('', { 'cite-as' })))
  state.printed['cite-as'] = { links = pandoc.List {}, text = pandoc.utils.stringify(line) }
end

return { cite_own = cite_own }
