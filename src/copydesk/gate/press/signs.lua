--- Signs that several parts of the press know.

local QUOTES = { '“', '”', '‘', '’', '«', '»', '„', '‚' }

return { QUOTES = QUOTES }
