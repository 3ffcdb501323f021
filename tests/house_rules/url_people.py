"""Addresses of sign-in, accounts, invitations and keys: who may open which."""

from __future__ import annotations

# columns as in url_table
TABLE = """
people_account                          in  in  in 200 200 200 200 200 200  |  in  in 200 200
people_chat                             in  in  in 404 404 404 404 404 404  |  in  in 404 404
people_mornings                         in  in  in 405 405 405 405 405 405  |  in  in  to  to
people_leave_everywhere                 in  in  in 405 405 405 405 405 405  |  in  in  to  to
account_login                          200 200 200  to  to  to  to  to  to  | 200 200  to  to
account_logout                          to  to  to 200 200 200 200 200 200  |  to  to  to  to
account_inactive                       200 200 200 200 200 200 200 200 200  | 405 405 405 405
account_reauthenticate                  in  in  in  to  to  to  to  to  to  |  in  in  to  to
account_change_password                 in  in  in  to  to  to  to  to  to  |  in  in  to  to
account_reset_password                 200 200 200 200 200 200 200 200 200  | 200 200 200 200
account_reset_password_done            200 200 200 200 200 200 200 200 200  | 405 405 405 405
account_reset_password_from_key_done   200 200 200 200 200 200 200 200 200  | 405 405 405 405
account_reset_password_from_key        200 200 200 200 200 200 200 200 200  | 200 200 200 200
mfa_index                               in  in  in 200 200 200 200 200 200  |  in  in 200 200
mfa_authenticate                        in  in  in  to  to  to  to  to  to  |  in  in  to  to
mfa_reauthenticate                      in  in  in 200 200 200 200 200 200  |  in  in 200 200
mfa_activate_totp                       in  in  in  to  to  to  to  to  to  |  in  in  to  to
mfa_deactivate_totp                     in  in  in  to  to  to  to  to  to  |  in  in  to  to
mfa_view_recovery_codes                 in  in  in 404 404 404 404 404 404  |  in  in 405 405
mfa_generate_recovery_codes             in  in  in  to  to  to  to  to  to  |  in  in  to  to
mfa_download_recovery_codes             in  in  in 404 404 404 404 404 404  |  in  in 404 404
openid_connect_login                   404 404 404 404 404 404 404 404 404  | 404 404 404 404
openid_connect_callback                404 404 404 404 404 404 404 404 404  | 404 404 404 404
socialaccount_login_cancelled          200 200 200 200 200 200 200 200 200  | 405 405 405 405
socialaccount_login_error               in  in  in 401 401 401 401 401 401  |  in  in 405 405
socialaccount_signup                    in  in  in  in  in  in  in  in  in  |  in  in  in  in
people_invitation                      404 200 404 404 404 404 404 404 404  | 404 404 404 404
people_list                             in  in  in 404 404 404 200 404 200  |  in  in 404 200
people_invite                           in  in  in 404 404 404 200 404 200  |  in  in 404 200
people_invitations                      in  in  in 404 404 404 200 404 200  |  in  in 404 200
people_withdraw_invitation              in  in  in 404 404 404 405 404 405  |  in  in 404 404
people_end_membership                   in  in  in 404 404 404 405 404 405  |  in  in 404 404
people_person                           in  in  in 404 404 404 200 404 404  |  in  in 404 404
people_grant_membership                 in  in  in 404 404 404 405 404 405  |  in  in 404 404
people_sign_out                         in  in  in 404 404 404 405 404 405  |  in  in 404 404
people_reset_second_factor              in  in  in 404 404 404 405 404 405  |  in  in 404 404
people_keys                             in  in  in 404 404 404 200 404 200  |  in  in 404 200
people_create_key                       in  in  in 404 404 404 200 404 200  |  in  in 404 200
people_revoke_key                       in  in  in 404 404 404 405 404 405  |  in  in 404 404
"""
OWN_AFFAIR = {"people_leave_everywhere", "people_mornings", "account_logout"}
