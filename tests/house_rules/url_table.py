"""Who may open which address, kept by hand. An address that is not written here fails the suite.

Columns are people. Three have no account: `citizen` has the draft in the session, or the secret of the case, of the
survey, of the invitation; `stranger` has another session and the secret of another case. The officers work at the civil
registry of Bontang, whose objects the addresses name; `other` holds every duty that there is, in Bengkalis. What is
theirs because of the place is therefore 404 for `other`, and nothing but the place is the reason.

A number is the status; `in` leads to the sign-in page, `to` to some other page. 405 stands where an address knows only
the other method. GET is asked by everybody; POST, after the bar, by those without a right (what the rightful may do
stands in DOES). The API knows callers by their key, not by a session: its rows are for a caller without one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from melayani.delivery.applications import states
from melayani.delivery.applications.tests.factories import photo
from melayani.voice.surveys.tests.factories import ALL_GOOD
from tests.house_rules import (
    url_announcements,
    url_complaints_office,
    url_consultations,
    url_evaluation,
    url_facilities,
    url_innovations,
    url_letters,
    url_mail,
    url_malls,
    url_office,
    url_people,
    url_queues,
    url_queues_office,
    url_reporting,
    url_standards,
    url_surveys,
    url_training,
    url_webhooks,
    url_whatsapp,
)
from tests.house_rules.url_world import ROLES, Place

PARTS = (
    url_announcements,
    url_consultations,
    url_evaluation,
    url_facilities,
    url_innovations,
    url_letters,
    url_mail,
    url_malls,
    url_office,
    url_people,
    url_queues,
    url_queues_office,
    url_reporting,
    url_standards,
    url_surveys,
    url_training,
    url_webhooks,
    url_whatsapp,
)
WITHOUT_A_RIGHT = ("visitor", "stranger", "ministry", "other")

# name, then GET by: visitor citizen stranger processor approver head admin ministry other,
# and after the bar POST by: visitor stranger ministry other
TABLE = """
applications_office:list                in  in  in 200 200 200 404 404 200  |  in  in 405 405
applications_office:choose              in  in  in 200 404 404 404 404 200  |  in  in 405 405
applications_office:file                in  in  in 200 404 404 404 404 404  |  in  in 404 404
applications_office:case                in  in  in 200 200 200 404 404 404  |  in  in 405 405
applications_office:unmask              in  in  in 405 405 405 405 405 405  |  in  in 404 404
applications_office:receipt             in  in  in 200 404 404 404 404 404  |  in  in 405 405
applications_office:receipt_code        in  in  in 405 405 405 405 405 405  |  in  in 404 404
applications_office:download            in  in  in 200 200 200 404 404 404  |  in  in 405 405
applications_office:act                 in  in  in 405 405 405 405 405 405  |  in  in 404 404
complaints_office:list                  in  in  in 404 404 200 404 404 200  |  in  in 405 405
complaints_office:file                  in  in  in 404 404 200 404 404 200  |  in  in 404 422
complaints_office:moderation            in  in  in 404 404 200 404 404 200  |  in  in 405 405
complaints_office:templates             in  in  in 404 404 200 404 404 200  |  in  in 405 405
complaints_office:template_new          in  in  in 404 404 200 404 404 200  |  in  in 404 422
complaints_office:template              in  in  in 404 404 200 404 404 404  |  in  in 404 404
complaints_office:template_retire       in  in  in 405 405 405 405 405 405  |  in  in 404 404
complaints_office:statistics            in  in  in 404 404 200 404 200 200  |  in  in 405 405
complaints_office:statistics_csv        in  in  in 404 404 200 404 200 200  |  in  in 405 405
complaints_office:statistics_xlsx       in  in  in 404 404 200 404 200 200  |  in  in 405 405
complaints_office:settings              in  in  in 404 404 200 404 404 200  |  in  in 405 405
complaints_office:category_new          in  in  in 404 404 200 404 404 200  |  in  in 404 422
complaints_office:category              in  in  in 404 404 200 404 404 404  |  in  in 404 404
complaints_office:question              in  in  in 404 404 200 404 404 404  |  in  in 404 404
complaints_office:clock                 in  in  in 404 404 200 404 404 200  |  in  in 404 422
complaints_office:clock_end             in  in  in 405 405 405 405 405 405  |  in  in 404 404
complaints_office:ladder                in  in  in 404 404 200 404 404 200  |  in  in 404 422
complaints_office:step_drop             in  in  in 405 405 405 405 405 405  |  in  in 404 404
complaints_office:handover              in  in  in 404 404 200 404 404 200  |  in  in 405 405
complaints_office:handover_export       in  in  in 405 405 405 405 405 405  |  in  in 404 422
complaints_office:handover_import       in  in  in 405 405 405 405 405 405  |  in  in 404 422
complaints_office:case                  in  in  in 404 404 200 404 404 404  |  in  in 405 405
complaints_office:unmask                in  in  in 405 405 405 405 405 405  |  in  in 404 404
complaints_office:receipt               in  in  in 404 404 200 404 404 404  |  in  in 405 405
complaints_office:receipt_code          in  in  in 405 405 405 405 405 405  |  in  in 404 404
complaints_office:ombudsman             in  in  in 404 404 200 404 404 404  |  in  in 405 405
complaints_office:download              in  in  in 404 404 200 404 404 404  |  in  in 405 405
complaints_office:act                   in  in  in 404 404 404 404 404 404  |  in  in 404 404
disclosure_office:desk                  in  in  in 404 404 200 404 404 200  |  in  in 405 405
disclosure_office:record                in  in  in 404 404 404 404 404 200  |  in  in 404 422
disclosure_office:entries               in  in  in 404 404 200 404 404 200  |  in  in 405 405
disclosure_office:add_entry             in  in  in 404 404 404 404 404 200  |  in  in 404 422
disclosure_office:entry                 in  in  in 404 404 200 404 404 404  |  in  in 405 405
disclosure_office:change_entry          in  in  in 404 404 404 404 404 404  |  in  in 404 404
disclosure_office:publish_entry         in  in  in 405 405 405 405 405 405  |  in  in 404 404
disclosure_office:withdraw_entry        in  in  in 405 405 405 405 405 405  |  in  in 404 404
disclosure_office:entry_file            in  in  in 404 404 200 404 404 404  |  in  in 405 405
disclosure_office:exclusions            in  in  in 404 404 200 404 404 200  |  in  in 405 405
disclosure_office:propose               in  in  in 404 404 404 404 404 200  |  in  in 404 422
disclosure_office:exclusion             in  in  in 404 404 200 404 404 404  |  in  in 405 405
disclosure_office:test                  in  in  in 404 404 404 404 404 404  |  in  in 404 404
disclosure_office:settle                in  in  in 405 405 405 405 405 405  |  in  in 404 404
disclosure_office:registers             in  in  in 404 404 200 404 404 200  |  in  in 405 405
disclosure_office:register_file         in  in  in 404 404 200 404 404 404  |  in  in 405 405
disclosure_office:reports               in  in  in 404 404 200 404 404 200  |  in  in 405 405
disclosure_office:report                in  in  in 404 404 200 404 404 404  |  in  in 404 404
disclosure_office:publish_report        in  in  in 405 405 405 405 405 405  |  in  in 404 404
disclosure_office:report_file           in  in  in 404 404 200 404 404 404  |  in  in 405 405
disclosure_office:settings              in  in  in 404 404 200 404 404 200  |  in  in 404 422
disclosure_office:objection             in  in  in 404 404 200 404 404 404  |  in  in 405 405
disclosure_office:objection_receipt     in  in  in 404 404 200 404 404 404  |  in  in 405 405
disclosure_office:answer                in  in  in 405 405 405 405 405 405  |  in  in 404 404
disclosure_office:withdraw_objection    in  in  in 405 405 405 405 405 405  |  in  in 404 404
disclosure_office:case                  in  in  in 404 404 200 404 404 404  |  in  in 405 405
disclosure_office:decide                in  in  in 404 404 404 404 404 404  |  in  in 404 404
disclosure_office:object                in  in  in 404 404 404 404 404 404  |  in  in 404 404
disclosure_office:unmask                in  in  in 405 405 405 405 405 405  |  in  in 404 404
disclosure_office:receipt               in  in  in 404 404 200 404 404 404  |  in  in 405 405
disclosure_office:receipt_code          in  in  in 405 405 405 405 405 405  |  in  in 404 404
disclosure_office:redactions            in  in  in 404 404 200 404 404 404  |  in  in 405 405
disclosure_office:file                  in  in  in 404 404 200 404 404 404  |  in  in 405 405
disclosure_office:letter                in  in  in 404 404 200 404 404 404  |  in  in 405 405
disclosure_office:act                   in  in  in 405 405 405 405 405 405  |  in  in 404 404
appointments_office:units               in  in  in  to 404  to 404 404 200  |  in  in 405 405
appointments_office:conflicts           in  in  in 200 404 200 404 404 200  |  in  in 405 405
appointments_office:booking             in  in  in 200 404 200 404 404 404  |  in  in 405 405
appointments_office:change              in  in  in 200 404 200 404 404 404  |  in  in 404 404
appointments_office:unmask              in  in  in 405 405 405 405 405 405  |  in  in 404 404
appointments_office:act                 in  in  in 405 405 405 405 405 405  |  in  in 404 404
appointments_office:day                 in  in  in 200 404 200 404 404 404  |  in  in 405 405
appointments_office:capacity            in  in  in 404 404 200 404 404 404  |  in  in 404 404
appointments_office:book                in  in  in 200 404 200 404 404 404  |  in  in 404 404
appointments_office:plan                in  in  in 404 404 200 404 404 404  |  in  in 404 404
appointments_office:add                 in  in  in 404 404 200 404 404 404  |  in  in 404 404
appointments_office:end                 in  in  in 405 405 405 405 405 405  |  in  in 404 404
appointments_office:close               in  in  in 404 404 200 404 404 404  |  in  in 404 404
workdays_office:offices                 in  in  in 404 404 200 200 404 200  |  in  in 404 200
workdays_office:office                  in  in  in 404 404 200 200 404 404  |  in  in 404 404
workdays_office:year                    in  in  in 404 404 200 200 404 404  |  in  in 404 404
workdays_office:hours                   in  in  in 404 404 200 200 404 404  |  in  in 404 404
workdays_office:week                    in  in  in 404 404 200 200 404 404  |  in  in 404 404
workdays_office:mode                    in  in  in 404 404 200 200 404 404  |  in  in 404 404
workdays_office:close                   in  in  in 404 404 200 200 404 404  |  in  in 404 404
workdays_office:reopen                  in  in  in 404 404 405 405 404 405  |  in  in 404 404
workdays_office:restrict                in  in  in 404 404 200 200 404 404  |  in  in 404 404
workdays_office:end_restriction         in  in  in 404 404 405 405 404 405  |  in  in 404 404
workdays_office:add_holiday             in  in  in 404 404 200 200 404 404  |  in  in 404 404
workdays_office:remove_holiday          in  in  in 404 404 405 405 404 405  |  in  in 404 404
surveys_office:overview                 in  in  in 404 404 200 404 200 200  |  in  in 405 405
surveys_office:unit                     in  in  in 404 404 200 404 200 404  |  in  in 405 405
surveys_office:open_period              in  in  in 404 404 405 404 405 405  |  in  in 422 404
surveys_office:period                   in  in  in 404 404 200 404 200 404  |  in  in 405 405
surveys_office:publish                  in  in  in 404 404 405 404 405 405  |  in  in  to 404
portal:home                            200 200 200 200 200 200 200 200 200  | 200 200 200 200
portal:services                        200 200 200 200 200 200 200 200 200  | 200 200 200 200
portal:service                         200 200 200 200 200 200 200 200 200  | 200 200 200 200
portal:agency                          200 200 200 200 200 200 200 200 200  | 200 200 200 200
portal:performance                     200 200 200 200 200 200 200 200 200  | 200 200 200 200
portal:track                           200 200 200 200 200 200 200 200 200  | 200 200 200 200
portal:privacy                         200 200 200 200 200 200 200 200 200  | 200 200 200 200
portal:embed                           200 200 200 200 200 200 200 200 200  | 405 405 405 405
portal:badge                           200 200 200 200 200 200 200 200 200  | 405 405 405 405
portal:snippets                        200 200 200 200 200 200 200 200 200  | 405 405 405 405
portal:offline                         200 200 200 200 200 200 200 200 200  | 405 405 405 405
portal:manifest                        200 200 200 200 200 200 200 200 200  | 405 405 405 405
service_worker                         200 200 200 200 200 200 200 200 200  | 405 405 405 405
portal:accessibility                   200 200 200 200 200 200 200 200 200  | 200 200 200 200
portal:demo_messages                   404 404 404 404 404 404 404 404 404  | 404 404 404 404
applications:index                     200 200 200 200 200 200 200 200 200  | 200 200 200 200
applications:start                     200 200 200 200 200 200 200 200 200  |  to  to  to  to
applications:summary                   404 200 404 404 404 404 404 404 404  | 404 404 404 404
applications:code                      404  to 404 404 404 404 404 404 404  | 404 404 404 404
applications:send                      405 405 405 405 405 405 405 405 405  | 404 404 404 404
applications:step                      404 200 404 404 404 404 404 404 404  | 404 404 404 404
applications:case                      404 200 404 404 404 404 404 404 404  | 404 404 404 404
applications:received                  404 200 404 404 404 404 404 404 404  | 404 404 404 404
applications:receipt                   404 200 404 404 404 404 404 404 404  | 404 404 404 404
applications:result                    404 404 404 404 404 404 404 404 404  | 404 404 404 404
applications:file                      404 200 404 404 404 404 404 404 404  | 404 404 404 404
applications:answer                    404 200 404 404 404 404 404 404 404  | 404 404 404 404
applications:pay                       404  to 404 404 404 404 404 404 404  | 404 404 404 404
applications:withdraw                  404 200 404 404 404 404 404 404 404  | 404 404 404 404
disclosure:index                       200 200 200 200 200 200 200 200 200  | 200 200 200 200
disclosure:list                        200 200 200 200 200 200 200 200 200  | 405 405 405 405
disclosure:entry                       200 200 200 200 200 200 200 200 200  | 405 405 405 405
disclosure:entry_file                  200 200 200 200 200 200 200 200 200  | 405 405 405 405
disclosure:excluded                    200 200 200 200 200 200 200 200 200  | 405 405 405 405
disclosure:report                      200 200 200 200 200 200 200 200 200  | 405 405 405 405
disclosure:report_csv                  200 200 200 200 200 200 200 200 200  | 405 405 405 405
disclosure:choose                      200 200 200 200 200 200 200 200 200  | 405 405 405 405
disclosure:start                       200 200 200 200 200 200 200 200 200  |  to  to  to  to
disclosure:summary                     404 200 404 404 404 404 404 404 404  | 405 405 405 405
disclosure:code                        404  to 404 404 404 404 404 404 404  | 404 404 404 404
disclosure:send                        405 405 405 405 405 405 405 405 405  | 404 404 404 404
disclosure:step                        404 200 404 404 404 404 404 404 404  | 404 404 404 404
disclosure:case                        404 200 404 404 404 404 404 404 404  | 405 405 405 405
disclosure:received                    404 200 404 404 404 404 404 404 404  | 405 405 405 405
disclosure:receipt                     404 200 404 404 404 404 404 404 404  | 405 405 405 405
disclosure:redactions                  404 200 404 404 404 404 404 404 404  | 405 405 405 405
disclosure:file                        404 200 404 404 404 404 404 404 404  | 405 405 405 405
disclosure:letter                      404 200 404 404 404 404 404 404 404  | 405 405 405 405
disclosure:object                      404 200 404 404 404 404 404 404 404  | 404 404 404 404
disclosure:objection_receipt           404 200 404 404 404 404 404 404 404  | 405 405 405 405
disclosure:respond                     405 405 405 405 405 405 405 405 405  | 404 404 404 404
disclosure:withdraw_objection          405 405 405 405 405 405 405 405 405  | 404 404 404 404
disclosure:withdraw                    404  to 404 404 404 404 404 404 404  | 404 404 404 404
complaints:index                       200 200 200 200 200 200 200 200 200  | 200 200 200 200
complaints:start                       200 200 200 200 200 200 200 200 200  |  to  to  to  to
complaints:list                        200 200 200 200 200 200 200 200 200  | 405 405 405 405
complaints:map                         200 200 200 200 200 200 200 200 200  | 405 405 405 405
complaints:statistics                  200 200 200 200 200 200 200 200 200  | 405 405 405 405
complaints:public_case                 200 200 200 200 200 200 200 200 200  | 405 405 405 405
complaints:join                        200 200 200 200 200 200 200 200 200  | 200 200 200 200
complaints:summary                     404 200 404 404 404 404 404 404 404  | 404 404 404 404
complaints:code                        404  to 404 404 404 404 404 404 404  | 404 404 404 404
complaints:send                        405 405 405 405 405 405 405 405 405  | 404 404 404 404
complaints:alike                       404 200 404 404 404 404 404 404 404  | 404 404 404 404
complaints:like                        405 405 405 405 405 405 405 405 405  | 404 404 404 404
complaints:step                        404 200 404 404 404 404 404 404 404  | 404 404 404 404
complaints:case                        404 200 404 404 404 404 404 404 404  | 404 404 404 404
complaints:received                    404 200 404 404 404 404 404 404 404  | 404 404 404 404
complaints:receipt                     404 200 404 404 404 404 404 404 404  | 404 404 404 404
complaints:ombudsman                   404 200 404 404 404 404 404 404 404  | 404 404 404 404
complaints:file                        404 200 404 404 404 404 404 404 404  | 404 404 404 404
complaints:complete                    404 200 404 404 404 404 404 404 404  | 404 404 404 404
complaints:reply                       404 200 404 404 404 404 404 404 404  | 404 404 404 404
complaints:confirm                     404 200 404 404 404 404 404 404 404  | 404 404 404 404
complaints:contest                     404 200 404 404 404 404 404 404 404  | 404 404 404 404
complaints:withdraw                    404 200 404 404 404 404 404 404 404  | 404 404 404 404
appointments:index                     200 200 200 200 200 200 200 200 200  | 405 405 405 405
appointments:days                      200 200 200 200 200 200 200 200 200  | 200 200 200 200
appointments:join                      200 200 200 200 200 200 200 200 200  | 200 200 200 200
appointments:fill                      404 200 404 404 404 404 404 404 404  | 404 404 404 404
appointments:release                   405 405 405 405 405 405 405 405 405  | 404 404 404 404
appointments:waiting                   404 200 404 404 404 404 404 404 404  | 404 404 404 404
appointments:draw                      200 200 200 200 200 200 200 200 200  | 200 200 200 200
appointments:ticket                    404 200 404 404 404 404 404 404 404  | 405 405 405 405
appointments:calendar                  404 200 404 404 404 404 404 404 404  | 405 405 405 405
appointments:change                    404 200 404 404 404 404 404 404 404  | 404 404 404 404
appointments:cancel                    404 200 404 404 404 404 404 404 404  | 404 404 404 404
appointments:accept                    405 405 405 405 405 405 405 405 405  | 404 404 404 404
appointments:check_in                  405 405 405 405 405 405 405 405 405  | 404 404 404 404
documents:verify                       200 200 200 200 200 200 200 200 200  | 400 400 400 400
documents:verified                     200 200 200 200 200 200 200 200 200  | 400 400 400 400
surveys:thanks                         200 200 200 200 200 200 200 200 200  | 405 405 405 405
surveys:answer                         404 200 404 404 404 404 404 404 404  | 404 404 404 404
surveys:of_case                        404 200 404 404 404 404 404 404 404  | 405 405 405 405
openapi-json                           200 200 200 200 200 200 200 200 200  | 200 200 200 200
list_services                          200 200 200 200 200 200 200 200 200  | 405 405 405 405
get_service                            200 200 200 200 200 200 200 200 200  | 405 405 405 405
create_attachment                      405 405 405 405 405 405 405 405 405  | 415 415 415 415
create_application                     405 405 405 405 405 405 405 405 405  | 401 401 401 401
create_complaint                      405 405 405 405 405 405 405 405 405  | 401 401 401 401
create_information_request            405 405 405 405 405 405 405 405 405  | 401 401 401 401
track_case                             200 200 200 200 200 200 200 200 200  | 405 405 405 405
list_indices                           200 200 200 200 200 200 200 200 200  | 405 405 405 405
answer_survey                          405 405 405 405 405 405 405 405 405  | 422 422 422 422
list_slots                             422 422 422 422 422 422 422 422 422  | 405 405 405 405
create_booking                         405 405 405 405 405 405 405 405 405  | 401 401 401 401
api-nowhere                            404 404 404 404 404 404 404 404 404  | 404 404 404 404
api-nowhere-else                       404 404 404 404 404 404 404 404 404  | 404 404 404 404
open311:openapi                       200 200 200 200 200 200 200 200 200  | 405 405 405 405
open311:discovery                     200 200 200 200 200 200 200 200 200  | 405 405 405 405
open311:services                      200 200 200 200 200 200 200 200 200  | 405 405 405 405
open311:definition                    200 200 200 200 200 200 200 200 200  | 405 405 405 405
open311:requests                      200 200 200 200 200 200 200 200 200  | 403 403 403 403
open311:request                       200 200 200 200 200 200 200 200 200  | 405 405 405 405
open311:token                         200 200 200 200 200 200 200 200 200  | 405 405 405 405
open311:updates                       200 200 200 200 200 200 200 200 200  | 403 403 403 403
open311:test-discovery                200 200 200 200 200 200 200 200 200  | 405 405 405 405
open311:test-services                 200 200 200 200 200 200 200 200 200  | 405 405 405 405
open311:test-definition               200 200 200 200 200 200 200 200 200  | 405 405 405 405
open311:test-requests                 200 200 200 200 200 200 200 200 200  | 403 403 403 403
open311:test-request                  200 200 200 200 200 200 200 200 200  | 405 405 405 405
open311:test-token                    200 200 200 200 200 200 200 200 200  | 405 405 405 405
open311:test-updates                  200 200 200 200 200 200 200 200 200  | 403 403 403 403
open311:nowhere                       404 404 404 404 404 404 404 404 404  | 404 404 404 404
open311:nowhere-else                  404 404 404 404 404 404 404 404 404  | 404 404 404 404
"""

API = {
    "openapi-json": "/api/v1/openapi.json",
    "list_services": "/api/v1/services",
    "get_service": "/api/v1/services/{id}",
    "create_attachment": "/api/v1/attachments",
    "create_application": "/api/v1/applications",
    "create_complaint": "/api/v1/complaints",
    "create_information_request": "/api/v1/information-requests",
    "list_slots": "/api/v1/slots",
    "create_booking": "/api/v1/bookings",
    **url_queues_office.API,
    **url_reporting.API,
    **url_announcements.API,
    **url_webhooks.API,
    "track_case": "/api/v1/track/{number}",
    "list_indices": "/api/v1/indices/skm",
    "answer_survey": "/api/v1/surveys/{token}/responses",
    "api-nowhere": "/api/v1/",
    "api-nowhere-else": "/api/v1/{rest}",
}
# A POST changes something of the asker's own (a draft begins, other sessions end), whoever asks.
OWN_AFFAIR = {"applications:start", "complaints:start", "disclosure:start", *url_people.OWN_AFFAIR}
# Refused to strangers, and the rightful can send nothing with them, or only with another person's help.
TAKES_NOTHING = {
    "catalogue_office:add_tenant",  # takes a unit that the search in its address has found: test_mall_pages
    *url_evaluation.TAKES_NOTHING,
    *url_mail.TAKES_NOTHING,
    *url_queues.TAKES_NOTHING,
    *url_queues_office.TAKES_NOTHING,
    *url_reporting.TAKES_NOTHING,
    *url_training.TAKES_NOTHING,
    *url_whatsapp.TAKES_NOTHING,
    "applications:case",
    "applications:code",
    "applications:file",
    "applications:received",
    "applications:receipt",
    "applications:result",
    "applications:send",
    "applications:summary",
    "complaints:alike",
    "complaints:case",
    "complaints:code",
    "complaints:file",
    "complaints:like",
    "complaints:ombudsman",
    "complaints:received",
    "complaints:receipt",
    "complaints:send",
    "complaints:summary",
    "disclosure:code",
    "disclosure:send",
    "disclosure:withdraw",  # what was handed over is not taken back, and the objection was answered:
    "disclosure:withdraw_objection",  # both are tried by strangers in the module's own tests
    "appointments:fill",
    "appointments:release",
    "appointments:accept",
    "appointments:check_in",
    "mfa_download_recovery_codes",
    "office_convert_report",  # done by who holds the duty in both modules; its own test does it
    "office_convert_request",
    "office_search",
    "open311:nowhere",
    "open311:nowhere-else",
    "openid_connect_callback",
    "openid_connect_login",
    "people_person",
    "portal:demo_messages",
    "workdays_office:office",
    "workdays_office:year",
}


@dataclass(frozen=True)
class Row:
    """What each role is answered by GET, and those without a right by POST."""

    get: dict[str, str]
    post: dict[str, str]


def rows() -> dict[str, Row]:
    """The table by name; a line that does not fit its columns is a mistake of the table."""
    found = {}
    tables = (TABLE, *(part.TABLE for part in PARTS))
    for line in "\n".join(one.strip("\n") for one in tables).splitlines():
        before, after = line.split("|")
        name, *read = before.split()
        found[name] = Row(dict(zip(ROLES, read, strict=True)), dict(zip(WITHOUT_A_RIGHT, after.split(), strict=True)))
    return found


@dataclass(frozen=True)
class Deed:
    """A POST that changes something when `by` sends it, and nothing when anybody without a right does."""

    name: str
    by: str
    data: Callable[[Place], dict[str, Any]] = lambda place: {}
    verb: str = ""
    state: str = ""


def _in(days: int) -> str:
    return (timezone.now().date() + timedelta(days=days)).isoformat()


def _span(first: int, **more: str) -> Callable[[Place], dict[str, Any]]:
    return lambda place: {"starts_on": _in(first), "ends_on": _in(first + 1), "reason": "Perbaikan listrik", **more}


def _filing(place: Place) -> dict[str, Any]:
    brought = {f"way-syarat-{number}": "bring" for number in (1, 2, 3)}
    return {"form_key": "satu", "name": "Contoh Ani", "channel": "counter", **brought}


def _joining(place: Place) -> dict[str, Any]:
    word = "kuda terbang di atas awan"
    return {"name": "Orang Baru", "password": word, "again": word}


def _place_and(**more: Any) -> Callable[[Place], dict[str, Any]]:
    return lambda place: {"organisation": place.world.bontang.slug, **more}


def _given(**data: Any) -> Callable[[Place], dict[str, Any]]:
    return lambda place: dict(data)


def _booking(place: Place) -> dict[str, Any]:
    slot = place.things["slots"][1]
    return {"form_key": "satu", "name": "Contoh Ani", "party_size": "1", "slot": str(slot.pk)}


def _other_slot(place: Place) -> dict[str, Any]:
    return {"slot": str(place.things["slots"][2].pk)}


def _session(place: Place) -> dict[str, Any]:
    hours = {"starts": "20:00", "ends": "21:00", "slot_minutes": "30", "places": "2"}
    return {"name": "Malam", "weekdays": ["0", "1"], "valid_from": _in(1), **hours}


def _closing(place: Place) -> dict[str, Any]:
    return {"starts": f"{_in(2)}T01:00", "ends": f"{_in(2)}T02:00", "reason": "Listrik padam"}


VISIT_PLAN = {"horizon_days": "9", "lead_minutes": "5", "walk_in_percent": "0", "priority_percent": "0"}
SURE = {"confirm": "1"}  # a changed calendar is confirmed after its effects were shown
REASON, VERB = "Alasan yang cukup panjang", "applications_office:act"
ENTRY = {
    "title": "Laporan baru",
    "summary": "Ringkas",
    "category": "always",
    "holding_unit": "Sekretariat",
    "responsible": "Sekretaris",
    "soft": "on",
}
TEST = {"occasion": "before", "document": "Daftar", "participants": "PPID", "analysis": "Dibahas.", "result": "exclude"}
ANSWER = {"outcome": "rejected", "text": "Tetap.", "superior_name": "Contoh Kepala", "superior_post": "Kepala"}
DEEDS = (
    Deed("office_message_again", "head"),
    Deed("applications_office:file", "processor", _filing),
    Deed("applications_office:unmask", "approver", _given(field="name", reason="Mencocokkan dengan berkas")),
    Deed("applications_office:receipt_code", "processor"),
    Deed(VERB, "processor", verb="take", state=states.SUBMITTED),
    Deed(VERB, "processor", _given(number="1", judgement="met"), verb="judge", state=states.IN_REVIEW),
    Deed(VERB, "processor", verb="answer", state=states.RETURNED),
    Deed(VERB, "processor", _given(amount="25.000"), verb="request_payment", state=states.IN_REVIEW),
    Deed(VERB, "processor", verb="confirm_payment", state=states.AWAITING_PAYMENT),
    Deed(VERB, "approver", verb="approve", state=states.VERIFIED),
    Deed(VERB, "approver", _given(reason=REASON), verb="send_back", state=states.VERIFIED),
    Deed(VERB, "approver", _given(reason=REASON), verb="refuse", state=states.IN_REVIEW),
    Deed(VERB, "approver", verb="issue", state=states.APPROVED),
    Deed(VERB, "processor", verb="hand_over", state=states.ISSUED),
    Deed(VERB, "processor", verb="withdraw", state=states.IN_REVIEW),
    Deed(VERB, "head", _given(reason=REASON), verb="pause", state=states.IN_REVIEW),
    Deed(VERB, "head", _given(reason=REASON, sure="on"), verb="erase", state=states.REFUSED),
    Deed("documents_office:revoke", "approver", _given(reason=REASON)),
    Deed(
        "workdays_office:hours",
        "head",
        lambda place: {"since": _in(2), "opens_0": "08:00", "closes_0": "15:00", **SURE},
    ),
    Deed("workdays_office:week", "head", lambda place: {"since": _in(2), "six_days": "6", "leave": "yes", **SURE}),
    Deed("workdays_office:mode", "head", lambda place: {"since": _in(2), "mode": "online_only"}),
    Deed("workdays_office:close", "head", _span(50, **SURE)),
    Deed("workdays_office:restrict", "head", _span(60, kind="visitor_cap", cap="20")),
    Deed("workdays_office:add_holiday", "head", lambda place: {"day": _in(70), "name": "Hari jadi kabupaten", **SURE}),
    Deed("workdays_office:reopen", "admin", _given(**SURE)),
    Deed("workdays_office:end_restriction", "admin"),
    Deed("workdays_office:remove_holiday", "admin", _given(**SURE)),
    *(
        Deed(
            f"complaints_office:{name}",
            "head",
            lambda place, name=name: url_complaints_office.deeds(place.world).get(name, {}),  # type: ignore[misc]
            verb="add_note" if name == "act" else "",
        )
        for name in (
            *("template", "template_retire", "category", "question", "clock_end", "step_drop"),
            *("unmask", "receipt_code", "act"),
        )
    ),
    *(
        Deed(name, by, lambda place, data=data: data(place.things), verb=url_consultations.VERBS.get(name, ""))  # type: ignore[misc]
        for name, by, data in url_consultations.DEEDS
    ),
    *(Deed(name, "citizen", lambda place, data=data: data(place.things)) for name, data in url_queues.DEEDS),  # type: ignore[misc]
    *(
        Deed(name, by, lambda place, data=data: data(place.things), verb=verb)  # type: ignore[misc]
        for name, by, data, verb in (*url_queues_office.DEEDS, *url_whatsapp.DEEDS)
    ),
    *(
        Deed(name, by, lambda place, name=name: url_training.deeds(place.things).get(name, {}), verb=verb)  # type: ignore[misc]
        for name, by, verb in url_training.DEEDS
    ),
    *(
        Deed(name, by, lambda place, data=data: data(place.things), verb=verb)  # type: ignore[misc]
        for name, by, data, verb in url_evaluation.DEEDS
    ),
    Deed("disclosure_office:change_entry", "ppid", _given(**ENTRY)),
    Deed("disclosure_office:publish_entry", "ppid"),
    Deed("disclosure_office:withdraw_entry", "ppid", _given(reason=REASON)),
    Deed("disclosure_office:test", "ppid", lambda place: {**TEST, "held_on": place.now.date().isoformat()}),
    Deed("disclosure_office:settle", "head"),
    Deed("disclosure_office:report", "ppid", _given(plan="Tambah petugas.")),
    Deed("disclosure_office:publish_report", "ppid"),
    Deed("disclosure_office:answer", "head", _given(**ANSWER)),
    Deed("disclosure_office:withdraw_objection", "ppid"),
    Deed("disclosure_office:decide", "ppid", _given(decision="granted")),
    Deed("disclosure_office:object", "ppid", _given(channel="letter", grounds=["d"], case_position="Tidak sesuai.")),
    Deed("disclosure_office:unmask", "ppid", _given(field="name", reason="Menghubungi pemohon")),
    Deed("disclosure_office:receipt_code", "ppid"),
    Deed("disclosure_office:act", "ppid", verb="take"),
    Deed("disclosure:step", "citizen", _given(kind="person", name="Contoh Ani", address="Jalan Contoh 1")),
    Deed("disclosure:object", "citizen", _given(grounds=["d"], case_position="Tidak sesuai.")),
    Deed("disclosure:respond", "citizen", _given(response="satisfied")),
    Deed("complaints:step", "citizen", _given(kind="complaint", text="Antre tiga jam tanpa nomor antrean.")),
    Deed("complaints:complete", "citizen", _given(text="Pukul sembilan pagi.")),
    Deed("complaints:reply", "citizen", _given(text="Hari ini terjadi lagi.")),
    Deed("complaints:confirm", "citizen", _given(satisfaction="4")),
    Deed("complaints:contest", "citizen", _given(text="Belum diperbaiki.")),
    Deed("complaints:withdraw", "citizen"),
    Deed("appointments_office:book", "processor", _booking),
    Deed("appointments_office:unmask", "processor", _given(field="name", reason="Menghubungi tamu")),
    Deed("appointments_office:act", "processor", verb="batalkan"),
    Deed("appointments_office:change", "processor", _other_slot),
    Deed("appointments_office:capacity", "head", _given(capacity="9")),
    Deed("appointments_office:plan", "head", _given(**VISIT_PLAN)),
    Deed("appointments_office:add", "head", _session),
    Deed("appointments_office:end", "head"),
    Deed("appointments_office:close", "head", _closing),
    Deed("appointments:waiting", "citizen", _given(leave="1")),
    Deed("appointments:change", "citizen", _other_slot),
    Deed("appointments:cancel", "citizen"),
    Deed("surveys_office:open_period", "head", _span(3, minimum="10")),
    Deed("surveys_office:publish", "head"),
    *(
        Deed(f"surveys_office:{name}", by, lambda place, name=name: url_surveys.deeds(place.things)[name])  # type: ignore[misc]
        for name, by in url_surveys.RIGHTFUL.items()
    ),
    Deed("people_invite", "admin", _place_and(email="lain@contoh.go.id", name="Lain", role="processor")),
    Deed("people_grant_membership", "admin", _place_and(role="approver")),
    Deed("people_reset_second_factor", "admin", _given(reason=REASON)),
    Deed("people_create_key", "admin", _place_and(name="Antrean", scopes=["services:read"])),
    Deed("people_withdraw_invitation", "admin"),
    Deed("people_end_membership", "admin"),
    Deed("people_sign_out", "admin"),
    Deed("people_revoke_key", "admin"),
    Deed("webhooks_office:act", "admin", verb="jeda"),
    Deed("people_invitation", "citizen", _joining),
    Deed("portal:unsubscribe", "citizen"),
    Deed("applications:step", "citizen", _given(name="Contoh Ani", birth_date="1990-08-17")),
    Deed("applications:answer", "citizen", _given(**{"syarat-2-way": "upload", "syarat-2-papers": photo})),
    Deed("applications:pay", "citizen", _given(proof=photo), state=states.AWAITING_PAYMENT),
    Deed("applications:ask_erasure", "citizen", state=states.WITHDRAWN),
    Deed("surveys:answer", "citizen", lambda place: {key: str(score) for key, score in ALL_GOOD.items()}),
    *(
        Deed(name, by, lambda place, data=data: dict(data))  # type: ignore[misc]
        for name, (by, data) in {
            **url_malls.deeds(_in(0)),
            **url_innovations.deeds(_in(0)),
            **url_letters.deeds(),
            **url_announcements.deeds(_in(0)),
            **url_reporting.deeds(),
            **url_webhooks.deeds(),
        }.items()
    ),
    *(
        Deed(name, by, lambda place, data=data: data(place.things))  # type: ignore[misc]
        for name, (by, data) in url_facilities.deeds(_in).items()
    ),
    *(
        Deed(name, "head", lambda place, data=data: data(place.things), verb=verb)  # type: ignore[misc]
        for name, data, verb in url_standards.DEEDS
    ),
)
