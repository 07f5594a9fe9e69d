"""`python -m fieldassess`."""

from fieldassess.cli import main

raise SystemExit(main())
