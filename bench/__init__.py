"""Measure Ordet on the machine at hand: `python -m bench`, and docs/performance.md."""
