# Texterna på svenska: källan och reserven för alla språk. Korta, enkla, varma; aldrig skuld.
# Ett nytt språk är en ny fil bredvid med samma id och samma variabler.

## Båda ansiktena

app-name = Lykta
back = Tillbaka
cancel = Avbryt
close = Stäng
language = Språk
more = Mer
later-coming = Skärmen hämtas …
later-failed = Skärmen kunde inte hämtas: inget nät just nu. Det du har sparat ligger kvar på telefonen, och du kan fortsätta peka ut.
retry = Försök igen
undo = Ångra
theme = Utseende
theme-auto = Auto
theme-light = Ljust
theme-dark = Mörkt
theme-night = Natt
safe = Tryggt
unsafe = Otryggt
not-a-police-report = En iakttagelse ersätter aldrig en polisanmälan. Ring 112 om något händer nu.
about-places = Skriv om platsen, aldrig om en person.

## Kategorier: otrygga

category-lighting = Belysning
category-vegetation = Skymmande växtlighet
category-visibility = Dålig sikt
category-underpass = Gångtunnel
category-graffiti = Klotter
category-vandalism = Skadegörelse
category-littering = Skräp
category-neglect = Eftersatt skötsel
category-deserted = Ödsligt
category-entrapment = Instängt
category-accessibility = Svårt att ta sig fram
category-snow = Snö och halka
category-traffic = Trafik
category-gathering = Samling
category-substances = Droger, alkohol
category-wayfinding = Svårt att hitta
category-housing = Entré, soprum, garage
category-other = Annat

## Kategorier: trygga

category-good-lighting = Bra belysning
category-life = Liv och rörelse
category-meeting-place = Fin mötesplats
category-overview = God överblick
category-well-kept = Välskött
category-other-good = Annat bra

## När det är så

when-always = Alltid
when-day = Dagtid
when-evening = Kvällar
when-night = Nätter
when-dark = När det är mörkt
when-weekend = Helger
when-winter = Vintern

## Hur otryggt

severity-0 = Knappt
severity-1 = Lite
severity-2 = Ganska
severity-3 = Mycket

## Hur långt ett fynd har kommit

state-new = Ny
state-confirmed = Bekräftad
state-planned = Planerad
state-ongoing = Pågår
state-done = Åtgärdad
state-not-ours = Någon annans ansvar
state-declined = Åtgärdas inte
state-kept = Bevaras

## När något inte gick: vad som hände med det du gjort, och vad du kan göra

problem-offline = Inget nät just nu. Det du sparat ligger kvar på telefonen och skickas när nätet är tillbaka.
problem-unknown-code = Koden hittades inte. Kontrollera den och försök igen.
problem-code-closed = Vandringen tar inte emot nya telefoner just nu. Fråga den som leder vandringen. Den som redan är med kan fortsätta.
problem-code-replaced = Vandringen har fått en ny kod. Fråga den som leder vandringen efter den. Den som redan är med kan fortsätta.
problem-too-many-tries = Många försök på kort tid. Vänta en minut och försök igen.
problem-photo-refused = Fotot kunde inte tas emot. Platsen är sparad ändå, och inget tas bort från telefonen.
problem-storage-full = Telefonen är full. Det du redan sparat ligger kvar. Frigör lite plats och försök igen.
problem-unsaved = Telefonen är full. Det du redan sparat ligger kvar. Det nya är inte sparat än: låt Lykta vara öppen, frigör plats på telefonen och försök igen. Du kan fortsätta peka ut under tiden.
problem-photo-unsaved = Telefonen är full: fotot är inte sparat än, men platsen är sparad. Låt Lykta vara öppen, frigör plats på telefonen och försök igen. Du kan fortsätta peka ut under tiden.
problem-storage-refused = Telefonen låter inte Lykta spara. Stäng privat läge och öppna länken igen.

## Vandraren: börja

start-what = Peka ut det som känns tryggt och otryggt där du går, också utan nät.
start-code = Vandringens kod
start-code-hint = Åtta tecken, på affischen eller från den som leder vandringen.
start-join = Gå med
start-joining = Går med …
start-earlier = Vandringar på den här telefonen
scan = Skanna kod
scan-by-camera = Har du en QR-kod? Öppna telefonens kamera och rikta den mot koden.
scan-refused = Kameran får inte användas här. Skriv koden i stället, eller öppna telefonens egen kamera.
newer = En ny version av Lykta är hämtad. Det du sparat följer med.
newer-take = Byt nu
demonstration = Demonstration: inget av detta är på riktigt
problem-no-code = Det där är ingen kod. Den har åtta tecken, till exempel K7XM-4T2P.
problem-join = Det gick inte att gå med. Koden står kvar. Försök igen om en stund.
problem-join-offline = Inget svar från servern. Koden står kvar. Försök igen när du har nät.
problem-text-long = Texten är för lång. De första 4 000 tecknen sparas.
problem-photo-unreadable = Bilden gick inte att läsa. Platsen är sparad ändå. Ta ett nytt foto.
problem-record-stuck = Servern kunde inte använda det här. Det ligger kvar på telefonen.
problem-file = Filen gick inte att göra. Allt ligger kvar på telefonen.

## Vandraren: Redo?

ready-title = Redo?
ready-meet = { $at }, samling: { $place }
ready-go = Börja vandra
ready-go-early = Peka ut redan nu
ready-early = Vandringen har inte börjat än. Du kan peka ut platser redan nu, också hemifrån: håll fingret på kartan, och välj sedan tryggt eller otryggt.
ready-offline = Nu kan du gå offline.
ready-no-account = Du behöver inget konto. Vi vet inte vem du är.
check-app-ready = Appen är hämtad
check-app-ready-line = Startar även utan nät
check-app-waiting = Appen hämtas
check-app-waiting-line = Vänta en stund med nätet på
check-position-ready = Platsen är tillåten
check-position-waiting = Letar efter platsen
check-position-waiting-line = Gå gärna ut under bar himmel. Du kan börja ändå.
check-position-problem = Platsen är inte tillåten
check-position-problem-line = Tillåt plats i telefonens inställningar, eller skriv var du är.
check-storage-ready = Det du sparar ligger kvar
check-storage-ready-line = Telefonen har lovat att inte rensa
check-storage-asking-line = Frågar telefonen
check-storage-loose = Det du sparar ligger på telefonen
check-storage-loose-line = Telefonen lovar inte att spara det för alltid. Skicka när du har nät.
check-install = Lägg Lykta på hemskärmen
check-install-safari = Tryck på Dela och välj Lägg till på hemskärmen. Öppna Lykta därifrån och skriv koden { $code }.
check-install-apple-other = Tryck på Dela i adressfältet eller menyn och välj Lägg till på hemskärmen. Öppna Lykta därifrån och skriv koden { $code }.
check-install-chrome = Öppna menyn ⋮ och välj Lägg till på startskärmen eller Installera.
check-install-firefox = Öppna menyn ⋮ och välj Lägg till på startskärmen.
check-install-samsung = Öppna menyn ☰, välj Lägg till sida i och sedan Startskärm.
check-install-offered = Ett tryck räcker. Då hittar du hit igen.
install = Lägg till
check-install-other = Går att göra från webbläsarens meny. Behövs inte.
check-installed-ready = Lykta är på hemskärmen
check-installed-ready-line = Du hittar hit igen

## Vandraren: Vandra och Vad?

