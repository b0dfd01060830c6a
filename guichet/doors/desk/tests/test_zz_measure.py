import time
from django.db import connection
from django.test.utils import CaptureQueriesContext
from guichet.doors.desk.tests.test_lists import *
from guichet.doors.desk.tests.conftest import *
from guichet.areas.tickets.models import Ticket
def test_measure(sixty, bruno, enter, settings):
    settings.TEMPLATES=[{**settings.TEMPLATES[0], "OPTIONS":{**settings.TEMPLATES[0]["OPTIONS"],"string_if_invalid":""}}]
    c=enter(bruno,"fr")
    t=Ticket.rows.filter(tasks_total__gt=0).first()
    for name,u in [("open",reverse("desk-list",args=["open"])),("mine",reverse("desk-list",args=["mine"])),("ticket",reverse("desk-ticket",args=[t.number])),("sort",reverse("desk-ticket",args=[Ticket.rows.filter(service=None).first().number]))]:
        for _ in range(5): c.get(u)
        with CaptureQueriesContext(connection) as q: r=c.get(u)
        s=time.process_time()
        for _ in range(40): c.get(u)
        print("MEASURE",name,len(q),"queries",round((time.process_time()-s)/40*1000,1),"ms", len(r.content))
        if name in ("ticket",):
            for x in q.captured_queries: print("   ",x["sql"][:140])
