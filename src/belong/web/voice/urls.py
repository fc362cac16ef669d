"""Addresses of surveys."""

from django.urls import path

from belong.web.voice import by_name, helping, results, said, views

app_name = "voice"
urlpatterns = [
    path("", views.surveys, name="surveys"),
    path("new/", views.new, name="new"),
    path("languages/", views.languages, name="languages"),
    path("own/", views.own, name="own"),
    path("help/", helping.waiting, name="help"),
    path("help/read/", helping.read, name="help_read"),
    path("help/talked/", helping.talked, name="help_talked"),
    path("by-name/", by_name.children, name="by_name"),
    path("by-name/<int:pupil_id>/", by_name.child, name="named"),
    path("by-name/<int:pupil_id>/reply/", by_name.reply, name="named_reply"),
    path("by-name/<int:pupil_id>/take-back/", by_name.take_back, name="named_take_back"),
    path("you-said/", said.ledger_page, name="you_said"),
    path("you-said/new/", said.hear, name="hear"),
    path("you-said/board/", said.put_up, name="put_up"),
    path("you-said/<int:theme_id>/", said.answer, name="theme"),
    path("you-said/<int:theme_id>/hand-on/", said.hand_on, name="hand_on"),
    path("you-said/<int:theme_id>/take-back/", said.take_back, name="forget_theme"),
    path("listening/", said.listening, name="listening"),
    path("listening/take-back/", said.forget, name="forget"),
    path("agreements/", said.agree, name="agree"),
    path("agreements/changed/", said.agreement, name="agreement"),
    path("<int:survey_id>/", views.survey, name="survey"),
    path("<int:survey_id>/open/", views.open_now, name="open"),
    path("<int:survey_id>/close/", views.close, name="close"),
    path("<int:survey_id>/take-back/", views.take_back, name="take_back"),
    path("<int:survey_id>/shut/", views.shut, name="shut"),
    path("<int:survey_id>/slips/", views.slips, name="slips"),
    path("<int:survey_id>/end-slips/", views.end_slips, name="end_slips"),
    path("<int:survey_id>/codes/", views.codes_to_print, name="codes"),
    path("<int:survey_id>/results/", results.results, name="results"),
    path("<int:survey_id>/words/", views.words, name="words"),
]
