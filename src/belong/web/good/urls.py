"""Addresses of good things."""

from django.urls import path

from belong.web.good import home, views

app_name = "good"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<int:pupil_id>/", views.write, name="write"),
    path("<int:pupil_id>/change/", views.change, name="change"),
    path("<int:pupil_id>/take-back/", views.take_back, name="take_back"),
    path("<int:pupil_id>/way-home/", home.way, name="way"),
    path("<int:pupil_id>/slip/", home.slip, name="slip"),
    path("<int:pupil_id>/shared/", home.shared, name="shared"),
]
