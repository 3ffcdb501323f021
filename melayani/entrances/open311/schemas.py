"""JSON Schemas of what is sent and answered; the same that the tests judge every answer by."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
TRUTH: Schema = {"type": "boolean"}
MOMENT: Schema = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$",
}
MAYBE_MOMENT: Schema = {**MOMENT, "type": ["string", "null"]}
DATATYPES = ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]


def record(required: Schema, **optional: Schema) -> Schema:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def many(row: Schema) -> Schema:
    return {"type": "array", "items": row}


ENDPOINT = record(
    {
        "specification": {"const": "http://wiki.open311.org/GeoReport_v2"},
        "url": {"type": "string", "pattern": "^https?://.+/$"},
        "changeset": MOMENT,
        "type": {"enum": ["production", "test"]},
        "formats": many({"enum": ["text/xml", "application/json"]}),
    }
)
DISCOVERY = record(
    {"changeset": MOMENT, "contact": TEXT, "key_service": TEXT, "endpoints": {**many(ENDPOINT), "minItems": 2}},
    max_requests={"type": "integer"},
    jurisdiction_id=TEXT,
    service_area=MAYBE,
)
SERVICE = record(
    {
        "service_code": TEXT,
        "service_name": TEXT,
        "description": MAYBE,
        "metadata": TRUTH,
        "type": {"enum": ["realtime", "batch", "blackbox"]},
        "keywords": MAYBE,
        "group": MAYBE,
    }
)
ATTRIBUTE = record(
    {
        "variable": TRUTH,
        "code": TEXT,
        "datatype": {"enum": DATATYPES},
        "required": TRUTH,
        "datatype_description": MAYBE,
        "order": {"type": "integer", "minimum": 1},
        "description": TEXT,
    },
    values={**many(record({"key": TEXT, "name": TEXT})), "minItems": 1},
)
DEFINITION = record({"service_code": TEXT, "attributes": {**many(ATTRIBUTE), "minItems": 1}})
NOTE = record({"datetime": MOMENT, "type": TEXT, "summary": TEXT, "description": MAYBE})
REQUEST = record(
    {
        "service_request_id": TEXT,
        "status": {"enum": ["open", "closed"]},
        "status_notes": MAYBE,
        "service_name": TEXT,
        "service_code": TEXT,
        "description": {"type": ["string", "null"]},
        "agency_responsible": MAYBE,
        "service_notice": MAYBE,
        "requested_datetime": MOMENT,
        "updated_datetime": MOMENT,
        "expected_datetime": MAYBE_MOMENT,
        "address": MAYBE,
        "address_id": MAYBE,
        "zipcode": MAYBE,
        "lat": {"type": ["number", "null"], "minimum": -90, "maximum": 90},
        "long": {"type": ["number", "null"], "minimum": -180, "maximum": 180},
        "media_url": MAYBE,
    },
    notes=many(NOTE),
    extended_attributes=record({"title": MAYBE, "kind": TEXT, "state": TEXT, "outcome": MAYBE}),
)
_REST = {"service_notice": MAYBE, "account_id": MAYBE}
RECEIPT: Schema = {"oneOf": [record({"service_request_id": TEXT} | _REST), record({"token": TEXT} | _REST)]}
TOKEN = record({"service_request_id": MAYBE, "token": TEXT})
UPDATED = record(
    {
        "update_id": TEXT,
        "service_request_id": TEXT,
        "status": {"enum": ["OPEN", "IN_PROGRESS", "FIXED", "CLOSED"]},
        "updated_datetime": MOMENT,
        "description": MAYBE,
        "media_url": MAYBE,
    }
)
COMPONENTS: dict[str, Schema] = {
    "discovery": DISCOVERY,
    "services": many(SERVICE),
    "service_definition": DEFINITION,
    "service_requests": many(REQUEST),
    "receipts": {**many(RECEIPT), "minItems": 1, "maxItems": 1},
    "tokens": {**many(TOKEN), "minItems": 1, "maxItems": 1},
    "service_request_updates": many(UPDATED),
    "update_receipts": {**many(record({"update_id": TEXT, "account_id": MAYBE})), "minItems": 1, "maxItems": 1},
    "errors": {
        **many(record({"code": {"type": "string", "pattern": "^[45]\\d\\d$"}, "description": TEXT})),
        "minItems": 1,
    },
}

# what a form may carry; whatever else a client adds is ignored
REPORT: Schema = {
    "type": "object",
    "required": ["api_key", "service_code"],
    "properties": {
        **dict.fromkeys(("api_key", "jurisdiction_id", "service_code", "lat", "long", "address_string"), TEXT),
        **dict.fromkeys(("address_id", "email", "device_id", "account_id", "first_name", "last_name", "phone"), TEXT),
        "description": {"type": "string", "maxLength": 4000},
        "media_url": TEXT,
    },
}
UPDATE: Schema = {
    "type": "object",
    "required": ["api_key", "update_id", "service_request_id", "description"],
    "properties": dict.fromkeys(
        ("api_key", "jurisdiction_id", "update_id", "service_request_id", "status", "updated_datetime", "description"),
        TEXT,
    ),
}
