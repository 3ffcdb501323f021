"""What a browser gives when its owner agrees: where to post, and with which keys (W3C Push API)."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

LONGEST = 2000


class BadSubscription(Exception):
    """This is no subscription, or one at a place to which we do not post."""


@dataclass(frozen=True)
class Subscription:
    """Where to post, the point of the browser's key, its secret."""

    endpoint: str
    key: bytes
    auth: bytes

    @property
    def value(self) -> str:
        """The same subscription is always the same text."""
        told = {"endpoint": self.endpoint, "key": self.key.hex(), "auth": self.auth.hex()}
        return json.dumps(told, sort_keys=True)


def given(told: Any) -> Subscription:
    """Read the JSON of a browser; raises BadSubscription. Only hosts in PUSH_HOSTS are posted to, by https."""
    try:
        endpoint, keys = str(told["endpoint"]), told["keys"]
        parts = urlsplit(endpoint)
        key, auth = _bytes(str(keys["p256dh"])), _bytes(str(keys["auth"]))
    except (KeyError, TypeError, ValueError) as error:
        raise BadSubscription("no subscription") from error
    if len(endpoint) > LONGEST or parts.scheme != "https" or not is_known_host(endpoint):
        raise BadSubscription("not a push service")
    if len(key) != 65 or key[0] != 4 or len(auth) != 16:
        raise BadSubscription("no keys")
    return Subscription(endpoint, key, auth)


def kept(value: str) -> Subscription:
    """Read what `Subscription.value` wrote; raises BadSubscription."""
    try:
        told = json.loads(value)
        return Subscription(told["endpoint"], bytes.fromhex(told["key"]), bytes.fromhex(told["auth"]))
    except (KeyError, TypeError, ValueError) as error:
        raise BadSubscription("no subscription") from error


def is_known_host(endpoint: str) -> bool:
    """Whether a push service in PUSH_HOSTS stands at this address (a leading dot: any host below it)."""
    host = urlsplit(endpoint).hostname or ""
    return any(host == one or (one.startswith(".") and host.endswith(one)) for one in settings.PUSH_HOSTS)


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise ValueError(text[:20]) from error
