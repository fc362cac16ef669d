"""Addresses of what somebody saw."""

from django.urls import path

from belong.web.seen import views

app_name = "seen"
urlpatterns = [
    path("for/<int:pupil_id>/", views.leave, name="leave"),
    path("take-back/", views.take_back, name="take_back"),
    path("keep/", views.keep, name="keep"),
]
