"""The page to which a link to choose a password leads."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mappa.accounts.pages import public
from mappa.administration.forms import PasswordForm
from mappa.administration.links import choose_password, link_of
from mappa.kernel import clock
from mappa.kernel.decisions import Incomplete


@public
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password by a link that somebody was given."""
    at = clock.now()
    link = link_of(token, at)
    if link is None:
        raise Http404
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if choose_password(token=token, password=form.cleaned_data["password"], at=at) is None:
                raise Http404
        except Incomplete as problem:
            form.say_beside(problem)
        else:
            messages.success(request, "Your password is set. Sign in with it, and set up your second factor.")
            return HttpResponseRedirect("/signin")
    context = {
        "page_title": "Choose your password", "form": form, "submit_text": "Set this password",
        "intro": f"Your user name is {link.user.username}.",
    }  # fmt: skip
    return render(request, "govuk/form_page.html", context, status=422 if form.errors else 200)
