"""The coordinator's page on use: what was asked for in vain, whether answers helped, and how often help came first.

Nobody's conversations are listed beside it, as they are elsewhere: it is shown to others.
"""

import streamlit as st

from assistant.ui import arrival, look, use

LEAD = (
    "For whoever runs a programme. These are counts of answers in the conversations that are kept on this device: no "
    "one's words, no names, no single conversation. Nothing of it is sent anywhere."
)
OWN = (
    "Alongside does not tell apart who uses this device. Where one person does, these are that person’s own "
    "conversations, and every number is about them: show them to others only if that person agrees."
)
NOTHING = (
    "Fewer than five conversations are kept on this device, so there is nothing to count yet. Alongside keeps "
    "conversations only where the person has said so."
)

with look.page():
    arrival.meet()
    look.show(f'<h1 class="al-title">Use</h1><p class="al-quiet">{LEAD}</p><p class="al-quiet">{OWN}</p>')
    counts = use.counted()
    if counts.conversations is None:
        look.show(f'<p class="al-ending">{NOTHING}</p>')
    else:
        look.show(use.overview(counts))
        st.download_button("Download these counts (CSV)", use.sheet, file_name="use.csv", mime="text/csv",
                           icon=":material/download:", key="use-out", on_click="ignore")  # fmt: skip
