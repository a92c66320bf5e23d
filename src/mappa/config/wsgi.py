"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application

from mappa.config import rubbish

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mappa.config.settings")

application = get_wsgi_application()

rubbish.look_seldom()
