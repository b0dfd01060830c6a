"""Addresses of the office."""

from django.urls import path, re_path

from guichet.areas.metrics.queries import SETS
from guichet.doors.office import articles, forms, looks, needs, offered, plans, rulepages, suggestions, views, words

urlpatterns = [
    path("", views.home, name="office-home"),
    re_path(rf"^lists/(?P<code>{'|'.join(SETS)})/$", views.behind, name="office-list"),
    path("suggestions/", suggestions.page, name="office-suggestions"),
    path("needs/", needs.page, name="office-needs"),
    path("needs/<int:pk>/", needs.decision, name="office-needs-decision"),
    path("plans/", plans.page, name="office-plans"),
    path("plans/<slug:code>.bpmn", plans.file, name="office-plan"),
    path("forms/", forms.every, name="office-forms"),
    path("forms/<str:code>/", forms.one, name="office-form"),
    path("forms/<str:code>/versions/<int:nth>/", forms.version, name="office-form-version"),
    path("looks/", looks.page, name="office-looks"),
    path("services/", offered.every, name="office-services"),
    path("services/<str:code>/", offered.one, name="office-service"),
    path("services/<str:code>/state/", offered.state, name="office-service-state"),
    path("services/<str:code>/versions/", offered.versions, name="office-service-versions"),
    path("services/<str:code>/versions/<int:pk>/", offered.difference, name="office-service-version"),
    path("services/<str:code>/versions/<int:pk>/drop/", offered.drop, name="office-service-drop"),
    path("articles/", articles.every, name="office-articles"),
    path("articles/new/", articles.new, name="office-article-new"),
    path("articles/<int:pk>/", articles.one, name="office-article"),
    path("articles/<int:pk>/state/", articles.state, name="office-article-state"),
    path("articles/<int:pk>/versions/", articles.versions, name="office-article-versions"),
    path("articles/<int:pk>/versions/<int:nth>/", articles.version, name="office-article-version"),
    path("glossary/", words.every, name="office-glossary"),
    path("glossary/new/", words.new, name="office-word-new"),
    path("glossary/<int:pk>/", words.one, name="office-word"),
    path("reading/", offered.reading, name="office-reading"),
    path("rules/", rulepages.every, name="office-rules"),
    path("rules/new/", rulepages.new, name="office-rule-new"),
    path("rules/halt/", rulepages.halt, name="office-rules-halt"),
    path("rules/<int:pk>/", rulepages.one, name="office-rule"),
    path("rules/<int:pk>/trial/", rulepages.trial, name="office-rule-trial"),
    path("rules/<int:pk>/log/", rulepages.log, name="office-rule-log"),
    path("rules/<int:pk>/mode/", rulepages.mode, name="office-rule-mode"),
    path("computed/", views.computed, name="office-computed"),
    path("breakdown.csv", views.export, name="office-export"),
]
