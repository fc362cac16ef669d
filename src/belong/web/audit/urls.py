"""Addresses where the school looks at itself."""

from django.urls import path

from belong.web.audit import five_steps, looks, meeting, own, plans, rating, showing, steps

app_name = "audit"
urlpatterns = [
    path("", looks.looks, name="looks"),
    path("five-steps/", five_steps.steps, name="five_steps"),
    path("open/", looks.open_one, name="open"),
    path("lists/", own.lists, name="lists"),
    path("lists/take-away/", own.take_away, name="take_list_away"),
    path("step/<int:step_id>/", steps.step, name="step"),
    path("step/<int:step_id>/take-back/", steps.take_back, name="take_back"),
    path("paper/<int:paper_id>/", showing.paper, name="paper"),
    path("paper/<int:paper_id>/take-away/", showing.remove_paper, name="remove_paper"),
    path("<int:look_id>/", looks.look, name="look"),
    path("<int:look_id>/close/", looks.close, name="close"),
    path("<int:look_id>/meeting-day/", looks.move_meeting, name="move_meeting"),
    path("<int:look_id>/join/", rating.join, name="join"),
    path("<int:look_id>/step-out/", rating.step_out, name="step_out"),
    path("<int:look_id>/rate/", rating.rate, name="rate"),
    path("<int:look_id>/block/<int:block>/", rating.block, name="block"),
    path("<int:look_id>/meeting/<int:block>/", meeting.meeting, name="meeting"),
    path("<int:look_id>/agree/", meeting.agree, name="agree"),
    path("<int:look_id>/remember/", meeting.remember, name="remember"),
    path("<int:look_id>/set-step/", meeting.set_step, name="set_step"),
    path("<int:look_id>/evidence/", showing.evidence, name="evidence"),
    path("<int:look_id>/add-paper/", showing.add_paper, name="add_paper"),
    path("<int:look_id>/plan/", plans.plan, name="plan"),
    path("<int:look_id>/plan.docx", plans.plan_docx, name="plan_docx"),
    path("<int:look_id>/plan.xlsx", plans.plan_xlsx, name="plan_xlsx"),
    path("<int:look_id>/plan.pdf", plans.plan_pdf, name="plan_pdf"),
    path("<int:look_id>/governors/", plans.governors, name="governors"),
    path("<int:look_id>/governors.pdf", plans.governors_pdf, name="governors_pdf"),
    path("<int:look_id>/compared/", plans.compared, name="compared"),
]
