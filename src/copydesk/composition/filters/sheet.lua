--- What is in the press: all that the parts of it share.

return {
  article = nil,          -- the article, after citeproc
  printed = {},           -- what citeproc has printed for each group of citations and of the article
  job = nil,              -- what goes with it, as the request says
  pictures = {},          -- name, media type and bytes of each
}
