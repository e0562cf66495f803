"""Pages of the roof inside an organization."""

from django.urls import path

from cip.home import views

app_name = "home"

urlpatterns = [
    path("", views.my_work, name="my_work"),
    path("programs/<uuid:pk>/", views.program, name="program"),
]
