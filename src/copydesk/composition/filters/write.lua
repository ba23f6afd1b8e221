--- Pandoc's writers, told the same of lines.

local function write(doc, format, options)
  options = options or {}
  options.wrap_text = 'none'
  return pandoc.write(doc, format, pandoc.WriterOptions(options))
end

return { write = write }
