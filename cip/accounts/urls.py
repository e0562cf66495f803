"""Pages of this app."""

from django.urls import path

from cip.accounts.views import audit, people, tokens

app_name = "accounts"

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<uuid:pk>/", people.member, name="member"),
    path("people/<uuid:pk>/remove/", people.remove, name="member_remove"),
    path("invitations/<uuid:pk>/withdraw/", people.withdraw, name="invitation_withdraw"),
    path("invitations/<uuid:pk>/send-again/", people.send_again, name="invitation_send_again"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<uuid:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("audit/", audit.audit, name="audit"),
]
