//! Schedules that once broke a promise, as short as they could be made. They stay.

use super::Schedule;
use super::deed::{Deed, Fate, Said};
use shared::geo::Place;
use shared::statement::Feeling;

fn one_phone(deeds: Vec<Deed>) -> Schedule {
    Schedule { seed: 0, skews_ms: vec![0], deeds }
}

fn observed() -> Said {
    Said::Observed { feeling: Feeling::Unsafe, category: 0, place: Place::default() }
}

fn join() -> Deed {
    Deed::Join { walk: 0, skew_ms: 0 }
}

fn photograph(picture: u32) -> Deed {
    Deed::Photograph { phone: 0, of: 0, picture, killed: false }
}

fn exchange() -> Deed {
    Deed::Exchange { phone: 0, fates: vec![], interruption: None }
}

/// Seed 271: the phone held a photo for sent that the restored server had lost together with its record.
pub fn a_copy_from_before_a_record_and_its_photo() -> Schedule {
    one_phone(vec![photograph(0), Deed::BackUp, exchange(), Deed::Restore])
}

/// Who joined after the copy was taken that was restored was let in no more, and could not send.
pub fn a_copy_from_before_a_phone_joined() -> Schedule {
    let say = |phone| Deed::Say { phone, said: observed() };
    one_phone(vec![Deed::BackUp, join(), say(1), Deed::Restore, say(1)])
}

/// The same, but the record was in the copy, so that no receipt went backwards.
pub fn a_copy_from_between_a_record_and_its_photo() -> Schedule {
    let cut_off =
        Deed::Exchange { phone: 0, fates: vec![Fate::Good, Fate::Good, Fate::Lost], interruption: None };
    one_phone(vec![photograph(0), cut_off, Deed::BackUp, exchange(), Deed::Restore])
}

/// Seed 9000184: somebody joins a walk that was planned after the copy was taken that was restored. It was the world that
/// believed there to be such a walk; the server let nobody in.
pub fn a_walk_that_is_gone_is_joined() -> Schedule {
    let join = Deed::Join { walk: 2, skew_ms: 0 };
    one_phone(vec![Deed::BackUp, Deed::Plan { officer: 0 }, Deed::Restore, join])
}

/// Seed 20009884: a server that had nothing of a series left it out of its heads, and the phone, which held its photo for
/// sent, did not send it again with the record.
pub fn a_server_that_leaves_out_what_it_has_nothing_of() -> Schedule {
    let evicted = Deed::Evict { phone: 0 };
    one_phone(vec![photograph(0), Deed::BackUp, exchange(), Deed::Restore, exchange(), evicted])
}

/// Seed 100013233: the phone asks a restored server to be let in again, and a hotel's page answers in its stead. It took that
/// for a yes, was refused, and told its walker that nothing could be sent.
pub fn a_portal_lets_in_who_joins_again() -> Schedule {
    let in_a_hotel = Deed::Exchange { phone: 1, fates: vec![Fate::Good, Fate::Portal], interruption: None };
    one_phone(vec![Deed::BackUp, join(), Deed::Restore, in_a_hotel])
}

/// While a walker saved a file, another tab said something: the file told of one record more than it held, and was refused
/// as damaged.
pub fn a_file_is_saved_while_another_tab_says_something() -> Schedule {
    let save = Deed::SaveFile { phone: 0, meanwhile: Some((1, observed())) };
    one_phone(vec![photograph(0), save, Deed::BringFile { officer: 0, file: 0 }])
}

/// A file is taken in by a server that was restored from a copy of before its phone joined; then the phone comes itself.
pub fn a_file_comes_before_its_phone() -> Schedule {
    let save = Deed::SaveFile { phone: 1, meanwhile: None };
    let bring = Deed::BringFile { officer: 0, file: 0 };
    let say = Deed::Say { phone: 1, said: observed() };
    one_phone(vec![Deed::BackUp, join(), say, save, Deed::Restore, bring])
}
