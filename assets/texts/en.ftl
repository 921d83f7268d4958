# The texts in English. Swedish is the source: same ids, same variables.

## Both faces

app-name = Lykta
back = Back
cancel = Cancel
close = Close
language = Language
more = More
later-coming = Fetching this screen …
later-failed = This screen could not be fetched: no network right now. What you saved is still on the phone, and you can go on recording.
retry = Try again
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
problem-unknown-code = That code was not found. Check it and try again.
problem-code-closed = This walk takes no new phones right now. Ask the person who leads the walk. Anyone who has already joined can go on.
problem-code-replaced = This walk has a new code. Ask the person who leads the walk for it. Anyone who has already joined can go on.
problem-too-many-tries = Many attempts in a short time. Wait a minute and try again.
problem-photo-refused = The photo could not be received. The place is saved all the same, and nothing is removed from the phone.
problem-storage-full = The phone is full. What you already saved is still there. Free some space and try again.
problem-unsaved = The phone is full. What you saved already is safe. The new things are not saved yet: keep Lykta open, make room on the phone and try again. You can go on pointing out meanwhile.
problem-photo-unsaved = The phone is full: the photo is not saved yet, but the place is. Keep Lykta open, make room on the phone and try again. You can go on pointing out meanwhile.
problem-storage-refused = The phone does not let Lykta save. Leave private browsing and open the link again.

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
ready-go-early = Point out already
ready-early = The walk has not begun yet. You can point out places already, from home too: hold your finger on the map, then choose safe or unsafe.
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
check-install-safari = Tap Share and choose Add to Home Screen. Open Lykta from there and enter the code { $code }.
check-install-apple-other = Tap Share in the address bar or the menu and choose Add to Home Screen. Open Lykta from there and enter the code { $code }.
check-install-chrome = Open the menu ⋮ and choose Add to Home screen or Install.
check-install-firefox = Open the menu ⋮ and choose Add to Home screen.
check-install-samsung = Open the menu ☰, choose Add page to, then Home screen.
check-install-offered = One tap is enough. Then you find your way back here.
install = Add
check-install-other = Possible from the browser's menu. Not needed.
check-installed-ready = Lykta is on the home screen
check-installed-ready-line = You will find your way back

## The walker: Walk and What?

accuracy = ± { $metres } m
accuracy-uncertain = Uncertain place, ± { $metres } m
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
check-map-ready = The map is on your phone
check-map-size = { $mb } MB
check-map-fetching = Fetching the map
check-map-asking = Asking for the map …
check-map-part = { $here } of { $total } MB
check-map-waiting = The map has not come yet
check-map-none = No map is needed
check-map-none-line = Everything works from the list, without a map too.
check-map-cannot = This browser cannot draw maps
check-map-full = There is no room for the map
check-map-full-line = What you point out is saved all the same. Free some space on the phone if you want the map.
chart-title = Map
chart-here = You are here
chart-follow = Show where I am
chart-along = { $come } m of { $of } m
near-loop = The loop: { $way } · { $come } m of { $of } m
near-lamp = Nearest lamp: { $way }
chart-pointed = The place is chosen on the map. Press safe or unsafe.
show-list = List
show-map = Map
safe-there = Safe there
unsafe-there = Unsafe there
pointed = Place chosen on the map { $way }
others-title = Pointed out by others
others-card = Someone has seen this
others-voices = { $n ->
    [1] One participant
    [2] Several participants
    [5] At least 5 participants
   *[other] At least 10 participants
}, { $day }
asked-title = How is it now?
asked-card = How is this now?
seen-agree = I agree
seen-fixed = It is mended
seen-other = Something else
seen-saved = Saved: { $what }
condition-remains = Still so
condition-better = Better
condition-fixed = Mended
condition-worse = Worse
way = { $metres } m { $wind }
way-ahead = ahead
way-ahead-right = ahead to the right
way-right = to the right
way-behind-right = behind to the right
way-behind = behind
way-behind-left = behind to the left
way-left = to the left
way-ahead-left = ahead to the left
track-title = Do you want to show which way you went?
track-line = Your choice. It shows which streets were walked and which nobody has seen. The way is saved only while you walk with the app open, without your name.
track-wanted = Save the way
low-power = The battery is low. The way is not saved now and the screen may sleep, so that the phone lasts until you are home. What you point out is saved as before.
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
place-uncertain = Uncertain place: the phone says ± { $metres } m. It is saved all the same. Please write where it is.
place-pinned = The place was moved.
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
    [2] Several participants pointed this out
    [5] At least 5 participants pointed this out
   *[other] At least 10 participants pointed this out
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
sync-all-but = Something could not be taken in. See My places; it is kept on the phone.
sync-nothing = Nothing to send yet.
sync-left = { $n ->
    [one] { $n } place is left to send.
   *[other] { $n } places are left to send.
}
sync-sending = Sending …
sync-waiting = The server does not answer. Everything is still on the phone; next try { $at }.
sync-stuck = The server does not accept this. Everything is still on the phone. Save it as a file and talk to the one who led the walk.
sync-not-let-in = The server does not know this phone. Everything is still here. Join the walk again, or save everything as a file.

## The walker: what lies on the phone

