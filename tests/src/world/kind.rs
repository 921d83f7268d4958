//! What kind of world it is: how much may happen in it, and what.
//!
//! Most worlds are short, and only a few kinds of deeds and fates come up in each: what was found to break breaks by no more
//! than six deeds, which meet sooner where there is little else (Groce et al., Swarm Testing, ISSTA 2012). The others have
//! much of everything, since some things only meet in a crowd.

use super::chance::Chance;

/// So many worlds in a hundred are short.
const SHORT: u32 = 75;

/// One number below a hundred for each kind of deed, as the schedule reads it.
const DEEDS: [u32; 14] = [40, 45, 55, 77, 79, 80, 81, 84, 88, 93, 94, 95, 96, 97];

/// In every short world somebody says something, takes a photo and sends.
const ALWAYS: [u32; 6] = [0, 0, 0, 45, 57, 57];

/// In one whose operator restores a copy, both the copying and the restoring.
const RESTORING: [u32; 2] = [96, 97];

/// One number below a hundred for each fate of a request, as the schedule reads it.
const FATES: [u32; 15] = [0, 3, 9, 15, 21, 25, 28, 33, 34, 35, 36, 38, 39, 41, 44];

/// How much may happen in a world, and what.
#[derive(Debug)]
pub(super) struct Kind {
    /// How many phones there are at first.
    pub(super) phones: u32,
    /// How many deeds there are.
    pub(super) count: u32,
    /// The server dies.
    pub(super) is_rough: bool,
    /// The operator restores a copy.
    pub(super) has_restore: bool,
    /// The kinds of deeds; none for all, as often as is usual.
    deeds: Vec<u32>,
    /// Fates that are more frequent than others.
    fates: Vec<u32>,
}

impl Kind {
    /// The kind that chance decides.
    pub(super) fn new(chance: &mut Chance) -> Self {
        if chance.happens(SHORT) { Self::short(chance) } else { Self::long(chance) }
    }

    fn long(chance: &mut Chance) -> Self {
        Self {
            phones: 1 + chance.below(4),
            count: 20 + chance.below(41),
            is_rough: chance.happens(25),
            has_restore: chance.happens(16),
            deeds: Vec::new(),
            fates: Vec::new(),
        }
    }

    fn short(chance: &mut Chance) -> Self {
        let has_restore = chance.happens(40);
        let mut deeds: Vec<_> = (0..=chance.below(4)).map(|_| chance.one_of(&DEEDS)).chain(ALWAYS).collect();
        if has_restore {
            deeds.extend(RESTORING);
        }
        Self {
            phones: 1 + chance.below(2),
            count: 2 + chance.below(9),
            is_rough: chance.happens(40),
            has_restore,
            deeds,
            fates: (0..=chance.below(3)).map(|_| chance.one_of(&FATES)).collect(),
        }
    }

    /// The number that stands for the next deed.
    pub(super) fn next_deed(&self, chance: &mut Chance) -> u32 {
        if self.deeds.is_empty() { chance.below(100) } else { chance.one_of(&self.deeds) }
    }

    /// The number that stands for the next fate.
    pub(super) fn next_fate(&self, chance: &mut Chance) -> u32 {
        let is_any = self.fates.is_empty() || chance.happens(50);
        if is_any { chance.below(100) } else { chance.one_of(&self.fates) }
    }
}
