"""Management reviews and serious case reviews of one case: what each has to answer, and when it may be closed."""
