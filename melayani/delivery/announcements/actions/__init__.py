"""The verbs of announcements."""

from __future__ import annotations

from melayani.delivery.announcements.actions.following import follow, leave, make_known
from melayani.delivery.announcements.actions.publishing import (
    end_announcement,
    extend_announcement,
    propose_withdrawal,
    publish_announcement,
    resume_telling,
    stop_telling,
    withdraw_announcement,
)
from melayani.delivery.announcements.actions.writing import (
    Given,
    check_announcement,
    draft_announcement,
    edit_announcement,
)
from melayani.delivery.announcements.rules import AnnouncementRefused

__all__ = [
    "AnnouncementRefused",
    "Given",
    "check_announcement",
    "draft_announcement",
    "edit_announcement",
    "end_announcement",
    "extend_announcement",
    "follow",
    "leave",
    "make_known",
    "propose_withdrawal",
    "publish_announcement",
    "resume_telling",
    "stop_telling",
    "withdraw_announcement",
]