accuracy = ± { $metres } m
accuracy-uncertain = Osäker plats, ± { $metres } m
accuracy-now = ± { $metres } m just nu
accuracy-looking = Letar …
accuracy-none = Ingen plats
counter = { $saved ->
    [one] { $saved } sparad
   *[other] { $saved } sparade
} · { $sent ->
    [one] { $sent } skickad
   *[other] { $sent } skickade
}
offline = Inget nät
safe-here = Tryggt här
unsafe-here = Otryggt här
walk-title = Vandra
walk-empty = Inget sparat än. Tryck när något känns tryggt eller otryggt.
end-walk = Avsluta
check-map-ready = Kartan ligger på telefonen
check-map-size = { $mb } MB
check-map-fetching = Kartan hämtas
check-map-asking = Frågar efter kartan …
check-map-part = { $here } av { $total } MB
check-map-waiting = Kartan är inte hämtad
check-map-none = Ingen karta behövs
check-map-none-line = Allt fungerar med listan, också utan karta.
check-map-cannot = Webbläsaren kan inte rita kartor
check-map-full = Kartan får inte plats
check-map-full-line = Det du pekar ut sparas ändå. Frigör plats på telefonen om du vill ha kartan.
chart-title = Karta
chart-here = Du är här
chart-follow = Visa var jag är
chart-along = { $come } m av { $of } m
near-loop = Slingan: { $way } · { $come } m av { $of } m
near-lamp = Närmaste lykta: { $way }
chart-pointed = Platsen är vald på kartan. Tryck tryggt eller otryggt.
show-list = Lista
show-map = Karta
safe-there = Tryggt där
unsafe-there = Otryggt där
pointed = Vald plats på kartan { $way }
others-title = Andra har pekat ut
others-card = Någon har sett det här
others-voices = { $n ->
    [1] En deltagare
    [2] Flera deltagare
    [5] Minst 5 deltagare
   *[other] Minst 10 deltagare
}, { $day }
asked-title = Hur är det nu?
asked-card = Hur är det här nu?
seen-agree = Jag håller med
seen-fixed = Det är lagat
seen-other = Något annat
seen-saved = Sparat: { $what }
condition-remains = Kvar
condition-better = Bättre
condition-fixed = Lagat
condition-worse = Värre
way = { $metres } m { $wind }
way-ahead = framåt
way-ahead-right = framåt till höger
way-right = till höger
way-behind-right = bakåt till höger
way-behind = bakåt
way-behind-left = bakåt till vänster
way-left = till vänster
way-ahead-left = framåt till vänster
track-title = Vill du visa vilken väg ni gick?
track-line = Frivilligt. Då syns vilka gator som vandrades och vilka som ingen har sett. Vägen sparas bara medan du vandrar och har appen uppe, utan ditt namn.
track-wanted = Spara vägen
low-power = Batteriet är lågt. Vägen sparas inte nu och skärmen får slockna, så att telefonen räcker hem. Det du pekar ut sparas som förut.
way-here = här
wind-north = norrut
wind-north-east = åt nordost
wind-east = österut
wind-south-east = åt sydost
wind-south = söderut
wind-south-west = åt sydväst
wind-west = västerut
wind-north-west = åt nordväst
what-safe = Vad är tryggt?
what-unsafe = Vad är otryggt?
what-one-tap = Ett tryck sparar platsen

## Vandraren: berätta mer

tell = Berätta
tell-title = Berätta mer
tell-saved = { $what }, sparad
tell-on-phone = På telefonen. Skickas när du har nät.
tell-withdrawn = Ångrad. Den räknas inte, men går att ta tillbaka.
tell-text = Berätta, om du vill
tell-when = När är det så?
tell-severity = Hur otryggt känns det?
tell-proposal = Vad skulle göra det bättre?
tell-category = Ändra vad det gäller
tell-done = Klar
photo = Foto
photo-mine = Mitt foto
photo-remove = Ta bort
place = Var
place-here = Här är jag nu
place-fixed = Telefonen säger ± { $metres } m.
place-uncertain = Osäker plats: telefonen säger ± { $metres } m. Det är sparat ändå. Skriv gärna var det är.
place-pinned = Platsen är flyttad.
place-none = Ingen plats än
place-none-line = Telefonen hittar inte platsen just nu. Skriv var det är, så räcker det.
place-described = Var är det, med ord?
place-described-hint = Till exempel: gångvägen bakom Coop, vid tunneln.
personal-email = Det ser ut som en e-postadress. Skriv om platsen, aldrig om en person.
personal-phone = Det ser ut som ett telefonnummer. Skriv om platsen, aldrig om en person.
personal-identity = Det ser ut som ett personnummer. Ta bort det; skriv om platsen, aldrig om en person.
said-saved = { $what }, sparad på telefonen.
said-withdrawn = Ångrad.
said-restored = Tillbaka igen.
said-pinned = Flyttad hit.
said-photo-removed = Fotot är borttaget.

## Vandraren: Mina

mine-title = Mina platser
mine-empty = Inget sparat än
mine-empty-line = Det du säger under vandringen står här, med svar från kommunen när de kommer.
mine-proposal = Förslag: { $words }
mine-responsible = Ansvarig: { $who }.
mine-voices = { $n ->
    [2] Flera har pekat ut det här
    [5] Minst 5 deltagare har pekat ut det här
   *[other] Minst 10 deltagare har pekat ut det här
}
edit = Ändra
withdraw = Ta tillbaka
restore = Lägg tillbaka
withdrawn = Tillbakatagen
save-all = Spara allt som fil
standing-on-phone = På telefonen
standing-sent = { $left ->
    [one] Skickad, { $left } foto av { $of } kvar
   *[other] Skickad, { $left } foton av { $of } kvar
}
standing-received = Mottagen
standing-answered = Svar från kommunen
send-now = Skicka nu
sync-all = Allt är mottaget.
sync-all-but = Något kunde inte tas emot. Se Mina platser; det ligger kvar på telefonen.
sync-nothing = Inget att skicka än.
sync-left = { $n ->
    [one] { $n } plats är kvar att skicka.
   *[other] { $n } platser är kvar att skicka.
}
sync-sending = Skickar …
sync-waiting = Servern svarar inte. Allt ligger kvar på telefonen; nytt försök { $at }.
sync-stuck = Servern tar inte emot just det här. Allt ligger kvar på telefonen. Spara det som fil och hör av dig till den som ledde vandringen.
sync-not-let-in = Servern känner inte igen telefonen. Allt ligger kvar här. Gå med i vandringen igen, eller spara allt som fil.

## Vandraren: det som ligger på telefonen

lost-title = Telefonen har rensat bort det som Lykta hade sparat
lost-arrived = { $n ->
    [0] Inget av det som är borta hade hunnit skickas.
    [one] En plats hade redan kommit fram till kommunen. Den finns kvar där.
   *[other] { $n } platser hade redan kommit fram till kommunen. De finns kvar där.
}
lost-gone = { $n ->
    [0] Inget du har sagt har gått förlorat.
    [one] En plats hade inte skickats än och är borta.
   *[other] { $n } platser hade inte skickats än och är borta.
}
lost-again = Du gjorde inget fel: telefoner rensar när de har ont om plats eller när någon rensar webbläsaren. Minns du vad det var? Gå med igen med vandringens kod och peka ut det på nytt, eller berätta för den som ledde vandringen.
lost-nothing = Du gjorde inget fel, och behöver inte göra något: telefoner rensar när de har ont om plats eller när någon rensar webbläsaren.
lost-answers = Svaren på det som är rensat kan inte visas här. Fråga kommunen, eller den som ledde vandringen.
lost-read = Jag har läst
odd-title = { $n ->
    [one] 1 uppgift kan inte läsas av den här versionen
   *[other] { $n } uppgifter kan inte läsas av den här versionen
}
odd-line = { $n ->
    [one] Den ligger kvar på telefonen, och allt annat fungerar som vanligt. En nyare version kan kanske läsa den.
   *[other] De ligger kvar på telefonen, och allt annat fungerar som vanligt. En nyare version kan kanske läsa dem.
}
odd-save = Spara som fil
receipt = Kvitto
receipt-since = Kvitto { $at }
receipt-means = Servern har räknat och har precis det som telefonen skrev.
receipt-records = { $n ->
    [one] Uppgift { $records }
   *[other] Uppgifterna { $records }
}
receipt-digest = Kontrollsumma till och med uppgift { $number }: { $digest }
room-line = { $n ->
    [one] Ett foto togs emot av kommunen för mer än 30 dagar sedan och behöver inte ligga kvar på telefonen. Det du har sagt ligger kvar.
   *[other] { $n } foton togs emot av kommunen för mer än 30 dagar sedan och behöver inte ligga kvar på telefonen. Det du har sagt ligger kvar.
}
room-free = Frigör { $mb } MB
room-freed = Fotona är borta från telefonen. Kommunen har dem kvar.
photo-not-here = Fotot finns hos kommunen
photo-unreadable = Fotot går inte att läsa längre

