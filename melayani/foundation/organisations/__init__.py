"""Regions, agencies, units, malls and their tenancies."""
