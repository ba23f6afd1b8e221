"""`copydesk review`: an article's questions and changes, decided in a browser on this machine.

The page adds no second store and no second way of deciding: what is decided here is written by the
functions that the commands have, into the same files, and the page shows what a build makes of
them. Three processes share the work. The one that was started answers the browser (`app`, behind
`guard`) and reads no submission; a worker reads and decides (`decision_worker`), and another sets
what is shown beside the text (`previews`), both within the limits of the settings and without a
network.

The line through it: a `session` knows what an article is made from and what it is now, `items`
says what there is to decide about it, `page_parts` shows that, `take_action` writes it down.
"""
