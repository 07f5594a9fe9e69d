"""Review: what is outstanding, and the brief for a visit."""
