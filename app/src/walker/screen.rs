//! Which screen is shown. A screen has a short name that the browser keeps with each step, so that the way back works.

use shared::statement::Feeling;

/// A screen of the walker.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Screen {
    /// The phone's store is being opened.
    #[default]
    Opening,
    /// Join a walk, or go on with one.
    Start,
    /// *Redo?*, before leaving.
    Ready,
    /// *Vandra*.
    Walk,
    /// *Vad?*, after safe or unsafe was tapped.
    What(Feeling),
    /// More to tell about the observation with this number in the walk's series.
    Tell(u64),
    /// *Mina*: everything I said.
    Mine,
    /// *Avsluta*.
    End,
}

impl Screen {
    /// The name kept with a step.
    pub fn name(self) -> String {
        match self {
            Self::Opening | Self::Start => "start".to_owned(),
            Self::Ready => "ready".to_owned(),
            Self::Walk => "walk".to_owned(),
            Self::What(Feeling::Safe) => "what-safe".to_owned(),
            Self::What(Feeling::Unsafe) => "what-unsafe".to_owned(),
            Self::Tell(number) => format!("tell-{number}"),
            Self::Mine => "mine".to_owned(),
            Self::End => "end".to_owned(),
        }
    }

    /// The screen of that name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "start" => Self::Start,
            "ready" => Self::Ready,
            "walk" => Self::Walk,
            "what-safe" => Self::What(Feeling::Safe),
            "what-unsafe" => Self::What(Feeling::Unsafe),
            "mine" => Self::Mine,
            "end" => Self::End,
            _ => Self::Tell(name.strip_prefix("tell-")?.parse().ok()?),
        })
    }

    /// Whether the walker is under way: the screen stays on, and no new version is offered.
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Walk | Self::What(_) | Self::Tell(_))
    }

    /// Whether it is in the second half of the app.
    pub const fn comes_later(self) -> bool {
        matches!(self, Self::Ready | Self::Tell(_) | Self::Mine | Self::End)
    }

    /// Whether it makes no sense without a walk.
    pub const fn needs_walk(self) -> bool {
        !matches!(self, Self::Opening | Self::Start)
    }

    /// Where to land when the app is opened anew: a sheet or a choice half made is not taken up again.
    #[must_use]
    pub const fn landing(self) -> Self {
        match self {
            Self::What(_) | Self::Tell(_) | Self::Mine => Self::Walk,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_is_found_again_by_its_name() {
        use Screen::{End, Mine, Ready, Start, Tell, Walk, What};
        let all = [Start, Ready, Walk, What(Feeling::Safe), What(Feeling::Unsafe), Tell(7), Mine, End];
        assert!(all.into_iter().all(|screen| Screen::named(&screen.name()) == Some(screen)));
        assert_eq!(["", "tell-", "tell-x", "Walk"].map(Screen::named), [None; 4]);
    }

    #[test]
    fn a_phone_that_was_killed_in_the_sheet_lands_in_the_walk() {
        assert_eq!(Screen::Tell(3).landing(), Screen::Walk);
        assert_eq!(Screen::End.landing(), Screen::End);
    }
}
