"""The settings of a desk: one module for each table, and how tables are merged."""
