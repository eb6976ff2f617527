"""Benchmarks with limits: what the project promises about speed, measured side by side."""
