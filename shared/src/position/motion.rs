//! How a walker moves: a Kalman filter over place and velocity in the plane.
//!
//! Method: the velocity is an Ornstein–Uhlenbeck process, which forgets where it was going (Singer, “Estimating
//! Optimal Tracking Filter Performance for Manned Maneuvering Targets”, IEEE Trans. AES 6, 1970, with velocity in the
//! place of acceleration). Unlike constant velocity it does not run on through a gap, and what it does not know grows
//! with the time and not with its cube. Both axes share one covariance, for a fix tells one radius.

use crate::geo::Metres;

/// Deviation of a walker's velocity along one axis, in metres per second: 1.4 m/s on foot in any direction, and a
/// bicycle's or wheelchair's 4 m/s is within three deviations.
const SPEED_M_PER_S: f64 = 1.5;

/// Faster than this, in metres per second, nobody walks or rolls.
const FASTEST_M_PER_S: f64 = 8.0;

/// For how long a walker keeps their velocity, in seconds.
const KEEPS_S: f64 = 15.0;

/// Place and velocity, and how sure they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Motion {
    /// Place in the plane, in metres.
    pub(super) at_m: Metres,
    /// Velocity in metres per second, east and north.
    pub(super) speed_m_per_s: Metres,
    /// Variance of the place along one axis, in square metres.
    pub(super) place_m2: f64,
    mixed: f64,
    /// Variance of the velocity along one axis.
    pub(super) speed_variance: f64,
}

impl Motion {
    /// What is known after a first fix with this variance.
    pub(super) fn begun(at_m: Metres, place_m2: f64) -> Self {
        let speed_variance = SPEED_M_PER_S * SPEED_M_PER_S;
        Self { at_m, speed_m_per_s: [0.0; 2], place_m2, mixed: 0.0, speed_variance }
    }

    /// What is known so many seconds later, without a new fix.
    pub(super) fn later(self, seconds: f64) -> Self {
        let kept = (-seconds / KEEPS_S).exp();
        let reach_s = KEEPS_S * (1.0 - kept);
        let usual = SPEED_M_PER_S * SPEED_M_PER_S;
        let strayed = usual * KEEPS_S * (2.0 * (seconds - reach_s) - KEEPS_S * (1.0 - kept) * (1.0 - kept));
        let along = |axis: usize| self.at_m[axis] + reach_s * self.speed_m_per_s[axis];
        let mixed = self.mixed + reach_s * self.speed_variance;
        Self {
            at_m: [along(0), along(1)],
            speed_m_per_s: self.speed_m_per_s.map(|it| it * kept),
            place_m2: self.place_m2 + reach_s * (self.mixed + mixed) + strayed.max(0.0),
            mixed: kept * mixed + usual * KEEPS_S * (1.0 - kept) * (1.0 - kept),
            speed_variance: kept * kept * self.speed_variance + usual * (1.0 - kept * kept),
        }
    }

    /// What is known with a fix at this place with this variance.
    pub(super) fn with(self, fix_m: Metres, fix_m2: f64) -> Self {
        let sum_m2 = self.place_m2 + fix_m2;
        let (to_place, to_speed) = (self.place_m2 / sum_m2, self.mixed / sum_m2);
        let off = |axis: usize| fix_m[axis] - self.at_m[axis];
        let moved = |from: Metres, share: f64| [from[0] + share * off(0), from[1] + share * off(1)];
        Self {
            at_m: moved(self.at_m, to_place),
            speed_m_per_s: within(FASTEST_M_PER_S, moved(self.speed_m_per_s, to_speed)),
            place_m2: self.place_m2 * (1.0 - to_place),
            mixed: self.mixed * (1.0 - to_place),
            speed_variance: (self.speed_variance - to_speed * self.mixed).max(0.0),
        }
    }

    /// Speed in metres per second.
    pub(super) fn speed(&self) -> f64 {
        length(self.speed_m_per_s)
    }
}

fn length([east, north]: Metres) -> f64 {
    (east * east + north * north).sqrt()
}

/// The same way, at most so long.
fn within(most: f64, way: Metres) -> Metres {
    let share = (most / length(way).max(most)).min(1.0);
    way.map(|it| it * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_fix_makes_anybody_faster_than_a_bicycle() {
        let motion = Motion::begun([0.0; 2], 9.0).later(10.0).with([900.0, 1_200.0], 1.0);
        assert!((motion.speed() - FASTEST_M_PER_S).abs() < 1e-9, "{}", motion.speed());
        assert!((motion.speed_m_per_s[1] / motion.speed_m_per_s[0] - 4.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn two_steps_are_as_one() {
        let begun = Motion::begun([1.0, 2.0], 9.0).later(1.0).with([3.0, 4.0], 9.0);
        let (one, two) = (begun.later(20.0), begun.later(7.0).later(13.0));
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{one:?} {two:?}");
        near(one.at_m[0], two.at_m[0]);
        near(one.place_m2, two.place_m2);
        near(one.mixed, two.mixed);
        near(one.speed_variance, two.speed_variance);
    }
}
