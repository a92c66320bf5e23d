"""Forms speak plainly, label everything and lose nothing."""

from datetime import date, time
from html.parser import HTMLParser

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from mappa.govuk import fields
from mappa.govuk.forms import ClockField, DayField, Form, VersionField
from mappa.govuk.repeating import repeating

YES_NO = (("yes", "Yes"), ("no", "No"))


class EveryWidget(Form):
    version = VersionField()
    name = forms.CharField(label="Family name", max_length=10, help_text="As in the court record")
    email = forms.EmailField()
    count = forms.IntegerField(label="Number of visits", min_value=1)
    amount = forms.DecimalField()
    secret = forms.CharField(widget=forms.PasswordInput)
    notes = forms.CharField(widget=forms.Textarea, required=False)
    account = forms.CharField(widget=forms.Textarea, max_length=20)
    told = forms.ChoiceField(label="Was the victim told?", choices=YES_NO, widget=forms.RadioSelect)
    why = forms.CharField(label="Why not?", required=False)
    agencies = forms.MultipleChoiceField(
        choices=(("p", "Police"), ("h", "Health")), widget=forms.CheckboxSelectMultiple
    )
    several = forms.MultipleChoiceField(choices=YES_NO, label="Several")
    level = forms.ChoiceField(choices=(("", "Choose a level"), ("2", "Level 2")))
    agree = forms.BooleanField(label="I have checked this")
    letter = forms.FileField()
    born = DayField(label="Date of birth", century_from=1920)
    begins = ClockField(label="Start time")
    reveals = {"told": {"no": "why"}}
    groups = (("Times", ("born", "begins")),)


