import os
from datetime import timedelta
import pytest
from django.utils import timezone
from melayani.delivery.queues import actions, forecasting, rules, access
from melayani.foundation.people.tests.factories import reload_officer
from tests.journeys.mall import build_mall, history, at_work
from tests.axe import violations
pytestmark=[pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OUT="/tmp/shots"; os.makedirs(OUT,exist_ok=True)
def test_shots(browser, live_server, settings):
    settings.PUBLIC_URL=live_server.url
    now=timezone.now()
    m=build_mall(now); history(m,now)
    for n in (1,2,3,4): at_work(m,n)
    k=access.Machine(m.kiosk)
    ts=[]
    for i,(pre,prio) in enumerate([("A",0),("A",0),("A",1),("B",0),("A",0),("C",0),("C",0),("D",0),("A",0),("E",0),("A",0)]):
        ts.append(actions.take_ticket(actor=k,site=m.site,line=m.lines[pre],way=rules.KIOSK,priority=bool(prio),now=now-timedelta(minutes=20-i),request_key=f"k{i}"))
    for n in (3,4,1,2):
        actions.call_next(actor=reload_officer(m.people[f"loket {n}"]),counter=m.counters[n],now=timezone.now())
    m.site.refresh_from_db(); forecasting.foretell(m.site,timezone.now())
    called=[t for t in ts if (t.refresh_from_db(),t.state)[1]=="called"][0]
    last=[t for t in ts if t.state=="waiting" and t.line_id==m.lines["A"].pk][-1]
    from django.urls import reverse
    tik=reverse("queues:ticket",args=[last.number,last.secret]); tc=reverse("queues:ticket",args=[called.number,called.secret])
    faults=[]
    def shot(name,url,w,h,scripts=True,full=False):
        ctx=browser.new_context(viewport={"width":w,"height":h},base_url=live_server.url,locale="id-ID",java_script_enabled=scripts)
        p=ctx.new_page()
        p.on("console",lambda e: faults.append(f"{name} console {e.text}") if e.type=="error" else None)
        p.on("pageerror",lambda e: faults.append(f"{name} {e}"))
        p.goto(url); p.wait_for_timeout(1200)
        p.screenshot(path=f"{OUT}/{name}.png",full_page=full)
        if name=="k-nojs": p.pdf(path=f"{OUT}/ticket.pdf",prefer_css_page_size=True,print_background=True)
        if scripts: faults.extend(f"{name}: {v}" for v in violations(p))
        o=p.evaluate("document.documentElement.scrollWidth-document.documentElement.clientWidth")
        if o>0: faults.append(f"{name} overflow {o}")
        ctx.close()
    sel=os.environ.get("SEL","")
    K=m.kiosk_path
    for a in [("tv1920",m.screen_path,1920,1080),("tv1280",m.screen_path,1280,720),("tv320",m.screen_path,320,700,True,True),("tvport",m.screen_path,1080,1920),
      ("k-start",K,1280,800),("k-start-p",K,1080,1920),("k-unit",K+"?instansi="+m.units[0].slug,1280,800),("k-line",K+f"?layanan={m.lines['A'].pk}",1280,800),
      ("k-check",K+"hadir/",1280,800),("k-ticket",K+f"cetak/{last.number}/",1280,800),("k-nojs",K+f"cetak/{last.number}/",1280,800,False),("k-ticket-en",K+f"cetak/{last.number}/?bahasa=en",1080,1920),
      ("p-wait",tik,320,800,True,True),("p-called",tc,320,800,True,True),("p-wait1280",tik,1280,900,True,True),("p-nojs",tik,320,800,False,True),
      ("board320","/antrean/mpp-kota-bogor/",320,800,True,True),("board","/antrean/mpp-kota-bogor/",1280,800,True,True),("index","/antrean/",1280,800),
      ("door320","/antrean/mpp-kota-bogor/ambil/pintu-utama-contoh/",320,800,True,True),("paper",tik+"cetak/",1280,800),("keluar",tik+"keluar/",320,700)]:
        if not sel or any(s in a[0] for s in sel.split(",")): shot(*a)
    print("\n".join(faults))
