"""Addresses of Explain this number."""

from django.urls import path

from belong.web.explain import views

app_name = "explain"
urlpatterns = [
    path("<slug:name>/", views.explain, name="explain"),
    path("<slug:name>/marks.csv", views.saved, name="saved"),
]