## Vandraren: Avsluta

end-title = Tack för i dag
end-points = Platser
end-photos = Foton
end-metres = Meter
end-minutes = Minuter
end-left = { $n ->
    [one] { $n } plats är kvar på telefonen. Den skickas när du har nät och Lykta är öppen.
   *[other] { $n } platser är kvar på telefonen. De skickas när du har nät och Lykta är öppen.
}
end-next = Vad händer nu?
end-who-reads = Kommunens samordnare läser allt. Ingen ser vem du är.
end-follow-up = Inom några veckor svarar de som ansvarar för platserna.
end-return = Öppna Lykta igen på den här telefonen, så ser du svaren under Mina platser.
end-go-on = Fortsätt vandra
end-start = Till början

## Desk

# Skrivbordet: var man är

desk-sections = Skrivbordets delar
desk-menu = Meny
desk-skip = Till innehållet
desk-overview = Översikt
desk-walks = Vandringar
desk-walk = Vandring
desk-findings = Fynd
desk-finding = Fynd
desk-observations = Iakttagelser
desk-situation = Lägesbild
desk-situation-of = Lägesbild { $area }
desk-situation-withheld = Här visas ingen lägesbild. Färre än tre deltagare har berättat om platsen och tiden som du har valt, eller så är vandringens dag inte slut än. Välj ett större område eller en längre tid.
desk-data = Data
desk-settings = Inställningar
desk-waiting = Hämtar …
desk-waiting-count = { $n ->
        [0] Inga fynd väntar på svar
        [one] Ett fynd väntar på svar
       *[other] { $n } fynd väntar på svar
    }
desk-demonstration = Demonstration
desk-demonstration-says = Platser, människor och ord är påhittade.
desk-nowhere = Här finns inget
desk-nowhere-title = Adressen leder ingenstans
desk-nowhere-next = Länken kan vara avklippt, eller så har det den ledde till tagits bort.
desk-for-officers = Det här är för dem som planerar och svarar. Du läser, och kan be den som sköter Lykta hos er om mer.

# Inloggning

desk-sign-in = Logga in
desk-sign-out = Logga ut
desk-line-broken = Nytt visas inte direkt just nu. Försöker igen; sidan hämtas om varje minut.
desk-sign-in-how = Du loggar in med en länk som fungerar en gång. Be den som sköter Lykta hos er om en: de gör den under Inställningar.
desk-sign-in-first = Är du först, står länken där servern startades. Ny länk: lykta sign-in create.
desk-link-used = Länken är redan använd eller för gammal. Be den som sköter Lykta hos er om en ny.
desk-paste-link = Klistra in länken
desk-expired = Du är inte inloggad längre
desk-expired-how = Det du har skrivit står kvar. Öppna en ny inloggningslänk i en annan flik, eller klistra in den här.
desk-signed-in-elsewhere = Jag har loggat in i en annan flik

# Det som inte gick

desk-trouble-unreachable = Servern svarar inte. Det som är sparat finns kvar där; kontrollera nätet och försök igen.
desk-trouble-signed-out = Du är inte inloggad längre. Logga in igen, så fortsätter du där du var.
desk-trouble-forbidden = Det här får du inte göra. Fråga den som sköter Lykta hos er.
desk-trouble-missing = Det här finns inte här. Det kan ha tagits tillbaka av den som sa det.
desk-trouble-refused = Servern tog inte emot det: { $detail }
desk-trouble-failed = Något gick fel hos servern ({ $status }). Inget är borta; försök igen.
desk-written-stays = Det du skrev står kvar.

# Urval

desk-area = Område
desk-outside-all-areas = Utanför alla områden
desk-areas-total = Alla
desk-areas = Områden
desk-all-areas = Alla områden
desk-no-area = Inget särskilt område
desk-outside-areas = Utanför områdena
desk-period = Period
desk-all-time = Hela tiden
desk-last-days = Senaste { $n } dagarna
desk-this-year = I år
desk-last-year = Förra året
desk-own-period = Egen period …
desk-from = Från
desk-to = Till
desk-kind = Sort
desk-all-kinds = Alla sorter
desk-state = Läge
desk-all-states = Alla lägen
desk-unanswered = Utan svar
desk-open = Inte avslutade
desk-search = Sök
desk-search-hint = Sök  /
desk-clear-filters = Visa allt
desk-remove-filter = Ta bort urvalet
desk-show-more = Visa fler
desk-show-all = Visa alla { $n }
desk-none-admitted = Inget stämmer med urvalet

# Översikten

desk-to-answer = Att svara på
desk-all-answered = Alla som pekat ut något otryggt har fått svar.
desk-lately = Nyss inkommet
desk-nothing-lately = Inget har kommit in de senaste 60 dagarna.
desk-in-sixty-days = { $n ->
        [one] En iakttagelse de senaste 60 dagarna
       *[other] { $n } iakttagelser de senaste 60 dagarna
    }
desk-new-since = { $n ->
        [0] Inget nytt
        [one] En ny iakttagelse
       *[other] { $n } nya iakttagelser
    } sedan du var här { $day }
desk-to-observations = Se iakttagelserna
desk-to-walks = Till vandringarna
desk-next-walk = Nästa vandring
desk-no-next-walk = Ingen vandring är planerad.
desk-first-steps = Börja med områdena
desk-import-areas = Läs in kommunens stadsdelar eller DeSO-områden på servern, från en GeoJSON-fil:
desk-import-areas-then = Sedan kan du planera en vandring, och allt som kommer in hamnar i rätt område.

# Vandringar

desk-plan-walk = Planera en vandring
desk-coming-walks = Kommande
desk-past-walks = Genomförda
desk-no-walks = Ingen vandring än
desk-no-walks-next = Planera en vandring, så får den en kod och en affisch att sätta upp.
desk-walk-came = { $phones ->
        [one] En telefon anslöt
       *[other] { $phones } telefoner anslöt
    }, { $n ->
        [0] inga iakttagelser
        [one] en iakttagelse
       *[other] { $n } iakttagelser
    }
desk-walk-title = Vad heter vandringen?
desk-walk-title-hint = Så att den som ser affischen känner igen sig: Kvällsvandring på Porsön.
desk-title-missing = Vandringen behöver ett namn.
desk-starts = Börjar
desk-starts-missing = Välj dag och tid.
desk-starts-past = Den tiden har redan varit. Det går bra om vandringen redan är gången.
desk-meeting-place = Samling
desk-meeting-place-hint = Som man säger det till en granne: utanför Coop vid torget.
desk-themes = Teman: visas först på telefonen
desk-save-walk = Spara vandringen
desk-what-came-in = Vad som kommit in
desk-phones-joined = { $n ->
        [one] telefon ansluten
       *[other] telefoner anslutna
    }
desk-phones-sent = { $n ->
       *[other] har skickat
    }
desk-photos-arrived = { $n ->
        [one] foto
       *[other] foton
    }
desk-photos-waiting = { $n ->
        [one] foto på väg
       *[other] foton på väg
    }
desk-all-arrived = Allt vi vet om har kommit fram.
desk-photos-on-their-way = { $n ->
        [one] Ett foto är kvar på en telefon och kommer när den har nät.
       *[other] { $n } foton är kvar på telefoner och kommer när de har nät.
    }
desk-phones-silent = { $n ->
        [one] En telefon har anslutit men inte skickat något än. Be den gå in i Lykta när den har nät.
       *[other] { $n } telefoner har anslutit men inte skickat något än. Be dem gå in i Lykta när de har nät.
    }
