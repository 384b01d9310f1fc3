"""Large lists: rows become histories where they lie, in DuckDB or in any engine that Ibis reaches."""
