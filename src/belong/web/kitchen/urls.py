"""The address of the kitchen sink."""

from django.urls import path

from belong.web.kitchen import views

app_name = "kitchen"

urlpatterns = [path("", views.kitchen, name="kitchen")]
