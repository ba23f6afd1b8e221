--- Signs that several parts of the press know.

local QUOTES = { '“', '”', '‘', '’', '«', '»', '„', '‚' }

--- `text` without the quotation marks that it ends with.
local function without_last_quotes(text)
  for _, mark in ipairs(QUOTES) do
    if text:sub(-#mark) == mark then text = text:sub(1, -#mark - 1) end
  end
  return text
end

return { QUOTES = QUOTES, without_last_quotes = without_last_quotes }
