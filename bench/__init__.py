"""What the program costs beside what it could be built on: `make bench`, and docs/performance.md."""
