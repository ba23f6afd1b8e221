--- The works that citeproc is handed.

--- The references with the sign that stands for `<` in them turned back.
local function with_signs(value)
  local kind = pandoc.utils.type(value)
  if kind == 'Inlines' or kind == 'Blocks' then
    return value:walk { Str = function(str) return pandoc.Str((str.text:gsub('\u{fdd0}', '<'))) end }
  elseif type(value) == 'string' then
    return (value:gsub('\u{fdd0}', '<'))
  elseif type(value) == 'table' then
    for key, inner in pairs(value) do value[key] = with_signs(inner) end
  end
  return value
end

--- Dates that are words ("in press") marked as such: pandoc's own reader of CSL-JSON forgets
--- it, and citeproc then finds no date in them.
local function word_dates(references)
  for _, item in ipairs(references) do
    for _, field in ipairs { 'issued', 'accessed', 'original-date', 'event-date' } do
      local date = item[field] and pandoc.utils.type(item[field]) ~= 'table'
        and pandoc.utils.stringify(item[field])
      if date and not date:find('^[%d%-/~.]+$') then item[field] = { literal = date } end
    end
  end
end

return { with_signs = with_signs, word_dates = word_dates }
