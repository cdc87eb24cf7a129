"""Measuring triage: labelled messages, what is compared with it, and the figures."""
