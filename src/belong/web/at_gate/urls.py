"""Addresses of the gate."""

from django.urls import path

from belong.web.at_gate import views

app_name = "gate"
urlpatterns = [
    path("", views.gate, name="gate"),
    path("came/", views.came, name="came"),
    path("undo/", views.undo, name="undo"),
]
