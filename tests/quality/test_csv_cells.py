"""No cell of a sheet is a formula, and each comes back as it went out."""

import pytest

from assistant.quality.csv_cells import as_text, as_written


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-x", "'-x"), ("@a", "'@a"), ("\tx", "'\tx"), ("\rx", "'\rx"),
     ("-0.5", "-0.5"), ("", ""), ("a=b", "a=b"), ("'quoted'", "'quoted'"), ("'=1", "''=1"), ("'-1", "''-1")],
)  # fmt: skip
def test_a_formula_goes_out_as_text_and_comes_back_as_it_was(text: str, cell: str) -> None:
    assert as_text(text) == cell
    assert as_written(cell) == text
