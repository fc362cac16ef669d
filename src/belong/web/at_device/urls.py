"""Addresses of a shared device."""

from django.urls import path

from belong.web.at_device import views

app_name = "device"
urlpatterns = [
    path("", views.door, name="door"),
    path("as/<int:adult_id>/", views.pin, name="type_pin"),
    path("finish/", views.finish, name="finish"),
]
