"""The article that a row holds: its text, what is said of it, its id; and why there is none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from analysis.corpus import cleaning, dateline, dates, encoding, files, languages, limits, metadata, naming
from analysis.corpus.files import Reject
from analysis.corpus.row import Row


def records(
    row: Row, seen: dict[str, int], *, clean: bool, told: Mapping[str, str | None]
) -> list[dict[str, Any] | Reject]:
    """The article of a row, by column of the table `articles`; rejects: why there is none, or what was lost of it.

    `seen` counts the ids that were given so far; with `clean` the text is mended (see `cleaning`). `told` are
    languages by the SHA-256 of a text, which need not be found again.
    """
    try:
        return list(_article(row, seen, clean, told))
    except (ValueError, OverflowError, RecursionError) as error:  # of values that no text can be made of
        return [Reject(row.origin, "bad row", f"{type(error).__name__}: {error}"[:500])]


def _article(
    row: Row, seen: dict[str, int], clean: bool, told: Mapping[str, str | None]
) -> Iterator[dict[str, Any] | Reject]:
    values = dict(row.values)
    text = values.pop("text", None)
    refused = _refused(text)
    if refused:
        yield Reject(row.origin, *refused)
        return
    original = text.decode("utf-8") if isinstance(text, bytes) else text
    text, done = cleaning.cleaned(original) if clean else (original, [])
    if not text.strip():
        yield Reject(row.origin, "empty", f"nothing is left of it without {', '.join(done)}")
        return
    start, written = dateline.leading(text)
    published, broken = _published(values.pop("published", None))
    if broken:
        yield Reject(row.origin, *broken)
    values |= naming.named(values)
    article = {name: metadata.as_text(value) for name, value in values.items()}
    for name in metadata.NAMES.keys() & article.keys():
        value = (article[name] or "").strip()
        article[name] = (cleaning.plain(value) if clean and name != "id" else value) or None
    flawed = [name for name, value in article.items() if value and encoding.unstorable(value)]
    if flawed:
        yield Reject(row.origin, "encoding", f"kept without its {', '.join(flawed)}")
        article |= dict.fromkeys(flawed)
    sha256_original = sha256 = hashlib.sha256(original.encode()).hexdigest()
    if done:
        sha256 = hashlib.sha256(text.encode()).hexdigest()
    given = article.pop("id", None) or ""
    article_id = identify(given, sha256_original[:16], seen)
    if given and given != article_id:
        yield Reject(row.origin, "duplicate id", f"{given} was used before; kept as {article_id}")
    yield article | {
        "article_id": article_id,
        "published": published or written,
        "text": text,
        "n_characters": len(text),
        "sha256": sha256,
        "sha256_original": sha256_original,
        "cleaned": ", ".join(done) or None,
        "language": told[sha256] if sha256 in told else languages.language(text),
        "body_start": start,
        "origin": row.origin,
    }


def _refused(text: Any) -> tuple[str, str] | None:
    """Reason and detail why a value cannot be an article's text, or None when it can."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            return "encoding", str(error)
    if text is None or text != text:
        return "empty", "no text"
    if not isinstance(text, str):
        return "bad row", f"the text is not a string but a {type(text).__name__}"
    if not text.strip():
        return "empty", f"{len(text)} characters, all white space" if text else "no text"
    if len(text) > limits.LONGEST:
        return "too large", f"{len(text)} characters, more than {limits.LONGEST}"
    flaw = encoding.flaw(text)
    return ("encoding", flaw) if flaw else None


def _published(value: Any) -> tuple[Any, tuple[str, str] | None]:
    """The date, or the reason and detail why there is none."""
    try:
        return dates.parse(value), None
    except ValueError as error:
        reason = "ambiguous date" if isinstance(error, dates.AmbiguousDate) else "bad date"
        return None, (reason, files.printable(f"{str(value)[:60]!r}: {error}"))


def identify(given: str, content: str, seen: MutableMapping[str, int]) -> str:
    """The id of an article that was `given` one, or "", and whose text has a digest; `seen` counts it."""
    for candidate in (given, content):
        if candidate and candidate not in seen:
            seen[candidate] = 1
            return candidate
    while True:
        seen[content] += 1
        candidate = f"{content}-{seen[content]}"
        if candidate not in seen:
            seen[candidate] = 1
            return candidate
