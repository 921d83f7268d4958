//! How an observation looks in a list.

use leptos::prelude::*;
use shared::id::ObservationId;
use shared::merge::ObservationState;
use shared::statement::Feeling;

use super::own::{Own, Standing};
use super::parts::icon;
use super::state::Walker;
use crate::platform::dom::{El, el};
use crate::t;
use crate::text::category_text;
use crate::ui::{Icon, category_icon};

/// What it is called.
pub fn name(it: &ObservationState) -> String {
    it.category().map(|category| category_text(category.as_str())).unwrap_or_default()
}

/// Its words, else its place's words.
pub fn words(it: &ObservationState) -> Option<String> {
    let said = it.text.shown().cloned().filter(|text| !text.is_empty());
    said.or_else(|| it.place().described.filter(|text| !text.is_empty()))
}

/// The icon of its category in the colour of its feeling. Words stand beside it.
pub fn picture(walker: Walker, it: &ObservationState) -> El {
    let drawn = walker.walk.with_untracked(|walk| {
        let named = it.category().zip(walk.as_ref()).and_then(|(category, walk)| walk.icon(category));
        category_icon(named.unwrap_or_default())
    });
    let colour = if it.feeling() == Some(Feeling::Safe) { "thing safe" } else { "thing unsafe" };
    el("span").class(colour).child(icon(drawn))
}

/// Reads one observation of the present walk.
pub fn read<T>(
    walker: Walker,
    id: ObservationId,
    read: impl FnOnce(&Own, &ObservationState) -> T,
) -> Option<T> {
    walker.own.with(|own| own.state.observation(id).map(|it| read(own, it)))
}

/// How far it has come, as a word for tests, an icon and a sentence.
pub fn standing(standing: Standing) -> (&'static str, Icon, String) {
    match standing {
        Standing::OnPhone => ("on-phone", Icon::Phone, t!("standing-on-phone")),
        Standing::Sent { photos_left, photos } => {
            ("sent", Icon::CloudArrowUp, t!("standing-sent", left = photos_left, of = photos))
        }
        Standing::Received => ("received", Icon::Checks, t!("standing-received")),
        Standing::Answered => ("answered", Icon::Checks, t!("standing-answered")),
    }
}
