"""The address of the smallest view."""

from django.urls import path

from belong.web.greet import views

app_name = "greet"
urlpatterns = [path("", views.greet, name="greet")]
