--- What is in the press: all that the parts of it share.

return {
  article = nil,     -- the article, after citeproc
  printed = {},      -- what citeproc has printed for each citation group, and of the article itself
  manuscript = nil,  -- its blocks before that
  task = nil,        -- what goes with it: the job of the request
  hung = {},         -- its pictures: name, media type, bytes
  special = nil,     -- whether a character of it needs care in Markdown
  bars = nil,        -- whether it has one that ends the cells of a table
  bare = nil,        -- whether it has addresses without a scheme
}
