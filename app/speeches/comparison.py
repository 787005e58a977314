"""Two versions of a text in one: what was added and what was taken out, word by word. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_MOST_WORDS = 3_000  # of a passage compared word by word; longer ones are shown whole
_END = "\n"  # of a paragraph, a word of its own


class Mark(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Span:
    """Words that follow each other; a blank stands between two spans."""

    text: str
    mark: Mark = Mark.SAME


@dataclass(frozen=True)
class Comparison:
    """Both versions in one, paragraph by paragraph; ``added`` and ``removed`` in words."""

    paragraphs: tuple[tuple[Span, ...], ...]
    added: int
    removed: int


def compare(before: Sequence[str], after: Sequence[str]) -> Comparison:
    """The paragraphs of ``after`` against those of ``before``."""
    marked = list(_marked(before, after))
    return Comparison(
        tuple(_paragraphs(marked)),
        sum(word != _END and mark is Mark.ADDED for word, mark in marked),
        sum(word != _END and mark is Mark.REMOVED for word, mark in marked),
    )


def _marked(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, Mark]]:
    """Every word of both with its mark: paragraphs that are the same are found first."""
    for _, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = _words(before[a:b]), _words(after[c:d])
        if max(len(old), len(new)) > _MOST_WORDS and old != new:
            yield from ((word, Mark.REMOVED) for word in old)
            yield from ((word, Mark.ADDED) for word in new)
            continue
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        for _, e, f, g, h in matcher.get_opcodes():
            if old[e:f] == new[g:h]:
                yield from ((word, Mark.SAME) for word in new[g:h])
                continue
            yield from ((word, Mark.REMOVED) for word in old[e:f])
            yield from ((word, Mark.ADDED) for word in new[g:h])


def _words(paragraphs: Sequence[str]) -> list[str]:
    return [word for text in paragraphs for word in [*text.split(), _END]]


def _paragraphs(marked: Sequence[tuple[str, Mark]]) -> Iterator[tuple[Span, ...]]:
    """A paragraph ends where one does in the new version, or where a whole one was taken out."""
    spans: list[Span] = []
    for word, mark in marked:
        if word != _END:
            if spans and spans[-1].mark is mark:
                spans[-1] = Span(f"{spans[-1].text} {word}", mark)
            else:
                spans.append(Span(word, mark))
        elif mark is not Mark.REMOVED or all(span.mark is Mark.REMOVED for span in spans):
            if spans:
                yield tuple(spans)
            spans = []
    if spans:
        yield tuple(spans)
