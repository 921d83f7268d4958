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
problem-too-many-attempts = Många försök på kort tid. Vänta en minut och försök igen.
problem-unauthorized = Du är inte inloggad längre. Logga in igen; inget du skickat är borta.
problem-forbidden = Det här får du inte ändra. Fråga den som sköter Lykta hos er.
problem-not-found = Det här finns inte längre här.
problem-invalid = Servern kunde inte läsa det som skickades. Det ligger kvar på telefonen.
problem-too-large = Det här är för stort för att tas emot. Det ligger kvar på telefonen.
problem-photo-refused = Fotot kunde inte tas emot. Platsen är sparad ändå, och fotot ligger kvar på telefonen.
problem-storage-full = Telefonen är full. Det du redan sparat ligger kvar. Frigör lite plats och försök igen.
problem-storage-refused = Telefonen låter inte Lykta spara. Stäng privat läge och öppna länken igen.
problem-position-refused = Telefonen delar inte din plats. Du kan peka på kartan eller skriva var du är.