lost-title = The phone has cleared away what Lykta had saved
lost-arrived = { $n ->
    [0] Nothing of what is gone had been sent yet.
    [one] One place had already reached the municipality. It is still there.
   *[other] { $n } places had already reached the municipality. They are still there.
}
lost-gone = { $n ->
    [0] Nothing you said is lost.
    [one] One place had not been sent yet and is gone.
   *[other] { $n } places had not been sent yet and are gone.
}
lost-again = You did nothing wrong: phones clear things away when they are short of room, or when somebody clears the browser. Do you remember what it was? Join again with the walk's code and point it out once more, or tell the person who led the walk.
lost-nothing = You did nothing wrong, and need not do anything: phones clear things away when they are short of room, or when somebody clears the browser.
lost-answers = Answers to what was cleared away cannot be shown here. Ask the municipality, or the person who led the walk.
lost-read = I have read this
odd-title = { $n ->
    [one] 1 record cannot be read by this version
   *[other] { $n } records cannot be read by this version
}
odd-line = { $n ->
    [one] It is still on the phone, and everything else works as usual. A newer version may be able to read it.
   *[other] They are still on the phone, and everything else works as usual. A newer version may be able to read them.
}
odd-save = Save as a file
receipt = Receipt
receipt-since = Receipt { $at }
receipt-means = The server has counted, and holds exactly what the phone wrote.
receipt-records = { $n ->
    [one] Record { $records }
   *[other] Records { $records }
}
receipt-digest = Checksum up to record { $number }: { $digest }
room-line = { $n ->
    [one] The municipality received one photo more than 30 days ago, and it need not stay on the phone. What you said stays.
   *[other] The municipality received { $n } photos more than 30 days ago, and they need not stay on the phone. What you said stays.
}
room-free = Free { $mb } MB
room-freed = The photos are gone from the phone. The municipality still has them.
photo-not-here = The municipality has the photo
photo-unreadable = The photo can no longer be read

## The walker: Finish

end-title = Thank you for today
end-points = Places
end-photos = Photos
end-metres = Metres
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

## Desk

# The desk: where one is

desk-sections = Sections of the desk
desk-menu = Menu
desk-skip = Skip to content
desk-overview = Overview
desk-walks = Walks
desk-walk = Walk
desk-findings = Findings
desk-finding = Finding
desk-observations = Observations
desk-situation = Situation
desk-situation-of = Situation in { $area }
desk-situation-withheld = No situation is shown here. Fewer than three participants have spoken of the place and time that you chose, or the day of the walk is not over yet. Choose a larger area or a longer period.
desk-data = Data
desk-settings = Settings
desk-waiting = Fetching …
desk-waiting-count = { $n ->
        [0] No finding waits for an answer
        [one] One finding waits for an answer
       *[other] { $n } findings wait for an answer
    }
desk-demonstration = Demonstration
desk-demonstration-says = Places, people and words are made up.
desk-nowhere = Nothing here
desk-nowhere-title = This address leads nowhere
desk-nowhere-next = The link may have been cut off, or what it led to was removed.
desk-for-officers = This is for those who plan and answer. You read; ask whoever looks after Lykta where you work for more.

# Signing in

desk-sign-in = Sign in
desk-sign-out = Sign out
desk-line-broken = What comes in is not shown at once just now. Trying again; the page is fetched every minute.
desk-sign-in-how = You sign in with a link that works once. Ask whoever looks after Lykta where you work: they make it under Settings.
desk-sign-in-first = If you are the first, the link stands where the server was started. A new one: lykta sign-in create.
desk-link-used = The link has been used or is too old. Ask whoever looks after Lykta where you work for a new one.
desk-paste-link = Paste the link
desk-expired = You are no longer signed in
desk-expired-how = What you have written stays. Open a new sign-in link in another tab, or paste it here.
desk-signed-in-elsewhere = I have signed in in another tab

# What did not work

desk-trouble-unreachable = The server does not answer. What is saved is still there; check the network and try again.
desk-trouble-signed-out = You are no longer signed in. Sign in again and go on where you were.
desk-trouble-forbidden = You may not do this. Ask whoever looks after Lykta where you work.
desk-trouble-missing = This is not here. Whoever said it may have taken it back.
desk-trouble-refused = The server did not take it: { $detail }
desk-trouble-failed = Something went wrong at the server ({ $status }). Nothing is lost; try again.
desk-written-stays = What you wrote stays.

# Narrowing

desk-area = Area
desk-outside-all-areas = Outside all areas
desk-areas-total = All
desk-areas = Areas
desk-all-areas = All areas
desk-no-area = No particular area
desk-outside-areas = Outside the areas
desk-period = Period
desk-all-time = All time
desk-last-days = Last { $n } days
desk-this-year = This year
desk-last-year = Last year
desk-own-period = Own period …
desk-from = From
desk-to = To
desk-kind = Kind
desk-all-kinds = All kinds
desk-state = State
desk-all-states = All states
desk-unanswered = Unanswered
desk-open = Not closed
desk-search = Search
desk-search-hint = Search  /
desk-clear-filters = Show everything
desk-remove-filter = Remove this filter
desk-show-more = Show more
desk-show-all = Show all { $n }
desk-none-admitted = Nothing matches

# The overview

desk-to-answer = To answer
desk-all-answered = Everybody who pointed at something unsafe has an answer.
desk-lately = Came in lately
desk-nothing-lately = Nothing has come in during the last 60 days.
desk-in-sixty-days = { $n ->
        [one] One observation in the last 60 days
       *[other] { $n } observations in the last 60 days
    }
desk-new-since = { $n ->
        [0] Nothing new
        [one] One new observation
       *[other] { $n } new observations
    } since you were here { $day }
desk-to-observations = See the observations
desk-to-walks = To the walks
desk-next-walk = Next walk
desk-no-next-walk = No walk is planned.
desk-first-steps = Start with the areas
desk-import-areas = Read the municipality's neighbourhoods on the server, from a GeoJSON file:
desk-import-areas-then = Then you can plan a walk, and everything that comes in lands in the right area.

# Walks

desk-plan-walk = Plan a walk
desk-coming-walks = Coming
desk-past-walks = Held
desk-no-walks = No walk yet
desk-no-walks-next = Plan a walk, and it gets a code and a poster to put up.
desk-walk-came = { $phones ->
        [one] One phone joined
       *[other] { $phones } phones joined
    }, { $n ->
        [0] no observations
        [one] one observation
       *[other] { $n } observations
    }
