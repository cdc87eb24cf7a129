"""How quick it is: ratios measured side by side in one run. `python -m evals.speed` or `make bench`."""
