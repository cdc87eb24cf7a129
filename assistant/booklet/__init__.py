"""The booklet of safety words: what it holds, and how that becomes a PDF."""
