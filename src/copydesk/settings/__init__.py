"""What a desk may settle: one module for each table of its settings, and how they are laid."""
