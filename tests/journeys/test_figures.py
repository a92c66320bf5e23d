"""The last step: the annual figures, on the screen and from the command, cell by cell."""

import json
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.browser

PUBLISHED = yaml.safe_load((Path(__file__).parents[1] / "statistics" / "norfolk_2018_19.yaml").read_text())
GRIDS = {
    "People eligible on 31 March 2019": PUBLISHED["eligible_on_snapshot"],
    "People managed at level 2 or 3": PUBLISHED["levels_2_and_3_in_year"],
    "Returned to custody for breach of licence": PUBLISHED["returned_to_custody"]["breach_of_licence"],
    "Returned to custody for breach of a sexual": PUBLISHED["returned_to_custody"]["breach_of_sopo"],
}
SINGLE = {
    "Cautioned or convicted for breach": PUBLISHED["notification_breaches_cautioned_or_convicted"],
    "Lifetime notification revoked": PUBLISHED["lifetime_notification_revoked_on_application"],
    "Sexual harm prevention orders imposed": PUBLISHED["restrictive_orders_imposed"]["shpo"],
    "Sexual harm prevention orders with foreign": PUBLISHED["restrictive_orders_imposed"][
        "shpo_with_foreign_travel_restriction"
    ],
    "Notification orders imposed": PUBLISHED["restrictive_orders_imposed"]["notification_order"],
    "Made subject to notification": PUBLISHED["subject_to_notification_after_sro_breach"],
    "Registered sexual offenders for every": PUBLISHED["registered_sexual_offenders_per_100_000"],
}


def shown(figure):
    return "-" if figure is None else f"{figure:,}"


def tables_on(page):
    """Every table of the page: its caption, and the cells of its rows."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('main table')].map(table => [
            table.caption.innerText.trim(),
            [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.innerText.trim()))]))"""
    )


def starting(texts, beginning):
    [found] = [text for text in texts if text.startswith(beginning)]
    return found


@pytest.mark.requirement("STATS-01", "STATS-02", "STATS-03", "STATS-05")
class TestStep9:
    @pytest.mark.parametrize("role", ["analyst", "lay.adviser"])
    def test_shows_the_published_figures_cell_by_cell(self, walk, role):
        walk.sign_in(role).check(f"home-{role}")
        walk.go("/reports/annual/2018/")
        walk.check(f"annual-{role}")
        tables = tables_on(walk.page)

        for title, rows in GRIDS.items():
            expected = {tuple(map(shown, row.values())) for row in rows.values()}
            cells = tables[starting(tables, title)]
            assert {tuple(row[1:]) for row in cells} == expected, title
            for level, row in rows.items():
                assert [level.replace("_", " ").capitalize(), *map(shown, row.values())] in cells, (title, level)
        figures = dict(tables["Other figures"])
        assert len(figures) == len(SINGLE)
        for label, figure in SINGLE.items():
            assert figures[starting(figures, label)] == shown(figure), label

    def test_prints_the_published_figures(self, demonstration_server):
        done = demonstration_server.command(
            "report", "annual", "--area", "northshire", "--year", "2018/19", "--format", "json"
        )

        printed = json.loads(done.stdout)
        assert done.returncode == 0
        for key, value in PUBLISHED.items():
            if key not in {"area", "snapshot_on", "period"}:
                assert printed[key] == value, key
        assert printed["snapshot_on"] == PUBLISHED["snapshot_on"].isoformat()

    def test_lets_a_lay_adviser_know_nobody(self, walk):
        walk.sign_in("lay.adviser")
        walk.go("/reports/annual/2018/")
        walk.never_says("NS-P-", "Freeze these figures", "behind/")
        for hidden in ("/people/", "/search/", "/referrals/", "/meetings/", "/duties/", "/inbox/", "/audit/"):
            assert walk.go(hidden) == 403, hidden
            walk.never_says("NS-P-")
