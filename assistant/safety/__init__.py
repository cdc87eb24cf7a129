"""The safety floor: notice danger, answer it with fixed words, and say where help is.

Read triage.py first. Local and deterministic: nothing here calls a model or the network, and no role, setting or
prompt can switch it off.
"""
