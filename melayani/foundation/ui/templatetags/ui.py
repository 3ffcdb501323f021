"""Filters and tags that every template has."""

from __future__ import annotations

from django import template

from melayani.foundation.ui import format as words

register = template.Library()

register.filter("day", words.format_day)
register.filter("day_short", words.format_day_short)
register.filter("moment", words.format_moment)
register.filter("clock", words.format_clock)
register.filter("rupiah", words.format_rupiah)
register.filter("number", words.format_number)
register.filter("decimal2", words.format_decimal2)
register.filter("filesize", words.format_size)
register.filter("masked_name", words.mask_name)
register.filter("masked_nik", words.mask_nik)
register.filter("masked_phone", words.mask_phone)
register.filter("masked_email", words.mask_email)
register.filter("masked_address", words.mask_address)
register.filter("masked_date", words.mask_date)
