"""The door for Open311 clients: GeoReport v2, in XML and JSON. No rules, no tables."""
