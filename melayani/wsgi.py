"""The WSGI application, served by granian."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "melayani.settings")
application = get_wsgi_application()
gc.collect()
gc.freeze()  # what is loaded now stays: the collector need not walk through it while a page is made
