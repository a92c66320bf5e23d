"""What a service refuses, shown beside the field that has to change."""

from mappa.govuk.forms import Form
from mappa.kernel.decisions import Problem


def show(form: Form, problem: Problem) -> None:
    """Put each message beside its field; what belongs to no field stands above the form."""
    fields: dict[str, str] = getattr(problem, "fields", {})
    for name, message in fields.items():
        form.add_error(name if name in form.fields else None, message)
    if not fields:
        form.add_error(None, str(problem))
