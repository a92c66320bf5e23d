"""Plain values become options of components, and nothing becomes "Not recorded"."""

from datetime import UTC, date, datetime

import pytest

from mappa.govuk.components import component
from mappa.govuk.presenters import (
    Change,
    Column,
    Event,
    Link,
    Number,
    Tag,
    Task,
    content,
    identity,
    links,
    pagination,
    row,
    summary_list,
    table,
    task_list,
    timeline,
)

JULY = datetime(2026, 7, 3, 13, 5, tzinfo=UTC)


class TestContent:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (None, "Not recorded"),
            ("", "Not recorded"),
            ([], "Not recorded"),
            (Number(value=None), "Not recorded"),
            (Number(value=0), "0"),
            (Number(value=12345), "12,345"),
            (0, "0"),
            (True, "Yes"),
            (False, "No"),
            (date(2026, 3, 3), "3 March 2026"),
            (JULY, "3 July 2026 at 2:05pm"),
        ],
    )
    def test_says_a_value_in_words(self, value, text):
        assert content(value) == {"text": text}

    def test_escapes_text_wherever_it_stands(self):
        for value in (Link(text="<i>", href='"><i>'), Tag(text="<i>"), ["<i>", "x"]):
            assert "<i>" not in content(value)["html"]

    def test_leaves_no_space_between_a_tag_and_the_comma_after_it(self):
        assert "</strong></li><li>Today" in content([Tag(text="Waiting"), "Today"])["html"]

    def test_reads_out_what_a_link_is_about(self):
        assert (
            '<span class="govuk-visually-hidden"> of Ashworth</span>'
            in Link(text="Open", href="#", hidden="of Ashworth").html()
        )


class TestRow:
    def test_says_what_each_change_link_changes(self):
        html = component("summary-list", summary_list([row("Address", None, Change(href="/a", text="Add"))]))

        assert "Not recorded" in html
        assert 'href="/a">Add<span class="govuk-visually-hidden"> address</span>' in html

    def test_stands_in_a_card_with_a_title(self):
        html = component("summary-list", summary_list([row("A", "b")], card_title="Person"))

        assert "govuk-summary-card__title" in html


class TestTable:
    def test_gives_each_cell_its_heading_and_aligns_numbers(self):
        made = table(caption="C", columns=["Name", Column(text="Visits", numeric=True)], rows=[("A", 1)])

        assert made["rows"] == [
            [{"text": "A", "head": "Name", "classes": ""}, {"text": "1", "head": "Visits", "classes": "mappa-num"}]
        ]

    def test_refuses_a_row_of_another_length(self):
        with pytest.raises(ValueError, match="longer"):
            table(caption="C", columns=["Name", "Born"], rows=[("A",)])

    def test_says_how_it_is_sorted(self):
        head = Column(text="Name", sort_href="?by=name", sorted="descending").options()

        assert head["sorted"] == "descending"
        assert 'href="?by=name"' in head["html"]


class TestPagination:
    def test_is_nothing_for_one_page(self):
        assert pagination(page=1, pages=1, address=str) is None
        assert pagination(page=1, pages=0, address=str) is None

    @pytest.mark.parametrize(
        ("page", "pages", "shown"),
        [
            (1, 2, [1, 2]),
            (1, 9, [1, 2, None, 9]),
            (5, 9, [1, None, 4, 5, 6, None, 9]),
            (9, 9, [1, None, 8, 9]),
        ],
    )
    def test_shows_the_ends_and_the_neighbours(self, page, pages, shown):
        made = pagination(page=page, pages=pages, address=str)

        assert [item.get("number") for item in made["items"]] == shown
        assert ("previous" in made, "next" in made) == (page > 1, page < pages)


class TestTaskList:
    def test_shows_states_as_words_and_links_only_what_can_be_started(self):
        made = task_list(
            [
                Task(title="Risk", status=Tag(text="Late", colour="red"), href="/r"),
                Task(title="Send", status="Cannot start yet"),
            ]
        )
        html = component("task-list", made)

        assert html.count("<a ") == 1
        assert "govuk-tag--red" in html
        assert "govuk-task-list__status--cannot-start-yet" in html


class TestTimeline:
    def test_gives_the_day_for_people_and_for_machines(self):
        (item,) = timeline([Event(title="Met", at=date(2026, 3, 3))])["items"]

        assert (item["date"], item["machine"]) == ("3 March 2026", "2026-03-03")


class TestIdentity:
    def test_names_the_person_and_says_what_is_not_recorded(self):
        made = identity(name="ASHWORTH, Daniel", facts=[("Born", None)], badges=[("Restricted", "red")])

        assert made["label"] == "Record of ASHWORTH, Daniel"
        assert made["facts"] == [{"key": "Born", "value": "Not recorded"}]
        assert made["menu"] is None


class TestLinks:
    def test_marks_the_page_shown(self):
        assert [item["active"] for item in links([("A", "/a"), ("B", "/b")], current="/b")] == [False, True]
