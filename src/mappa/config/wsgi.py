"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mappa.config.settings")

application = get_wsgi_application()

# What start-up made stays for good. Searching it for rubbish in the middle of a page makes that page late.
gc.collect()
gc.freeze()