desk-walk-title = What is the walk called?
desk-walk-title-hint = So that whoever sees the poster knows it: Evening walk on Porsön.
desk-title-missing = The walk needs a name.
desk-starts = Starts
desk-starts-missing = Choose day and time.
desk-starts-past = That time has passed. That is fine if the walk has been held.
desk-meeting-place = Meeting place
desk-meeting-place-hint = As one would tell a neighbour: outside the shop on the square.
desk-themes = Themes: shown first on the phone
desk-save-walk = Save the walk
desk-what-came-in = What has come in
desk-phones-joined = { $n ->
        [one] phone joined
       *[other] phones joined
    }
desk-phones-sent = { $n ->
        [one] has sent
       *[other] have sent
    }
desk-photos-arrived = { $n ->
        [one] photo
       *[other] photos
    }
desk-photos-waiting = { $n ->
        [one] photo on its way
       *[other] photos on their way
    }
desk-all-arrived = Everything we know of has arrived.
desk-photos-on-their-way = { $n ->
        [one] One photo is still on a phone and comes when it has network.
       *[other] { $n } photos are still on phones and come when they have network.
    }
desk-phones-silent = { $n ->
        [one] One phone joined and has not sent anything yet. Ask its owner to open Lykta with network.
       *[other] { $n } phones joined and have not sent anything yet. Ask their owners to open Lykta with network.
    }
desk-refresh = Refresh
desk-joining = How to join
desk-joining-how = Show the code or share the link. Whoever has it can take part.
desk-code-open-until = The code works until { $day }.
desk-code-open = The code works until further notice.
desk-code-closed = The code is closed. No new phone can join, and those that have joined go on.
desk-code-over = The walk is over and its code has closed. Phones that have joined go on.
desk-code-opened = The code is open again.
desk-code-replaced = The walk has a new code.
desk-code-close = Close the code
desk-code-reopen = Open the code again
desk-code-replace = Change the code
desk-code-replace-ask = Change the code?
desk-code-replace-how = Posters and links with the old code stop working, so print new ones. Phones that have joined go on.
desk-link = Link
desk-qr = QR code that opens the walk
desk-copy = Copy
desk-copied = Copied
desk-not-copied = The browser did not let us copy. Select the text and copy it yourself.
desk-print-poster = Print poster
desk-poster = Poster
desk-print = Print
desk-or-type = Or go to { $address } and type the code
desk-step-scan = Scan the code with your phone's camera, at home if you can. You can point out places before the walk, too.
desk-step-ready = Wait until it says that you are ready. After that no network is needed.
desk-step-walk = Walk with us and point at what feels safe and unsafe.
desk-poster-promise = No account. Never replaces a report to the police.
desk-follows = Follows up
desk-follows-none = None, it is a new walk
desk-shares-live = Participants see each other’s findings during the walk
desk-shares-live-hint = If not, phones see what others pointed out only when the walk is over. Names, times and exact places are never shown.
desk-follows-hint = The phones ask about each place of that walk: still there, better, fixed or worse.
desk-follow-up-title = Follow-up: { $title }
desk-plan-follow-up = Plan a follow-up walk
desk-edit = Change
desk-edit-walk = Change the walk
desk-edit-walk-reaches = Phones that have joined get the new plan the next time they have network. Code and link stay the same.
desk-themes-short = Themes
desk-loop = Loop
desk-loop-how = Click on the map where you will walk, and the loop follows streets and footpaths. Drag a corner to move it, click the first one to walk a full round. Hold Alt, or switch on Straight, for a straight stretch.
desk-loop-straight = Straight
desk-loop-seeking = { $n ->
        [one] Looking for the way …
       *[other] Looking for the way of { $n } stretches …
    }
desk-loop-apart = { $n ->
        [one] The map has no way on foot between two of the corners. Move a corner, or draw the stretch straight.
       *[other] { $n } stretches have no way on foot on the map. Move a corner, or draw them straight.
    }
desk-loop-off-ways = { $n ->
        [one] A corner lies more than 40 metres from the nearest way. Move it, or draw the stretch straight.
       *[other] { $n } stretches lead to corners that lie more than 40 metres from the nearest way. Move the corners, or draw them straight.
    }
desk-loop-too-far = { $n ->
        [one] Two of the corners lie too far from each other. Put a corner between them, or draw the stretch straight.
       *[other] { $n } stretches are too long. Put corners between, or draw them straight.
    }
desk-loop-no-answer = { $n ->
        [one] The server does not answer, so one stretch has no way. The corners are kept. Look again when the network is back.
       *[other] The server does not answer, so { $n } stretches have no way. The corners are kept. Look again when the network is back.
    }
desk-loop-busy = { $n ->
        [one] The server is reading the map’s streets or has much to do, so one stretch has no way. The corners are kept. Look again in a moment.
       *[other] The server is reading the map’s streets or has much to do, so { $n } stretches have no way. The corners are kept. Look again in a moment.
    }
desk-loop-draw-straight = Draw straight
desk-loop-seek-again = Look again
desk-loop-no-ways = The map has no streets to follow, so the stretches are drawn straight.
desk-loop-not-whole = A stretch of the loop has no way. Wait until it is found, or draw it straight. The plan is kept here.
desk-plan-kept = You began to plan a walk here and did not save it{ $title ->
        [none] .
       *[other] : “{ $title }”.
    } It is kept in this browser.
desk-plan-go-on = Go on with it
desk-plan-discard = Throw it away
desk-loop-clear = Clear
desk-loop-none = No loop yet.
desk-loop-begun = The start is set. Click on along the way.
desk-loop-metres = { $n } metres
desk-loop-kilometres = { $n } kilometres
desk-loop-takes = The loop is { $length } long. Allow { $minutes } minutes, with stops. { $end }
desk-loop-closed = It ends where it begins.
desk-loop-open = It ends { $m } metres from its start.
desk-loop-as-points = The loop as points, without the map
desk-loop-points = Points
desk-loop-points-hint = One point a line, north and then east in degrees: 65.617, 22.137. That is how maps on the net copy a place.
desk-loop-file = Or a GPX file
desk-loop-file-hint = From a watch or a map program, for example. Your own server reads it and does not keep it.
desk-loop-file-refused = The file gave no loop. The server says: { $detail }
desk-loop-parts-left-out = The file has gaps. The loop is the longest part without one; { $n ->
    [one] one part is left out
   *[other] { $n } parts are left out
  }, the nearest { $m } metres away.
