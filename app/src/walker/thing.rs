//! How an observation looks in a list.

use shared::id::ObservationId;
use shared::merge::ObservationState;
use shared::statement::Feeling;

use super::own::{Own, Standing};
use super::parts::icon;
use super::state::Walker;
use crate::icon::{Icon, category_icon};
use crate::live::derived;
use crate::platform::dom::{El, el};
use crate::t;
use crate::text::category_text;

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
pub fn picture(walker: Walker, id: ObservationId) -> El {
    let drawn = derived(move || read(walker, id, |_, it| named_icon(walker, it)).unwrap_or(Icon::MapPin));
    let safe = read(walker, id, |_, it| it.feeling()) == Some(Some(Feeling::Safe));
    let colour = if safe { "thing safe" } else { "thing unsafe" };
    el("span").class(colour).child_live(move || Some(icon(drawn.get())))
}

fn named_icon(walker: Walker, it: &ObservationState) -> Icon {
    walker.walk.peek(|walk| {
        let named = it.category().zip(walk.as_ref()).and_then(|(category, walk)| walk.icon(category));
        category_icon(named.unwrap_or_default())
    })
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
