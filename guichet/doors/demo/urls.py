"""The addresses of the demonstration, only there in a demonstration."""

from django.urls import path

from guichet.doors.demo import views

urlpatterns = [
    path("", views.home, name="demo-home"),
    path("sign-in/", views.sign_in, name="demo-sign-in"),
    path("mail/", views.mails, name="demo-mails"),
    path("mail/<str:name>/", views.mail, name="demo-mail"),
    path("mail/<str:name>/html/", views.mail_html, name="demo-mail-html"),
    path("mail/<str:name>/files/<int:number>/", views.mail_file, name="demo-mail-file"),
]
