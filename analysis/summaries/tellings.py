"""How each outlet tells an event: in which words, by whom, where, and from whom it has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import comparison
from analysis.comparison.statements import one_speaker
from analysis.quotation import mention_form
from analysis.quotation.standing import counted
from analysis.summaries.naming import NOBODY
from analysis.summaries.others import top_labels

if TYPE_CHECKING:
    from analysis.summaries.comparison import Compared


def speaker_of(group: pd.DataFrame) -> str:
    """Who most tellings of an utterance say said it."""
    names = group["speaker"].dropna()
    sources = group["source"].dropna()
    return str(names.mode().iloc[0]) if len(names) else str(sources.iloc[0]) if len(sources) else NOBODY


def other_speakers_of(group: pd.DataFrame) -> str | None:
    """The speakers that tellings of one utterance name besides `speaker_of` and that cannot be the same.

    Nor the same as another of them: "Quill" may be Ada Quill or Bo Quill, but these two are not one.
    """
    first = speaker_of(group)
    names = [str(name) for name in group["speaker"].dropna().unique()]
    apart = [name for name in names if not all(one_speaker(name, other) for other in [first, *names])]
    return " / ".join(name for name in apart if name != first) or None


def described_framing(telling: Mapping[Any, Any]) -> str:
    """How a telling, a row of `Compared.versions`, is told: "said (neutral), direct, 17 % into the article"."""
    cue, stance = (None if pd.isna(telling[c]) else str(telling[c]) for c in ("cue", "stance"))
    told = f"{cue} ({stance})" if cue and stance and stance != "other" else cue or "no cue"
    unnamed = not pd.isna(telling["named"]) and not telling["named"]
    place = "" if pd.isna(telling["position"]) else f"{100 * telling['position']:.0f} % into the article"
    copy = "" if pd.isna(telling["copy_of"]) else "in a copy"
    return ", ".join(filter(None, [told, str(telling["kind"]), "speaker not named" * unnamed, place, copy]))


def told_ways(group: pd.DataFrame) -> list[str]:
    """What differs in how outlets tell one utterance, in their words: "accused / said", "quoted / reported".

    The classes of their cues, shown by the cues; whether it is in quotation marks; whether its speaker is named. None
    where one outlet alone has it. `group` has `outlet`, `stance`, `cue`, `kind`, `named` (see `Compared.versions`,
    `framing`).
    """
    if group["outlet"].nunique() < 2:
        return []
    classed = group[group["stance"].notna() & group["stance"].ne("other")]
    quoted = group["kind"].map(lambda kind: "reported" if kind == "indirect" else "quoted")
    named = group["named"].map(lambda n: None if pd.isna(n) else _NAMED.get(n, str(n)))
    ways = [classed["cue"]] if classed["stance"].nunique() > 1 else []
    ways += [way for way in (quoted, named[named.isin(_NAMED.values())]) if way.nunique() > 1]
    return [" / ".join(map(str, way.dropna().unique())) for way in ways]


_NAMED = {True: "named", False: "not named"}


def framing(one: Compared) -> pd.DataFrame:
    """How each outlet tells each shared utterance: cue and its class, directness, naming, place, tone.

    `named` is "named", "not named", or "a pronoun" whose name was not found; `other_speakers` are those whom tellings
    of the utterance name instead of `who`, missing where all agree: one of them is wrong, or the tellings are two;
    `copy` says whether the article repeats another.
    """
    groups = list(one.versions.groupby("utterance"))
    who = {utterance: speaker_of(group) for utterance, group in groups}
    others = {utterance: other_speakers_of(group) for utterance, group in groups}
    naming = [
        "a pronoun" if pd.isna(n) else "named" if n else "not named"
        for n in one.versions["named"].astype(object)
    ]
    told = one.versions.assign(
        named=naming,
        who=one.versions["utterance"].map(who),
        other_speakers=one.versions["utterance"].map(others),
        copy=one.versions["copy_of"].notna(),
    )
    columns = [
        "utterance",
        "who",
        "other_speakers",
        "content",
        "outlet",
        "source",
        "cue",
        "stance",
        "kind",
        "named",
    ]
    columns += ["position", "tone", "copy"]
    return told.sort_values(["utterance", "position"])[columns].reset_index(drop=True)


def speaker_space(one: Compared, *, top: int = 7) -> pd.DataFrame:
    """Whom each outlet lets speak how long: `outlet`, `speaker`, `characters`, `n` (quotations), `total`, `share`,
    `articles` of the outlet that quote anybody.

    The share is of the characters of all quotations of the outlet that count; the `top` speakers of the event,
    the others together, and those whom nobody can name. There is no interval: it is all that was printed.
    """
    said = counted(one.quotations).assign(characters=lambda q: q["content"].str.len())
    named = (
        said[said["speaker"].notna()]
        .groupby("speaker")["characters"]
        .sum()
        .rename("characters")
        .reset_index()
    )
    kept = top_labels(named, "speaker", weight="characters", top=top)
    known = said["speaker"].where(said["speaker"].isin(kept) | said["speaker"].isna(), "other speakers")
    said = said.assign(speaker=known.fillna(NOBODY))
    group = said.groupby(["outlet", "speaker"])["characters"].agg(["sum", "size"]).reset_index()
    group = group.rename(columns={"sum": "characters", "size": "n"})
    total = group.groupby("outlet")["characters"].transform("sum")
    rank = {name: i for i, name in enumerate([*kept, "other speakers", NOBODY])}
    articles = said.groupby("outlet")["article_id"].nunique()
    group = group.assign(total=total, share=group["characters"] / total.where(total > 0))
    group = group.assign(articles=group["outlet"].map(articles).astype("int64"))
    return group.sort_values(
        ["outlet", "speaker"], key=lambda c: c.map(rank) if c.name == "speaker" else c, ignore_index=True
    )


def chains(one: Compared) -> pd.DataFrame:
    """Who told whom, the outlet first: "Outlet ← agency ← officials"; `chain`, `depth`, `outlet`, `content`, `n`.

    `articles` are those that tell it, `.attrs["articles"]` those of all chains. A pronoun whose name was not found is
    nobody, and left out.
    """
    shown = counted(one.quotations, nested=True)
    written = shown["source"].mask(shown["source"].map(_is_pronoun).astype(bool))
    known = shown.assign(source=shown["speaker"].fillna(written))
    found = comparison.chains(known).merge(one.articles[["article_id", "outlet"]], on="article_id")
    found = found.assign(chain=found["outlet"] + " ← " + found["sources"])
    group = found.groupby(["chain", "depth", "outlet"], sort=False)
    rows = group.agg(content=("content", "first"), n=("content", "size"), articles=("article_id", "nunique"))
    ordered = rows.reset_index().sort_values(["depth", "n", "chain"], ascending=[False, False, True])
    ordered = ordered.reset_index(drop=True)
    ordered.attrs["articles"] = int(found["article_id"].nunique())
    return ordered


def _is_pronoun(source: object) -> bool:
    """Whether a source is written as a pronoun, or as some of one ("one of them", "the former")."""
    if not isinstance(source, str):
        return False
    words = source.lower().split()
    some = " of " in source.lower() and mention_form(words[-1]) == "pronoun"
    return some or source.lower() in _POINTING or mention_form(source) == "pronoun"


_POINTING = frozenset(["the former", "the latter", "the other", "the others", "nobody", "no one"])


def reused(one: Compared, *, within: bool = False) -> pd.DataFrame:
    """The passages that two outlets (with `within`, one outlet too) share word for word, the longest first.

    Columns: `outlet`, `other_outlet`, `tokens`, `origin` (the outlet that had it first, missing when dates do not
    tell), `passage`.
    """
    about = one.articles.set_index("article_id")
    outlet, text = about["outlet"], about["text"]
    found = one.passages.assign(
        outlet=one.passages["article_id"].map(outlet),
        other_outlet=one.passages["other_id"].map(outlet),
        origin=one.passages["origin"].map(outlet),
    )
    rows = zip(found["article_id"], found["start"], found["end"], strict=True)
    found = found.assign(
        passage=pd.Series([text[a][s:e] for a, s, e in rows], index=found.index, dtype="object")
    )
    found = found if within else found[found["outlet"] != found["other_outlet"]]
    columns: Sequence[str] = ["outlet", "other_outlet", "tokens", "origin", "passage"]
    return found.sort_values("tokens", ascending=False, kind="stable")[list(columns)].reset_index(drop=True)