desk-loop-points-left-out = { $n ->
    [one] One point could not be used and is left out (line { $lines } of the file).
   *[other] { $n } points could not be used and are left out (line { $lines } of the file).
  }
desk-loop-damaged = The file is damaged on line { $line }. What stands before it is taken.
desk-loop-file-unreadable = The file could not be read. The loop is as it was.
desk-loop-not-numbers = Line { $line } is not two numbers. Write north and east in degrees, with a comma between. The loop is as it was.
desk-loop-off-globe = Line { $line } is off the globe. The loop is as it was.
desk-loop-swapped = On line { $line } north and east seem to have changed places. The loop is as it was.
desk-loop-one-point = A single point is no loop. Add more, or clear it.
desk-loop-too-many = There are more than a thousand points. Take some away. The loop is as it was.
desk-loop-too-long = The loop would be longer than 30 kilometres. Are the points right? The loop is as it was.
desk-map = Map
desk-map-corner = Corner
desk-map-between = Between corners
desk-map-cannot = This browser cannot draw maps here. Everything can be done with the list instead.
desk-no-basemap = No base map has been imported, so the map shows the areas' borders only. Whoever runs the server imports one:
desk-way = The way and the findings
desk-found-during = { $n ->
        [0] No finding on the walk yet
        [one] One finding on the walk
       *[other] { $n } findings on the walk
    }
desk-found-before = { $n ->
        [one] One finding pointed out before the walk
       *[other] { $n } findings pointed out before the walk
    }
desk-more-findings = { $n ->
        [one] One more finding
       *[other] { $n } more findings
    }
desk-counts-withheld = Only officers see how many take part and what they send.
desk-nobody-joined = Nobody has joined yet.
desk-before-and-after = Before and after
desk-before = Before
desk-after = After
desk-no-photo = No photo
desk-again-nothing-asked = The earlier walk has no places to ask about.
desk-again-not-yet = { $n ->
        [one] One place waits for somebody to look again.
       *[other] { $n } places wait for somebody to look again.
    }
desk-again-sum = { $n } of { $asked } places were looked at again: { $said }.
desk-again-fixed = { $n ->
        [one] 1 fixed
       *[other] { $n } fixed
    }
desk-again-better = { $n } better
desk-again-remain = { $n } still there
desk-again-worse = { $n ->
        [one] 1 worse
       *[other] { $n } worse
    }
desk-again-ties = { $n } where as many say each
desk-again-nobody = Nobody has looked
desk-again-not-seen = not seen again
desk-count-of = { $n } { $what }
desk-second-looks = Seen again
desk-mended = { $n ->
        [one] 1 says that it is fixed.
       *[other] { $n } say that it is fixed.
    }
desk-mended-answer = Answer

# Paper

desk-paper = Sheets for paper
desk-paper-no-map = The map could not be drawn in this browser. Draw the loop by hand, or lay another map beside it.
desk-paper-plain-ground = The loop only: no base map has been imported.
desk-paper-roles = Who does what
desk-paper-names = Write names if you like, one group at a time. They stay in this browser and on paper.
desk-paper-leader = Group leader
desk-paper-leader-does = Keeps the group, the time and the way. Sees to it that everyone is heard, also about what is good.
desk-paper-secretary = Secretary
desk-paper-secretary-does = Writes one line of the list for each place. Writes about the place, never about who is there.
desk-paper-photographer = Photographer
desk-paper-photographer-does = Takes one photo of each place and tells the secretary its number. No people and no number plates in the picture.
desk-paper-map-reader = Map reader
desk-paper-map-reader-does = Puts each place's number on the map. Says when the loop turns and where you are.
desk-paper-look-for = What to look for
desk-paper-asked = How is it now?
desk-paper-asked-how = Somebody has pointed these out already. The numbers are on the map. Tick how it is as you pass.
desk-paper-how-now = Now it is
desk-paper-points = Places
desk-paper-points-how = Circle ♥ where it feels safe and ! where it feels unsafe, and how bad it is: 0 not at all, 3 very.
desk-paper-number = No
desk-paper-what = What
desk-paper-where = Where
desk-paper-feeling = ♥ / !
desk-paper-how-bad = How bad
desk-paper-proposal = Proposal
desk-paper-hand-in = Handing in
desk-paper-hand-in-how = Give the sheet to the one who leads the walk the same evening. The coordinator types it in, and it weighs as much as what comes from phones. If you have a phone with you, you can join too, with the code { $code }.
desk-paper-never = The sheet never replaces a report to the police. If it is urgent, call 112.

# Sheets that are typed in

desk-type-in = Type in sheets
desk-bundle = Take in a file from a phone
desk-bundle-file = A file that somebody saved in the app
desk-bundle-hint = For those who could not send: My places, Save as file. The same file can be taken in many times without doubling anything. The file itself says which walk it is of.
desk-bundle-reading = Taking in …
desk-bundle-unreadable = The file could not be read, or is larger than 64 MB. Nothing was changed. Larger files are taken in on the server by lykta import bundle.
desk-bundle-taken = { $n } of { $of } records were new on { $title }.
desk-bundle-photos = { $n } of { $of } photos were new.
desk-bundle-refused = { $n } photos could not be taken; they are still in the file.
desk-bundle-unproved = The file was saved by an older app and does not show which phone it comes from. Its records count, but the phone cannot go on with them.
desk-bundle-before = A file from the same phone was taken in before, by { $by } { $at }.
desk-type-in-how = One sheet at a time, line by line. A sheet counts as one participant, just like a phone. What you type stays in the browser until you save.
desk-sheet-walked = Walked
desk-sheet-line = Line { $n }
desk-sheet-category = What it is about
desk-sheet-text = In their words
desk-sheet-where = Where, in words
desk-sheet-proposal = Proposal
desk-sheet-placed = On the map
desk-sheet-not-placed = Not on the map
desk-sheet-remove = Remove the line
desk-sheet-place = Click on the map where line { $n } is, or write where it is.
desk-sheet-no-category = Choose what the line is about.
desk-sheet-no-place = Click on the map, or write where it is.
desk-sheet-empty = The sheet is empty. Write a line first.
desk-sheet-save = Save the sheet
desk-sheet-saved = The sheet is saved. Begin the next one.
desk-sheet-answered = { $n } of { $of } filled in
desk-typed-sheets = Sheets typed in
desk-no-typed-sheets = None yet.
desk-sheet-lines = { $n ->
        [one] one line
       *[other] { $n } lines
    }