desk-refresh = Uppdatera
desk-joining = Så ansluter man
desk-joining-how = Visa koden eller dela länken. Var och en som har den kan vara med.
desk-code-open-until = Koden gäller till och med { $day }.
desk-code-open = Koden gäller tills vidare.
desk-code-closed = Koden är stängd. Ingen ny telefon kan gå med, men de som redan är med fortsätter.
desk-code-over = Vandringen är över och koden har stängts. De som redan är med fortsätter.
desk-code-opened = Koden är öppen igen.
desk-code-replaced = Vandringen har en ny kod.
desk-code-close = Stäng koden
desk-code-reopen = Öppna koden igen
desk-code-replace = Byt kod
desk-code-replace-ask = Byta kod?
desk-code-replace-how = Affischer och länkar med den gamla koden slutar att gälla, så skriv ut nya. De som redan är med fortsätter.
desk-link = Länk
desk-qr = QR-kod som öppnar vandringen
desk-copy = Kopiera
desk-copied = Kopierat
desk-not-copied = Webbläsaren lät oss inte kopiera. Markera texten och kopiera själv.
desk-print-poster = Skriv ut affisch
desk-poster = Affisch
desk-print = Skriv ut
desk-or-type = Eller gå till { $address } och skriv koden
desk-step-scan = Skanna koden med telefonens kamera, gärna redan hemma. Du kan peka ut platser redan före vandringen.
desk-step-ready = Vänta tills det står att du är redo. Sedan behövs inget nät.
desk-step-walk = Gå med oss och peka ut det som känns tryggt och otryggt.
desk-poster-promise = Inget konto. Ersätter aldrig en polisanmälan.
desk-follows = Uppföljning av
desk-follows-none = Ingen, det är en ny vandring
desk-shares-live = Deltagarna ser varandras fynd under vandringen
desk-shares-live-hint = Annars ser telefonerna vad andra har pekat ut först när vandringen är över. Namn, klockslag och exakta platser visas aldrig.
desk-follows-hint = Telefonerna frågar om varje plats från den vandringen: kvar, bättre, lagat eller värre.
desk-follow-up-title = Uppföljning: { $title }
desk-plan-follow-up = Planera uppföljningsvandring
desk-edit = Ändra
desk-edit-walk = Ändra vandringen
desk-edit-walk-reaches = Telefoner som redan anslutit får den nya planen nästa gång de har nät. Kod och länk är desamma.
desk-themes-short = Teman
desk-loop = Slinga
desk-loop-how = Klicka på kartan där ni ska gå, så följer slingan gator och gångvägar. Dra ett hörn för att flytta det, klicka på det första för att gå runt. Håll nere Alt, eller slå på Rakt, för en rak sträcka.
desk-loop-straight = Rakt
desk-loop-seeking = { $n ->
        [one] Söker vägen …
       *[other] Söker vägen för { $n } sträckor …
    }
desk-loop-apart = { $n ->
        [one] Det finns ingen gångväg på kartan mellan två av hörnen. Flytta ett hörn, eller dra sträckan rak.
       *[other] { $n } sträckor har ingen gångväg på kartan. Flytta ett hörn, eller dra dem raka.
    }
desk-loop-off-ways = { $n ->
        [one] Ett hörn ligger mer än 40 meter från närmaste väg. Flytta det, eller dra sträckan rak.
       *[other] { $n } sträckor går till hörn som ligger mer än 40 meter från närmaste väg. Flytta hörnen, eller dra dem raka.
    }
desk-loop-too-far = { $n ->
        [one] Två av hörnen ligger för långt från varandra. Sätt ett hörn emellan, eller dra sträckan rak.
       *[other] { $n } sträckor är för långa. Sätt hörn emellan, eller dra dem raka.
    }
desk-loop-no-answer = { $n ->
        [one] Servern svarar inte, så en sträcka saknar väg. Hörnen är kvar. Sök igen när nätet är tillbaka.
       *[other] Servern svarar inte, så { $n } sträckor saknar väg. Hörnen är kvar. Sök igen när nätet är tillbaka.
    }
desk-loop-busy = { $n ->
        [one] Servern läser in kartans gator eller har mycket att göra, så en sträcka saknar väg. Hörnen är kvar. Sök igen om en stund.
       *[other] Servern läser in kartans gator eller har mycket att göra, så { $n } sträckor saknar väg. Hörnen är kvar. Sök igen om en stund.
    }
desk-loop-draw-straight = Dra rakt
desk-loop-seek-again = Sök igen
desk-loop-no-ways = Det finns inga gator att följa på kartan, så sträckorna dras raka.
desk-loop-not-whole = En sträcka av slingan saknar väg. Vänta tills den är sökt, eller dra den rak. Planen är kvar här.
desk-plan-kept = Du började planera en vandring här och hann inte spara den{ $title ->
        [none] .
       *[other] : ”{ $title }”.
    } Den ligger kvar i den här webbläsaren.
desk-plan-go-on = Fortsätt med den
desk-plan-discard = Kasta den
desk-loop-clear = Rensa
desk-loop-none = Ingen slinga än.
desk-loop-begun = Början är satt. Klicka vidare längs vägen.
desk-loop-metres = { $n } meter
desk-loop-kilometres = { $n } kilometer
desk-loop-takes = Slingan är { $length }. Räkna med { $minutes } minuter, med stopp. { $end }
desk-loop-closed = Den slutar där den börjar.
desk-loop-open = Den slutar { $m } meter från början.
desk-loop-as-points = Slingan som punkter, utan karta
desk-loop-points = Punkter
desk-loop-points-hint = En punkt per rad, nord och sedan öst i grader: 65.617, 22.137. Det är så kartor på nätet kopierar en plats.
desk-loop-file = Eller en GPX-fil
desk-loop-file-hint = Till exempel från en klocka eller ett kartprogram. Er egen server läser den och sparar den inte.
desk-loop-file-refused = Filen gav ingen slinga. Servern säger: { $detail }
desk-loop-parts-left-out = Filen har luckor. Slingan är den längsta delen utan lucka; { $n ->
    [one] en del är utelämnad
   *[other] { $n } delar är utelämnade
  }, närmast { $m } meter bort.
desk-loop-points-left-out = { $n ->
    [one] En punkt gick inte att använda och är utelämnad (rad { $lines } i filen).
   *[other] { $n } punkter gick inte att använda och är utelämnade (rad { $lines } i filen).
  }
desk-loop-damaged = Filen är trasig på rad { $line }. Det som står före är med.
desk-loop-file-unreadable = Filen gick inte att läsa. Slingan är som den var.
desk-loop-not-numbers = Rad { $line } är inte två tal. Skriv nord och öst i grader, med komma emellan. Slingan är som den var.
desk-loop-off-globe = Rad { $line } ligger utanför jordklotet. Slingan är som den var.
desk-loop-swapped = På rad { $line } verkar nord och öst ha bytt plats. Slingan är som den var.
desk-loop-one-point = En enda punkt är ingen slinga. Lägg till fler, eller rensa.
desk-loop-too-many = Det är fler än tusen punkter. Ta bort några. Slingan är som den var.
desk-loop-too-long = Slingan blir längre än 30 kilometer. Stämmer punkterna? Slingan är som den var.
desk-map = Karta
desk-map-corner = Hörn
desk-map-between = Mitt emellan hörn
desk-map-cannot = Webbläsaren kan inte rita kartor här. Allt går att göra med listan i stället.
desk-no-basemap = Ingen baskarta är inläst, så kartan visar bara områdenas gränser. Den som sköter servern läser in en:
desk-way = Vägen och fynden
desk-found-during = { $n ->
        [0] Inget fynd på vandringen än
        [one] Ett fynd på vandringen
       *[other] { $n } fynd på vandringen
    }
desk-found-before = { $n ->
        [one] Ett fynd utpekat före vandringen
       *[other] { $n } fynd utpekade före vandringen
    }
desk-more-findings = { $n ->
        [one] Ett fynd till
       *[other] { $n } fynd till
    }
