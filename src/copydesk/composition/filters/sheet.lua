--- What is in the press: all that the parts of it share.

return {
  article = nil,          -- the article, after citeproc
  printed = {},           -- what citeproc has printed for each group of citations and of the article
  job = nil,              -- what goes with it, as the request says
  pictures = {},          -- name, media type and bytes of each
  special = nil,          -- whether a character of it needs care in Markdown
  bars = nil,             -- whether it has one that ends the cells of a table
  bare = nil,             -- whether it may have addresses that are no links
}