desk-sheet-gone = taken back
desk-sheet-take-back = Take back
desk-sheet-taken-back = The sheet is taken back.
desk-look-good = What is good here, and should be kept?
desk-look-lighting = Broken? Missing? Too dim? Glaring?
desk-look-vegetation = Does it hide the view, the lamp or the path?
desk-look-visibility = Do you see who is coming? Are there hidden corners?
desk-look-underpass = Do you see through? Is it light and clean? Is there another way?
desk-look-graffiti = Where, how much, on whose wall?
desk-look-vandalism = What is broken? Is there glass on the ground?
desk-look-littering = Are there enough bins? Are they emptied?
desk-look-neglect = What is worn or abandoned?
desk-look-deserted = Would anyone hear you? When is it empty?
desk-look-entrapment = Can one get away in two directions?
desk-look-accessibility = Does a wheelchair, a walker, a pram get through?
desk-look-snow = Cleared? Gritted? Where does ice gather?
desk-look-traffic = Does anyone drive fast, or where people walk?
desk-look-gathering = Which place, which time? Never who.
desk-look-substances = Traces on the ground? When are they seen?
desk-look-wayfinding = Does a newcomer find the way?
desk-look-housing = Locks, lamps and view at the door?
desk-look-other = Anything else that feels wrong?

# Findings

desk-list = List
desk-all-findings = All findings
desk-finding-count = { $n ->
        [0] No findings
        [one] One finding
       *[other] { $n } findings
    }
desk-finding-of = { $at } of { $n }: { $title }
desk-simultaneous = { $n } voices that came at the same time from the same place, and were seen nowhere else, count as one.
desk-voices = { $n ->
        [one] 1 participant
       *[other] { $n } participants
    }
desk-on-walks = { $n ->
        [one] one walk
       *[other] { $n } walks
    }
desk-photos = { $n ->
        [one] 1 photo
       *[other] { $n } photos
    }
desk-disputed = Two decisions
desk-no-findings = No findings yet
desk-no-findings-next = Findings come by themselves when somebody has pointed at a place on a walk.
desk-first-time = first on { $day }
desk-what-was-said = What was said
desk-no-words = No words, only the place.
desk-proposal = Proposal:
desk-accuracy = ± { $m } m
desk-accuracy-uncertain = uncertain place, ± { $m } m
desk-no-position = place unknown
desk-pinned = pin set by hand
desk-said-apart = says: something else than what others pointed out here
desk-light-unlit = dark, no lamp within 30 m
desk-light-daylight = in daylight
desk-light-twilight = at dusk or dawn
desk-light-dark = in the dark
desk-place-in-words = Place in words
desk-not-said = Not said
desk-how-sure = How sure the place is
desk-one-voice-placed = One participant, so one measurement
desk-within = { $n ->
        [one] One participant within { $m } m
       *[other] { $n } participants within { $m } m
    }
desk-lamp-post = post { $name }
desk-one-thing = What belongs together
desk-sureness = { $n } observations that belong together with { $p } % confidence.
desk-sureness-said = { $n } observations, put together by an officer.
desk-officers-said = An officer has said what belongs together here.
desk-ungroup = Let Lykta decide again
desk-maybe-same = Perhaps the same thing
desk-maybe-same-badge = Merge?
desk-maybe = The same thing with { $p } % probability.
desk-doubt-apart = They lie { $m } m apart.
desk-doubt-same-walker = One person pointed at both.
desk-doubt-time = A long time passed between them.
desk-doubt-light = One was seen by day, the other in the dark.
desk-doubt-extent = Together they are larger than such a place tends to be.
desk-merge = Merge
desk-merge-this = Merge with { $title }
desk-merge-with = Merge with …
desk-distinct = Not the same
desk-nearby = Others nearby
desk-nearby-none = There are no others to merge with.
desk-metres-off = { $m } m away
desk-split = Split
desk-split-which = Which are about something else?
desk-merged-done = Merged. Every observation is kept.
desk-split-done = Split. That holds when more people speak up, too.
desk-distinct-done = Noted: these are two things.
desk-grouping-gone = Lykta decides again what belongs together.
desk-last-decided = Last decided
desk-never-decided = Not yet
desk-photo-of = Photo { $at } of { $n }
desk-photo-on-its-way = The photo is on its way
desk-answer = Answer
desk-answer-read-by = { $n ->
        [one] The answer that the one who said it reads
       *[other] The answer that the { $n } who said it read
    }
desk-answer-hint = A plain sentence: what you do and when.
desk-responsible = Responsible
desk-preview = So it reads on their phones
desk-preview-by = { $state }, { $who }.
desk-save-and-answer = Save and answer
desk-saving = Saving …
desk-answer-saved = Saved. Those who said it see the answer.
desk-answer-undone = What stood before stands again.
desk-dispute = Two decisions stand that did not know of each other. The latest is shown. Save to choose what is to stand.

# Findings on the map

desk-map-says = { $n ->
        [0] No findings
        [one] One finding
       *[other] { $n } findings
    }. The list says the same. Arrow keys move, plus and minus zoom.
desk-unplaced = { $n ->
        [one] One finding without a place is only in the list
       *[other] { $n } findings without a place are only in the list
    }
desk-zoom-in = Closer
desk-zoom-out = Further away
desk-zoom-all = Show all

