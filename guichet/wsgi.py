"""Pages and API, for gunicorn's threads."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.settings")
application = get_wsgi_application()
# This library takes a second to load every country: once, before the workers fork, and not for the first visitor.
import_module("holidays.countries")
