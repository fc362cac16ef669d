"""Addresses of How we count, Help and More."""

from django.urls import path

from belong.web.how import views

app_name = "how"
urlpatterns = [
    path("how-we-count/", views.how_we_count, name="how"),
    path("how-sure/", views.how_sure, name="sure"),
    path("help/", views.get_help, name="help"),
    path("more/", views.more, name="more"),
]