desk-counts-withheld = Hur många som är med och vad de skickar ser bara handläggarna.
desk-nobody-joined = Ingen har anslutit än.
desk-before-and-after = Före och efter
desk-before = Före
desk-after = Efter
desk-no-photo = Inget foto
desk-again-nothing-asked = Den tidigare vandringen har inga platser att fråga om.
desk-again-not-yet = { $n ->
        [one] En plats väntar på att någon tittar igen.
       *[other] { $n } platser väntar på att någon tittar igen.
    }
desk-again-sum = { $n } av { $asked } platser är sedda igen: { $said }.
desk-again-fixed = { $n ->
        [one] 1 lagad
       *[other] { $n } lagade
    }
desk-again-better = { $n } bättre
desk-again-remain = { $n } kvar
desk-again-worse = { $n ->
        [one] 1 värre
       *[other] { $n } värre
    }
desk-again-ties = { $n } där lika många säger varje sak
desk-again-nobody = Ingen har tittat
desk-again-not-seen = inte sett igen
desk-count-of = { $n } { $what }
desk-second-looks = Sett igen
desk-mended = { $n ->
        [one] 1 säger att det är lagat.
       *[other] { $n } säger att det är lagat.
    }
desk-mended-answer = Svara

# Papperet

desk-paper = Blad för papper
desk-paper-no-map = Kartan kunde inte ritas i den här webbläsaren. Rita av slingan, eller lägg en annan karta bredvid.
desk-paper-plain-ground = Bara slingan: ingen baskarta är inläst.
desk-paper-roles = Vem gör vad
desk-paper-names = Skriv namn om ni vill, en grupp i taget. De stannar i den här webbläsaren och på pappret.
desk-paper-leader = Gruppledare
desk-paper-leader-does = Håller ihop gruppen, tiden och vägen. Ser till att alla kommer till tals, också om det som är bra.
desk-paper-secretary = Sekreterare
desk-paper-secretary-does = Skriver en rad för varje plats på listan. Skriver om platsen, aldrig om vem som är där.
desk-paper-photographer = Fotograf
desk-paper-photographer-does = Tar ett foto för varje plats och säger numret till sekreteraren. Inga människor och inga bilskyltar i bild.
desk-paper-map-reader = Kartläsare
desk-paper-map-reader-does = Sätter platsens nummer på kartan. Säger till när slingan svänger och var ni är.
desk-paper-look-for = Att titta efter
desk-paper-asked = Hur är det nu?
desk-paper-asked-how = Det här har någon redan pekat ut. Numren står på kartan. Kryssa för hur det är när ni går förbi.
desk-paper-how-now = Nu är det
desk-paper-points = Platser
desk-paper-points-how = Sätt ring om ♥ där det känns tryggt och om ! där det känns otryggt, och om hur illa det är: 0 inte alls, 3 mycket.
desk-paper-number = Nr
desk-paper-what = Vad
desk-paper-where = Var
desk-paper-feeling = ♥ / !
desk-paper-how-bad = Hur illa
desk-paper-proposal = Förslag
desk-paper-hand-in = Lämna in
desk-paper-hand-in-how = Ge bladet till den som leder vandringen samma kväll. Det skrivs in i Lykta och väger lika mycket som det som kommer från telefoner. Har du telefon kan du också gå med, med koden { $code }.
desk-paper-never = Bladet ersätter aldrig en polisanmälan. Är det bråttom, ring 112.

# Blad som skrivs in

desk-type-in = Skriv in blad
desk-bundle = Läs in en fil från en telefon
desk-bundle-file = Fil som någon sparat i appen
desk-bundle-hint = För den som inte kunnat skicka: Mina platser, Spara som fil. Filen vet vilken vandring den hör till, och kan läsas in flera gånger utan att något blir dubbelt.
desk-bundle-reading = Läser in …
desk-bundle-unreadable = Filen kunde inte läsas, eller är större än 64 MB. Inget är ändrat. Större filer läses in på servern med lykta import bundle.
desk-bundle-taken = { $n } av { $of } uppgifter var nya på { $title }.
desk-bundle-photos = { $n } av { $of } foton var nya.
desk-bundle-refused = { $n } foton kunde inte tas emot; de finns kvar i filen.
desk-bundle-unproved = Filen är sparad av en äldre app och visar inte vilken telefon den kommer från. Uppgifterna räknas, men telefonen kan inte fortsätta på dem.
desk-bundle-before = En fil från samma telefon lästes in tidigare, av { $by } { $at }.
desk-type-in-how = Ett blad i taget, rad för rad. Bladet räknas som en deltagare, precis som en telefon. Det du skriver ligger kvar i webbläsaren tills du sparar.
desk-sheet-walked = Gick vandringen
desk-sheet-line = Rad { $n }
desk-sheet-category = Vad det gäller
desk-sheet-text = Med deras ord
desk-sheet-where = Var, med ord
desk-sheet-proposal = Förslag
desk-sheet-placed = På kartan
desk-sheet-not-placed = Inte på kartan
desk-sheet-remove = Ta bort raden
desk-sheet-place = Klicka på kartan där rad { $n } ligger, eller skriv var den är.
desk-sheet-no-category = Välj vad raden gäller.
desk-sheet-no-place = Klicka på kartan, eller skriv var det är.
desk-sheet-empty = Bladet är tomt. Skriv en rad först.
desk-sheet-save = Spara bladet
desk-sheet-saved = Bladet är sparat. Börja på nästa.
desk-sheet-answered = { $n } av { $of } ifyllda
desk-typed-sheets = Inskrivna blad
desk-no-typed-sheets = Inga än.
desk-sheet-lines = { $n ->
        [one] en rad
       *[other] { $n } rader
    }
desk-sheet-gone = tillbakataget
desk-sheet-take-back = Ta tillbaka
desk-sheet-taken-back = Bladet är tillbakataget.
desk-look-good = Vad är bra här, och ska bevaras?
desk-look-lighting = Trasig? Saknas? För svag? Bländar?
desk-look-vegetation = Skymmer det sikten, lampan eller vägen?
desk-look-visibility = Ser ni vem som kommer? Finns skymda hörn?
desk-look-underpass = Ser ni igenom? Är det ljust och rent? Finns en annan väg?
desk-look-graffiti = Var, hur mycket, på vems vägg?
desk-look-vandalism = Vad är sönder? Finns glas på marken?
desk-look-littering = Räcker papperskorgarna? Töms de?
desk-look-neglect = Vad är slitet eller övergivet?
desk-look-deserted = Finns någon som hör er? När är det tomt?
desk-look-entrapment = Går det att komma undan åt två håll?
desk-look-accessibility = Går det med rullstol, rullator, barnvagn?
desk-look-snow = Plogat? Sandat? Var samlas isen?
desk-look-traffic = Kör någon fort eller där man går?
desk-look-gathering = Vilken plats, vilken tid? Aldrig vilka.
desk-look-substances = Spår på marken? När syns det?
desk-look-wayfinding = Hittar den som är ny här?
desk-look-housing = Lås, lampor och sikt vid dörren?
desk-look-other = Något annat som känns fel?

# Fynd

desk-list = Lista
desk-all-findings = Alla fynd
desk-finding-count = { $n ->
        [0] Inga fynd
        [one] Ett fynd
       *[other] { $n } fynd
    }
desk-finding-of = { $at } av { $n }: { $title }
desk-simultaneous = { $n } röster som kommit samtidigt från samma plats, och inte setts någon annanstans, räknas som en.
desk-voices = { $n ->
        [one] 1 deltagare
       *[other] { $n } deltagare
    }
desk-on-walks = { $n ->
        [one] en vandring
       *[other] { $n } vandringar
    }
desk-photos = { $n ->
        [one] 1 foto
       *[other] { $n } foton
    }
