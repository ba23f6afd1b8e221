"""The only doors to danger: containers, markup, processes, addresses, names of files."""
