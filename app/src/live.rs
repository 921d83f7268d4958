//! Values that are followed: what reads one while it runs, runs again when it changes.
//!
//! Promises: the graph is Leptos' own (triggers, effects, owners); only what is not generic of it is used, so that a
//! signal costs a walker's phone its value and not another copy of the graph's code. A follower runs at once when it is
//! made and then once for all that changed since; it ends with the scope that it was made in, and all that it made ends
//! before it runs again.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use reactive_graph::effect::RenderEffect;
use reactive_graph::graph::untrack;
use reactive_graph::owner::{Owner, StoredValue};
use reactive_graph::{
    signal::ArcTrigger,
    traits::{Notify as _, Track as _},
};

/// A value that can be followed.
#[derive(Default)]
pub struct Live<T> {
    value: RefCell<T>,
    changed: ArcTrigger,
}

impl<T> Live<T> {
    /// A value to begin with.
    pub fn new(value: T) -> Self {
        Self { value: RefCell::new(value), changed: ArcTrigger::new() }
    }

    /// Reads it, and follows it from now on.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.changed.track();
        read(&self.value.borrow())
    }

    /// Reads it this once.
    pub fn peek<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.value.borrow())
    }

    /// Puts another value in its stead.
    pub fn set(&self, value: T) {
        let old = self.value.replace(value);
        self.changed.notify();
        drop(old);
    }

    /// Changes it.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.value.borrow_mut());
        self.changed.notify();
    }
}

impl<T: Clone> Live<T> {
    /// A copy of it, and follows it from now on.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    /// A copy of it, this once.
    pub fn now(&self) -> T {
        self.peek(T::clone)
    }
}

/// Runs now, and again whenever a value that it read has changed, for as long as the scope that it is made in.
pub fn follow(run: impl FnMut() + 'static) {
    follow_boxed(Box::new(run));
}

/// [`follow`] for what is boxed already.
pub fn follow_boxed(mut run: Box<dyn FnMut()>) {
    keep(Box::new(RenderEffect::new(move |_| run())));
}

/// What is computed of values that are followed: it changes only when another result comes out.
pub fn derived<T: PartialEq + 'static>(compute: impl Fn() -> T + 'static) -> Rc<Live<T>> {
    let result = Rc::new(Live::new(unfollowed(&compute)));
    let followed = result.clone();
    follow(move || {
        let now = compute();
        if followed.peek(|before| *before != now) {
            followed.set(now);
        }
    });
    result
}

/// Reads without following.
pub fn unfollowed<R>(read: impl FnOnce() -> R) -> R {
    untrack(read)
}

/// Keeps something for as long as the present scope.
pub fn keep(it: Box<dyn Any>) {
    StoredValue::new_local(it);
}

/// Holds what is made in it, until it ends; it belongs to no other scope.
#[derive(Default, Clone)]
pub struct Scope(Owner);

impl Scope {
    /// What is made in `make` belongs to this scope.
    pub fn hold<R>(&self, make: impl FnOnce() -> R) -> R {
        self.0.with(make)
    }

    /// Ends all that it holds.
    pub fn end(&self) {
        self.0.cleanup();
    }
}

/// Says how followers are woken: by the browser's own queue, when the task that changed something is done.
pub fn begin() {
    // Only a second call is refused.
    let _ = any_spawner::Executor::init_wasm_bindgen();
}

#[cfg(test)]
mod tests {
    use super::*;

    use any_spawner::Executor;

    type Seen = Rc<RefCell<Vec<i32>>>;

    /// Where followers write what they saw, with what wakes them outside a browser.
    fn seen() -> Seen {
        let _ = Executor::init_futures_executor();
        Rc::default()
    }

    /// The task that changed something is done.
    fn settle() {
        Executor::poll_local();
    }

    #[test]
    fn what_reads_a_value_runs_again_once_for_all_that_changed() {
        let (one, two, seen, scope) =
            (Rc::new(Live::new(1)), Rc::new(Live::new(10)), seen(), Scope::default());
        let (a, b, log) = (one.clone(), two.clone(), seen.clone());
        scope.hold(|| follow(move || log.borrow_mut().push(a.get() + b.get())));
        one.set(2);
        one.set(3);
        two.update(|it| *it += 10);
        settle();
        assert_eq!(*seen.borrow(), [11, 23]);
    }

    #[test]
    fn what_ended_never_runs_again() {
        let (value, seen, scope) = (Rc::new(Live::new(1)), seen(), Scope::default());
        let (it, log) = (value.clone(), seen.clone());
        scope.hold(|| follow(move || log.borrow_mut().push(it.get())));
        scope.end();
        value.set(2);
        settle();
        assert_eq!(*seen.borrow(), [1]);
    }

    #[test]
    fn what_a_follower_made_ends_before_it_runs_again() {
        let (outer, inner, seen, scope) =
            (Rc::new(Live::new(1)), Rc::new(Live::new(0)), seen(), Scope::default());
        let (o, i, log) = (outer.clone(), inner.clone(), seen.clone());
        scope.hold(|| {
            follow(move || {
                let (now, i, log) = (o.get(), i.clone(), log.clone());
                follow(move || log.borrow_mut().push(100 * now + i.get()));
            });
        });
        outer.set(2);
        settle();
        inner.set(1);
        settle();
        // The first child ended with its parent's first run, so only the second saw the change.
        assert_eq!(*seen.borrow(), [100, 200, 201]);
    }

    #[test]
    fn what_is_peeked_at_or_read_unfollowed_wakes_nobody() {
        let (value, seen, scope) = (Rc::new(Live::new(1)), seen(), Scope::default());
        let (it, log) = (value.clone(), seen.clone());
        scope.hold(|| {
            follow(move || {
                let sum = it.peek(|it| *it) + unfollowed(|| it.get());
                log.borrow_mut().push(sum);
            });
        });
        value.set(5);
        settle();
        assert_eq!(*seen.borrow(), [2]);
    }

    #[test]
    fn what_is_derived_wakes_only_for_another_result() {
        let (value, seen, scope) = (Rc::new(Live::new(1)), seen(), Scope::default());
        let (it, log) = (value.clone(), seen.clone());
        scope.hold(|| {
            let tens = derived(move || it.get() / 10);
            follow(move || log.borrow_mut().push(tens.get()));
        });
        for next in [2, 9, 10, 19, 20] {
            value.set(next);
            settle();
        }
        assert_eq!(*seen.borrow(), [0, 1, 2]);
    }

    #[test]
    fn a_follower_that_changes_what_it_follows_settles() {
        let (value, _seen, scope) = (Rc::new(Live::new(0)), seen(), Scope::default());
        let it = value.clone();
        scope.hold(|| {
            follow(move || {
                if it.get() < 3 {
                    it.update(|it| *it += 1);
                }
            });
        });
        settle();
        assert_eq!(value.peek(|it| *it), 3);
    }
}
