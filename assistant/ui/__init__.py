"""The Streamlit screens. Nothing outside this folder imports it."""
