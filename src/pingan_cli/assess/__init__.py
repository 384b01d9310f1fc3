"""Assessments: a method and a year's facts in; scores, verdicts, reasons and a list of cards out."""
