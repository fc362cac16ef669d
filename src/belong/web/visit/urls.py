"""Addresses of visits from outside."""

from django.urls import path

from belong.web.visit import views

app_name = "visit"
urlpatterns = [
    path("", views.visit_page, name="page"),
    path("again/", views.again, name="again"),
    path("leave/", views.leave, name="leave"),
    path("<str:token>/", views.door, name="door"),
]
