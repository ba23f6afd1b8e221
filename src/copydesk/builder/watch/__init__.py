"""Rebuilding as people write: what moves (`changes`), builds for it (`loop`), the `preview`.

Nothing is imported here: to build once needs none of it.
"""
