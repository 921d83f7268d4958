//! The officers: they look, and decide by what they saw; what was acknowledged to them stands.

use std::cell::{Cell, RefCell};

use axum::http::Method;
use shared::log::Log as _;
use shared::situation::Finding;
use shared::statement::FindingState;
use shared::wire::{NewDecision, NewGrouping, PlannedWalk};

use super::deed::Which;
use super::life::{Life, Sent};
use super::net::Net;
use super::town::{Entrance, new_walk};

/// One officer.
#[derive(Debug)]
pub(super) struct Officer {
    pub(super) entrance: Entrance,
    seen: RefCell<Vec<Finding>>,
    /// How many of their records were acknowledged.
    pub(super) acknowledged: Cell<u64>,
}

impl Officer {
    pub(super) fn new(entrance: Entrance) -> Self {
        Self { entrance, seen: RefCell::default(), acknowledged: Cell::default() }
    }

    /// Looks at the findings.
    pub(super) async fn look(&self, net: &Net) {
        let answer = net.arrive(&Sent::new(Method::GET, "/findings", &self.entrance.token)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        self.seen.replace(answer.json());
    }

    /// Decides about one of the findings that they saw, which may be another by now; the status of the answer.
    pub(super) async fn decide(
        &self,
        net: &Net,
        which: Which,
        state: FindingState,
        is_answered: bool,
    ) -> u16 {
        let seen = self.seen.borrow().clone();
        if seen.is_empty() {
            return 0;
        }
        let Finding { id, observations, decisions, .. } = seen[which as usize % seen.len()].clone();
        let answer = is_answered.then(|| "A lamp comes.".to_owned());
        let decision =
            NewDecision { about: observations, replaces: decisions, state, responsible: None, answer };
        let body = serde_json::to_vec(&decision).expect("a decision");
        let path = format!("/findings/{id}/decisions");
        let answer = net.arrive(&Sent::new(Method::POST, path, &self.entrance.token).with_body(body)).await;
        match answer.status {
            201 => self.acknowledge(net).await,
            // What they saw is no longer so.
            404 | 422 => {}
            status => panic!("a decision was answered with {status}: {}", answer.text()),
        }
        answer.status
    }

    /// Says what is one thing, by what they saw: of a finding and the next of its feeling, of one taken apart, or nothing any
    /// more of what was said before.
    pub(super) async fn group(&self, net: &Net, which: Which) {
        let seen = self.seen.borrow().clone();
        let Some(it) = seen.get(which as usize % seen.len().max(1)) else { return };
        let Finding { id, observations, groupings, .. } = it.clone();
        let other = seen.iter().find(|other| other.feeling == it.feeling && other.id > id);
        let said = match (which % 3, other) {
            (0, Some(other)) => [observations, other.observations.clone()].concat(),
            _ if observations.len() > 1 => observations[..1].to_vec(),
            _ => vec![],
        };
        let apart = if which.is_multiple_of(3) { vec![] } else { it.observations[said.len()..].to_vec() };
        let grouping = NewGrouping { one: said, apart, replaces: groupings };
        let body = serde_json::to_vec(&grouping).expect("a grouping");
        let path = format!("/findings/{id}/grouping");
        let answer = net.arrive(&Sent::new(Method::POST, path, &self.entrance.token).with_body(body)).await;
        match answer.status {
            201 => self.acknowledge(net).await,
            // What they saw is no longer so, or there is nothing to say of it.
            404 | 422 => {}
            status => panic!("a grouping was answered with {status}: {}", answer.text()),
        }
    }

    /// Plans a walk, or plans one anew.
    pub(super) async fn plan(
        &self,
        net: &Net,
        anew: Option<String>,
        title: String,
        starts_at_ms: i64,
    ) -> Option<PlannedWalk> {
        let body = serde_json::to_vec(&new_walk(title, starts_at_ms)).expect("a walk");
        let sent = match anew {
            Some(walk) => Sent::new(Method::PUT, format!("/walks/{walk}"), &self.entrance.token),
            None => Sent::new(Method::POST, "/walks", &self.entrance.token),
        };
        let answer = net.arrive(&sent.with_body(body)).await;
        if answer.status == 404 {
            return None;
        }
        assert!(matches!(answer.status, 200 | 201), "{}: {}", answer.status, answer.text());
        self.acknowledge(net).await;
        Some(answer.json())
    }

    async fn acknowledge(&self, net: &Net) {
        self.acknowledged.set(self.acknowledged.get() + 1);
        self.assert_kept(&net.life()).await;
    }

    /// What was acknowledged is there.
    pub(super) async fn assert_kept(&self, life: &Life) {
        let head = life.app.store.log().head(self.entrance.series).await.expect("a head");
        assert!(head.number >= self.acknowledged.get(), "an officer's acknowledged record is gone");
    }

    /// After a restore only what was in the copy is there.
    pub(super) async fn fall_back(&self, life: &Life) {
        let head = life.app.store.log().head(self.entrance.series).await.expect("a head");
        self.acknowledged.set(self.acknowledged.get().min(head.number));
    }
}
