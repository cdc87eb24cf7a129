"""Ratings as a spreadsheet: all of them to take along, and others' to bring in."""

from collections.abc import Mapping, Sequence

import streamlit as st

from assistant.quality.labelfile import LabelFile
from assistant.quality.labels import Label, Rater
from assistant.quality.labelsheet import MAX_BYTES, from_csv, to_csv
from assistant.ui import bubbles, markup, session
from assistant.ui.actions import telling
from assistant.ui.look import show

WHY = (
    "One line a rater and answer: what was said to each question, by whom and when. Bring in the sheet of another "
    "computer to count them together; of two ratings of an answer by one rater the later counts. Nothing in it was "
    "written by anyone who uses Alongside."
)
WRONG = "Nothing was brought in. Mend these lines and choose the file again:"
SHOWN = 20  # wrong lines; whoever mends those sees the pattern


def draw(file: LabelFile) -> None:
    show(f'<p class="al-quiet">{WHY}</p>')
    if labels := file.read().labels:
        st.download_button(f"Download {len(labels)} ratings (CSV)", lambda: to_csv(file.read().labels),
                           file_name="ratings.csv", mime="text/csv", icon=":material/download:", key="ratings-out",
                           on_click="ignore")  # fmt: skip
    key = f"ratings-in-{session.recall('ratings-round', 0)}"
    st.file_uploader("Bring in ratings (CSV)", ["csv"], key=key, max_upload_size=MAX_BYTES // 10**6,
                     on_change=bring_in, args=(file, key))  # fmt: skip
    if lines := session.recall("ratings-told"):
        show(
            f'<div class="al-ending" role="status">{"".join(f"<p>{markup.escaped(line)}</p>" for line in lines)}</div>'
        )
    if problem := session.recall("notice"):
        show(bubbles.notice(problem))


@telling
def bring_in(file: LabelFile, key: str) -> None:
    """All of a sheet, or nothing when a line of it is wrong."""
    session.forget("ratings-told")
    sent = session.recall(key)
    session.remember("ratings-round", session.recall("ratings-round", 0) + 1)
    if sent is None:
        return
    sheet = from_csv(sent.getvalue())
    if sheet.problems:
        more = len(sheet.problems) - SHOWN
        session.remember("ratings-told", [WRONG, *sheet.problems[:SHOWN], *([f"and {more} more."] if more > 0 else [])])
        return
    here = {label.key: label for label in file.read().labels}
    new = [label for label in sheet.labels if label.key not in here or here[label.key].older_than(label)]
    file.add(new)
    session.remember("ratings-told", [_told(sheet.labels, new, here)])


def _told(brought: Sequence[Label], new: Sequence[Label], here: Mapping[tuple[str, Rater, str], Label]) -> str:
    replaced = sum(label.key in here for label in new)
    same = sum(here.get(label.key) == label for label in brought)
    told = f"{len(new) - replaced} ratings added, {replaced} replaced by what the sheet says, {same} were here already"
    skipped = len(brought) - len(new) - same
    return f"{told}, {skipped} left out: what is here is as new or newer." if skipped else f"{told}."
