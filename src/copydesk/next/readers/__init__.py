"""Bytes to submission."""
