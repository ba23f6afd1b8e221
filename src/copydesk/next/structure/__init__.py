"""Roles of lines, and what the front of an article says: title, deck, authors, date."""
