#!/usr/bin/env python3
"""Writes the fixed table of characters in names: src/main/resources/dev/gavel/auction/model/characters.txt

Run with a Python whose unicodedata is of version 14.0.0. The table is part of the rules of house version 2: it
is never written anew for that version. What is allowed in it is assigned in Unicode 14, so that every Java
from 21 on has the same normal forms of it (they never change once a character is assigned).

Lines, all in hexadecimal code points:
  FROM-TO              these may stand in a name
  m FROM-TO            of these, marks that join the letter before them
  FROM=TO TO ...       what the first is taken for when two names are compared
  u FROM=TO            the same, for capitals that look like other letters than their small ones
"""
import sys
import unicodedata

VERSION = "14.0.0"
IGNORABLE = [(0xad, 0xad), (0x34f, 0x34f), (0x61c, 0x61c), (0x115f, 0x1160), (0x17b4, 0x17b5),
             (0x180b, 0x180f), (0x200b, 0x200f), (0x202a, 0x202e), (0x2060, 0x206f), (0x3164, 0x3164),
             (0xfe00, 0xfe0f), (0xfeff, 0xfeff), (0xffa0, 0xffa0), (0xfff0, 0xffff),
             (0x1bca0, 0x1bca3), (0x1d159, 0x1d159), (0x1d173, 0x1d17a), (0xe0000, 0xe0fff)]
BLANK = [(0x2800, 0x2800), (0x16fe4, 0x16fe4), (0x3000, 0x3000), (0xa0, 0xa0), (0x1680, 0x1680)]
REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs", "Me"}

# Of Cyrillic, Greek and others, what looks like a Latin letter, small.
ALIKE = {
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ҽ": "e", "ԍ": "g", "н": "h", "һ": "h", "і": "i",
    "ј": "j", "к": "k", "ӏ": "l", "м": "m", "п": "n", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s",
    "т": "t", "ս": "u", "ѵ": "v", "ѡ": "w", "ԝ": "w", "х": "x", "у": "y", "ү": "y", "ӕ": "æ", "ә": "ə",
    "α": "a", "β": "b", "ϲ": "c", "ε": "e", "γ": "y", "η": "n", "ι": "i", "κ": "k", "μ": "u", "ν": "v",
    "ο": "o", "ρ": "p", "σ": "o", "τ": "t", "υ": "u", "χ": "x", "ω": "w", "ϳ": "j", "ζ": "z",
    "օ": "o", "հ": "h", "ո": "n", "ց": "g", "զ": "q", "ӡ": "ʒ",
    "ı": "i", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ʋ": "v", "ᴏ": "o", "ꞌ": "'", "ŀ": "l", "ɴ": "n",
    "|": "l", "ǀ": "l", "∣": "l", "ꓲ": "l",
}
CAPITALS = {
    "I": "l", "І": "l", "Ι": "l", "Ӏ": "l", "Η": "h", "Ν": "n", "Υ": "y", "Μ": "m", "Ζ": "z", "Β": "b",
    "Ε": "e", "Ρ": "p", "Χ": "x", "Τ": "t", "Κ": "k", "Α": "a", "Ο": "o",
}
MARKS = {"-": "‐‑‒–—―−⁃﹘﹣－", "'": "‘’‛ʼʹʻʽ′´＇`ʾˈ", ".": "․·∙•⋅", ":": "ː˸∶꞉", "_": "ˍ", "/": "⁄∕",
         "~": "˜∼", "\"": "“”‟″"}


def within(cp, ranges):
    return any(a <= cp <= b for a, b in ranges)


def allowed(cp):
    if cp == 0x20:
        return True
    c = chr(cp)
    if unicodedata.category(c) in REFUSED or within(cp, IGNORABLE) or within(cp, BLANK):
        return False
    if cp & 0xfffe == 0xfffe or cp == 0xfffc:
        return False
    return unicodedata.normalize("NFC", c) == c


def runs(cps):
    out = []
    for cp in cps:
        if out and out[-1][1] == cp - 1:
            out[-1][1] = cp
        else:
            out.append([cp, cp])
    return out


def plain(text):
    """Folded, decomposed, and with what looks like a Latin letter taken for it."""
    before = None
    while before != text:
        before = text
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        text = "".join(LOOKS.get(c, c) for c in text)
    return text


LOOKS = dict(ALIKE)
for mark, others in MARKS.items():
    for other in others:
        LOOKS[other] = mark


def main():
    if unicodedata.unidata_version != VERSION:
        sys.exit("needs unicodedata %s, has %s" % (VERSION, unicodedata.unidata_version))
    cps = [cp for cp in range(0x20, 0x110000) if allowed(cp)]
    lines = ["# Of Unicode %s, written by names-table.py; never changed" % VERSION]
    lines += ["%X-%X" % (a, b) for a, b in runs(cps)]
    lines += ["m %X-%X" % (a, b)
              for a, b in runs([cp for cp in cps if unicodedata.category(chr(cp)) in ("Mn", "Mc")])]
    for cp in cps:
        if 0xac00 <= cp <= 0xd7a3:
            continue  # syllables of Hangul look like nothing else
        taken = plain(chr(cp))
        if taken != chr(cp) and not taken.startswith(" ") and taken:
            lines.append("%X=%s" % (cp, " ".join("%X" % ord(c) for c in taken)))
    for capital, small in sorted(CAPITALS.items()):
        if plain(capital) != small:
            lines.append("u %X=%X" % (ord(capital), ord(small)))
    with open("src/main/resources/dev/gavel/auction/model/characters.txt", "w", encoding="ascii") as out:
        out.write("\n".join(lines) + "\n")


main()
