//! What came of a simulated walk.

use std::fmt;

use serde::Serialize;

use super::faults::Tally;
use super::http::Sent;

/// One phone at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PhoneSummary {
    /// Records written.
    pub records: u64,
    /// Of them, observations.
    pub observations: u64,
    /// Photos taken.
    pub photos: u64,
    /// Photos that the server would not have.
    pub photos_refused: u64,
    /// Records that the server kept and could not use.
    pub stuck: u64,
    /// Exchanges that had to be tried again.
    pub retries: u64,
    /// Whether the server's head, asked for at the end, equals the phone's.
    pub digest_equal: bool,
    /// What the line did.
    pub line: Tally,
    /// Bytes sent, with everything sent again.
    pub sent: Sent,
}

/// All phones.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Each phone.
    pub phones: Vec<PhoneSummary>,
    /// Metres walked.
    pub track_m: f64,
    /// Seconds that the walk takes.
    pub walk_s: f64,
    /// Seconds that the simulation took.
    pub took_s: f64,
    /// What had to be assumed.
    pub notes: Vec<String>,
    /// Whether every phone's digest equals the server's.
    pub all_digests_equal: bool,
}

impl Summary {
    /// A sum over the phones.
    pub fn sum(&self, of: impl Fn(&PhoneSummary) -> u64) -> u64 {
        self.phones.iter().map(of).sum()
    }

    /// What all lines did.
    pub fn line(&self) -> Tally {
        self.phones.iter().fold(Tally::default(), |sum, phone| sum.plus(phone.line))
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        let (phones, minutes) = (self.phones.len(), self.walk_s / 60.0);
        writeln!(
            f,
            "{phones} phones walked {:.0} m in {minutes:.0} min (took {:.1} s)",
            self.track_m, self.took_s
        )?;
        let (records, observations) = (self.sum(|it| it.records), self.sum(|it| it.observations));
        writeln!(
            f,
            "recorded: {records} records of {observations} observations, {} photos",
            self.sum(|it| it.photos)
        )?;
        let bytes = self.sum(|it| it.sent.record_bytes).checked_div(observations).unwrap_or_default();
        writeln!(f, "sent:     {bytes} bytes for each observation (compressed, with everything sent again)")?;
        let Tally { requests, lost_requests, lost_answers, doubled, without_net, real_faults } = self.line();
        writeln!(
            f,
            "line:     {requests} requests: {lost_requests} lost, {lost_answers} answers lost, {doubled} doubled, \
             {without_net} where there is no net, {real_faults} failed by themselves; {} retries",
            self.sum(|it| it.retries)
        )?;
        let (refused, stuck) = (self.sum(|it| it.photos_refused), self.sum(|it| it.stuck));
        if refused + stuck > 0 {
            writeln!(f, "refused:  {refused} photos, {stuck} records could not be used")?;
        }
        let equal = self.phones.iter().filter(|phone| phone.digest_equal).count();
        let verdict = if self.all_digests_equal { "yes" } else { "NO" };
        writeln!(f, "digests:  {equal} of {phones} equal to the server's; all equal: {verdict}")
    }
}
