"""The caseload: the home screen."""
