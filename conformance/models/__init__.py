"""Models: what parts of a pod must answer and show after each step, in pure Python and without HTTP."""
