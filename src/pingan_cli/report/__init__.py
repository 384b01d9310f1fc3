"""The report: one page to look at and to print, or the same in Markdown, with every honour's basis."""