# Keys

desk-keys = Keyboard shortcuts
desk-keys-on = Single keys do things
desk-keys-which = Which?
desk-keys-can-be-off = They can be turned off under Settings.
desk-key-next = Next finding
desk-key-previous = Previous finding
desk-key-answer = Write the answer
desk-key-merge = Merge with another
desk-key-help = This list

# Observations

desk-observation-count = { $n ->
        [0] No observations
        [one] One observation
       *[other] { $n } observations
    }
desk-no-observations = No observations here
desk-no-observations-next = They come in during and after a walk, when the phones have network.
desk-words = Words
desk-photos-column = Photo
desk-observed = When
desk-place = Where
desk-open-finding = Open

# The situation picture

desk-in-short = In short
desk-said-nothing = Nothing came in during the period. That does not mean that it is safe, only that nobody has said anything.
desk-said-nothing-in = { $place }: nothing came in during the period. That does not mean that it is safe there, only that nobody has said anything.
desk-said-basis-in = { $place }: { $walkers ->
        [one] one participant
       *[other] { $walkers } participants
    }{ $walks ->
        [0] {""}
        [one] {" "}on one walk
       *[other] {" "}on { $walks } walks
    } pointed at { $findings ->
        [0] no unsafe places
        [one] one unsafe place
       *[other] { $findings } unsafe places
    } and { $good ->
        [0] no safe places
        [one] one safe place
       *[other] { $good } safe places
    }.
desk-said-basis = All together: { $walkers ->
        [one] one participant
       *[other] { $walkers } participants
    }{ $walks ->
        [0] {""}
        [one] {" "}on one walk
       *[other] {" "}on { $walks } walks
    } pointed at { $findings ->
        [0] no unsafe places
        [one] one unsafe place
       *[other] { $findings } unsafe places
    } and { $good ->
        [0] no safe places
        [one] one safe place
       *[other] { $good } safe places
    }.
desk-said-few = { $walkers ->
        [one] These are the words of a single person.
       *[other] They are few: read this as examples, not as the voice of the area.
    }
desk-said-earlier = Of { $places ->
        [one] the unsafe place
       *[other] the { $places } unsafe places
    } pointed out { $days }, participants say that { $fixed ->
        [0] none is fixed
        [one] one is fixed
       *[other] { $fixed } are fixed
    } and { $remains ->
        [0] none remains
        [one] one remains
       *[other] { $remains } remain
    }{ $unclear ->
        [0] .
        [one] ; one is unclear.
       *[other] ; { $unclear } are unclear.
    }{ $silent ->
        [0] {""}
        [one] {" "}One is not pointed out any longer.
       *[other] {" "}{ $silent } are not pointed out any longer.
    }{ $rest ->
        [0] {""}
        [one] {" "}Of one nobody has answered.
       *[other] {" "}Of { $rest } nobody has answered.
    }
desk-said-earlier-not-asked = { $places ->
        [one] One unsafe place was pointed out { $days }, and nobody has answered whether it is still there.
       *[other] { $places } unsafe places were pointed out { $days }, and nobody has answered whether they are still there.
    }{ $silent ->
        [0] {""}
        [one] {" "}One is not pointed out any longer, though many passed.
       *[other] {" "}{ $silent } are not pointed out any longer, though many passed.
    } Ask about them on the next walk.
desk-said-equal-effort = Counted on as many walks and participants, { $now ->
        [one] one unsafe place was
       *[other] { $now } unsafe places were
    } pointed out on the same stretch, against { $before } last time ({ $days }): { $change ->
        [fewer] a decrease greater than chance
        [more] an increase greater than chance
       *[not-shown] the difference may be chance
    } ({ $walksbefore } + { $walksnow } walks).
desk-said-per-participant = Each participant pointed out { $ratio } times as many unsafe places as last time (between { $low } and { $high }). That describes, and does not decide.
desk-said-before-withheld = The period before ({ $days }) is not shown: fewer than three participants took part then.
desk-said-counts = { $people ->
        [one] One participant
       *[other] { $people } participants
    } pointed out { $places ->
        [one] one unsafe place
       *[other] { $places } unsafe places
    }; last time ({ $days }) { $peoplebefore ->
        [0] no participant
        [one] one participant
       *[other] { $peoplebefore } participants
    } pointed out { $placesbefore ->
        [0] any
        [one] one
       *[other] { $placesbefore }
    }.
desk-refused-few-walks = Whether it is better or worse cannot be said: each period needs at least { $needed } walks, and there were { $before } and { $now }.
desk-refused-few-places = Whether it is better or worse cannot be said: a period has fewer than { $needed } places, counted on as many participants.
desk-refused-few-pairs = There is too little to compare for each participant: { $before } and { $now } places pointed out, and { $needed } are needed together.
desk-refused-no-variation = All walks pointed out exactly the same. Then nothing shows how much is chance, and there is no comparing.
desk-refused-few-deals = Whether it is new cannot be said: there were { $before } walks in the year before and { $now } now, and at least 3 + 3 or 5 + 2 are needed.
desk-refused-unequal-walks = Whether it is new cannot be said: walks had { $before } participants in the year before and { $now } now on average, more than { $most } times apart.
desk-refused-nothing-shared = There is no comparing: they did not walk the same stretch.
desk-refused-other-light = There is no comparing: last time { $daybefore } walks were in daylight and { $darkbefore } in twilight or dark, now { $daynow } and { $darknow }.
desk-refused-other-form = Paper sheets cannot be compared, for several people may share one: { $before } sheets last time, { $now } now.
desk-refused-other-questions = There is no comparing: last time { $before } participants answered questions about earlier places, now { $now }. Who answers does not point out the same place once more.
desk-refused-what = { $what }: { $why }
desk-measure-equal-effort = Better or worse
desk-measure-per-participant = Places per participant
desk-measure-new-places = New
desk-said-most = { $what } is what most point at: { $people ->
        [one] one participant
       *[other] { $people } participants
    }, { $places ->
        [one] one place
       *[other] { $places } places
    }.
