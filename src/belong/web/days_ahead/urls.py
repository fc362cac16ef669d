"""Addresses of days ahead."""

from django.urls import path

from belong.web.days_ahead import views

app_name = "days_ahead"
urlpatterns = [
    path("", views.days, name="days"),
    path("take-back/", views.take_back, name="take_back"),
    path("<int:pupil_id>/", views.tender, name="tender"),
    path("<int:pupil_id>/let-go/", views.let_go, name="let_go"),
]
