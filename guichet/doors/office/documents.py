"""Adding a document to an article, and taking one out."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guichet.areas.knowledge import actions
from guichet.doors.office import articleform
from guichet.doors.office.articles import article_for, for_writers, only_proposes, page_of
from guichet.doors.office.documentform import DocumentPage
from guichet.doors.office.entrance import OfficeRequest
from guichet.ground import clock


@require_POST
@for_writers
def add(request: OfficeRequest, pk: int) -> HttpResponse:
    """Add a document; what is wrong with it is said at its field."""
    row, form = article_for(request, pk), DocumentPage(request.POST, request.FILES)
    proposes = only_proposes(request, row)
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.enclose(row, form.wanted(), by=request.viewer, now=clock.now())
        except actions.NotADocument as refusal:
            form.add_error(refusal.language, str(refusal))
        else:
            messages.success(request, _("Proposed: people read it once it is accepted.") if proposes else _("Kept."))
            return _back(pk)
    return page_of(request, row, articleform.written(row), paper=form)


@require_POST
@for_writers
def remove(request: OfficeRequest, pk: int, nth: int) -> HttpResponse:
    """Take a document out; earlier versions keep it."""
    row = article_for(request, pk)
    proposes = only_proposes(request, row)
    if not actions.take_out(row, nth, by=request.viewer, now=clock.now()):
        raise Http404
    messages.success(request, _("Proposed: people read it once it is accepted.") if proposes else _("Kept."))
    return _back(pk)


def _back(pk: int) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('office-article', args=[pk])}#papers")
