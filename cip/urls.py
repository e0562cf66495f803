"""Every page of the platform; the only module that knows each app's pages."""

from django.urls import include, path

from assessments.views.mails import opt_out
from cip.accounts.invitation_views import invitation
from cip.home.health import favicon, healthz, readyz
from cip.home.views import new_organization, start
from cip.web.gallery import gallery

ORGANIZATION = "o/<slug:organization>/"

urlpatterns = [
    path("", start, name="home"),
    path("organizations/new/", new_organization, name="new_organization"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("gallery/", gallery, name="gallery"),
    path("favicon.ico", favicon, name="favicon"),
    path("accounts/", include("allauth.urls")),
    path("invitations/<str:secret>/", invitation, name="invitation"),
    path("q/", include("assessments.link_urls")),
    path("mail/<str:token>/", opt_out, name="mail_opt_out"),
    path("api/", include("cip.api_urls")),
    path(ORGANIZATION, include("cip.live.urls")),
    path(ORGANIZATION, include("cip.home.urls")),
    path(ORGANIZATION, include("cip.accounts.urls")),
    path(ORGANIZATION, include("cip.programs.urls")),
    path(ORGANIZATION, include("cip.reports.urls")),
    path(ORGANIZATION, include("models_catalog.urls")),
    path(ORGANIZATION, include("assessments.urls")),
    path(ORGANIZATION, include("workshops.urls")),
    path(ORGANIZATION, include("roadmap.urls")),
]

handler400 = "cip.home.failures.bad_request"
handler404 = "cip.home.failures.not_found"
handler500 = "cip.home.failures.server_error"