desk-disputed = Två beslut
desk-no-findings = Inga fynd än
desk-no-findings-next = Fynd kommer av sig själva när någon har pekat ut en plats på en vandring.
desk-first-time = första gången { $day }
desk-what-was-said = Vad som sagts
desk-no-words = Inga ord, bara platsen.
desk-proposal = Förslag:
desk-accuracy = ± { $m } m
desk-accuracy-uncertain = osäker plats, ± { $m } m
desk-no-position = plats okänd
desk-pinned = nål satt för hand
desk-said-apart = säger: något annat än det andra pekat ut här
desk-light-unlit = mörkt, ingen lampa inom 30 m
desk-light-daylight = i dagsljus
desk-light-twilight = i skymning eller gryning
desk-light-dark = i mörker
desk-place-in-words = Plats i ord
desk-not-said = Inte sagt
desk-how-sure = Hur säker platsen är
desk-one-voice-placed = En deltagare, alltså en mätning
desk-within = { $n ->
        [one] En deltagare inom { $m } m
       *[other] { $n } deltagare inom { $m } m
    }
desk-lamp-post = stolpe { $name }
desk-one-thing = Vad som hör ihop
desk-sureness = { $n } iakttagelser som hör ihop med { $p } % säkerhet.
desk-sureness-said = { $n } iakttagelser, sammanförda av en handläggare.
desk-officers-said = En handläggare har sagt vad som hör ihop här.
desk-ungroup = Låt Lykta avgöra igen
desk-maybe-same = Kanske samma sak
desk-maybe-same-badge = Slå ihop?
desk-maybe = Samma sak med { $p } % sannolikhet.
desk-doubt-apart = De ligger { $m } m isär.
desk-doubt-same-walker = Samma person pekade ut båda.
desk-doubt-time = Det gick lång tid mellan dem.
desk-doubt-light = Den ena sågs i dagsljus, den andra i mörker.
desk-doubt-extent = Tillsammans blir de större än en sådan plats brukar vara.
desk-merge = Slå ihop
desk-merge-this = Slå ihop med { $title }
desk-merge-with = Slå ihop med …
desk-distinct = Inte samma sak
desk-nearby = Andra i närheten
desk-nearby-none = Det finns inga andra att slå ihop med.
desk-metres-off = { $m } m bort
desk-split = Dela upp
desk-split-which = Vilka handlar om något annat?
desk-merged-done = Sammanslagna. Alla iakttagelser finns kvar.
desk-split-done = Uppdelade. Det gäller även när fler hör av sig.
desk-distinct-done = Noterat: det är två olika saker.
desk-grouping-gone = Nu avgör Lykta igen vad som hör ihop.
desk-last-decided = Senast beslutat
desk-never-decided = Inte än
desk-photo-of = Foto { $at } av { $n }
desk-photo-on-its-way = Fotot är på väg
desk-answer = Svar
desk-answer-read-by = { $n ->
        [one] Svar som den som sa det läser
       *[other] Svar som de { $n } som sa det läser
    }
desk-answer-hint = En vanlig mening: vad ni gör och när.
desk-responsible = Ansvarig
desk-preview = Så står det i deras telefon
desk-preview-by = { $state } av { $who }.
desk-save-and-answer = Spara och svara
desk-saving = Sparar …
desk-answer-saved = Sparat. De som sa det ser svaret.
desk-answer-undone = Det förra står igen.
desk-dispute = Två beslut gäller utan att ha känt till varandra. Det senaste visas. Spara för att välja vad som ska stå.

# Fynden på kartan

desk-map-says = { $n ->
        [0] Inga fynd
        [one] Ett fynd
       *[other] { $n } fynd
    }. Listan säger detsamma. Piltangenter flyttar, plus och minus zoomar.
desk-unplaced = { $n ->
        [one] Ett fynd utan plats finns bara i listan
       *[other] { $n } fynd utan plats finns bara i listan
    }
desk-zoom-in = Närmare
desk-zoom-out = Längre bort
desk-zoom-all = Visa alla

# Tangenter

desk-keys = Kortkommandon
desk-keys-on = Enstaka tangenter gör saker
desk-keys-which = Vilka?
desk-keys-can-be-off = Kan stängas av under Inställningar.
desk-key-next = Nästa fynd
desk-key-previous = Förra fyndet
desk-key-answer = Skriv svar
desk-key-merge = Slå ihop med ett annat
desk-key-help = Den här listan

# Iakttagelser

desk-observation-count = { $n ->
        [0] Inga iakttagelser
        [one] En iakttagelse
       *[other] { $n } iakttagelser
    }
desk-no-observations = Inga iakttagelser här
desk-no-observations-next = De kommer in under och efter en vandring, när telefonerna har nät.
desk-words = Ord
desk-photos-column = Foto
desk-observed = När
desk-place = Var
desk-open-finding = Öppna

# Lägesbilden

desk-in-short = I korthet
desk-said-nothing = Inget har kommit in under perioden. Det betyder inte att det är tryggt, bara att ingen har sagt något.
desk-said-nothing-in = { $place }: inget har kommit in under perioden. Det betyder inte att det är tryggt där, bara att ingen har sagt något.
desk-said-basis-in = { $place }: { $walkers ->
        [one] en deltagare
       *[other] { $walkers } deltagare
    }{ $walks ->
        [0] {""}
        [one] {" "}på en vandring
       *[other] {" "}på { $walks } vandringar
    } har pekat ut { $findings ->
        [0] inga otrygga platser
        [one] en otrygg plats
       *[other] { $findings } otrygga platser
    } och { $good ->
        [0] inga trygga
        [one] en trygg
       *[other] { $good } trygga
    }.
desk-said-basis = Tillsammans: { $walkers ->
        [one] en deltagare
       *[other] { $walkers } deltagare
    }{ $walks ->
        [0] {""}
        [one] {" "}på en vandring
       *[other] {" "}på { $walks } vandringar
    } har pekat ut { $findings ->
        [0] inga otrygga platser
        [one] en otrygg plats
       *[other] { $findings } otrygga platser
    } och { $good ->
        [0] inga trygga
        [one] en trygg
       *[other] { $good } trygga
    }.
desk-said-few = { $walkers ->
        [one] Det är en enda människas ord.
       *[other] Det är få: läs det som exempel, inte som områdets röst.
    }
desk-said-earlier = Av { $places ->
        [one] den plats
       *[other] de { $places } otrygga platser
    } som pekades ut { $days } säger deltagarna att { $fixed ->
        [0] ingen är åtgärdad
        [one] en är åtgärdad
       *[other] { $fixed } är åtgärdade
    } och { $remains ->
        [0] ingen finns kvar
        [one] en finns kvar
       *[other] { $remains } finns kvar
    }{ $unclear ->
        [0] .
        [one] ; en är oklar.
       *[other] ; { $unclear } är oklara.
    }{ $silent ->
        [0] {""}
        [one] {" "}En pekas inte längre ut.
       *[other] {" "}{ $silent } pekas inte längre ut.
    }{ $rest ->
        [0] {""}
        [one] {" "}Om en har ingen svarat.
       *[other] {" "}Om { $rest } har ingen svarat.
    }
desk-said-earlier-not-asked = { $places ->
        [one] En otrygg plats pekades ut { $days }, och ingen har svarat på om den finns kvar.
       *[other] { $places } otrygga platser pekades ut { $days }, och ingen har svarat på om de finns kvar.
    }{ $silent ->
        [0] {""}
        [one] {" "}En pekas inte längre ut, fast många gått förbi.
       *[other] {" "}{ $silent } pekas inte längre ut, fast många gått förbi.
    } Fråga om dem på nästa vandring.
desk-said-equal-effort = Räknat på lika många vandringar och deltagare pekades { $now ->
        [one] en otrygg plats
       *[other] { $now } otrygga platser
    } ut på samma sträcka, mot { $before } förra gången ({ $days }): { $change ->
        [fewer] en minskning som är större än slumpen
        [more] en ökning som är större än slumpen
       *[not-shown] skillnaden kan vara slump
    } ({ $walksbefore } + { $walksnow } vandringar).
