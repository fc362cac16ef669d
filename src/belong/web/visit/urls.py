"""Addresses of visits from outside."""

from django.urls import path

from belong.web.visit import views

app_name = "visit"
urlpatterns = [
    path("", views.visit_page, name="visit"),
    path("again/", views.again, name="next_link"),
    path("talk/", views.talk, name="talk"),
    path("leave/", views.leave, name="leave"),
    path("<str:token>/", views.door, name="with_link"),
]
