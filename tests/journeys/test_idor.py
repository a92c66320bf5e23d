"""Ids of things that are not for the one who asks, wherever an id can be put: the answer is that of an id of nothing.

Each probe is a pair: the real id, and one that leads nowhere. Status, headers and bytes must agree once each answer's
own parts (tokens, nonces, the id that was sent) are left out. `MAPPA_PROBES` makes about so many instead of all.
"""

import os
import re
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.urls import reverse

from mappa.accounts.permissions import Role
from mappa.people.models import Person
from tests.factories.cases import an_open_case
from tests.factories.people import a_person
from tests.journeys.access import ELSEWHERE, FORBIDDEN, SHOWN, Places, Roles
from tests.journeys.everything import ELSEWHERE as FIXED
from tests.journeys.everything import IDS, Everything, everything_there_is, parts, routes
from tests.journeys.test_access_matrix import PUBLIC, about_somebody, published

METHODS = ("GET", "HEAD", "POST")
SENT = ("GET", "POST")
"""The methods of which the matrix says who is refused as such."""
HIDDEN_FROM = ("stranger", "walled", "ended", "emergency over")
"""The ways to stand to a person in which nothing may show that the person exists."""
NOTHING = {"slug": "NS-P-9999", "str": "NS-P-9999", "int": 999_999_999}
"""By the kind of a part of an address: an id of nothing."""
FAR, FARTHER = 600_000, 990_000
"""Numbers of rows begin after the first, so that a real one looks like one of nothing, not like a level or a year."""
GUESSED = 4
"""How many neighbours of a number are tried beside it."""
OWN_PARTS = re.compile(rb'(nonce|value|href|action|id|for|name)="[^"]*"|<title>[^<]*</title>')
PER_ANSWER = {"X-Request-Id", "Content-Security-Policy", "Content-Length", "Set-Cookie"}
FIELD = re.compile(r'<(?:input|select|textarea)[^>]*?\sname="([^"]+)"')
POSTED = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL | re.IGNORECASE)
SKIPPED = {"csrfmiddlewaretoken"}
"""Fields of a form that are no place for an id."""
AT_MOST_SLOWER = 1.3
"""A hidden record may take this much longer than one that is not there, in the middle of many."""


@dataclass
class Sweep:
    """What was tried, and what told something."""

    every: int
    tried: int = 0
    leaks: list[tuple[object, ...]] = field(default_factory=list)
    plain: dict[tuple[object, ...], object] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    offered: int = 0

    def compare(self, kind, asker, method, pair, *, sent=None, nothing=None):
        """Ask for both, and keep what differs. The answer about nothing is asked once."""
        self.offered += 1
        if self.offered % self.every:
            return
        (roles, role), (real, missing) = asker, pair
        known = (id(roles), role, method, missing, str(nothing))
        if known not in self.plain:
            self.plain[known] = shape(roles.ask(role, method, missing, sent=nothing), missing, nothing)
        self.tried += 1
        self.kinds[kind] += 1
        answer = shape(roles.ask(role, method, real, sent=sent), real, sent)
        if answer != self.plain[known]:
            self.leaks.append((kind, role, method, real, sent, answer[0], self.plain[known][0]))


def shape(answer, address, sent):
    """The status, headers and bytes of an answer, less what every answer has of its own and what was asked for."""
    body = OWN_PARTS.sub(b"", answer.content)
    for said in (sent or {}).values():
        # what was sent is said back in a text area, or as "140 is not one of the available choices"
        body = re.sub(rb">\s*" + re.escape(str(said).encode()) + rb"</textarea>", b"></textarea>", body)
        body = re.sub(rb"(?<![\w-])" + re.escape(str(said).encode()) + rb"(?![\w-])", b"", body)
    for word in sorted({*re.split("[/?=]", address), *map(str, (sent or {}).values())}, key=len, reverse=True):
        if len(word) > 3:
            body = body.replace(word.encode(), b"")
    headers = tuple(sorted((name, value) for name, value in answer.items() if name not in PER_ANSWER))
    return answer.status_code, headers, body


def without(world: Everything, route: str, kinds: dict[str, str]) -> str:
    """The address of a route with ids of nothing, and whatever words the real one has."""
    fixed = FIXED.get(route, {})
    real = parts(world, route)
    return reverse(route, kwargs={
        part: real[part] if part in fixed or not is_id(part) else NOTHING[kind] for part, kind in kinds.items()
    })  # fmt: skip


def is_id(part: str) -> bool:
    """Whether a part of an address is an id, and no word of the product."""
    return part in {"reference", "number", *IDS}


def reaching(matrix: dict[tuple[str, str, str], dict[str, str]], route: str) -> list[Role]:
    """The roles that a page does not refuse as such. The others are refused before anything is looked up: rule 1."""
    return [role for role in Role if any(matrix[route, way, "on record"][role.value] != FORBIDDEN for way in SENT)]


def in_paths(sweep: Sweep, places: Places) -> None:
    """Real ids in every address, by every method. A role that a page refuses as such asks as a stranger alone."""
    matrix = published()
    for relationship in HIDDEN_FROM:
        with places.standing(relationship) as roles:
            for route, kinds in hidden_routes():
                real = reverse(route, kwargs=parts(places.world, route))
                missing = without(places.world, route, kinds)
                letters = matrix[route, "GET", relationship]
                reached = {role.value for role in reaching(matrix, route)}
                for role in (role for role in Role if letters[role.value] != SHOWN):
                    if role.value not in reached and relationship != HIDDEN_FROM[0]:
                        continue
                    for method in METHODS:
                        sweep.compare(f"path, {relationship}", (roles, role.value), method, (real, missing))


