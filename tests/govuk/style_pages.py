"""Every component on a page, in its normal, empty and error state: a site for the browser tests only.

To look at it: ``python -m django runserver`` with these as the root URLs, or the pictures the tests can leave.
"""

from datetime import UTC, date, datetime
from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.template import engines
from django.urls import path

from mappa.govuk.forms import ClockField, DayField, Form, VersionField
from mappa.govuk.presenters import (
    Change,
    Column,
    Event,
    Link,
    Number,
    Tag,
    Task,
    identity,
    links,
    pagination,
    row,
    summary_list,
    table,
    task_list,
    timeline,
)
from mappa.govuk.repeating import repeating

ON = date(2026, 3, 3)
AT = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"

SITE = {
    "demo_banner": "This is a demonstration. All people, addresses and events in it are invented.",
    "handling": "Share only with those who need to know for this purpose",
    "navigation": links(
        [
            (name, f"/{name.lower()}/")
            for name in (
                "Home",
                "People",
                "Search",
                "Referrals",
                "Meetings",
                "Duties",
                "Actions",
                "Inbox",
                "Reports",
                "Audit",
            )
        ],
        current="/people/",
    ),
    "signed_in": {
        "name": "Morgan Ashdown-Fairweather",
        "role_label": "Co-ordinator",
        "agency": "Northshire MAPPA unit",
        "sign_out_url": "/signout",
    },
}

CASE = {
    "identity": identity(
        name="ASHWORTH, Daniel James",
        href="/case",
        facts=[
            ("Reference", "NS-2026-00142"),
            ("Born", date(1984, 5, 1)),
            ("PNC id", None),
            ("Category", "1"),
            ("Level", "2"),
            ("Lead agency", "Probation"),
        ],
        badges=[("Restricted", "red"), ("Victim contact", "purple")],
        menu=[Link(text="Record a visit", href="#"), Link(text="Refer to level 2 or 3", href="#")],
    ),
    "sections": links(
        [("Overview", "/case"), *((name, "#") for name in ("Risk", "Plan", "Meetings", "Disclosure", "History"))],
        current="/case",
    ),
}


class Action(Form):
    what = forms.CharField(label="Action", max_length=100)
    by = DayField(label="Due")


class Everything(Form):
    version = VersionField()
    name = forms.CharField(label="Family name", help_text="As in the court record")
    visits = forms.IntegerField(label="Number of visits")
    notes = forms.CharField(label="Notes", widget=forms.Textarea, max_length=2000, required=False)
    seen = forms.ChoiceField(
        label="Was the person seen?", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect
    )
    decision = forms.ChoiceField(
        label="Decision", choices=[("a", "Accept"), ("r", "Reject"), ("i", "Return")], widget=forms.RadioSelect
    )
    why = forms.CharField(label="Why is it rejected?", widget=forms.Textarea, required=False)
    agencies = forms.MultipleChoiceField(
        choices=[("p", "Police"), ("h", "Health")], widget=forms.CheckboxSelectMultiple
    )
    level = forms.ChoiceField(label="Level", choices=[("", "Choose a level"), ("2", "Level 2"), ("3", "Level 3")])
    agree = forms.BooleanField(label="I have checked this against the record")
    letter = forms.FileField(label="Letter")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    born = DayField(label="Date of birth")
    begins = ClockField(label="Start time")
    reveals = {"decision": {"r": "why"}}
    groups = (("When", ("born", "begins")),)

    def clean(self):
        self.add_error(None, "The two dates do not agree with the sentence")


Actions = repeating(Action, item="Action", least=1, most=4)


def people(count):
    columns = [
        Column(text="Name", sort_href="?by=name", sorted="ascending"),
        "Born",
        "Category and level",
        "Next review",
        Column(text="Documents", numeric=True),
        "State",
    ]
    rows = [
        (
            Link(text=f"{LONG if n == 2 else 'Ashworth'}, Daniel", href="#", hidden=f"case {n}"),
            date(1984, 5, n % 28 + 1),
            ["Category 1", "Level 2"],
            ON,
            Number(value=n * 1234),
            Tag(text="Late", colour="red") if n else Tag(text="On time", colour="green"),
        )
        for n in range(count)
    ]
    return table(caption="People managed at level 2", columns=columns, rows=rows)


