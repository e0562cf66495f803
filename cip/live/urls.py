"""Pages of this app."""

from django.urls import path

from cip.live import views

app_name = "live"

urlpatterns = [path("live/<str:asked>/", views.stream, name="stream")]
