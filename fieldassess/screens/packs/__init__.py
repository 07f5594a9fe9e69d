"""The qualifications at hand, what each of them asks, and reading others in from a handbook."""
