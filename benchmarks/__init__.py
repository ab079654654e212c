"""What the project promises to cost, measured: `make bench` runs every `bench_*.py` and prints ratios.

Times are noisy, so each benchmark measures both sides in one run, in turns, and compares their medians.
"""
