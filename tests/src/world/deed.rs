//! What can happen in a world, as data: so that what a seed led to can be told, repeated and shortened.

use shared::geo::Place;
use shared::statement::{Change, Condition, Feeling, FindingState, Gap};

/// Which of those that there are then, counted round.
pub(super) type Which = u32;

/// A part of something, of 65,536.
pub(super) type Part = u16;

/// One thing that happens.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Deed {
    /// A walker says something.
    Say { phone: Which, said: Said },
    /// The same in another tab, which has not noticed the last records.
    SayInStaleTab { phone: Which, behind: u32, said: Said },
    /// A walker takes a photo; the app may be killed between the photo and the record that names it.
    Photograph { phone: Which, of: Which, picture: Which, killed: bool },
    /// The phone has no room for so many writes.
    FillUp { phone: Which, writes: u32 },
    /// The phone sends what it holds, until it is through or something stops it.
    Exchange { phone: Which, fates: Vec<Fate>, interruption: Option<(u32, Interruption)> },
    /// A walker saves all that the phone holds as a file; at one of its waits another tab may say something.
    SaveFile { phone: Which, meanwhile: Option<(u32, Said)> },
    /// An officer takes in one of the files that walkers handed over.
    BringFile { officer: Which, file: Which },
    /// Another program sends a whole photo at once, or the beginning of it.
    PutPhoto { phone: Which, photo: Which, part: Option<Part> },
    /// The browser throws away what the phone keeps; the walker joins again.
    Evict { phone: Which },
    /// Somebody joins a walk.
    Join { walk: Which, skew_ms: i64 },
    /// A request that was under way for long arrives.
    LateArrival { which: Which },
    /// An officer looks at the findings.
    Look { officer: Which },
    /// An officer decides, by what they saw when they last looked.
    Decide { officer: Which, finding: Which, state: FindingState, is_answered: bool },
    /// An officer plans a walk.
    Plan { officer: Which },
    /// An officer plans a walk anew.
    Replan { officer: Which, walk: Which },
    /// The server dies between two requests.
    ServerDies,
    /// The server's files are copied away.
    BackUp,
    /// The copy takes the place of the server's files.
    Restore,
    /// The operator rebuilds the tables.
    Rebuild,
}

/// What a walker states.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    /// A place.
    Observed { feeling: Feeling, category: Which, place: Place },
    /// Something about one of their records, which may be no observation or not there yet.
    Edited { of: Which, change: Change, sees: bool },
    /// A second look at what anybody pointed out.
    Revisited { whose: Which, of: Which, condition: Condition },
    /// A stretch of track.
    Tracked { after: Option<Gap>, steps: Vec<i64> },
    /// What this build does not know, cannot read, or does not allow.
    Odd { which: Which },
}

/// What becomes of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It arrives and is answered.
    Good,
    /// It never arrives.
    Lost,
    /// It arrives and the answer is lost.
    AnswerLost,
    /// It arrives twice; the second answer is heard.
    Doubled,
    /// It arrives now, and once more at some later time.
    Echoed,
    /// The phone stops waiting, and it arrives at some later time.
    Late,
    /// The line breaks within the body, and the server notices.
    Cut(Part),
    /// Somebody on the way passes the beginning of the body on as if it were all.
    Shortened(Part),
    /// A byte of a photo is hurt on the way.
    Hurt(Part),
    /// A hotel's page answers in the server's stead.
    Portal,
    /// Somebody on the way says that the server is not to be reached.
    Unavailable,
    /// The phone hangs up while the server is at work.
    HungUp(u8),
    /// The server dies before it has done anything.
    ServerDiesBefore,
    /// The server dies when all is done, before it answers.
    ServerDiesAfter,
    /// The server dies as soon as its answer has left.
    ServerDiesAfterAnswer,
    /// The server dies while it writes a piece of a photo, or between giving a photo its name and noting it down.
    ServerDiesAmidPhoto(Part),
}

/// What comes in between while a phone sends.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Interruption {
    /// The app is killed.
    Killed,
    /// Another tab says something.
    OtherTab(Said),
}
