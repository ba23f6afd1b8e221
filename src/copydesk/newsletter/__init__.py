"""Newsletters: from an issue's file and the editions of its articles to what is mailed.

`issue` reads the file, `targets` knows what services take; `letter` lays out what readers see, from
which `html` and `text_parts` are written. What is mailed is made from values
alone; `builder.issues` brings them from the desk and puts what is made into the store.
"""
