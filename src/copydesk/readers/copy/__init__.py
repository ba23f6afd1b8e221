"""What a format says of a text, and its setting in lines: the same for every format."""
