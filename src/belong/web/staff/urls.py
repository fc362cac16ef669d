"""Addresses of People."""

from django.urls import path

from belong.web.staff import devices, going, key_persons, links, roles, views

app_name = "staff"
urlpatterns = [
    path("", views.staff, name="staff"),
    path("invite/", roles.invite, name="invite"),
    path("key-persons/", key_persons.key_persons_page, name="key_persons"),
    path("key-persons/give/", key_persons.give, name="key_persons_give"),
    path("key-persons/not-matched/", key_persons.not_matched, name="key_persons_missed"),
    path("devices/", devices.devices, name="devices"),
    path("devices/code/", devices.code, name="device_code"),
    path("devices/end/", devices.end_device, name="device_end"),
    path("links/", links.links, name="links"),
    path("links/end/", links.end, name="end_link"),
    path("<int:adult_id>/", views.adult, name="adult"),
    path("<int:adult_id>/give/", roles.give, name="give"),
    path("<int:adult_id>/end/", roles.end, name="end"),
    path("<int:adult_id>/link/", roles.link, name="link"),
    path("<int:adult_id>/withdraw/", roles.withdraw, name="withdraw"),
    path("<int:adult_id>/pin/", devices.give_pin, name="pin"),
    path("<int:adult_id>/pin/end/", devices.take_pin, name="pin_end"),
    path("<int:adult_id>/family/", views.family, name="family"),
    path("<int:adult_id>/leaves/", going.leaves, name="leaves"),
    path("<int:adult_id>/away/", going.away, name="away"),
]
