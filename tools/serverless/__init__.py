"""What Python packs for the site: the course as a folder of static files (see make_site.py)."""
