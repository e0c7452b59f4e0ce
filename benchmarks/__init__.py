"""Speed and memory, measured: `python -m benchmarks --corpus PATH`."""
