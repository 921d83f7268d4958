# The texts in English. Swedish is the source: same ids, same variables.

## Both faces

app-name = Lykta
back = Back
cancel = Cancel
close = Close
language = Language
more = More
retry = Try again
save = Save
send = Send
undo = Undo
theme = Appearance
theme-auto = Auto
theme-light = Light
theme-dark = Dark
theme-night = Night
safe = Safe
unsafe = Unsafe
not-a-police-report = An observation never replaces a police report. Call 112 if something is happening now.
about-places = Write about the place, never about a person.

## Categories: unsafe

category-lighting = Lighting
category-vegetation = Obscuring greenery
category-visibility = Poor visibility
category-underpass = Underpass
category-graffiti = Graffiti
category-vandalism = Vandalism
category-littering = Litter
category-neglect = Poor upkeep
category-deserted = Deserted
category-entrapment = Hemmed in
category-accessibility = Hard to get through
category-snow = Snow and ice
category-traffic = Traffic
category-gathering = Gathering
category-substances = Drugs, alcohol
category-wayfinding = Hard to find the way
category-housing = Entrance, bins, garage
category-other = Something else

## Categories: safe

category-good-lighting = Good lighting
category-life = Life and people
category-meeting-place = Nice meeting place
category-overview = Good overview
category-well-kept = Well kept
category-other-good = Something else good

## When it is so

when-always = Always
when-day = Daytime
when-evening = Evenings
when-night = Nights
when-dark = When it is dark
when-weekend = Weekends
when-winter = Winter

## How unsafe

severity-0 = Hardly
severity-1 = A little
severity-2 = Rather
severity-3 = Very

## How far a finding has come

state-new = New
state-confirmed = Confirmed
state-planned = Planned
state-ongoing = Under way
state-done = Done
state-not-ours = Someone else's to do
state-declined = Will not be done
state-kept = To be kept

## When something did not work: what happened to what you did, and what you can do

problem-offline = No network right now. What you saved stays on the phone and is sent when the network is back.
problem-server = The server is not answering as it should. Nothing is lost; we will try again shortly.
problem-unknown = Something did not work. What you saved is still there. Try again.
problem-unknown-code = That code was not found. Check it and try again.
problem-too-many-attempts = Many attempts in a short time. Wait a minute and try again.
problem-unauthorized = You are no longer signed in. Sign in again; nothing you sent is lost.
problem-forbidden = You may not change this. Ask whoever looks after Lykta where you work.
problem-not-found = This is no longer here.
problem-invalid = The server could not read what was sent. It stays on the phone.
problem-too-large = This is too large to be received. It stays on the phone.
problem-photo-refused = The photo could not be received. The place is saved all the same, and the photo stays on the phone.
problem-storage-full = The phone is full. What you already saved is still there. Free some space and try again.
problem-storage-refused = The phone does not let Lykta save. Leave private browsing and open the link again.
problem-position-refused = The phone does not share your position. You can point on the map or write where you are.
