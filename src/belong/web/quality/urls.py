"""Addresses of Data quality."""

from django.urls import path

from belong.web.quality import views

app_name = "quality"
urlpatterns = [
    path("", views.quality, name="quality"),
    path("list.csv", views.saved, name="saved"),
]