def draw(request, template, status=200, **context):
    source = (Path(__file__).parent / "style" / template).read_text()
    return HttpResponse(engines["django"].from_string(source).render({**SITE, **context}, request), status=status)


def components(request):
    messages.success(request, "The visit is recorded.")
    messages.warning(request, "Nobody has confirmed the category yet.")
    messages.error(request, "The letter was not sent.")
    messages.info(request, "Two people are reading this record now.")
    events = [
        Event(title="Level set to 2", at=AT, by="Morgan Ashdown", text="Two limbs are met.\n\nReview in twelve weeks."),
        Event(title="Registered", at=ON, by="Police", href="#"),
    ]
    tasks = [
        Task(title="The person", status="Completed", href="#"),
        Task(title="Risk", status=Tag(text="Incomplete", colour="blue"), href="#", hint="Two answers are missing"),
        Task(title="Check and send", status="Cannot start yet"),
    ]
    summary = summary_list(
        [
            row("Name", "Daniel James Ashworth", Change(href="#")),
            row("Address", None, Change(href="#", text="Add")),
            row("Released", ON),
            row("Agencies", ["Police", Link(text="Probation", href="#")]),
            row("Note", LONG),
        ],
        card_title="Person",
        card_actions=[Link(text="Print", href="#", hidden="this summary")],
    )
    return draw(
        request,
        "components.html",
        **CASE,
        page_title="Every component",
        caption="Style",
        people=people(3),
        nobody=people(0),
        summary=summary,
        tasks=task_list(tasks),
        events=timeline(events),
        nothing=timeline([], empty_text="Nothing has happened since the last meeting."),
        pages=pagination(page=7, pages=40, address=lambda n: f"?page={n}"),
        side={
            "label": "Plan",
            "sections": [{"heading": "Plan", "items": links([("Police", "#p"), ("Victims", "#v")], current="#p")}],
        },
        due=date(2026, 3, 1),
        on=ON,
        at=AT,
    )


def form(request):
    posted = request.method == "POST"
    asked = Everything(request.POST or None, request.FILES or None, initial={"version": 1})
    actions = Actions(request.POST or None, prefix="actions")
    if actions.button_pressed():
        actions, asked.quiet = actions.after_button(), True
    elif posted and asked.is_valid() and actions.is_valid():
        raise AssertionError("this form refuses everything")
    return render(
        request,
        "govuk/form_page.html",
        {
            **SITE,
            "page_title": "Everything to fill in",
            "form": asked,
            "formset": actions,
            "cancel_href": "/components",
        },
    )


def conflict(request):
    asked = Action.on_version(QueryDict("what=Visit+weekly&by_day=1&by_month=5&by_year=2026"), 2)
    theirs = summary_list([row("Action", "Visit daily"), row("Saved by", "Morgan Ashdown"), row("Saved at", AT)])
    context = {**SITE, "page_title": "Change an action", "form": asked, "theirs": theirs}
    return render(request, "govuk/conflict_page.html", context, status=409)


def listing(request, count):
    return render(
        request,
        "govuk/list_page.html",
        {
            **SITE,
            "page_title": "People",
            "table": people(count),
            "count_text": f"{count} people",
            "empty_text": "No person is managed at level 2 now. Referrals that are accepted appear here.",
            "pagination": pagination(page=1, pages=count, address=lambda n: f"?page={n}"),
            "breadcrumbs": [{"text": "Home", "href": "/"}, {"text": "People"}],
        },
    )


def problem(request, status):
    return render(request, f"{status}.html", SITE, status=status)


urlpatterns = [
    path("components", components),
    path("form", form),
    path("conflict", conflict),
    path("list/<int:count>", listing),
    path("problem/<int:status>", problem),
]
