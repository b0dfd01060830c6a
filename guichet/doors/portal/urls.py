"""The addresses of the portal, grouped by noun."""

from django.urls import path

from guichet.doors.portal.views import (
    about,
    ask,
    delegations,
    files,
    follow,
    home,
    mine,
    offers,
    preferences,
    pulse,
    seen,
    tracker,
)

urlpatterns = [
    path("", home.home, name="portal-home"),
    path("contact/", home.contact, name="portal-contact"),
    path("commitments/", about.commitments, name="portal-commitments"),
    path("privacy/", about.privacy, name="portal-privacy"),
    path("accessibility/", about.accessibility, name="portal-accessibility"),
    path("services/", offers.services, name="portal-services"),
    path("services/<str:code>/", offers.service, name="portal-service"),
    path("ask/", ask.ask, name="portal-ask"),
    path("ask/<str:code>/", ask.ask, name="portal-ask-service"),
    path("asked/<str:number>/", ask.asked, name="portal-asked"),
    path("follow/", follow.follow, name="portal-follow"),
    path("t/<str:number>/", tracker.ticket, name="portal-ticket"),
    path("t/<str:number>/reply/", tracker.reply, name="portal-reply"),
    path("t/<str:number>/settled/", tracker.settled, name="portal-settled"),
    path("t/<str:number>/not-settled/", tracker.not_settled, name="portal-not-settled"),
    path("t/<str:number>/slip/", tracker.slip, name="portal-slip"),
    path("t/<str:number>/<str:code>/", follow.link, name="portal-link"),
    path("files/<str:token>/", files.file, name="portal-file"),
    path("pulse/<str:token>/", pulse.pulse, name="portal-pulse"),
    path("mine/", mine.mine, name="portal-mine"),
    path("mine/seen/", seen.seen, name="portal-seen"),
    path("mine/preferences/", preferences.preferences, name="portal-preferences"),
    path("mine/delegations/", delegations.delegations, name="portal-delegations"),
    path("mine/delegations/<int:pk>/revoke/", delegations.revoke, name="portal-revoke"),
]
