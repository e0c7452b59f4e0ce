"""Sentences in which the target, not the mood of the words, decides: none is made after a pattern of the training."""

from __future__ import annotations

import pytest

from analysis.sentiment import target

RIGHT = [
    # negation
    ("In thirty years nobody has caught Delaney cheating a customer.", "Delaney", "positive"),
    ("Hardly any economist considers Lombardi fit for the central bank.", "Lombardi", "negative"),
    ("Nobody at the plant believes that Haines cares about safety.", "Haines", "negative"),
    ("Tillman did nothing to help the flooded villages.", "Tillman", "negative"),
    ("Barlow is not the reformer that the posters promise.", "Barlow", "negative"),
    ("Mercer has not said whether he will attend.", "Mercer", "neutral"),
    ("Detectives have ruled out that Whitaker had any part in the robbery.", "Whitaker", "positive"),
    (
        "Not a single witness remembered Ferreira raising her voice, let alone hitting anybody.",
        "Ferreira",
        "positive",
    ),
    ("Pruitt has never been much of a diplomat.", "Pruitt", "negative"),
    # conditionals
    ("If Paxton had been honest with the board, he would still have a job.", "Paxton", "negative"),
    ("The orchestra would not exist without Sandoval.", "Sandoval", "positive"),
    ("Without Doyle's blunder the team would be in the final.", "Doyle", "negative"),
    ("If Hobbs agrees, the trial will move to Denver.", "Hobbs", "neutral"),
    ("Should Vance win the primary, the governor will appoint a new treasurer.", "Vance", "neutral"),
    ("Had Lowell listened to the engineers, the dam would still be standing.", "Lowell", "negative"),
    ("Were it not for Mbeki's patience, the strike would have ended in bloodshed.", "Mbeki", "positive"),
    # comparison
    ("Sutton is a much better listener than Crane.", "Sutton", "positive"),
    ("Beside Herrera, Boyd seems timid and confused.", "Boyd", "negative"),
    ("Nobody in the history of the league has disgraced the game more than Tate.", "Tate", "negative"),
    ("No coach has given more to young players than Abbott.", "Abbott", "positive"),
    ("Kemp was not half as cruel as Shaw.", "Shaw", "negative"),
    ("Beside Herrera, Boyd seems timid and confused.", "Herrera", "positive"),
    ("Whitfield collected more signatures than Norris did.", "Norris", "neutral"),
    # who praises or blames, and who is praised or blamed
    ("“Calloway is the smartest lawyer in Texas,” Engle said.", "Calloway", "positive"),
    ("“Calloway is the smartest lawyer in Texas,” Engle said.", "Engle", "neutral"),
    ("Beatty commended Orr for her bravery during the siege.", "Beatty", "neutral"),
    ("Beatty commended Orr for her bravery during the siege.", "Orr", "positive"),
    ("Hobart described Lyle as a cheat and a bully.", "Hobart", "neutral"),
    ("Hobart described Lyle as a cheat and a bully.", "Lyle", "negative"),
    (
        "Godfrey told the council that the wildfire had been the worst disaster of his life.",
        "Godfrey",
        "neutral",
    ),
    ("In the eyes of Draper, Winslow ruined the company.", "Winslow", "negative"),
    ("“I admire Pratt enormously,” said Velasquez, who studied under him.", "Velasquez", "neutral"),
    ("In the eyes of Draper, Winslow ruined the company.", "Draper", "neutral"),
    # two targets
    (
        "Prosecutors charged Maddox with swindling Ogden, a retired nurse whom the whole street adores.",
        "Maddox",
        "negative",
    ),
    ("Students love Petrov and cannot stand Gage.", "Gage", "negative"),
    ("Fishermen distrust Rowe and respect Hale.", "Rowe", "negative"),
    ("Skinner took the credit while Amos did all the hard work.", "Amos", "positive"),
    (
        "Barnett got a medal for saving the drowning girl; his brother Cyrus got ten years for arson.",
        "Barnett",
        "positive",
    ),
    (
        "Barnett got a medal for saving the drowning girl; his brother Cyrus got ten years for arson.",
        "Cyrus",
        "negative",
    ),
    ("A panel dismissed as spiteful nonsense the complaint by Nolan against Avery.", "Nolan", "negative"),
    ("Everett demolished Frye in the debate with calm and precise answers.", "Frye", "negative"),
    (
        "Prosecutors charged Maddox with swindling Ogden, a retired nurse whom the whole street adores.",
        "Ogden",
        "positive",
    ),
    ("Students love Petrov and cannot stand Gage.", "Petrov", "positive"),
    ("Fishermen distrust Rowe and respect Hale.", "Hale", "positive"),
    # irony
    ("Thanks to Ruiz's quick thinking, all the passengers got out alive.", "Ruiz", "positive"),
    # what befalls somebody, and what happens nearby
    ("Divers recovered the body of Ibarra, 22, from the lake.", "Ibarra", "neutral"),
    ("Bright sunshine and a light breeze met Kessler when he stepped off the ferry.", "Kessler", "neutral"),
    ("Toomey, whose parents died in the famine, will read from her book on Friday.", "Toomey", "neutral"),
    ("The murder and kidnapping bill was sent to a panel that includes Landry.", "Landry", "neutral"),
    ("It was a gorgeous evening, and Novotny arrived shortly before eight.", "Novotny", "neutral"),
    # plain words
    ("Chandler was sentenced to nine years for laundering drug money.", "Chandler", "negative"),
    ("Readers honored Ashby as the most trusted reporter in the state.", "Ashby", "positive"),
    ("Delgado will meet the trade delegation in Oslo next week.", "Delgado", "neutral"),
]

WRONG = [
    # negation
    ("Claims that Salazar beat his wife are pure invention.", "Salazar", "positive"),
    ("Few doubted that Ingram was the best candidate.", "Ingram", "positive"),
    # comparison
    ("Langley makes Moody look like a saint.", "Langley", "negative"),
    ("Kemp is less arrogant than Shaw.", "Shaw", "negative"),
    # two targets
    ("Skinner took the credit while Amos did all the hard work.", "Skinner", "negative"),
    # irony
    ("Bravo to Keller, whose clever reform left half the county without a doctor.", "Keller", "negative"),
    ("Yancey, always so fond of the taxpayer, billed him for a third yacht.", "Yancey", "negative"),
    ("What a triumph for Sloan: the trains now run later than ever.", "Sloan", "negative"),
]


def judged(sentence: str, name: str) -> str:
    start = sentence.index(name)
    return target.LABELS[int(target.classify([(sentence, (start, start + len(name)))]).argmax())]


@pytest.mark.parametrize(("sentence", "name", "expected"), RIGHT)
def test_the_target_decides(sentence: str, name: str, expected: str) -> None:
    assert judged(sentence, name) == expected


@pytest.mark.xfail(strict=True, reason="the network does not read these constructions yet")
@pytest.mark.parametrize(("sentence", "name", "expected"), WRONG)
def test_the_target_should_decide(sentence: str, name: str, expected: str) -> None:
    assert judged(sentence, name) == expected
