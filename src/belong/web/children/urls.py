"""Addresses of children."""

from django.urls import path

from belong.web.children import for_few, history, in_the_system, joining, links, opening, views
from belong.web.trail import who_looked

app_name = "children"
urlpatterns = [
    path("", views.children, name="children"),
    path("list.csv", views.saved, name="saved"),
    path("join/", joining.beside, name="join"),
    path("join/yes/", joining.join, name="join_yes"),
    path("<int:pupil_id>/", views.child, name="child"),
    path("<int:pupil_id>/in-the-system/", in_the_system.in_the_system, name="in_the_system"),
    path("<int:pupil_id>/open/", opening.alone, name="open"),
    path("<int:pupil_id>/ask/", opening.ask, name="ask"),
    path("<int:pupil_id>/ask/withdraw/", opening.withdraw, name="withdraw"),
    path("<int:pupil_id>/for-few/", for_few.write, name="for_few"),
    path("<int:pupil_id>/for-few/change/", for_few.change, name="change_for_few"),
    path("<int:pupil_id>/for-few/end/", for_few.end, name="end_for_few"),
    path("<int:pupil_id>/for-few/take-out/", for_few.take_out, name="out_for_few"),
    path("<int:pupil_id>/links/", links.links, name="links"),
    path("<int:pupil_id>/links/let-in/", links.let_in, name="let_in"),
    path("<int:pupil_id>/links/hand-over/", links.hand_over, name="hand_over"),
    path("<int:pupil_id>/links/send/", links.send, name="send_link"),
    path("<int:pupil_id>/links/end/", links.end, name="end_link"),
    path("<int:pupil_id>/history/", history.history, name="history"),
    path("<int:pupil_id>/who-looked/", who_looked.who_looked, name="who_looked"),
    path("<int:pupil_id>/who-looked/list.csv", who_looked.saved, name="who_looked_saved"),
    path("<int:pupil_id>/who-looked/for-them/", who_looked.for_them, name="who_looked_for_them"),
]
