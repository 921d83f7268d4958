//! What a GPX file gave for a loop, in words.

use shared::wire::LoopRead;

use crate::console::api::Trouble;
use crate::t;

/// Why a file gave no loop.
pub(super) fn refused(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Refused(problem) => t!("desk-loop-file-refused", detail = &problem.detail),
        other => other.sentence(),
    }
}

/// What of a file is not in the loop.
pub(super) fn left_out(read: &LoopRead) -> String {
    let lines: Vec<String> = read.lines_left_out.iter().map(ToString::to_string).collect();
    let gap_m = read.gap_m.unwrap_or_default().round();
    let all = [
        (read.parts_left_out > 0).then(|| t!("desk-loop-parts-left-out", n = read.parts_left_out, m = gap_m)),
        (read.points_left_out > 0)
            .then(|| t!("desk-loop-points-left-out", n = read.points_left_out, lines = lines.join(", "))),
        read.damaged_on_line.map(|line| t!("desk-loop-damaged", line = line)),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
