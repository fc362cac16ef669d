"""Addresses of what helps."""

from django.urls import path

from belong.web.helps import around, now, places, views

app_name = "helps"
urlpatterns = [
    path("what-helps/places/", places.places, name="places"),
    path("what-helps/places/take-down/", places.take_down, name="take_down"),
    path("what-helps/<int:pupil_id>/", views.helps, name="helps"),
    path("what-helps/<int:pupil_id>/write/", views.write, name="write"),
    path("what-helps/<int:pupil_id>/hide/", views.hide, name="hide"),
    path("what-helps/<int:pupil_id>/agreed/", views.agreed, name="agreed"),
    path("what-helps/<int:pupil_id>/grace/", around.grace, name="grace"),
    path("what-helps/<int:pupil_id>/grace/end/", around.end_grace, name="end_grace"),
    path("what-helps/<int:pupil_id>/person/", around.person, name="person"),
    path("what-helps/<int:pupil_id>/person/remove/", around.remove_person, name="remove_person"),
    path("what-helps/<int:pupil_id>/place/", around.place, name="place"),
    path("help-now/", now.whom, name="whom"),
    path("help-now/<int:pupil_id>/", now.now, name="now"),
]
