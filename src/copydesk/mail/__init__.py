"""Newsletters: from an issue's file and the editions of its articles to what is mailed.

`issue` reads the file, `targets` knows what services take. What is mailed is made from values
alone; `desk.mailing` brings them from the desk and puts what is made into the store.
"""
