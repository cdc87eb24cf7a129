"""What a page on quality gives to take along: spreadsheets, and a paper that a board can read."""

from datetime import datetime

import streamlit as st

from assistant.quality.comparison import Comparison
from assistant.quality.csv_export import cases_csv, changes_csv, scores_csv
from assistant.quality.setup import not_measured
from assistant.ui import look, quality_chosen, quality_frame, session
from assistant.ui.quality_chosen import Chosen
from assistant.ui.shared import Shared


def overview(shown: Chosen) -> None:
    name = shown.file_name
    differs = not_measured(shown.whole.record, quality_frame.setup())  # a download is written outside the page's run
    shared, rated = session.shared(), quality_chosen.rated(shown)
    look.show('<h2 class="al-group">Take it along</h2>')
    with st.container(horizontal=True, gap="small"):
        st.download_button("Print for a board (PDF)", lambda: _paper(shown, differs, rated, shared),
                           file_name=f"{name}.pdf", mime="application/pdf", icon=":material/print:", key="quality-pdf",
                           on_click="ignore")  # fmt: skip
        st.download_button("Scores (CSV)", lambda: scores_csv(shown.report), file_name=f"{name}-scores.csv",
                           mime="text/csv", icon=":material/download:", key="quality-scores",
                           on_click="ignore")  # fmt: skip
        cases(shown)


def cases(shown: Chosen) -> None:
    name = shown.file_name
    st.download_button("Questions and answers (CSV)", lambda: cases_csv(shown.report), file_name=f"{name}-answers.csv",
                       mime="text/csv", icon=":material/download:", key="quality-answers",
                       on_click="ignore")  # fmt: skip


def changes(comparison: Comparison) -> None:
    st.download_button("Changes (CSV)", lambda: changes_csv(comparison), file_name="changes.csv", mime="text/csv",
                       icon=":material/download:", key="quality-changes", on_click="ignore")  # fmt: skip


def _paper(shown: Chosen, differs: tuple[str, ...], rated: str, shared: Shared) -> bytes:
    from assistant.booklet.pdf import pdf
    from assistant.booklet.quality import TITLE, Paper, paper

    status, programme = shared.sign_off.known(), shared.programme().name
    today = datetime.now().astimezone().date()
    return pdf(paper(Paper(shown.report, programme, status, differs, today, shown.whose, rated)), title=TITLE)