class Page(HTMLParser):
    """What a browser would need: ids, controls, labels, references."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids, self.controls, self.labelled, self.described, self.links = [], [], set(), set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        if tag in {"input", "select", "textarea"} and given.get("type") != "hidden":
            self.controls.append(given["id"])
        if tag == "label":
            self.labelled.add(given["for"])
        self.described |= set((given.get("aria-describedby") or "").split())
        if tag == "a":
            self.links.append(given["href"].removeprefix("#"))


def drawn(**context):
    return Template("{% load govuk %}{% govuk_errors form %}{{ form }}").render(Context(context))


class TestForm:
    @pytest.mark.parametrize("data", [None, {}, {"born_day": "31", "born_month": "2", "born_year": "2026"}])
    def test_gives_every_control_a_label_and_every_reference_a_target(self, data):
        page = Page(drawn(form=EveryWidget(data)))

        assert len(page.controls) == 21
        assert set(page.controls) <= page.labelled
        assert len(page.ids) == len(set(page.ids))
        assert page.described <= set(page.ids)
        assert set(page.links) <= set(page.controls)

    def test_says_what_to_do_when_an_answer_is_missing(self):
        form = EveryWidget({"version": "1"})

        said = {name: messages[0] for name, messages in form.errors.items()}

        assert said["name"] == "Enter family name"
        assert said["told"] == "Answer the question: Was the victim told?"
        assert said["level"] == "Select level"
        assert said["letter"] == "Choose a file for letter"
        assert said["agree"] == "Tick the box to go on: I have checked this"
        assert said["born"] == "Enter date of birth"

    def test_says_how_much_too_long_an_answer_is_and_keeps_it(self):
        form = EveryWidget({"name": "x" * 12})

        assert form.errors["name"] == ["Family name must be 10 characters or fewer. You have 12"]
        assert "x" * 12 in drawn(form=form)

    def test_keeps_the_words_an_author_chose(self):
        class Chosen(Form):
            name = forms.CharField(error_messages={"required": "Say who it is"})

        assert Chosen({}).errors["name"] == ["Say who it is"]

    def test_links_the_summary_to_the_part_of_a_date_that_is_wrong(self):
        form = EveryWidget({"born_day": "1", "born_month": "13", "born_year": "1961"})

        linked = {error["text"]: error.get("href") for error in fields.errors_of(form)}

        assert linked["Date of birth must have a month from 1 to 12, or its name"] == "#id_born_month"

    def test_shows_each_widget_as_the_component_it_is(self):
        html = drawn(form=EveryWidget())

        assert html.count('type="radio"') == 2
        assert html.count('type="checkbox"') == 5
        assert html.count("<select") == 1
        assert html.count("<textarea") == 2
        assert html.count('type="password"') == 1
        assert html.count('type="file"') == 1

    def test_says_choose_one_instead_of_dashes(self):
        class Pick(Form):
            level = forms.TypedChoiceField(choices=[("", "---------"), ("2", "Level 2")])

        html = drawn(form=Pick())

        assert "Choose one" in html
        assert "---" not in html

    def test_marks_what_is_optional(self):
        html = drawn(form=EveryWidget())

        assert "Notes (optional)" in html
        assert "Family name (optional)" not in html

    def test_shows_a_revealed_field_once_inside_its_answer(self):
        html = drawn(form=EveryWidget())

        assert html.count('name="why"') == 1
        assert html.index('data-reveal-answer="no"') < html.index('name="why"') < html.index('name="agencies"')

    def test_folds_what_few_need_until_something_in_it_is_filled_in_or_wrong(self):
        class Folded(Form):
            name = forms.CharField()
            shape = forms.CharField(required=False)
            size = forms.IntegerField(required=False)
            groups = (("Name", ("name",)), ("Rarely", ("shape", "size")))
            folded = ("Rarely",)

        shut = str(Folded())

        assert shut.count("<details") == 1
        assert '<details class="govuk-details" open' not in shut
        assert shut.index("Rarely") > shut.index("<details")
        assert '<details class="govuk-details" open' in str(Folded(initial={"shape": "round"}))
        wrong = Folded({"name": "Sam", "size": "large"})
        assert not wrong.is_valid()
        assert '<details class="govuk-details" open' in str(wrong)

    def test_escapes_what_was_typed(self):
        html = drawn(form=EveryWidget({"name": "<script>", "notes": "</textarea><script>"}))

        assert "<script>" not in html

    def test_refuses_a_widget_without_a_component(self):
        class Odd(Form):
            day = forms.DateField(widget=forms.SelectDateWidget)

        with pytest.raises(TypeError, match=r"SelectDateWidget has no GOV\.UK component"):
            drawn(form=Odd())

    def test_refuses_a_date_in_one_box(self):
        class Odd(Form):
            day = forms.DateField()

        with pytest.raises(TypeError, match="'day' asks for a date in one box"):
            drawn(form=Odd())

    def test_keeps_what_was_typed_when_it_moves_to_a_newer_version(self):
        posted = QueryDict("version=1&name=Ashworth&agencies=p&agencies=h")

        moved = EveryWidget.on_version(posted, 7)

        assert moved["version"].value() == "7"
        assert (moved["name"].value(), moved["agencies"].value()) == ("Ashworth", ["p", "h"])

    def test_uses_no_browser_checks(self):
        assert "required" not in drawn(form=EveryWidget())


class TestDayField:
    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            (("1", "5", "26"), date(2026, 5, 1)),
            (("1", "May", "2026"), date(2026, 5, 1)),
            (("01", "sept", "1961"), date(1961, 9, 1)),
            (("1 May 2026", "", ""), date(2026, 5, 1)),
            (("01/05/2026", "", ""), date(2026, 5, 1)),
            (("1 5 26", "", ""), date(2026, 5, 1)),
            (("2026-05-01", "", ""), date(2026, 5, 1)),
            ((" 29 ", "2", "2024"), date(2024, 2, 29)),
        ],
    )
    def test_reads_dates_as_people_write_them(self, typed, read):
        assert DayField(label="Day").clean(typed) == read

    def test_reads_a_short_year_in_the_hundred_years_it_was_told(self):
        assert DayField(label="Born", century_from=1927).clean(("1", "5", "61")) == date(1961, 5, 1)
        assert DayField(label="Born", century_from=1927).clean(("1", "5", "26")) == date(2026, 5, 1)

    @pytest.mark.parametrize(
        ("typed", "said", "parts"),
        [
            (("31", "4", "2026"), "Day must be a real date: April 2026 has 30 days", "day"),
            (("29", "2", "2026"), "Day must be a real date: February 2026 has 28 days", "day"),
            (("1", "13", "2026"), "Day must have a month from 1 to 12, or its name", "month"),
            (("1", "ju", "2026"), "Day must have a month from 1 to 12, or its name", "month"),
            (("1", "5", "202"), "Day must have a year of 4 numbers, for example 2026", "year"),
            (("1", "5", "0026"), "Day must have a year from 1850 to 2199", "year"),
            (("x", "5", "2026"), "Day must have a day that is a number", "day"),
            (("1", "", "2026"), "Day must include a month", "month"),
            (("", "5", ""), "Day must include a day and a year", "day year"),
            (("tomorrow", "", ""), "Day must include a month and a year", "month year"),
        ],
    )
    def test_names_the_part_that_is_wrong(self, typed, said, parts):
        with pytest.raises(forms.ValidationError) as refused:
            DayField(label="Day").clean(typed)

        assert refused.value.messages == [said]
        assert refused.value.code == parts

    def test_is_nothing_when_empty_and_not_required(self):
        assert DayField(label="Day", required=False).clean(("", " ", "")) is None

    def test_shows_a_date_in_its_parts_and_sees_a_change(self):
        class Born(Form):
            born = DayField()

        assert 'value="1961"' in drawn(form=Born(initial={"born": date(1961, 5, 1)}))
        same = {"born_day": "1", "born_month": "5", "born_year": "1961"}
        assert not Born(same, initial={"born": date(1961, 5, 1)}).has_changed()
        assert Born({**same, "born_day": "2"}, initial={"born": date(1961, 5, 1)}).has_changed()


class TestClockField:
    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("14:30", time(14, 30)),
            ("2.30pm", time(14, 30)),
            ("2pm", time(14)),
            ("1430", time(14, 30)),
            ("12am", time(0)),
            ("Midday", time(12)),
            ("9 a.m.", time(9)),
        ],
    )
    def test_reads_times_as_people_write_them(self, typed, read):
        assert ClockField(label="Start").clean(typed) == read

    @pytest.mark.parametrize("typed", ["25:00", "13pm", "half past", "9", "10:61"])
    def test_says_what_a_time_looks_like(self, typed):
        class Start(Form):
            start = ClockField(label="Start")

        assert Start({"start": typed}).errors["start"] == ["Start must be a time, for example 2:30pm or 14:30"]


class TestVersionField:
    def test_is_hidden_and_says_that_nothing_was_saved_when_lost(self):
        assert 'type="hidden" name="version"' in drawn(form=EveryWidget(initial={"version": 3}))
        assert "Nothing was saved" in EveryWidget({}).errors["version"][0]


class Action(Form):
    what = forms.CharField(label="Action")
    by = DayField(label="By")


class TestRepeating:
    kind = repeating(Action, item="Action", most=3)

    def posted(self, *answers, **more):
        data = QueryDict(mutable=True)
        data["form-TOTAL_FORMS"], data["form-INITIAL_FORMS"] = str(len(answers)), "0"
        for index, what in enumerate(answers):
            data[f"form-{index}-what"], data[f"form-{index}-by_day"] = what, str(index + 1)
        data.update(more)
        return data

    def test_adds_one_more_without_losing_answers_or_showing_errors(self):
        pressed = self.kind(self.posted("Call", **{"add-form": "1"}))

        after = pressed.after_button()

        assert pressed.button_pressed()
        assert [form["what"].value() for form in after.forms] == ["Call", None]
        assert "error" not in Template("{% load govuk %}{% govuk_formset f %}").render(Context({"f": after}))
        assert list(fields.errors_of(after)) == []

    def test_removes_the_one_that_was_named(self):
        after = self.kind(self.posted("Call", "Write", "Visit", **{"remove-form": "1"})).after_button()

        assert [form["what"].value() for form in after.forms] == ["Call", "Visit"]
        assert after.forms[1]["by"].value() == ("3", "", "")

    def test_stops_at_the_most_and_the_least(self):
        full = self.kind(self.posted("a", "b", "c", **{"add-form": "1"}))
        one = self.kind(self.posted("a", **{"remove-form": "0"}))

        assert len(full.after_button().forms) == 3
        assert len(one.after_button().forms) == 1
        assert "Add another action" not in full.render()
        assert "Remove action" not in one.render()

    def test_labels_every_control_apart(self):
        page = Page(self.kind(self.posted("a", "b")).render())

        assert set(page.controls) <= page.labelled
        assert len(page.ids) == len(set(page.ids))

    def test_asks_for_the_least_when_nothing_was_sent(self):
        assert list(fields.errors_of(self.kind(self.posted()))) == [{"text": "Add at least 1 action"}]

    def test_links_each_error_to_its_own_form(self):
        formset = self.kind(self.posted("a", ""))

        assert {"text": "Enter action", "href": "#id_form-1-what"} in list(fields.errors_of(formset))
