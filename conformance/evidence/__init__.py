"""Verdict, reports and summaries of a run: pure functions of its records."""
