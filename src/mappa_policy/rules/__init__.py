"""The rules, one module for each question. They read facts and parameters; numbers live in parameters."""
