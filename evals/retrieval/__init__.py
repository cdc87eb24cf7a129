"""How well search finds what answers a question: our own labelled questions, or any collection in BEIR's layout."""
