"""One module for each scheme whose documents can be read: what stands there is all that is special about it."""
