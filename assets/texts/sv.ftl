# Texterna på svenska: källan och reserven för alla språk. Korta, enkla, varma; aldrig skuld.
# Ett nytt språk är en ny fil bredvid med samma id och samma variabler.

## Båda ansiktena

app-name = Lykta
back = Tillbaka
cancel = Avbryt
close = Stäng
language = Språk
more = Mer
retry = Försök igen
save = Spara
send = Skicka
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
problem-server = Servern svarar inte som den ska. Inget är borta; vi försöker igen om en stund.
problem-unknown = Något gick inte. Det du sparat ligger kvar. Försök igen.
problem-unknown-code = Koden hittades inte. Kontrollera den och försök igen.
problem-too-many-tries = Många försök på kort tid. Vänta en minut och försök igen.
problem-unauthorized = Du är inte inloggad längre. Logga in igen; inget du skickat är borta.
problem-forbidden = Det här får du inte ändra. Fråga den som sköter Lykta hos er.
problem-not-found = Det här finns inte längre här.
problem-invalid = Servern kunde inte läsa det som skickades. Det ligger kvar på telefonen.
problem-too-large = Det här är för stort för att tas emot. Det ligger kvar på telefonen.
problem-photo-refused = Fotot kunde inte tas emot. Platsen är sparad ändå, och fotot ligger kvar på telefonen.
problem-storage-full = Telefonen är full. Det du redan sparat ligger kvar. Frigör lite plats och försök igen.
problem-storage-refused = Telefonen låter inte Lykta spara. Stäng privat läge och öppna länken igen.
problem-position-refused = Telefonen delar inte din plats. Du kan peka på kartan eller skriva var du är.

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
check-install-apple = Tryck på Dela och välj Lägg till på hemskärmen. Öppna Lykta därifrån och skriv koden { $code }.
check-install-android = Öppna webbläsarens meny och välj Lägg till på startskärmen.
check-install-other = Går att göra från webbläsarens meny. Behövs inte.
check-installed-ready = Lykta är på hemskärmen
check-installed-ready-line = Du hittar hit igen

## Vandraren: Vandra och Vad?

accuracy = ± { $metres } m
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
way = { $metres } m { $wind }
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
place-pinned = Flyttad dit du stod när du tryckte.
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
    [one] { $n } röst
   *[other] { $n } röster
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
sync-nothing = Inget att skicka än.
sync-left = { $n ->
    [one] { $n } plats är kvar att skicka.
   *[other] { $n } platser är kvar att skicka.
}
sync-sending = Skickar …
sync-waiting = Servern svarar inte. Allt ligger kvar på telefonen; nytt försök { $at }.
sync-stuck = Servern tar inte emot just det här. Allt ligger kvar på telefonen. Spara det som fil och hör av dig till den som ledde vandringen.
sync-not-let-in = Servern känner inte igen telefonen. Allt ligger kvar här. Gå med i vandringen igen, eller spara allt som fil.

## Vandraren: Avsluta

end-title = Tack för i dag
end-points = Platser
end-photos = Foton
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