desk-said-per-participant = Varje deltagare pekade ut { $ratio } gånger så många otrygga platser som förra gången (mellan { $low } och { $high }). Det beskriver, men avgör inte.
desk-said-before-withheld = Perioden före ({ $days }) visas inte: färre än tre deltagare var med då.
desk-said-counts = { $people ->
        [one] En deltagare
       *[other] { $people } deltagare
    } pekade ut { $places ->
        [one] en otrygg plats
       *[other] { $places } otrygga platser
    }; förra gången ({ $days }) pekade { $peoplebefore ->
        [0] ingen deltagare
        [one] en deltagare
       *[other] { $peoplebefore } deltagare
    } ut { $placesbefore ->
        [0] någon plats
        [one] en
       *[other] { $placesbefore }
    }.
desk-refused-few-walks = Det går inte att säga om det blivit bättre eller sämre: det behövs minst { $needed } vandringar i varje period, och det var { $before } och { $now }.
desk-refused-few-places = Det går inte att säga om det blivit bättre eller sämre: det är färre än { $needed } platser i någon period, räknat på lika många deltagare.
desk-refused-few-pairs = Det är för lite för att jämföra per deltagare: { $before } och { $now } utpekade platser, och det behövs { $needed } tillsammans.
desk-refused-no-variation = Alla vandringar pekade ut precis detsamma. Då syns inte hur mycket slumpen gör, och det går inte att jämföra.
desk-refused-few-deals = Om det är nytt går inte att säga: det var { $before } vandringar året före och { $now } nu, och det behövs minst 3 + 3 eller 5 + 2.
desk-refused-unequal-walks = Om det är nytt går inte att säga: vandringarna hade { $before } deltagare året före och { $now } nu i snitt, mer än { $most } gånger olika.
desk-refused-nothing-shared = Det går inte att jämföra: de gick inte samma sträcka.
desk-refused-other-light = Det går inte att jämföra: förra gången gick { $daybefore } vandringar i dagsljus och { $darkbefore } i skymning eller mörker, nu { $daynow } och { $darknow }.
desk-refused-other-form = Det går inte att jämföra pappersblad, för flera kan dela på ett blad: { $before } blad förra gången, { $now } nu.
desk-refused-other-questions = Det går inte att jämföra: förra gången svarade { $before } deltagare på frågor om tidigare platser, nu { $now }. Den som svarar pekar inte ut samma plats en gång till.
desk-refused-what = { $what }: { $why }
desk-measure-equal-effort = Bättre eller sämre
desk-measure-per-participant = Platser per deltagare
desk-measure-new-places = Nytt
desk-said-most = { $what } är det som flest pekar på: { $people ->
        [one] en deltagare
       *[other] { $people } deltagare
    }, { $places ->
        [one] en plats
       *[other] { $places } platser
    }.
desk-said-most-of-few = { $what } nämns mest, men det är bara { $people ->
        [one] en deltagare
       *[other] { $people } deltagare
    } om { $places ->
        [one] en plats
       *[other] { $places } platser
    }.
desk-said-tie = Lika många pekar på { $what }: { $people ->
        [one] en deltagare
       *[other] { $people } deltagare
    } var.
desk-said-strongest = Starkast är ”{ $title }”, som { $people } deltagare tar upp{ $walks ->
        [0] .
        [one] .
       *[other] , på { $walks } olika vandringar.
    }
desk-said-good = { $what } är det som flest tycker känns tryggt: { $people ->
        [one] en deltagare
       *[other] { $people } deltagare
    }.
desk-said-good-tie = Tryggt känns för lika många { $what }: { $people ->
        [one] en deltagare
       *[other] { $people } deltagare
    } var.
desk-said-changed = { $what } pekas ut { $change ->
        [more] oftare
       *[fewer] mer sällan
    } av varje deltagare än förra gången: { $ratio } gånger så ofta (mellan { $low } och { $high }).
desk-said-new = Nytt: { $what }. { $people } deltagare på { $walks } vandringar pekar på samma ställe, mot { $before ->
        [0] ingen
        [one] en
       *[other] { $before }
    } året före.
desk-periods = { $now }
desk-periods-compared = { $now }, jämfört med { $before }
desk-days = { $from }–{ $to }
desk-overall = Alla platser
desk-about-unsafe = Vad som känns otryggt, platser
desk-about-safe = Vad som känns tryggt, platser
desk-bars-how = Stapeln är antalet platser.
desk-bars-how-before = Stapeln är antalet platser, det blå strecket förra gången. Gul stapel: mer ändrad per deltagare än slumpen ger.
desk-places-people = { $places ->
        [0] ingen plats
        [one] en plats
       *[other] { $places } platser
    }, { $people ->
        [0] ingen deltagare
        [one] en deltagare
       *[other] { $people } deltagare
    }
desk-places-few-people = { $places ->
        [one] en plats
       *[other] { $places } platser
    }, färre än tre deltagare
desk-few-people = färre än 3
desk-counts-before = { $now }; förra gången { $before }
desk-places-column = Platser
desk-people-column = Deltagare
desk-places-before = Platser förra gången
desk-people-before = Deltagare förra gången
desk-times-per-participant = Per deltagare, gånger så ofta
desk-new = Nytt
desk-new-what = Ställen som fler pekar ut på de senaste vandringarna än året före, mer än slumpen ger.
desk-not-before = Inte utpekat förut
desk-not-before-what = Ställen som flera gick förbi året före utan att peka på dem. Det kan vara slump.
desk-new-how = { $people } deltagare på { $walks ->
        [one] en vandring
       *[other] { $walks } vandringar
    }; året före { $before ->
        [0] ingen
        [one] en
       *[other] { $before }
    } av omkring { $passed } som gick förbi
desk-people-on-walks = { $people ->
        [one] en deltagare
       *[other] { $people } deltagare
    }{ $walks ->
        [0] {""}
        [one] {" "}på en vandring
       *[other] {" "}på { $walks } vandringar
    }
desk-times = När det känns otryggt
desk-times-how = Överst: otrygga iakttagelser per timme på dygnet. Under: platser då och i det ljuset.
desk-reckoned = Så räknas det
desk-reckoned-how = Talen bakom orden, för den som vill räkna efter. Metoderna och källorna står i beslut 0024.
desk-reckoned-equal-effort = Otrygga platser på { $walks } vandringar med { $people } deltagare var: { $before } förra gången, { $now } nu; skillnaden ligger mellan { $low } och { $high } platser (p = { $p }).
desk-reckoned-per-participant = Otrygga platser per deltagare, gånger så många som förra gången: { $times }.
desk-reckoned-new = Nytt ställe: { $people } deltagare, { $expected } att vänta (p = { $p }).
desk-reckoned-hot = Rutor som sticker ut är prövade med Gi*, för många rutor på en gång.
desk-map-gathered = De utpekade platserna ligger samlade, mer än av en slump (Morans I { $i }, p { $p }).
desk-map-spread = De utpekade platserna ligger utspridda, mer än av en slump (Morans I { $i }, p { $p }).
desk-map-scattered = Sett över hela området ligger platserna varken mer samlade eller mer utspridda än av en slump (Morans I { $i }, p { $p }).
desk-map-dense = Rött moln: hur tätt platserna ligger.
desk-map-hot = Rutor med kant: fler deltagare pekar dit än slumpen ger, { $n } st.
desk-left-out = Inte med i jämförelsen: { $sheets } pappersblad och { $walks } vandringar i annat ljus.
desk-limit-ways-unknown = Det är inte känt var deltagarna gick: jämförelsen räknar med att de gick samma sträcka båda gångerna.
desk-limit-some-ways = Bara en del deltagare lät telefonen minnas vägen: de andra räknas som att de gick likadant.
desk-reason-emerging = nytt på de senaste vandringarna
desk-reason-one-voice = en deltagare
desk-ground-voices = deltagare
desk-step-voices = { $n ->
        [one] en deltagare till
       *[other] { $n } deltagare till
    }
desk-printed = Utskrivet { $at }.
desk-said-unanswered = Av de { $of ->
        [one] starkaste
       *[other] { $of } starkaste
    } fynden väntar { $n ->
        [one] ett
       *[other] { $n }
    } på svar.
desk-figure-findings = { $n ->
        [one] otrygg plats
       *[other] otrygga platser
    }
desk-figure-walkers = { $n ->
        [one] deltagare
       *[other] deltagare
    }
