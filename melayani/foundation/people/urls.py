"""Addresses of this module, all under /kantor/: sign-in, the own account, invitations, people, keys."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import URLPattern, URLResolver, include, path, re_path

from melayani.foundation.people import officer_views as views

# The sign-in library finds its pages by these names; what is not listed here does not exist (sign-up, e-mail change).
_sign_in: list[URLPattern | URLResolver] = [
    path("masuk/", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("nonaktif/", account.account_inactive, name="account_inactive"),
    path("ulang/", account.reauthenticate, name="account_reauthenticate"),
    path("sandi/", views.change_password, name="account_change_password"),
    path("sandi/lupa/", account.password_reset, name="account_reset_password"),
    path("sandi/lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    path("sandi/baru/selesai/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("verifikasi/", views.own_account, name="mfa_index"),
    path("verifikasi/kode/", second_factor.authenticate, name="mfa_authenticate"),
    path("verifikasi/ulang/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("verifikasi/pasang/", totp.activate_totp, name="mfa_activate_totp"),
    path("verifikasi/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("verifikasi/pemulihan/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("verifikasi/pemulihan/baru/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("verifikasi/pemulihan/unduh/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
# The agency's own OpenID Connect; without MELAYANI_OIDC_… the first two answer 404.
_sign_in += [
    path("sso/<str:provider_id>/", openid.login, name="openid_connect_login"),
    path("sso/<str:provider_id>/kembali/", openid.callback, name="openid_connect_callback"),
    path("sso-batal/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("sso-gagal/", social.login_error, name="socialaccount_login_error"),
    path("sso-belum-diundang/", social.signup, name="socialaccount_signup"),
]

citizen: list[URLPattern | URLResolver] = []
officer: list[URLPattern | URLResolver] = [
    path("akun/", views.own_account, name="people_account"),
    path("akun/obrolan/", views.chat_alerts, name="people_chat"),
    path("akun/kabar-pagi/", views.mornings, name="people_mornings"),
    path("akun/keluar-semua/", views.leave_everywhere, name="people_leave_everywhere"),
    path("akun/", include(_sign_in)),
    path("undangan/<str:token>/", views.accept_invitation, name="people_invitation"),
    path("orang/", views.people_list, name="people_list"),
    path("orang/undang/", views.invite, name="people_invite"),
    path("orang/undangan/", views.invitation_list, name="people_invitations"),
    path("orang/undangan/<int:pk>/batalkan/", views.withdraw_invitation, name="people_withdraw_invitation"),
    path("orang/tugas/<int:pk>/akhiri/", views.end_membership, name="people_end_membership"),
    path("orang/<int:pk>/", views.person, name="people_person"),
    path("orang/<int:pk>/tugas/", views.grant_membership, name="people_grant_membership"),
    path("orang/<int:pk>/keluarkan/", views.sign_person_out, name="people_sign_out"),
    path("orang/<int:pk>/hapus-verifikasi/", views.reset_second_factor, name="people_reset_second_factor"),
    path("kunci-api/", views.key_list, name="people_keys"),
    path("kunci-api/baru/", views.create_key, name="people_create_key"),
    path("kunci-api/<int:pk>/cabut/", views.revoke_key, name="people_revoke_key"),
]
