"""Long lists in pages, each with an address."""

from assistant.ui import listing, quality_address

PAGE = 20  # cases on one page: about three screens


def pages(place: str, page: int, count: int) -> str:
    """Links to the page before and after."""
    last = -(-count // PAGE)
    if last < 2:
        return ""
    before = listing.go(quality_address.here(place, page=str(page - 1)), "Before") if page > 1 else ""
    after = listing.go(quality_address.here(place, page=str(page + 1)), "Next") if page < last else ""
    return f'<nav class="al-places" aria-label="More of them">{before}<span>Page {page} of {last}</span>{after}</nav>'


def page_of(count: int) -> int:
    """The page in the address, or the last when there are not so many."""
    return min(quality_address.number("page"), max(1, -(-count // PAGE)))
