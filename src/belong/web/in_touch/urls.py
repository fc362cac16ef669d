"""Addresses of being in touch."""

from django.urls import path

from belong.web.in_touch import building, holidays, views, ways

app_name = "in_touch"
urlpatterns = [
    path("<int:pupil_id>/", views.write, name="write"),
    path("<int:pupil_id>/change/", views.change, name="change"),
    path("<int:pupil_id>/take-back/", views.take_back, name="take_back"),
    path("<int:pupil_id>/ways/", ways.ways, name="ways"),
    path("<int:pupil_id>/ways/remove/", ways.remove, name="remove_way"),
    path("<int:pupil_id>/holidays/", holidays.holidays, name="holidays"),
    path("<int:pupil_id>/holidays/how-far/", holidays.how_far, name="how_far"),
    path("<int:pupil_id>/holidays/take-away/", holidays.take_away, name="take_away"),
    path("<int:pupil_id>/still-building/", building.building, name="building"),
    path("<int:pupil_id>/still-building/answer/", building.answer, name="answer"),
    path("<int:pupil_id>/still-building/end/", building.end, name="end"),
]
