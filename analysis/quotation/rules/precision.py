"""How often each pattern of the rules is right, content and source, on the training part of PolNeAR.

A pattern is the order of the parts and the cue or what follows it, as `rules` names it: "shared" sources are those
of another cue of the sentence, "nobody" a quoted span without any. Laplace's rule (n right + 1) / (n + 2), so that a
rare pattern is not certain. Nested quotations, which PolNeAR has not, get the value of their pattern too.
"""

CONFIDENCE = {
    "adjective": 0.63,
    "introduced": 0.57,
    "labelled": 0.62,
    "nobody": 0.02,
    "noun": 0.26,
    "passive": 0.54,
    "postposed according": 0.76,
    "postposed clause": 0.77,
    "postposed end": 0.83,
    "postposed object": 0.63,
    "postposed particle": 0.62,
    "postposed say": 0.91,
    "postposed tell": 0.92,
    "postposed to": 0.25,
    "preposed according": 0.59,
    "preposed clause": 0.77,
    "preposed object": 0.58,
    "preposed particle": 0.59,
    "preposed say": 0.87,
    "preposed tell": 0.86,
    "preposed to": 0.59,
    "shared clause": 0.50,
    "shared object": 0.35,
    "shared particle": 0.33,
    "shared say": 0.59,
    "shared tell": 0.59,
    "shared to": 0.38,
    "signature": 0.80,
    "other": 0.70,
}
