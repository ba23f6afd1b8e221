"""The processes that build: each within its limits, and replaced when it is lost."""
