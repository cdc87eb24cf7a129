"""The page's table of contents. Run it with `alongside serve`."""

import streamlit as st

from assistant.ui.start import PAGES, refuse_strangers

st.set_page_config("Alongside", page_icon="🌿", layout="centered", initial_sidebar_state="auto")
refuse_strangers()
st.navigation(
    [
        st.Page(PAGES / "conversation_page.py", title="Talk", icon=":material/chat:", url_path="talk", default=True),
        st.Page(PAGES / "guides_page.py", title="Guides", icon=":material/menu_book:", url_path="guides"),
        st.Page(PAGES / "glossary_page.py", title="What words mean", icon=":material/dictionary:", url_path="words"),
        st.Page(PAGES / "safety_page.py", title="Safety", icon=":material/health_and_safety:", url_path="safety"),
        st.Page(PAGES / "programme_page.py", title="Your programme", icon=":material/groups:", url_path="programme"),
        st.Page(
            PAGES / "documents_page.py",
            title="Programme documents",
            icon=":material/folder_open:",
            url_path="documents",
        ),
        st.Page(PAGES / "quality_page.py", title="Quality", icon=":material/monitoring:", url_path="quality"),
        st.Page(
            PAGES / "quality_cases_page.py", title="Answer by answer", url_path="quality-cases", visibility="hidden"
        ),
        st.Page(PAGES / "quality_compare_page.py", title="Compare", url_path="quality-compare", visibility="hidden"),
        st.Page(
            PAGES / "quality_check_page.py",
            title="Check our installation",
            url_path="quality-check",
            visibility="hidden",
        ),
        st.Page(PAGES / "rating_page.py", title="Rate answers", icon=":material/rate_review:", url_path="rate"),
        st.Page(PAGES / "use_page.py", title="Use", icon=":material/bar_chart:", url_path="use"),
        st.Page(PAGES / "about_page.py", title="About and privacy", icon=":material/shield:", url_path="about"),
    ]
).run()
