"""Addresses of How we count and Help."""

from django.urls import path

from belong.web.how import views

app_name = "how"
urlpatterns = [
    path("how-we-count/", views.how_we_count, name="how"),
    path("help/", views.get_help, name="help"),
]
