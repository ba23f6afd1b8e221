--- The article that is being set: all that the filters share.

return {
  article = nil,          -- the article, after citeproc
  printed = {},           -- what citeproc has printed for each group of citations and of the article
  job = nil,              -- what goes with it, as the request says
  pictures = {},          -- name, media type and bytes of each
}
