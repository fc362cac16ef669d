"""Addresses of the class round."""

from django.urls import path

from belong.web.class_round import views

app_name = "class_round"
urlpatterns = [
    path("", views.going, name="round"),
    path("<int:pupil_id>/", views.child, name="child"),
]
