"""What happened: journals, portfolios, what is outstanding, sharing. Knows no screens."""
