//! What the officers of the demonstration municipality decide and answer.

use shared::situation::Finding;
use shared::statement::{Feeling, FindingState};
use shared::wire::NewDecision;

/// Who has control over a kind of thing in the demonstration, and what they say at each stage.
struct Care {
    category: &'static str,
    responsible: &'static str,
    planned: &'static str,
    done: &'static str,
}

const CARES: [Care; 8] = [
    Care {
        category: "lighting",
        responsible: "Demokommun, gata och belysning",
        planned: "Tack! Vi byter armaturerna på sträckan. Arbetet är beställt och görs före årsskiftet.",
        done: "Lamporna är bytta och vi har mätt ljuset på plats. Säg till om det blir mörkt igen.",
    },
    Care {
        category: "vegetation",
        responsible: "Demokommun, park",
        planned: "Vi röjer två meter in från gångvägen när tjälen gått ur marken.",
        done: "Röjt och uppkvistat. Nu syns vägen från husen.",
    },
    Care {
        category: "underpass",
        responsible: "Demokommun, gata och belysning",
        planned: "Tunneln målas ljus och får belysning hela vägen. Vi söker medel i årets plan.",
        done: "Tunneln är målad och upplyst.",
    },
    Care {
        category: "graffiti",
        responsible: "Demobostäder",
        planned: "Anmält till saneringen, som kommer inom två dygn.",
        done: "Sanerat. Väggen får klotterskydd.",
    },
    Care {
        category: "littering",
        responsible: "Demokommun, park",
        planned: "Vi sätter en större tunna och tömmer även på måndagar.",
        done: "Ny tunna på plats och platsen är städad.",
    },
    Care {
        category: "snow",
        responsible: "Demokommun, drift",
        planned: "Backen läggs till den rutt som sandas före klockan sju.",
        done: "Rutten är ändrad. Övergången hålls öppen när vi plogar.",
    },
    Care {
        category: "traffic",
        responsible: "Demokommun, trafik, med polisen",
        planned: "Vi prövar en bom som släpper fram barnvagnar men inte mopeder.",
        done: "Bommen är på plats.",
    },
    Care {
        category: "gathering",
        responsible: "Demokommun, fritid, med polisen",
        planned: "Fritidsgården håller öppet till tio på fredagar, och fältarna går förbi.",
        done: "Längre öppettider sedan tre veckor; det är lugnare nu.",
    },
];

/// For everything else.
const OTHERS: Care = Care {
    category: "",
    responsible: "Demokommun, samordnare",
    planned: "Tack för att du såg det. Vi tar det med i planen.",
    done: "Det är åtgärdat. Tack!",
};

/// The decision on the `index`th finding, strongest first; some wait still, so that there is work left.
pub(super) fn decision(finding: &Finding, index: usize) -> Option<NewDecision> {
    let care = CARES.iter().find(|care| care.category == finding.category.as_str()).unwrap_or(&OTHERS);
    let (state, responsible, answer) = match (finding.feeling, index % 7) {
        (Feeling::Safe, _) => (
            FindingState::Kept,
            care.responsible,
            "Roligt att höra! Vi sköter platsen så att den förblir bra.",
        ),
        (Feeling::Unsafe, 0) => (FindingState::Planned, care.responsible, care.planned),
        (Feeling::Unsafe, 1) => (FindingState::Done, care.responsible, care.done),
        (Feeling::Unsafe, 2) => (FindingState::Ongoing, care.responsible, care.planned),
        (Feeling::Unsafe, 3) => (
            FindingState::Confirmed,
            care.responsible,
            "Vi har varit på plats och ser det ni ser. Åtgärd bestäms på nästa möte.",
        ),
        (Feeling::Unsafe, 4) => (
            FindingState::NotOurs,
            "Demobostäder",
            "Marken är inte kommunens. Vi har fört det vidare till fastighetsägaren.",
        ),
        (Feeling::Unsafe, 5) if finding.voices < 4 => (
            FindingState::Declined,
            care.responsible,
            "Vi gör inget här i år: platsen byggs om nästa sommar.",
        ),
        (Feeling::Unsafe, _) => return None,
    };
    Some(NewDecision {
        about: finding.observations.clone(),
        replaces: finding.decisions.clone(),
        state,
        responsible: Some(responsible.to_owned()),
        answer: Some(answer.to_owned()),
    })
}
