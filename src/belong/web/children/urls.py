"""Addresses of children."""

from django.urls import path

from belong.web.children import history, joining, views

app_name = "children"
urlpatterns = [
    path("", views.children, name="children"),
    path("list.csv", views.saved, name="saved"),
    path("join/", joining.beside, name="join"),
    path("join/yes/", joining.join, name="join_yes"),
    path("<int:pupil_id>/", views.child, name="child"),
    path("<int:pupil_id>/history/", history.history, name="history"),
]