desk-said-most-of-few = { $what } is named most, but that is only { $people ->
        [one] one participant
       *[other] { $people } participants
    } about { $places ->
        [one] one place
       *[other] { $places } places
    }.
desk-said-tie = As many point at { $what }: { $people ->
        [one] one participant
       *[other] { $people } participants
    } each.
desk-said-strongest = Strongest is “{ $title }”, which { $people } participants bring up{ $walks ->
        [0] .
        [one] .
       *[other] , on { $walks } different walks.
    }
desk-said-good = { $what } is what most find safe: { $people ->
        [one] one participant
       *[other] { $people } participants
    }.
desk-said-good-tie = What as many find safe is { $what }: { $people ->
        [one] one participant
       *[other] { $people } participants
    } each.
desk-said-changed = { $what } is pointed out { $change ->
        [more] more often
       *[fewer] more seldom
    } by each participant than last time: { $ratio } times as often (between { $low } and { $high }).
desk-said-new = New: { $what }. { $people } participants on { $walks } walks point at one place, against { $before ->
        [0] none
        [one] one
       *[other] { $before }
    } in the year before.
desk-periods = { $now }
desk-periods-compared = { $now }, compared with { $before }
desk-days = { $from }–{ $to }
desk-overall = All places
desk-about-unsafe = What feels unsafe, places
desk-about-safe = What feels safe, places
desk-bars-how = The bar is the number of places.
desk-bars-how-before = The bar is the number of places, the blue mark last time. Yellow bar: changed more for each participant than chance gives.
desk-places-people = { $places ->
        [0] no place
        [one] one place
       *[other] { $places } places
    }, { $people ->
        [0] no participant
        [one] one participant
       *[other] { $people } participants
    }
desk-places-few-people = { $places ->
        [one] one place
       *[other] { $places } places
    }, fewer than three participants
desk-few-people = fewer than 3
desk-counts-before = { $now }; last time { $before }
desk-places-column = Places
desk-people-column = Participants
desk-places-before = Places last time
desk-people-before = Participants last time
desk-times-per-participant = For each participant, times as often
desk-new = New
desk-new-what = Places that more point out on the latest walks than in the year before, more than chance gives.
desk-not-before = Not pointed out before
desk-not-before-what = Places that several passed in the year before without pointing at them. It may be chance.
desk-new-how = { $people } participants on { $walks ->
        [one] one walk
       *[other] { $walks } walks
    }; in the year before { $before ->
        [0] none
        [one] one
       *[other] { $before }
    } of some { $passed } who passed
desk-people-on-walks = { $people ->
        [one] one participant
       *[other] { $people } participants
    }{ $walks ->
        [0] {""}
        [one] {" "}on one walk
       *[other] {" "}on { $walks } walks
    }
desk-times = When it feels unsafe
desk-times-how = On top: unsafe observations by hour of the day. Below: places then and in that light.
desk-reckoned = How it is reckoned
desk-reckoned-how = The figures behind the words, for those who want to check. Methods and sources stand in decision 0024.
desk-reckoned-equal-effort = Unsafe places on { $walks } walks of { $people } participants each: { $before } last time, { $now } now; the difference lies between { $low } and { $high } places (p = { $p }).
desk-reckoned-per-participant = Unsafe places for each participant, times as many as last time: { $times }.
desk-reckoned-new = New place: { $people } participants, { $expected } to be expected (p = { $p }).
desk-reckoned-hot = Squares that stand out are tested with Gi*, for many squares at once.
desk-map-gathered = The places pointed out lie gathered, more than by chance (Moran’s I { $i }, p { $p }).
desk-map-spread = The places pointed out lie spread, more than by chance (Moran’s I { $i }, p { $p }).
desk-map-scattered = Over the whole area, places lie neither more gathered nor more spread than by chance (Moran’s I { $i }, p { $p }).
desk-map-dense = Red cloud: how close the places lie.
desk-map-hot = Squares with an edge: more participants point there than chance gives, { $n } of them.
desk-left-out = Not in the comparison: { $sheets } paper sheets and { $walks } walks in other light.
desk-limit-ways-unknown = It is not known where participants walked: the comparison takes it that they walked the same stretch both times.
desk-limit-some-ways = Only some participants let their phones note the way: the others are taken to have gone alike.
desk-reason-emerging = new on the latest walks
desk-reason-one-voice = one participant
desk-ground-voices = participants
desk-step-voices = { $n ->
        [one] one more participant
       *[other] { $n } more participants
    }
desk-printed = Printed { $at }.
desk-said-unanswered = Of the { $of ->
        [one] strongest finding
       *[other] { $of } strongest findings
    }, { $n ->
        [one] one waits
       *[other] { $n } wait
    } for an answer.
desk-figure-findings = { $n ->
        [one] unsafe place
       *[other] unsafe places
    }
desk-figure-walkers = { $n ->
        [one] participant
       *[other] participants
    }
desk-figure-walks = { $n ->
        [one] walk
       *[other] walks
    }
desk-figure-good-places = { $n ->
        [one] safe place
       *[other] safe places
    }
desk-walker-is-a-phone = A participant is one phone on one walk. Whoever took part twice counts twice, for we do not know who is who.
desk-as-table = As a table
desk-none-strong = Nothing unsafe is open now.
desk-reason-walks = { $n ->
        [one] one walk
       *[other] comes back on { $n } walks
    }
