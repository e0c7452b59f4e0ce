"""What does not belong in the text of an article, as scrapers and word processors leave it: told, not mended.

What mends it is in `cleaning`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.corpus import cut_off, escapes

TAGS, ENTITIES, MOJIBAKE = "tags", "entities", "mojibake"
SOFT_HYPHENS, HYPHENATION = "soft hyphens", "hyphenation"
BOILERPLATE, PAYWALL = "boilerplate", "paywall"
MENDED = (MOJIBAKE, TAGS, ENTITIES, SOFT_HYPHENS, HYPHENATION, BOILERPLATE)  # in the order in which they are
KINDS = (*MENDED, PAYWALL, cut_off.CUT_OFF)

_BLOCKS = (
    "p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|blockquote|figure|figcaption|section|article|aside|"
    "header|footer|nav|main|form|hr|html|head|body|title|pre|center|br"
)
_INLINE = (
    "span|a|b|i|em|strong|u|s|q|cite|small|sub|sup|font|img|picture|source|video|audio|iframe|embed|object|button|"
    "label|input|svg|path|meta|link|time|abbr|mark|ins|del|code|wbr|noscript|script|style|amp-[a-z]{1,20}"
)
TAG = re.compile(
    rf"<(/?)({_BLOCKS}|{_INLINE})(?:\s[^<>]{{0,2000}})?/?>|<!--[^<>]{{0,2000}}-->", re.IGNORECASE
)
BLOCK = re.compile(_BLOCKS, re.IGNORECASE)

AMPERSAND = " &amp; "  # beside small letters too: nobody writes so of references

# The first byte of a character in UTF-8, and what follows it, as Windows-1252 or Latin-1 has them.
_FOLLOWS = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MISREAD = re.compile(
    f"[ÂÃ][{_FOLLOWS}]|â[\x80€][{_FOLLOWS}]|â€(?=[\\s.,;:!?)\ufffd]|$)|[ãäåæçèé][{_FOLLOWS}]{{2}}|ð[\x9fŸ][{_FOLLOWS}]|"
    f"(?:[ÐÑØÙ][{_FOLLOWS}]){{3}}"
)
SOFT = ("\xad", "\u200b", "\u2060", "\ufeff")  # without width, they cut words in two
BROKEN = re.compile(r"([^\W\d_]{2,40})-[ \t]{0,3}\r?\n[ \t]{0,20}([a-zà-öø-ÿ]{2,40})")
_LONGEST_LINE = 140
_LINES = re.compile(
    r"advertisements?|advertising|skip advertisement|sponsored(?: content)?|promoted|ad|"
    r"(?:story|article|content) continues (?:below|after)(?: (?:the )?advertisement)?\.?|"
    r"(?:photos?, |enlarge this image )?(?:hide|toggle) caption[^\n]{0,110}|enlarge this image|"
    r"(?:view|see) (?:gallery|comments|all photos)|"
    r"(?:please )?(?:sign up|subscribe)\b[^\n]{0,60}"
    r"\b(?:newsletters?|alerts?|updates?|e?-?mails?|inbox|briefing|today|now)\b[^\n]{0,40}|"
    r"sign up here\.?|sign up for [^\n.,;]{0,60}|sign up|subscribe(?: now| today)?\.?|log in|sign in|"
    r"(?:read|see) (?:more|also|next):?[^\n]{0,90}|click here (?:to|for)\b[^\n]{0,80}|"
    r"(?:follow|like|join|find) us on [^\n]{0,60}|share (?:this|on|via)\b[^\n]{0,40}|"
    r"(?:copyright|©|\(c\)) ?(?:©|\(c\))? ?\d{4}[^\n]{0,80}|all rights reserved\.?|"
    r"this material may not be published, broadcast, rewritten,? or redistributed[^\n]{0,40}|"
    r"recommended (?:stories|for you)|most (?:read|popular)|related (?:articles|stories|topics|content)|"
    r"load more|print this|email this|leave a comment|\d{1,5} comments",
    re.IGNORECASE,
)
# Their first letters: most lines are none of these, and need no closer look.
_BEGINNINGS = frozenset(
    """
    adv ad ski spo pro sto art con pho hid tog enl vie see ple sig sub log rea cli fol lik joi fin sha cop © (c) all
    thi rec mos rel loa pri ema lea
    """.split()  # noqa: SIM905
)
_TAIL = 500  # characters at the end of a text, where it is said that the rest is to be paid for
_PAYWALL = re.compile(
    r"(?:subscribe|sign (?:in|up)|log in|register|create (?:a free|an) account)\b[^\n.]{0,60}"
    r"\b(?:to (?:continue|keep) reading|to read (?:more|on|the (?:full|rest))|for (?:full|unlimited) access|"
    r"to (?:unlock|access)\b)|"
    r"\bto (?:continue|keep) reading\b[^\n]{0,40}\b(?:subscribe|sign|log|register)|"
    r"(?:article|content|story|page) is (?:only |exclusively )?(?:available |reserved )?(?:only )?(?:for|to) "
    r"(?:our |paying |paid |registered )?(?:subscribers|members)|"
    r"already a (?:subscriber|member)\?|"
    r"(?:reached|used) your (?:\w{1,12} )?(?:limit|number|allowance) of (?:free )?articles|"
    r"(?:you have|you've) \w{1,5} free articles? (?:left|remaining)|this is a subscriber.only|"
    r"unlock (?:this|the full) (?:article|story)",
    re.IGNORECASE,
)
_OF_A_PAYWALL = (
    "subscri",
    "reading",
    "sign ",
    "log in",
    "regist",
    "account",
    "member",
    "free article",
    "unlock",
)
_AROUND, _LONGEST = 24, 90


def found(text: str) -> Iterator[tuple[str, str]]:
    """What does not belong in a text: each of `KINDS` that is in it once, with an example of a line's length."""
    if "<" in text and (match := TAG.search(text)):
        yield TAGS, _example(text, *match.span())
    if "&" in text and (escapes.is_escaped(text) or AMPERSAND in text):
        first = escapes.first(text) if escapes.is_escaped(text) else text.index(AMPERSAND)
        yield ENTITIES, _example(text, first, first)
    if (match := misread(text)) is not None:
        yield MOJIBAKE, _example(text, *match.span())
    if not text.isascii() and (cutting := [mark for mark in SOFT if mark in text]):
        at = text.index(cutting[0])
        yield SOFT_HYPHENS, _example(text, at, at + 1)
    if "-\n" in text or "-\r" in text or "- \n" in text:
        match = BROKEN.search(text)
        if match:
            yield HYPHENATION, _example(text, *match.span())
    for line in text.split("\n"):
        if is_boilerplate(line):
            yield BOILERPLATE, _example(line, 0, _LONGEST)
            break
    tail = text[-_TAIL:].lower()
    if any(word in tail for word in _OF_A_PAYWALL) and (
        match := _PAYWALL.search(text, max(0, len(text) - _TAIL))
    ):
        yield PAYWALL, _example(text, *match.span())
    yield from cut_off.found(text)


def misread(text: str) -> re.Match[str] | None:
    """Where UTF-8 was read as another encoding before the text came here; None where nowhere."""
    if text.isascii() or not any(first in text for first in "âÃÂãäåæçèéðÐÑØÙ"):
        return None
    return _MISREAD.search(text)


def is_boilerplate(line: str) -> bool:
    """Whether a line is of the page and not of the article, whichever page it is: "Advertisement", "hide caption"."""
    if len(line) > _LONGEST_LINE:
        return False
    said = line.strip(" \t\r\u00a0|*•[]-–—")
    if said.endswith(("hide caption", "toggle caption")):  # behind who took a picture
        return True
    begins = said[:3].lower()
    if begins not in _BEGINNINGS and said[:1] != "©" and not begins[:1].isdecimal():
        return False
    return _LINES.fullmatch(said) is not None


def _example(text: str, start: int, end: int) -> str:
    """The words around a span, on one line."""
    some = text[max(0, start - _AROUND) : end + _AROUND]
    return " ".join(some.split())[:_LONGEST]
