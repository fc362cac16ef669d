"""Addresses of good things."""

from django.urls import path

from belong.web.good import views

app_name = "good"
urlpatterns = [
    path("", views.good_things, name="good_things"),
    path("take-back/", views.take_back, name="take_back"),
    path("change/", views.change, name="change"),
    path("shared/", views.shared, name="shared"),
    path("for-home/", views.slip, name="slip"),
    path("<int:pupil_id>/", views.write, name="write"),
    path("<int:pupil_id>/way-home/", views.way_home, name="way_home"),
]