desk-reason-severity = somebody calls it { $how }
desk-reason-unanswered = no answer yet
desk-how-sure-title = How sure this is
desk-limit-nothing = Nobody walked here in the period, or nobody said anything. Silence is not safety.
desk-limit-few = Fewer than { $n } participants: single words weigh heavily.
desk-limit-one-walk = All of it comes from a single walk: one evening, one weather, one route.
desk-limit-unplaced = Some observations have no position and stand alone.
desk-limit-always = Walks show how it feels where people walked. They say nothing of places nobody passed, and do not measure crime.
desk-compare = Compared with
desk-compare-before = the period before
desk-compare-last-year = the same time last year
desk-compare-nothing = nothing
desk-figure-walked = walked
desk-km = { $n } km
desk-hours-walked = { $n } hours
desk-no-rate = –
desk-change-more = more often
desk-change-fewer = more seldom
desk-hours = Observations by hour of the day
desk-hour = Hour
desk-time-of-day = Time of day
desk-time-night = night (0–6)
desk-time-morning = morning (6–12)
desk-time-afternoon = afternoon (12–18)
desk-time-evening = evening (18–24)
desk-hour-count = { $hour }:00: { $n }
desk-light = Light
desk-not-known = not known
desk-unlit = { $n } with no lamp near
desk-walked-km = { $n } km walked
desk-when-so = When it is said to be so
desk-how-bad = Worst severity
desk-together = Come together
desk-together-what = What is found in the same places more often than by chance. Material for a root-cause analysis, not a cause.
desk-together-how = In { $places } of { $of } places, { $lift } times as often as by chance (uncertainty { $low }–{ $high }).
desk-trait-dark = pointed out in the dark
desk-trait-no-light = no lamp near
desk-strongest = Do first
desk-strongest-how = Unsafe places that are not closed, in an order that is reckoned. You decide.
desk-why-points = Why here? { $points } points
desk-reason-hot-spot = in a place that stands out
desk-reason-vulnerable = near a school, a stop or the like
desk-part = { $name } { $points } of { $of }
desk-part-unknown = { $name }: not known
desk-ground-severity = severity
desk-ground-persistence = comes back
desk-ground-hot-spot = stands out
desk-ground-emerging = new
desk-ground-vulnerable = vulnerable places near
desk-up-first = It stands first.
desk-up-nothing = No single thing would lift it one step.
desk-up = It would come one step up with { $steps }.
desk-up-or = {" "}or{" "}
desk-step-walks = { $n ->
        [one] one more walk
       *[other] { $n } more walks
    }
desk-step-severity = somebody calling it { $how }
desk-step-hot-spot = a place that stands out
desk-step-emerging = being new
desk-map-no-hot = No place stands out more than chance may give.
desk-map-new = Dashed circle: new, with its number in the list.
desk-map-walked = Blue: streets that were walked.
desk-map-of-strongest = Pins: those that stand first, and the places that feel safest.
desk-best = To keep
desk-best-what = Places where most people feel safe.
desk-limit-few-before = The period that it is compared with has fewer than { $n } participants.
desk-limit-never-dark = Nobody was here in the dark, as far as is known.
desk-limit-parts-unwalked = Parts of the area were not walked, as far as is known. That says nothing of how safe it is there.
desk-limit-few-places = Too few places to tell whether any stands out.
desk-limit-groups = Lykta does not know who the participants are and does not break anything down by groups of persons. Below { $n } participants it would not be allowed here anyway.
desk-sources = Sources: { $observations } observations of { $walkers } participants, and the ways of { $tracked } of them. No statistics, survey or police report is part of it.
desk-streets = Streets and paths
desk-streets-walked = { $share } % of { $km } km of streets and paths was walked by somebody, at least { $dark } km of that in the dark.
desk-streets-not-safe = Not walked does not mean safe: nobody has looked there.
desk-streets-few = Where fewer than { $n } participants walked a street, only whether it counts as walked (at least half) is told.
desk-street = Street
desk-street-length = Metres
desk-street-walked = Walked
desk-street-last = Last
desk-percent = { $n } %
desk-streets-never = Not walked
desk-streets-seen = Walked
desk-and-more = and { $n } more

# Data

desk-data-lead = Everything that came in, merged, for other tools. The choices above follow into the files.
desk-tables = Tables
desk-tables-how = CSV for Excel, R and Power BI. Open in Excel with Data, From text/CSV, and choose UTF-8.
desk-findings-table = Findings, CSV
desk-observations-table = Observations, CSV
desk-maps = Map layers
desk-maps-how = GeoJSON for QGIS: drop the file on the map. Coordinates in WGS 84 (EPSG:4326).
desk-findings-map = Findings, GeoJSON
desk-observations-map = Observations, GeoJSON
desk-areas-map = Areas, GeoJSON
desk-programs = Programs that fetch by themselves
desk-programs-how = A program gets a key of its own from whoever runs the server. It reads without free text and photos.
desk-make-token = Make a key on the server
desk-address = Address to fetch from, with the key as Bearer
desk-openapi = Description of all addresses (OpenAPI)

# Settings

desk-this-computer = This computer
desk-imports = Imports
desk-imports-how = Neighbourhoods, lamps, schools and maps that were read in on the server. Here is what came, what changed and what was left out.
desk-imports-none = Nothing has been imported yet.
desk-imported-areas = Neighbourhoods
desk-import-lamp = Lamps
desk-import-vulnerable = Schools, stops and the like
desk-import-basemap = Map
desk-import-counts = { $new } new, { $changed } changed, { $unchanged } unchanged, { $removed } removed, { $left } left out.
desk-import-left-out = Left out
desk-import-line = Line { $n } ({ $name }): { $reason }
desk-import-feature = Feature { $n } ({ $name }): { $reason }
desk-import-more = … and { $n } more.
desk-import-undo = Undo the import
desk-import-undone = Undone { $when }.
desk-import-undo-done = The import is undone. What was in use before it is in use again.
desk-colleagues = Colleagues
desk-colleagues-how = Make a link for a colleague. It works once; send it only to whoever it is for.
desk-name = Name
desk-name-missing = Write who the link is for.
desk-may = May
desk-role-planner = Read
desk-role-officer = Answer
desk-role-administrator = Look after
desk-may-planner = Reads merged data, without free text and photos.
desk-may-officer = Plans walks, reads everything and answers.
desk-may-administrator = Does all that, and lets others in.
desk-make-link = Make link
desk-link-for = Link for { $name }, works once, until { $until }
