"""Samples, what people coded, and what follows from it."""

from __future__ import annotations

from analysis.tables.columns import (
    ARTICLE_ID,
    CHANCE,
    COUNT,
    END,
    FLAG,
    SHARE,
    START,
    TEXT,
    TIME,
    Column,
    Table,
)

_UNIT = Column(TEXT, "what was drawn: the id of an article, or of a passage as `<article>#<number>`")
_CODER = Column(TEXT, "who coded")
_CODING = Column(
    TEXT, "which attribution: the spans of its content as they were found, `start-end start-end`"
)
_VALUE_LOW = Column(SHARE, "low end of the 95 % interval, or missing")
_VALUE_HIGH = Column(SHARE, "high end of the 95 % interval, or missing")

# Tables of a coded sample, which lie beside a store's own or are made of what people coded.
REVIEW: dict[str, Table] = {
    "units": Table(
        "a unit of the frame that a sample was drawn from",
        ("unit",),
        {
            "unit": _UNIT,
            "article_id": ARTICLE_ID,
            "start": START,
            "end": END,
            "sha256": Column(TEXT, "SHA-256 of the article's text in UTF-8"),
            "outlet": Column(TEXT, 'who published it; "unknown" where that is missing'),
            "published": Column(TIME, "when it was published, UTC, or missing"),
            "stratum": Column(TEXT, "units that were drawn together"),
            "pi": Column(SHARE, "chance that the unit was drawn; missing when the design knows none"),
            "sampled": Column(FLAG, "whether it was drawn"),
            "order": Column("Int64", "place in the order of coding, from 0, of those that were drawn"),
            "double": Column(FLAG, "whether every coder gets it"),
        },
    ),
    "codings": Table(
        "one attribution, as one coder left it",
        ("sample", "unit", "coder", "coding"),
        {
            "sample": Column(TEXT, "name of the sample"),
            "unit": _UNIT,
            "coder": _CODER,
            "adjudicated": Column(FLAG, "whether it is the third look at what coders left"),
            "article_id": ARTICLE_ID,
            "coding": _CODING,
            "machine": Column("Int64", "quotation of the frozen rows, or missing = the machine missed it"),
            "verdict": Column(TEXT, "what was decided", ("right", "wrong", "changed", "missed")),
            "changed": Column(
                TEXT, "what of the machine's row is another: source, kind, …; missing = nothing"
            ),
            "kind": Column(TEXT, "as of quotations.kind"),
            "act": Column(TEXT, "as of quotations.act"),
            "nested": Column(
                FLAG, "whether it is inside the content of another one that is none of the wrong"
            ),
            "content": Column(TEXT, "what was said"),
            "cue": Column(TEXT, "the words that attribute it, or missing"),
            "source": Column(TEXT, "who is said to have said it, as written, or missing"),
            "speaker": Column(TEXT, "full name, or missing when nobody can be told"),
            "source_type": Column(TEXT, "as of mentions.kind, or missing"),
            "gender": Column(TEXT, "as of mentions.gender, or missing"),
            "sentiment": Column(SHARE, "-1 negative, 0 neutral, 1 positive, or missing"),
            "target": Column(TEXT, "whom the sentiment is towards, or missing"),
            "unsure": Column(FLAG, "whether the coder doubts"),
            "note": Column(TEXT, "what the coder noted, or missing"),
            "decided_at": Column(TEXT, "when the last decision on it was made, or missing = taken as right"),
            "pi": Column(SHARE, "chance that the unit was drawn; missing when the design knows none"),
            "stratum": Column(TEXT, "units that were drawn together"),
        },
    ),
    "coded_spans": Table(
        "one piece of a coded attribution",
        ("sample", "unit", "coder", "coding", "role", "start"),
        {
            "sample": Column(TEXT, "name of the sample"),
            "unit": _UNIT,
            "coder": _CODER,
            "article_id": ARTICLE_ID,
            "coding": _CODING,
            "role": Column(TEXT, "what the piece is", ("source", "cue", "content")),
            "start": START,
            "end": END,
        },
    ),
    "coded_units": Table(
        "a unit, as one coder left it",
        ("sample", "unit", "coder"),
        {
            "sample": Column(TEXT, "name of the sample"),
            "unit": _UNIT,
            "coder": _CODER,
            "adjudicated": Column(FLAG, "whether it is the third look at what coders left"),
            "article_id": ARTICLE_ID,
            "done": Column(FLAG, "whether the coder said that all in it is coded"),
            "skipped": Column(TEXT, "why the coder left it out, or missing"),
            "seconds": Column(SHARE, "time on it"),
            "sentiment": Column(SHARE, "of the whole: -1 negative, 0 neutral, 1 positive, or missing"),
            "note": Column(TEXT, "what the coder noted, or missing"),
        },
    ),
    "codes": Table(
        "the value of a variable of one's own in a unit, as one coder gave it",
        ("sample", "variable", "unit", "coder"),
        {
            "sample": Column(TEXT, "name of the sample"),
            "variable": Column(TEXT, "name of the variable, as the sample was drawn with it"),
            "unit": _UNIT,
            "coder": _CODER,
            "adjudicated": Column(FLAG, "whether it is the third look at what coders left"),
            "article_id": ARTICLE_ID,
            "value": Column(TEXT, "one of those that the codebook lists"),
            "weight": Column(
                SHARE,
                "what it counts: coders of a unit in equal parts, or the third look alone",
                unit=CHANCE,
            ),
            "pi": Column(SHARE, "chance that the unit was drawn; missing when the design knows none"),
            "stratum": Column(TEXT, "units that were drawn together"),
        },
    ),
    "predictions": Table(
        "the chance that an article has a value of a variable, by a classifier that was taught the codes of a sample",
        ("sample", "variable", "article_id", "value", "out_of_fold"),
        {
            "sample": Column(TEXT, "name of the sample"),
            "variable": Column(TEXT, "name of the variable"),
            "article_id": ARTICLE_ID,
            "value": Column(TEXT, "one of those that were coded"),
            "probability": Column(SHARE, "its chance; those of an article add up to 1", unit=CHANCE),
            "out_of_fold": Column(
                FLAG,
                "whether it is of a coded article by the model that was not taught it; else the mean of all models",
            ),
            "fold": Column("Int64", "which part of the coded articles it was in; missing unless out of fold"),
        },
    ),
    "agreement": Table(
        "one variable that two coders or more coded",
        ("variable",),
        {
            "variable": Column(TEXT, "what was coded"),
            "units": Column(COUNT, "what two coders or more coded: attributions, or units"),
            "articles": Column(COUNT, "articles that these are in"),
            "coders": Column(COUNT, "how many coders"),
            "percent": Column(SHARE, "share of pairs of codes that are equal"),
            "alpha": Column(SHARE, "Krippendorff's alpha: 1 agreement, 0 chance"),
            "low": _VALUE_LOW,
            "high": _VALUE_HIGH,
            "ac1": Column(SHARE, "Gwet's AC1: 1 agreement, 0 chance"),
            "measure": Column(TEXT, "how far two codes are apart", ("nominal", "ordinal", "interval", "F1")),
        },
    ),
    "quality": Table(
        "one measure of the machine against what people coded",
        ("what", "measure"),
        {
            "what": Column(TEXT, "what the machine found"),
            "measure": Column(TEXT, "higher is better", ("precision", "recall", "F1")),
            "value": Column(SHARE, "estimated for all units of the frame"),
            "low": _VALUE_LOW,
            "high": _VALUE_HIGH,
            "why": Column(TEXT, "why there is no value or no interval"),
            "units": Column(COUNT, "coded units"),
            "articles": Column(COUNT, "articles that these are in"),
            "items": Column(SHARE, "attributions that the measure is a share of, of those coded"),
        },
    ),
    "estimates": Table(
        "one share or mean of the frame, or of a group of it",
        ("what", "group"),
        {
            "what": Column(TEXT, "which share or mean"),
            "group": Column(TEXT, 'outlet, month or speaker; "all"'),
            "machine": Column(SHARE, "by the machine's rows alone, over all units"),
            "corrected": Column(SHARE, "machine and hand together"),
            "low": _VALUE_LOW,
            "high": _VALUE_HIGH,
            "hand": Column(SHARE, "by the coded units alone"),
            "hand_low": _VALUE_LOW,
            "hand_high": _VALUE_HIGH,
            "lambda": Column(SHARE, "how much the machine's rows count, 0 to 1"),
            "gain": Column(SHARE, "width of the corrected interval over that of the hand's"),
            "n_coded": Column(COUNT, "coded units"),
            "articles": Column(COUNT, "coded articles"),
            "N": Column(COUNT, "units of the frame"),
            "note": Column(TEXT, "why there is no corrected value, or that there are few articles"),
            "design": Column(TEXT, "how the sample was drawn"),
            "sample": Column(TEXT, "name of the sample"),
        },
    ),
}
