"""What people and programs are shown: tables, timelines, JSON, CSV and Markdown, in English and Chinese."""
