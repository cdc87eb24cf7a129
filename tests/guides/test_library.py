from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.guides.library import Library, read_guide
from tests.guides.samples import GOOD, LATE, SHORT_GUIDES, write_guides


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_guides(tmp_path / "knowledge" / "guides", SHORT_GUIDES)


def complaint(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(ContentError) as caught:
        read_guide(path, path.parent)
    return str(caught.value)


def test_a_guide_is_called_by_its_folder_and_file(folder: Path) -> None:
    assert list(Library.load(folder).guides) == ["boundaries/gifts", "closing/goodbye", "commitment/late"]


def test_every_passage_and_line_is_found_by_its_id(folder: Path) -> None:
    library = Library.load(folder)
    assert library.passages["boundaries/gifts#do.mentee"].text == "A card is a fine present."
    assert library.lines["commitment/late#do@39"].text == "Offer a later hour."
    assert (len(library.passages), len(library.lines)) == (6, 7)


def test_a_folder_with_no_guides_is_an_empty_library(tmp_path: Path) -> None:
    assert Library.load(tmp_path) == Library({})


def test_a_file_that_is_no_guide_is_not_read(folder: Path) -> None:
    (folder / "commitment" / "notes.txt").write_text("not a guide", encoding="utf-8")
    assert len(Library.load(folder).guides) == 3


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    told = complaint(tmp_path / "late.md", GOOD.replace("tiring", "tiré").encode("latin-1"))
    assert told == f"{tmp_path.parent.name}/{tmp_path.name}/late.md:1: is not UTF-8 text; save it as UTF-8"


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    told = complaint(tmp_path / "late.md", b"")
    place = f"{tmp_path.parent.name}/{tmp_path.name}/late.md:1"
    assert told == f"{place}: expected the front matter to open with '---'"


def test_a_folder_named_like_a_guide_is_told_of(folder: Path) -> None:
    (folder / "late.md").mkdir()
    with pytest.raises(ContentError, match=r"^knowledge/guides/late\.md:1: cannot be read \(Is a directory\)$"):
        Library.load(folder)


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""], ids=["byte order mark", "none"])
def test_a_mark_at_the_start_of_a_file_is_no_part_of_the_guide(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "late.md"
    path.write_bytes(mark + GOOD.encode())
    assert read_guide(path, tmp_path).title == "When they arrive late"


def test_the_version_is_the_same_for_the_same_guides(folder: Path) -> None:
    library = Library.load(folder)
    assert Library.of(reversed(list(library.guides.values()))).version == library.version


CHANGES = {"words": ("later hour", "later start"), "ways of asking": ("turning up", "coming"), "dates": ("-21", "-22")}


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES.keys())
def test_the_version_moves_with_what_a_guide_says(folder: Path, old: str, new: str) -> None:
    before = Library.load(folder).version
    write_guides(folder, {"commitment/late.md": LATE.replace(old, new)})
    assert Library.load(folder).version != before
