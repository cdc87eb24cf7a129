"""What the address of a page on quality says: which record, of whom, which case. A reload and a link keep it."""

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import streamlit as st

from assistant.ui import markup, session
from assistant.unseen import clean

PLACES = {
    "quality": "Overview",
    "quality-cases": "Answer by answer",
    "quality-compare": "Compare",
    "quality-check": "Check our installation",
}
"""The pages, by their addresses."""
KEPT = ("record", "whom", "relationship", "moment", "apart")
"""What leads from one page to the next."""


def said(name: str) -> str:
    return str(st.query_params.get(name, ""))


def number(name: str) -> int:
    """A count from 1; whatever is none is 1."""
    text = said(name)
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def link(place: str, **values: str) -> str:
    """An address with what stands in this one of record and part, unless said otherwise; empty values are left out."""
    kept = {name: said(name) for name in KEPT} | values
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"/{place}?{query}" if query else f"/{place}"


def here(place: str, **values: str) -> str:
    """This very address with some values changed."""
    return link(place, **({str(name): str(value) for name, value in st.query_params.items()} | values))


def value(name: str, options: Sequence[str], default: str = "") -> str:
    """What stands in the address; what is not on offer there counts as the default, or the first."""
    return next(known for known in (said(name), default, options[0]) if known in options)


def choose(name: str, label: str, options: Sequence[str], words: Callable[[str], str], default: str = "") -> str:
    """A box whose choice stands in the address."""
    known, box = value(name, options, default), f"quality-{name}"
    session.remember(box, known)
    st.selectbox(label, options, key=box, format_func=lambda value: clean(words(value)),
                 on_change=_put, args=(name, box, default or options[0]))  # fmt: skip
    return known


def press(name: str, label: str, options: Sequence[str], words: Callable[[str], str]) -> str:
    """The same as buttons that all lie open; the first is the default."""
    known, box = value(name, options), f"quality-{name}"
    session.remember(box, known)
    st.pills(label, options, key=box, required=True, format_func=lambda value: markup.label(words(value)),
             on_change=_put, args=(name, box, options[0]))  # fmt: skip
    return known


def _put(name: str, box: str, default: str) -> None:
    """Another choice begins at the first page of whatever list there is."""
    chosen = str(session.recall(box) or "")
    for passing in ("page", "case"):
        st.query_params.pop(passing, None)
    if chosen == default:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = chosen
