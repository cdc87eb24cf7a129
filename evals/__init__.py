"""The evaluation suite: cases, scorers and the runner. Run from a checkout; `assistant` never imports it."""
