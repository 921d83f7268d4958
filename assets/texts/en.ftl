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
problem-too-many-tries = Many attempts in a short time. Wait a minute and try again.
problem-unauthorized = You are no longer signed in. Sign in again; nothing you sent is lost.
problem-forbidden = You may not change this. Ask whoever looks after Lykta where you work.
problem-not-found = This is no longer here.
problem-invalid = The server could not read what was sent. It stays on the phone.
problem-too-large = This is too large to be received. It stays on the phone.
problem-photo-refused = The photo could not be received. The place is saved all the same, and the photo stays on the phone.
problem-storage-full = The phone is full. What you already saved is still there. Free some space and try again.
problem-storage-refused = The phone does not let Lykta save. Leave private browsing and open the link again.
problem-position-refused = The phone does not share your position. You can point on the map or write where you are.

## The walker: start

start-what = Point out what feels safe and unsafe where you walk, even without a network.
start-code = The walk's code
start-code-hint = Eight characters, on the poster or from the one who leads the walk.
start-join = Join
start-joining = Joining …
start-earlier = Walks on this phone
scan = Scan code
scan-by-camera = Do you have a QR code? Open the phone's camera and point it at the code.
scan-refused = The camera may not be used here. Type the code instead, or open the phone's own camera.
newer = A new version of Lykta has arrived. What you saved comes along.
newer-take = Switch now
demonstration = Demonstration: none of this is real
problem-no-code = That is not a code. It has eight characters, such as K7XM-4T2P.
problem-join = You could not join. The code is still there. Try again in a while.
problem-join-offline = No answer from the server. The code is still there. Try again when you have a network.
problem-text-long = The text is too long. Its first 4,000 characters are saved.
problem-photo-unreadable = The picture could not be read. The place is saved all the same. Take a new photo.
problem-record-stuck = The server could not use this. It is still on the phone.
problem-file = The file could not be made. Everything is still on the phone.

## The walker: Ready?

ready-title = Ready?
ready-meet = { $at }, meeting at: { $place }
ready-go = Start walking
ready-offline = You can go offline now.
ready-no-account = You need no account. We do not know who you are.
check-app-ready = The app is here
check-app-ready-line = Starts without a network too
check-app-waiting = The app is coming
check-app-waiting-line = Wait a moment with the network on
check-position-ready = Your position is allowed
check-position-waiting = Looking for your position
check-position-waiting-line = Better under open sky. You can start anyway.
check-position-problem = Your position is not allowed
check-position-problem-line = Allow it in the phone's settings, or write where you are.
check-storage-ready = What you save stays
check-storage-ready-line = The phone has promised not to clear it
check-storage-asking-line = Asking the phone
check-storage-loose = What you save is on the phone
check-storage-loose-line = The phone does not promise to keep it for ever. Send when you have a network.
check-install = Put Lykta on the home screen
check-install-apple = Tap Share and choose Add to Home Screen. Open Lykta from there and type the code { $code }.
check-install-android = Open the browser's menu and choose Add to home screen.
check-install-other = Possible from the browser's menu. Not needed.
check-installed-ready = Lykta is on the home screen
check-installed-ready-line = You will find your way back

## The walker: Walk and What?

accuracy = ± { $metres } m
accuracy-now = ± { $metres } m right now
accuracy-looking = Looking …
accuracy-none = No position
counter = { $saved } saved · { $sent } sent
offline = No network
safe-here = Safe here
unsafe-here = Unsafe here
walk-title = Walk
walk-empty = Nothing saved yet. Tap when something feels safe or unsafe.
end-walk = Finish
way = { $metres } m { $wind }
way-here = here
wind-north = north
wind-north-east = north-east
wind-east = east
wind-south-east = south-east
wind-south = south
wind-south-west = south-west
wind-west = west
wind-north-west = north-west
what-safe = What is safe?
what-unsafe = What is unsafe?
what-one-tap = One tap saves the place

## The walker: tell more

tell = Tell
tell-title = Tell more
tell-saved = { $what }, saved
tell-on-phone = On the phone. Sent when you have a network.
tell-withdrawn = Taken back. It does not count, but can be put back.
tell-text = Tell more, if you like
tell-when = When is it so?
tell-severity = How unsafe does it feel?
tell-proposal = What would make it better?
tell-category = Change what it is about
tell-done = Done
photo = Photo
photo-mine = My photo
photo-remove = Remove
place = Where
place-here = I am here now
place-fixed = The phone says ± { $metres } m.
place-pinned = Moved to where you stood when you tapped.
place-none = No position yet
place-none-line = The phone cannot find its position now. Write where it is; that is enough.
place-described = Where is it, in words?
place-described-hint = For example: the path behind Coop, by the tunnel.
personal-email = That looks like an e-mail address. Write about the place, never about a person.
personal-phone = That looks like a telephone number. Write about the place, never about a person.
personal-identity = That looks like a personal identity number. Remove it; write about the place, never about a person.
said-saved = { $what }, saved on the phone.
said-withdrawn = Taken back.
said-restored = Put back.
said-pinned = Moved here.
said-photo-removed = The photo is removed.

## The walker: Mine

mine-title = My places
mine-empty = Nothing saved yet
mine-empty-line = What you say during the walk stands here, with the municipality's answers when they come.
mine-proposal = Proposal: { $words }
mine-responsible = Responsible: { $who }.
mine-voices = { $n ->
    [one] { $n } voice
   *[other] { $n } voices
}
edit = Change
withdraw = Take back
restore = Put back
withdrawn = Taken back
save-all = Save everything as a file
standing-on-phone = On the phone
standing-sent = { $left ->
    [one] Sent, { $left } photo of { $of } left
   *[other] Sent, { $left } photos of { $of } left
}
standing-received = Received
standing-answered = Answer from the municipality
send-now = Send now
sync-all = Everything is received.
sync-nothing = Nothing to send yet.
sync-left = { $n ->
    [one] { $n } place is left to send.
   *[other] { $n } places are left to send.
}
sync-sending = Sending …
sync-waiting = The server does not answer. Everything is still on the phone; next try { $at }.
sync-stuck = The server does not accept this. Everything is still on the phone. Save it as a file and talk to the one who led the walk.
sync-not-let-in = The server does not know this phone. Everything is still here. Join the walk again, or save everything as a file.

## The walker: Finish

end-title = Thank you for today
end-points = Places
end-photos = Photos
end-minutes = Minutes
end-left = { $n ->
    [one] { $n } place is left on the phone. It is sent when you have a network and Lykta is open.
   *[other] { $n } places are left on the phone. They are sent when you have a network and Lykta is open.
}
end-next = What happens now?
end-who-reads = The municipality's co-ordinator reads everything. Nobody sees who you are.
end-follow-up = Within a few weeks those responsible for the places answer.
end-return = Open Lykta again on this phone and you will see the answers under My places.
end-go-on = Go on walking
end-start = To the start
