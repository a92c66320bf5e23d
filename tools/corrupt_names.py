"""Names as somebody mistypes, misremembers or spells them by ear: the questions of ``bench_search.py``.

It shares no line and no list with the code that finds people, so that the figure is not the code's own opinion.
The forms of names were written down for this file; some of them the product does not know.
"""

from random import Random


def _parted(text: str, between: str) -> list[tuple[str, str]]:
    return [(one, other) for one, _, other in (pair.partition(between) for pair in text.split())]


NEIGHBOURS = {
    "a": "qwsz", "b": "vghn", "c": "xdfv", "d": "serfcx", "e": "wsdr", "f": "drtgvc", "g": "ftyhbv", "h":
    "gyujnb", "i": "ujko", "j": "huikmn", "k": "jiolm", "l": "kop", "m": "njk", "n": "bhjm", "o": "iklp", "p":
    "ol", "q": "wa", "r": "edft", "s": "awedxz", "t": "rfgy", "u": "yhji", "v": "cfgb", "w": "qase", "x":
    "zsdc", "y": "tghu", "z": "asx",
}  # fmt: skip
BY_EAR = _parted(
    """
ph-f  f-ph  ck-k  c-k  k-c  ie-y  y-ie  ey-y  ll-l  l-ll  nn-n  n-nn  tt-t  t-tt  ss-s  rr-r  mm-m  ee-ea  ea-ee
ow-ou  ai-ay  oo-u  gh-g  th-t  s-z  z-s  er-ar  ton-tun  worth-werth  thwaite-twait  x-cks  qu-kw  j-g  au-or
ei-ie  dge-ge  mb-m  wr-r  kn-n  sh-ch  e-i  i-e  a-e  o-u  v-w  bury-berry  combe-coom  field-feild  stone-ston
""",
    "-",
)
SHORT = dict(
    _parted(
        """
david:dave/davey james:jim/jimmy/jamie john:jack/johnny michael:mike/mick/mickey/mikey andrew:andy/drew
robert:bob/rob/bobby/robbie/bert christopher:chris/kit/topher stephen:steve/ste/stevie daniel:dan/danny
thomas:tom/tommy matthew:matt/matty richard:rick/dick/rich/richie/ricky william:bill/will/billy/liam/willie
anthony:tony/ant peter:pete kevin:kev joseph:joe/joey jason:jase/jay darren:daz/dazza gary:gaz/gazza simon:si
martin:marty/mart alan:al ryan:ry philip:phil/pip benjamin:ben/benny/benji stuart:stu wayne:waz nathan:nate/nath
samuel:sam/sammy edward:ed/ted/eddie/ned/teddy joshua:josh alexander:alex/sandy/xander/al barry:baz/bazza
nicholas:nick/nicky patrick:pat/paddy jordan:jordy mohammed:mo charles:charlie/chas/chuck trevor:trev
george:georgie/geordie terence:terry/tel raymond:ray kenneth:ken/kenny derek:del dennis:den/denny leslie:les
geoffrey:geoff/jeff jonathan:jon/jonny timothy:tim/timmy jeremy:jez/jem/jerry frederick:fred/freddie
albert:bert/al/bertie arthur:art harold:harry/hal walter:wally/walt ronald:ron/ronnie donald:don/donnie
gerald:gerry leonard:len/lenny russell:russ malcolm:mal/malc bradley:brad vincent:vince/vinnie
francis:frank/frankie lawrence:larry/lol theodore:ted/theo zachary:zac/zach maximilian:max harrison:harry
archibald:archie bartholomew:bart cornelius:con/neil abdul:abs ibrahim:ibby hassan:has tomasz:tomek
krzysztof:krzys piotr:pete callum:cal marcus:marc connor:con aaron:az adam:ad declan:dec fergus:gus/ferg
susan:sue/susie margaret:peggy/maggie/meg/madge elizabeth:liz/beth/betty/lizzie patricia:pat/trish/patsy
catherine:cathy/kate/cath jennifer:jenny/jen nicola:nicky/nic deborah:debbie/deb rebecca:becky/bex
michelle:shell/chelle jacqueline:jackie/jacqui amanda:mandy victoria:vicky/tori samantha:sam
christine:chris/chrissie/tina katherine:kathy/kate/kit joanne:jo alison:ali stephanie:steph kimberley:kim
gemma:gem pamela:pam barbara:babs/barb dorothy:dot/dottie theresa:terry/tess abigail:abby/gail megan:meg
""",
        ":",
    )
)
LEAST_LETTERS = 4
"""Shorter words are left as they are: with a letter less nobody would know them."""


def mistyped(word: str, random: Random) -> str:
    """A neighbouring key, a letter twice, one forgotten, or one too many."""
    at = random.randrange(len(word))
    return random.choice((
        word[:at] + random.choice(NEIGHBOURS.get(word[at], "e")) + word[at + 1 :],
        word[: at + 1] + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + random.choice("aeinrst") + word[at:],
    ))  # fmt: skip


def transposed(word: str, random: Random) -> str:
    """Two letters beside each other the other way round."""
    places = [at for at in range(len(word) - 1) if word[at] != word[at + 1]]
    if not places:
        return word
    at = random.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def by_ear(word: str, random: Random) -> str:
    """Written as it sounds to somebody."""
    fitting = [(old, new) for old, new in BY_EAR if old in word]
    if not fitting:
        return word
    old, new = random.choice(fitting)
    return word.replace(old, new, 1)


def shortened(word: str, random: Random) -> str:
    """What friends call them; the name itself where nothing is known."""
    return random.choice(SHORT.get(word, word).split("/"))


def questions(given: str, family: str, random: Random) -> dict[str, str]:
    """What might be typed for somebody with this first given name and family name, by kind. Only what differs."""
    given, family = given.casefold(), family.casefold()
    words = {"given": given, "family": family}
    slips = (("typing", mistyped), ("transposition", transposed), ("by ear", by_ear))

    def spoilt(which: str, spoil: object) -> dict[str, str]:
        word = words[which]
        return {**words, which: spoil(word, random) if len(word) >= LEAST_LETTERS else word}  # type: ignore[operator]

    found = {name: spoilt(random.choice(("given", "family", "family")), spoil) for name, spoil in slips}
    found["nickname"] = {**words, "given": shortened(given, random)}
    second = random.choice(slips)[1]
    found["two at once"] = {
        "given": random.choice((shortened, mistyped, by_ear))(given, random),
        "family": second(family, random) if len(family) >= LEAST_LETTERS else family,
    }
    typed = {kind: (each["given"], each["family"]) for kind, each in found.items() if each != words}
    return {
        kind: f"{one} {other}" if random.random() < 0.7 else f"{other}, {one}"  # noqa: PLR2004 - most write it so
        for kind, (one, other) in typed.items()
    }
