--[[
The child that `composition.pandoc` keeps: sets one article, then writes it in any format.

Frames on stdin and stdout are a length (four bytes, big-endian) and that many bytes.
A request is the frame `load` and its five parts, or `render` and a target. An answer is one
frame: `+` and the result, or `-` and a message.

The modules: `load` takes an article through citeproc (`items`, `citations`, `bibliography`,
`cite_as`), `targets` writes it (`docx`). What they share is in `state`.
]]

package.path = arg[0]:match('^(.*[/\\])') .. '?.lua'

local load = require 'load'.load
local render = require 'targets'.render

-- ── rehearsal ───────────────────────────────────────────────────────────────

local REHEARSAL = [[<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title/><id/></info><citation><layout><text variable="title"/></layout></citation>
<bibliography><sort><key variable="title"/></sort>
<layout><text variable="title"/></layout></bibliography></style>]]

--- Set a line that nobody sees, in the format that most files are made of. What pandoc sorts a
--- list by, what it knows of languages and how it writes take it longer to make, once in its life,
--- than an article to set; so that is done while the first article is edited.
local function rehearse()
  local function coded(sign) return ('%%%02X'):format(sign:byte()) end
  local cited = pandoc.Cite({ pandoc.Str 'a' }, { pandoc.Citation('a', 'NormalCitation') })
  local works = pandoc.Pandoc({ pandoc.Para { cited } }, {
    references = { { id = 'a', title = 'a' }, { id = 'b', title = 'b' } },
    csl = 'data:text/xml,' .. REHEARSAL:gsub('%W', coded),
    lang = 'en-GB',
    nocite = pandoc.Inlines { pandoc.Cite({}, { pandoc.Citation('*', 'NormalCitation') }) },
  })
  local set = pandoc.Pandoc(pandoc.utils.citeproc(works).blocks)
  pandoc.write(set, 'html5')
end

-- ── frames ──────────────────────────────────────────────────────────────────

local function read_frame()
  local head = io.read(4)
  if not head or #head < 4 then os.exit(0) end
  local size = string.unpack('>I4', head)
  return size == 0 and '' or io.read(size)
end

local function answer(sign, payload)
  io.write(string.pack('>I4', #payload + 1), sign, payload)
  io.flush()
end

local REQUESTS = { load = { load, 5 }, render = { render, 1 } }

rehearse()
while true do
  local request = REQUESTS[read_frame()]
  local parts = {}
  for index = 1, request[2] do parts[index] = read_frame() end
  local done, result = pcall(request[1], table.unpack(parts))
  answer(done and '+' or '-', done and result or tostring(result))
end
