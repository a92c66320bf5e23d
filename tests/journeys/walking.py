"""Walking through pages as a person does: sign in, open, type, press, look."""

from datetime import date
from http import HTTPStatus

from tests.browser.checks import follow, hold


class Walker:
    """One browser window. ``check`` holds the page to the standard and keeps a picture when asked."""

    def __init__(self, page, base, sessions):
        self.page, self.base, self.sessions = page, base, sessions

    def sign_in(self, username):
        """As a person does: on the sign-in page, with one click, and later on with the session that is still open."""
        self.page.context.clear_cookies()
        if username in self.sessions:
            self.page.context.add_cookies(self.sessions[username])
            self.page.goto(f"{self.base}/")
            if self.address == "/":
                return self
        self.page.goto(f"{self.base}/signin")
        self.page.get_by_role("button", name=f"Sign in as {username}", exact=True).click()
        self.page.wait_for_url(f"{self.base}/")
        self.sessions[username] = self.page.context.cookies()
        return self

    def go(self, address):
        """Open a page, and give the status it came with."""
        return self.page.goto(self.base + address).status

    @property
    def address(self):
        """The path shown now."""
        return self.page.url.removeprefix(self.base)

    @property
    def text(self):
        """What a reader reads on the page."""
        return self.page.locator("body").inner_text()

    def says(self, *words):
        """Every one of these words is on the page."""
        text = self.text
        absent = [word for word in words if word not in text]
        assert absent == [], f"{self.page.url} does not say {absent}:\n{text[:3000]}"

    def never_says(self, *words):
        """None of these is anywhere in the page's source."""
        source = self.page.content()
        assert [word for word in words if word in source] == [], self.page.url

    def fill(self, **values):
        """Type answers by the names of their fields; a day goes into its three boxes."""
        for name, value in values.items():
            if isinstance(value, date):
                parts = {"day": value.day, "month": value.month, "year": value.year}
                for part, number in parts.items():
                    self.page.fill(f'[name="{name}_{part}"]', str(number))
                continue
            fields = self.page.locator(f'main [name="{name}"]')
            kind = fields.first.evaluate("field => field.type")
            if kind == "radio":
                self.page.check(f'main [name="{name}"][value="{value}"]')
            elif kind == "checkbox":
                fields.first.set_checked(value)
            elif kind == "select-one":
                fields.select_option(value)
            elif kind == "file":
                fields.set_input_files(value)
            else:
                fields.fill(str(value))

    def choose_every(self, beginning, value):
        """Choose one answer in every group of radios or boxes whose name begins so."""
        for choice in self.page.locator(f'main [name^="{beginning}"][value="{value}"]').all():
            choice.check()

    def write_everything(self, words):
        """The same words in every box for long text."""
        for box in self.page.locator("main textarea").all():
            box.fill(words)

    def addresses(self, part):
        """Where the page's links lead that contain this."""
        links = self.page.locator(f'main a[href*="{part}"]').all()
        return [link.get_attribute("href") for link in links]

    def get(self, address):
        """The status of a file, asked for by the same person."""
        return self.page.request.get(self.base + address).status

    def download(self, address):
        """A file, asked for by the same person."""
        answer = self.page.request.get(self.base + address)
        assert answer.status == HTTPStatus.OK, address
        return answer.body()

    def another(self):
        """A second person at another screen."""
        context = self.page.context.browser.new_context(viewport=self.page.viewport_size, locale="en-GB")
        made = context.new_page()
        made.set_default_timeout(10_000)
        return Walker(made, self.base, self.sessions)

    def press(self, button):
        """Press a button and wait for the page that answers."""
        follow(self.page.get_by_role("button", name=button, exact=True).first)

    def follow(self, link):
        """Follow a link in the page."""
        follow(self.page.locator("main a", has_text=link).first)

    def check(self, name):
        """Hold the page to the standard, and keep a picture when asked."""
        hold(self.page, name)
        return self
