"""A copy desk: raw text in, clean articles with checked references out."""

__version__ = "0.1.0"
