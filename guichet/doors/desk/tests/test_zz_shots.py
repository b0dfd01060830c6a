"""Screens of the desk, on realistic rows."""
import os, sys
from datetime import UTC, date, datetime, timedelta
sys.path.insert(0,"/work/main")
import pytest
from django.test import Client
from playwright.sync_api import sync_playwright
from tests.cast import *
from tests.cast import a_person, a_staff, a_ticket, seen_by
from guichet.doors.desk.tests.conftest import desk_alone
from guichet.areas.tickets import actions
from guichet.areas.people.models import Membership, Organisation, Delegation
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from guichet.areas.catalogue.queries import offer
OUT=os.environ.get("OUT","/tmp/deskshots"); os.makedirs(OUT,exist_ok=True)

@pytest.mark.django_db(transaction=True)
def test_shots(house, amina, bruno, chloe, ines, hiring, live_server, settings):
    settings.LOCALE_PATHS=["/tmp/deskloc"]
    from django.utils.translation import trans_real; trans_real._translations={}
    now=datetime.now(UTC)
    # keep business hours: use real time anyway
    office=house["BN-01"]
    people=[("Sam","Okafor","en","LV-01"),("Walter","Greene","en","LV-01"),("Jonas","Pelletier","fr","BN-01"),("Aurélie","Savoie","fr","BN-01"),("Mireille","Thibodeau","fr","BN-01"),("Denise","Arsenault","fr","BN-01"),("Gordon","MacAulay","en","LV-01"),("Claudine","Bujold","fr","BN-01")]
    made=[]
    for i,(g,f,l,o) in enumerate(people):
        p=a_person(f"{g.lower()}{i}@example.org",g,f,language=l); made.append(p)
        Membership.objects.create(person=p,organisation=house[o],role="member" if i%2 else "office_staff",starts_on=date(2025,1,6))
    wei=a_staff(house,"CS","Wei","Chen","agent")
    titles=[("Toner again","Third time since November, and we print the tax clinic on Friday.","email"),("Locked out of the budget statement","The sitting starts at 1:00 and I still cannot get in.","phone"),("Embauche d’une analyste","Elle arrive lundi, que faut-il préparer ?","chat"),("Frais de déplacement de décembre","Où en est mon remboursement ? C’est ma deuxième relance.","email"),("Bail du 12, rue du Quai, à Baie-Noire","Le propriétaire insiste pour que je signe sa lettre. Je ne signe rien ?","phone"),("Encre de l’imprimante","Même modèle que le bureau de Lac-Vert, vide depuis ce matin.","email"),("Security visit before the reopening","Ferry at 7:40 on the 21st, can they come that day?","counter"),("Traduction du bulletin de février","Il faut les deux versions pour vendredi.","web")]
    ts=[]
    for i in range(24):
        t,b,c=titles[i%8]
        p=made[i%8]
        with clock.at(now-timedelta(hours=3*i+1)):
            tk=a_ticket(p, owner=bruno if i%3 else wei, service=hiring if i%2==0 else None, at=now-timedelta(hours=3*i+1), title=t, body=b, channel=c, holder=house[people[i%8][3]] if i%4 else p, behalf_certain=i%9!=4)
        ts.append(tk)
        if i in (1,4,10): actions.take(tk,by=seen_by(bruno),now=now-timedelta(hours=1),owner=bruno)
        if i in (4,7): actions.ask(tk,by=seen_by(bruno),now=now-timedelta(minutes=50),body="Quel jour pouvez-vous visiter le 48, rue Principale ?")
    tk=ts[4]
    by=seen_by(bruno)
    at=now-timedelta(minutes=40)
    actions.start_plan(tk,by=by,now=now-timedelta(hours=10),offer=offer(hiring.pk,on=now.date()))
    from guichet.areas.tickets.models import Task
    A=Task.rows.get(ticket=tk,letter="A")
    actions.finish_task(A,by=SYSTEM,now=now-timedelta(hours=6),result="Le contrat est signé : début lundi, poste 204, horaire de bureau.")
    B=Task.rows.get(ticket=tk,letter="B")
    actions.accept_task(B,by=seen_by(ines),now=now-timedelta(hours=5))
    actions.note_task(B,by=seen_by(ines),now=now-timedelta(hours=4),body="Avis valable, mais l’article 14 lui impose soixante jours. Le bureau reste à elle jusqu’au 8 mars.")
    actions.note(tk,by=by,now=now-timedelta(hours=3),body="Elle est seule au bureau le vendredi. L’appeler plutôt qu’écrire si c’est pressant.")
    up=actions.Upload("avis-du-proprietaire.pdf","application/pdf",b"%PDF-1"*9000)
    actions.write(tk,by=SYSTEM,now=at,body="Merci. Voici l’avis du propriétaire. Le mardi 20 me convient, à 13 h 30.",channel="email",uploads=(up,))
    actions.draft(tk,by=by,now=now,kind="reply",body="Bonjour Mme Thibodeau, c’est noté pour mardi 20, 13 h 30. Je passe vous prendre")
    Delegation.objects.create(grantor_organisation=house["BN-01"],delegate=made[0],scopes=["lease"],starts_on=date(2025,1,1),ends_on=date(2027,6,30))
    urls={"list":"/desk/","open":"/desk/lists/open/","ticket":f"/desk/tickets/{tk.number}/","sort":f"/desk/tickets/{ts[5].number}/","unit":f"/desk/tickets/{tk.number}/?write=unit","contact":"/desk/contacts/new/","card":f"/desk/people/{made[4].pk}/","find":"/desk/people/?q=a"}
    expert={"tasks":"/desk/","task":f"/desk/tasks/{B.pk}/"}
    only=os.environ.get("ONLY","").split()
    combos=[c.split("-") for c in os.environ.get("COMBOS","1280-fr-light 1280-en-dark 360-fr-light 360-en-dark").split()]
    from axe_playwright_python.sync_playwright import Axe
    with sync_playwright() as pw:
        b=pw.chromium.launch(executable_path="/usr/bin/chromium",args=["--no-sandbox","--disable-gpu"])
        for who,pages in ((bruno,urls),(ines,expert)):
            c=Client(); c.force_login(who.user,backend="allauth.account.auth_backends.AuthenticationBackend")
            for w,lang,scheme in combos:
                ctx=b.new_context(viewport={"width":int(w),"height":800},locale=f"{lang}-CA",color_scheme=scheme,reduced_motion="reduce")
                ctx.add_cookies([{"name":"session","value":c.cookies["session"].value,"url":live_server.url},{"name":"django_language","value":lang,"url":live_server.url}])
                page=ctx.new_page()
                page.on("console",lambda m: print("CONSOLE",m.text) if m.type=="error" else None)
                for name,u in pages.items():
                    if only and name not in only: continue
                    page.goto(live_server.url+u,wait_until="load"); page.wait_for_timeout(250)
                    v=[(x["id"],[n["html"][:120] for n in x["nodes"]][:3]) for x in Axe().run(page).response["violations"]]
                    over=page.evaluate("document.documentElement.scrollWidth-innerWidth")
                    print(name,w,lang,scheme,"axe",v,"over",over)
                    page.screenshot(path=f"{OUT}/{name}-{w}-{lang}-{scheme}.png",full_page=int(w)<600)
                ctx.close()
        b.close()
