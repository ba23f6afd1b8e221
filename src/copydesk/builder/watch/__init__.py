"""Rebuilding as people write, in two processes that come and go apart.

The one that was started watches the folders (`changes`), says what happened (`loop`) and shows
the outputs in a browser (`preview`): it has threads, so it must not fork. It keeps the other,
the `build_process`, which has none, forks the workers, and keeps one of them warm
(`warm_worker`).
Nothing is imported here: each of the two loads what is its own.
"""