def under_ones_own(sweep: Sweep, places: Places, own: Person) -> None:
    """Ids of a hidden person's things, and guesses near them, under somebody whom one may see."""
    matrix = published()
    with places.standing("stranger") as roles:
        for route, kinds in hidden_routes():
            if (
                "reference" not in kinds
                or not (set(kinds) & {*IDS, "number"})
                or "people/" not in reverse(route, kwargs=parts(places.world, route))
            ):
                continue
            real = parts(places.world, route) | {"reference": own.reference}
            child = next(part for part in kinds if part in {*IDS, "number"})
            missing = reverse(route, kwargs=real | {child: NOTHING["int"]})
            for role in reaching(matrix, route):
                # 0 is no id: it is the address of the form that adds one
                for number in range(max(real[child] - GUESSED, 1), real[child] + GUESSED + 1):
                    address = reverse(route, kwargs=real | {child: number})
                    for method in METHODS:
                        sweep.compare("thing under another record", (roles, role.value), method, (address, missing))


def in_forms(sweep: Sweep, places: Places, own: Person) -> None:
    """References and numbers of hidden things in each field of each form that somebody is shown, and in each filter.

    A field of a form that is sent is tried as a filter too, with the person's reference alone: it may be filled by one.
    """
    world = places.world
    things = {
        world.person.reference: "NS-P-9999", world.meeting.reference: "NS-M-2099-9999",
        world.referral.reference: "NS-R-2099-9999", str(world.person.pk): str(FARTHER),
        str(world.row("sharing.Share").pk): str(FARTHER + 1),
    }  # fmt: skip
    pages = 0
    with places.standing("stranger") as roles:
        for route, kinds in routes().items():
            if route in PUBLIC or set(kinds) - {"reference"}:
                continue
            address = reverse(route, kwargs={"reference": own.reference} if kinds else {})
            for role in Role:
                pages += 1
                if pages % sweep.every:
                    continue
                page = roles.ask(role.value, "GET", address)
                shown = page.content.decode() if page.status_code == 200 else ""
                names = set(FIELD.findall(shown)) - SKIPPED
                filters = names - {name for form in POSTED.findall(shown) for name in FIELD.findall(form)}
                for name in sorted(names):
                    for real, nothing in things.items():
                        asker, sent = (roles, role.value), {"sent": {name: real}, "nothing": {name: nothing}}
                        sweep.compare("field", asker, "POST", (address, address), **sent)
                        if name in filters or real == world.person.reference:
                            pair = (f"{address}?{name}={real}", f"{address}?{name}={nothing}")
                            sweep.compare("filter", asker, "GET", pair)


def hidden_routes():
    """The addresses that lead to a record of a person."""
    return [
        (route, kinds) for route, kinds in routes().items() if about_somebody(route, kinds) and any(map(is_id, kinds))
    ]


def timing(places: Places) -> float:
    """How much longer a hidden record takes than one that is not there: the ratio of the middles, asked in turn."""
    seconds = {"hidden": [], "missing": []}
    addresses = {"hidden": places.world.person.reference, "missing": "NS-P-9999"}
    with places.standing("stranger") as roles:
        for _ in range(150):
            for name, reference in addresses.items():
                began = time.perf_counter()
                roles.ask("police_offender_manager", "GET", f"/people/{reference}/details/")
                seconds[name].append(time.perf_counter() - began)
    return statistics.median(seconds["hidden"]) / statistics.median(seconds["missing"])


@pytest.mark.drill
@pytest.mark.django_db
class TestIdor:
    def test_answers_for_a_hidden_thing_as_for_none(self, noon, record_property):
        begin_far_off("people_person", "sharing_share")
        places = Places(everything_there_is())
        own = somebody_of_theirs(places.who[ELSEWHERE])
        wanted = int(os.environ.get("MAPPA_PROBES", "0"))
        sweep = Sweep(every=max(30_000 // wanted, 1) if wanted else 1)

        in_paths(sweep, places)
        under_ones_own(sweep, places, own)
        in_forms(sweep, places, own)
        ratio = timing(places)

        record_property("checks", sweep.tried)
        record_property("note", f"{dict(sweep.kinds)}; a hidden record takes {ratio:.2f} times as long as none")
        assert sweep.leaks == [], Counter(
            (kind, method, path) for kind, _, method, path, *_ in sweep.leaks
        ).most_common(9)
        assert ratio < AT_MOST_SLOWER


def begin_far_off(*tables: str) -> None:
    """Give the next rows of some tables large numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        for table in tables:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, FAR])
        cursor.execute("SET ROLE mappa_app")


def somebody_of_theirs(roles: Roles) -> Person:
    """A person whom everybody of the other area may know of."""
    agencies = {user.agency for user in roles.users.values()}
    person = a_person(area=roles.users["coordinator"].area, involving=tuple(agencies))
    an_open_case(person, level=2, lead=roles.users["police_offender_manager"].agency)
    return person
