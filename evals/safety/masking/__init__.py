"""How well personal data is found before text leaves the machine, on messages written for it."""
