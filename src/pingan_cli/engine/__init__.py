"""The rules engine: pure functions on small values; no files, no printing."""