desk-figure-walks = { $n ->
        [one] vandring
       *[other] vandringar
    }
desk-figure-good-places = { $n ->
        [one] trygg plats
       *[other] trygga platser
    }
desk-walker-is-a-phone = En deltagare är en telefon på en vandring. Den som gått två vandringar räknas två gånger, för vi vet inte vem som är vem.
desk-as-table = Som tabell
desk-none-strong = Inget otryggt är öppet just nu.
desk-reason-walks = { $n ->
        [one] en vandring
       *[other] återkommer på { $n } vandringar
    }
desk-reason-severity = någon kallar det { $how }
desk-reason-unanswered = inget svar än
desk-how-sure-title = Så här säkert är det
desk-limit-nothing = Ingen har gått här under perioden, eller ingen har sagt något. Tystnad är inte trygghet.
desk-limit-few = Färre än { $n } deltagare: enstaka ord väger tungt.
desk-limit-one-walk = Allt kommer från en enda vandring: en kväll, ett väder, en väg.
desk-limit-unplaced = Några iakttagelser saknar plats på kartan och står för sig själva.
desk-limit-always = Vandringar visar hur det känns där folk gått. De säger inget om platser ingen gått förbi, och mäter inte brott.
desk-compare = Jämförd med
desk-compare-before = perioden innan
desk-compare-last-year = samma tid förra året
desk-compare-nothing = ingenting
desk-figure-walked = gångna
desk-km = { $n } km
desk-hours-walked = { $n } timmar
desk-no-rate = –
desk-change-more = oftare
desk-change-fewer = mer sällan
desk-hours = Iakttagelser per timme på dygnet
desk-hour = Klockan
desk-time-of-day = Tid på dygnet
desk-time-night = natt (0–6)
desk-time-morning = förmiddag (6–12)
desk-time-afternoon = eftermiddag (12–18)
desk-time-evening = kväll (18–24)
desk-hour-count = kl. { $hour }: { $n }
desk-light = Ljus
desk-not-known = okänt
desk-unlit = { $n } utan lampa nära
desk-walked-km = { $n } km gångna
desk-when-so = När det sägs vara så
desk-how-bad = Värsta allvar
desk-together = Hör ihop
desk-together-what = Sådant som förekommer på samma ställen oftare än av en slump. Underlag för orsaksanalys, inte en orsak.
desk-together-how = På { $places } av { $of } ställen, { $lift } gånger så ofta som av en slump (osäkerhet { $low }–{ $high }).
desk-trait-dark = utpekat i mörker
desk-trait-no-light = ingen lampa nära
desk-strongest = Gör först
desk-strongest-how = Otrygga platser som inte är avslutade, i en ordning som räknas fram. Ni bestämmer.
desk-why-points = Varför just här? { $points } poäng
desk-reason-hot-spot = på en plats som sticker ut
desk-reason-vulnerable = nära skola, hållplats eller liknande
desk-part = { $name } { $points } av { $of }
desk-part-unknown = { $name }: vet vi inte
desk-ground-severity = allvar
desk-ground-persistence = återkommer
desk-ground-hot-spot = sticker ut
desk-ground-emerging = nytt
desk-ground-vulnerable = utsatta nära
desk-up-first = Det står överst.
desk-up-nothing = Inget enskilt skulle lyfta det ett steg.
desk-up = Ett steg upp skulle det komma med { $steps }.
desk-up-or = {" "}eller{" "}
desk-step-walks = { $n ->
        [one] en vandring till
       *[other] { $n } vandringar till
    }
desk-step-severity = att någon kallar det { $how }
desk-step-hot-spot = ett läge som sticker ut
desk-step-emerging = att det vore nytt
desk-map-no-hot = Ingen plats sticker ut mer än slumpen kan ge.
desk-map-new = Streckad cirkel: nytt, med numret i listan.
desk-map-walked = Blått: gångna gator.
desk-map-of-strongest = Nålar: de som står först, och de tryggaste platserna.
desk-best = Att bevara
desk-best-what = Platser där flest känner sig trygga.
desk-limit-few-before = Perioden som jämförs med har färre än { $n } deltagare.
desk-limit-never-dark = Ingen var här i mörker, så vitt känt.
desk-limit-parts-unwalked = Delar av området har ingen gått, så vitt känt. Det säger inget om hur tryggt det är där.
desk-limit-few-places = För få ställen för att säga om något sticker ut.
desk-limit-groups = Lykta vet inte vilka deltagarna är och delar inte upp på grupper av personer. Under { $n } deltagare vore det ändå inte tillåtet här.
desk-sources = Källor: { $observations } iakttagelser från { $walkers } deltagare, och vägen för { $tracked } av dem. Ingen statistik, enkät eller polisanmälan ingår.
desk-streets = Gator och stigar
desk-streets-walked = { $share } % av { $km } km gator och stigar har någon gått, minst { $dark } km av det i mörker.
desk-streets-not-safe = Inte gången betyder inte trygg: där har ingen tittat.
desk-streets-few = Har färre än { $n } deltagare gått en gata sägs bara om den räknas som gången (minst halva).
desk-street = Gata
desk-street-length = Meter
desk-street-walked = Gånget
desk-street-last = Senast
desk-percent = { $n } %
desk-streets-never = Inte gångna
desk-streets-seen = Gångna
desk-and-more = och { $n } till

# Data

desk-data-lead = Allt som kommit in, sammanslaget, för andra verktyg. Urvalet ovan följer med i filerna.
desk-tables = Tabeller
desk-tables-how = CSV för Excel, R och Power BI. Öppna i Excel med Data, Från text/CSV, och välj UTF-8.
desk-findings-table = Fynd, CSV
desk-observations-table = Iakttagelser, CSV
desk-maps = Kartlager
desk-maps-how = GeoJSON för QGIS: dra in filen i kartan. Koordinater i WGS 84 (EPSG:4326).
desk-findings-map = Fynd, GeoJSON
desk-observations-map = Iakttagelser, GeoJSON
desk-areas-map = Områden, GeoJSON
desk-programs = Program som hämtar själva
desk-programs-how = Ett program får en egen nyckel av den som sköter servern. Den läser utan fritext och foton.
desk-make-token = Gör en nyckel på servern
desk-address = Adress att hämta från, med nyckeln som Bearer
desk-openapi = Beskrivning av alla adresser (OpenAPI)

# Inställningar

desk-this-computer = Den här datorn
desk-imports = Importer
desk-imports-how = Stadsdelar, lampor, skolor och kartor som har lästs in på servern. Här står vad som kom, vad som ändrades och vad som utelämnades.
desk-imports-none = Ingenting har importerats än.
desk-imported-areas = Stadsdelar
desk-import-lamp = Lampor
desk-import-vulnerable = Skolor, hållplatser och liknande
desk-import-basemap = Karta
desk-import-counts = { $new } nya, { $changed } ändrade, { $unchanged } oförändrade, { $removed } borttagna, { $left } utelämnade.
desk-import-left-out = Utelämnat
desk-import-line = Rad { $n } ({ $name }): { $reason }
desk-import-feature = Objekt { $n } ({ $name }): { $reason }
desk-import-more = … och { $n } till.
desk-import-undo = Ångra importen
desk-import-undone = Ångrad { $when }.
desk-import-undo-done = Importen är ångrad. Det som gällde före den gäller igen.
desk-colleagues = Kollegor
desk-colleagues-how = Gör en länk åt en kollega. Den fungerar en gång; skicka den bara till den som ska ha den.
desk-name = Namn
desk-name-missing = Skriv vem länken är till.
desk-may = Får
desk-role-planner = Läsa
desk-role-officer = Svara
desk-role-administrator = Sköta
desk-may-planner = Läser sammanslagna data, utan fritext och foton.
desk-may-officer = Planerar vandringar, läser allt och svarar.
desk-may-administrator = Gör allt det, och släpper in andra.
desk-make-link = Gör länk
desk-link-for = Länk till { $name }, fungerar en gång och senast { $until }
