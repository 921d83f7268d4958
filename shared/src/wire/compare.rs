//! What the picture of a period stands beside.
//!
//! Promises: one name for each, in addresses of the server and of the desk alike; nothing said is [`Compare::Before`].

/// What a picture's period is compared with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Compare {
    /// As many days right before.
    #[default]
    Before,
    /// The same days a year before.
    LastYear,
    /// Nothing.
    Nothing,
}

impl Compare {
    /// All of them, what is said by saying nothing first.
    pub const ALL: [Self; 3] = [Self::Before, Self::LastYear, Self::Nothing];

    /// As it stands in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::LastYear => "last-year",
            Self::Nothing => "nothing",
        }
    }
}

/// It is no comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("compare is one of before, last-year, nothing")]
pub struct NoSuchCompare;

impl std::str::FromStr for Compare {
    type Err = NoSuchCompare;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|it| it.name() == text).ok_or(NoSuchCompare)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_comparison_is_known_by_its_name_and_no_other_is() {
        for it in Compare::ALL {
            assert_eq!(it.name().parse(), Ok(it));
        }
        assert_eq!(Compare::default(), Compare::ALL[0]);
        assert_eq!("yesterday".parse::<Compare>(), Err(NoSuchCompare));
    }
}
