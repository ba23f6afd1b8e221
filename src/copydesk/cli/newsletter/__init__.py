"""`newsletter`: issues of a newsletter, one module for each thing that is done with one."""
