--- An article taken in, and through citeproc.

local state = require 'state'
local bibliography = require 'bibliography'
local citations = require 'citations'
local cite_own = require 'cite_as'.cite_own
local works = require 'items'
local stand_in, sort_by_letters = bibliography.stand_in, bibliography.sort_by_letters
local without_letters = bibliography.without_letters
local finish_bibliography = bibliography.finish_bibliography
local anchor_citations, part_signs = citations.anchor_citations, citations.part_signs
local name_places = citations.name_places
local with_signs, word_dates = works.with_signs, works.word_dates

--- Lay out the pictures that the document may show.
local function lay_out(rows, data)
  pandoc.mediabag.empty()
  state.pictures = {}
  local from = 1
  for index, row in ipairs(rows) do
    local name, kind, size = table.unpack(row)
    state.pictures[index] = { name, kind, data:sub(from, from + size - 1) }
    pandoc.mediabag.insert(table.unpack(state.pictures[index]))
    from = from + size
  end
end

--- See that a document shows no other pictures: pandoc would look for them on the disk.
local function check_pictures(doc)
  local known = {}
  for _, picture in ipairs(state.pictures) do known[picture[1]] = true end
  doc:walk {
    Image = function(image)
      if not known[image.src] then error('the picture `' .. image.src .. '` was not handed over', 0) end
    end,
  }
end

--- Read an article and run citeproc on it.
local function load(document, items, style, job, pictures)
  job = pandoc.json.decode(job, false)
  lay_out(job.pictures, pictures)
  local doc = pandoc.read(document, 'json')
  if document:find('"Image"', 1, true) then check_pictures(doc) end
  local meta = doc.meta
  local references = pandoc.read(items, 'csljson').meta.references
  if items:find('\u{fdd0}', 1, true) then references = with_signs(references) end
  word_dates(references)
  stand_in(references, job)
  sort_by_letters(references, job.letters)
  -- Citeproc gets metadata of its own, so that nothing else in it is searched or copied.
  doc.meta = {
    references = references,
    csl = style,
    lang = job.lang,
    ['notes-after-punctuation'] = job.behind,
    ['link-citations'] = true,
    ['link-bibliography'] = job.linked,
    nocite = pandoc.Inlines { pandoc.Cite({}, { pandoc.Citation('*', 'NormalCitation') }) },
  }
  state.job = job
  local blocks = pandoc.utils.citeproc(doc).blocks
  if next(job.letters) then blocks = without_letters(blocks) end
  blocks = anchor_citations(blocks, job)
  if job.signs then blocks = part_signs(blocks) end
  finish_bibliography(blocks, job)
  if job.own ~= '' then cite_own(blocks, job) end
  if next(job.anchors) then blocks = name_places(blocks, job.anchors) end
  local told = { title = meta.title, subtitle = meta.subtitle, lang = meta.lang }
  state.article = pandoc.Pandoc(blocks, told)
  return ''
end

return { load = load }
