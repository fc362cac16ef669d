"""Addresses of check-ins."""

from django.urls import path

from belong.web.checkins import cover, design, doing, for_you, talk

app_name = "checkins"
urlpatterns = [
    path("away/", cover.away, name="away"),
    path("away/say/", cover.say_away, name="say_away"),
    path("take-back/", doing.take_back, name="take_back"),
    path("<int:pupil_id>/", doing.do, name="do"),
    path("<int:pupil_id>/end-of-day/", doing.finish, name="finish"),
    path("<int:pupil_id>/design/", design.design, name="design"),
    path("<int:pupil_id>/end/", design.end, name="end"),
    path("<int:pupil_id>/for-you/", for_you.for_you, name="for_you"),
    path("<int:pupil_id>/for-you/thank-you/", for_you.thanks, name="thanks"),
    path("<int:pupil_id>/talk/", talk.talk, name="talk"),
    path("<int:pupil_id>/talk/thank-you/", talk.asked, name="asked"),
    path("<int:pupil_id>/helps/", for_you.helps, name="helps"),
]
