"""Addresses of Registers in."""

from django.urls import path

from belong.web.registers_in import views

app_name = "registers"
urlpatterns = [
    path("", views.registers, name="registers"),
    path("<int:import_id>/", views.one, name="one"),
    path("<int:import_id>/keep/", views.keep, name="keep"),
    path("<int:import_id>/recognise/", views.recognise, name="recognise"),
    path("<int:import_id>/say/", views.say, name="say"),
    path("<int:import_id>/undo/", views.undo, name="undo"),
    path("<int:import_id>/not-taken.csv", views.refused, name="refused"),
    path("<int:import_id>/set-aside/", views.set_aside, name="set_aside"),
]
