"""The review copy: a Word file with every edit tracked and every open question a comment."""
