"""Question: asking about what is known, with its opening card."""
