"""The few of allauth's addresses that this release opens."""

from allauth.account import views
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.generic import RedirectView

from belong.web import school_account
from belong.web.account import forgotten
from belong.web.daily_mail import daily_mail
from belong.web.how_you_sign_in import end_others, how_you_sign_in
from belong.web.still_you import asked_elsewhere, owner_first
from belong.web.which_school import which_school

_ITS_PLACE = RedirectView.as_view(pattern_name="mfa_index")

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("password/reset/", forgotten, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    # The key holds dashes of its own, so the identifier in front of it must not.
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("closed/", views.signup, name="account_signup"),
    path("with/<slug:provider_id>/", school_account.there, name="openid_connect_login"),
    path("with/<slug:provider_id>/back/", school_account.back, name="openid_connect_callback"),
    path("with/", school_account.not_let_in, name="socialaccount_login_cancelled"),
    path("with/-/closed/", school_account.not_let_in, name="socialaccount_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", asked_elsewhere(views.reauthenticate), name="account_reauthenticate"),
    path("second-step/", second_step.authenticate, name="mfa_authenticate"),
    path(
        "second-step/again/", asked_elsewhere(second_step.reauthenticate), name="mfa_reauthenticate"
    ),
    path("how-you-sign-in/", how_you_sign_in, name="mfa_index"),
    path("sessions/", end_others, name="usersessions_list"),
    path("school/", which_school, name="which_school"),
    path("daily-e-mail/", daily_mail, name="daily_mail"),
    path("app/add/", owner_first(app.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("passkeys/", _ITS_PLACE, name="mfa_list_webauthn"),
    path("passkeys/add/", owner_first(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/rename/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
]
