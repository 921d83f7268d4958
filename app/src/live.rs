//! Values that are followed: what reads one while it runs, runs again when it changes.
//!
//! Promises: pure and small, one page and one thread; a follower runs at once when it is made and then once for all
//! that changed since, parents before what they hold; it ends with the scope that it was made in, and all that it made
//! ends before it runs again.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

/// A value that can be followed.
#[derive(Default)]
pub struct Live<T> {
    value: RefCell<T>,
    followers: Followers,
}

impl<T> Live<T> {
    /// A value to begin with.
    pub const fn new(value: T) -> Self {
        Self { value: RefCell::new(value), followers: Followers(RefCell::new(Vec::new())) }
    }

    /// Reads it, and follows it from now on.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.followers.enter();
        read(&self.value.borrow())
    }

    /// Reads it this once.
    pub fn peek<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.value.borrow())
    }

    /// Puts another value in its stead.
    pub fn set(&self, value: T) {
        let old = self.value.replace(value);
        self.followers.wake();
        drop(old);
    }

    /// Changes it.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.value.borrow_mut());
        self.followers.wake();
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

/// Who follows a value. Not generic, so that it is in the program once.
#[derive(Default)]
struct Followers(RefCell<Vec<Weak<Follower>>>);

impl Followers {
    fn enter(&self) {
        RUNNING.with_borrow(|running| {
            if let Some(Some(follower)) = running.last() {
                let mut followers = self.0.borrow_mut();
                if !followers.iter().any(|known| std::ptr::eq(known.as_ptr(), Rc::as_ptr(follower))) {
                    followers.push(Rc::downgrade(follower));
                }
            }
        });
    }

    /// All that follow run soon; those who still read it then follow it anew.
    fn wake(&self) {
        let woken = self.0.take();
        WOKEN.with_borrow_mut(|waiting| waiting.extend(woken));
        SOON.with_borrow(|soon| {
            if let Some(soon) = soon {
                soon();
            }
        });
    }
}

thread_local! {
    static RUNNING: RefCell<Vec<Option<Rc<Follower>>>> = const { RefCell::new(Vec::new()) };
    static SCOPES: RefCell<Vec<Scope>> = const { RefCell::new(Vec::new()) };
    static WOKEN: RefCell<Vec<Weak<Follower>>> = const { RefCell::new(Vec::new()) };
    static SOON: RefCell<Option<fn()>> = const { RefCell::new(None) };
    static MADE: Cell<u64> = const { Cell::new(0) };
}

/// Says how [`run_woken`] is to be called soon after something changed. Without it, only whoever calls it runs them.
pub fn on_wake(soon: fn()) {
    SOON.set(Some(soon));
}

struct Follower {
    made: u64,
    run: RefCell<Box<dyn FnMut()>>,
    held: Scope,
    ended: Cell<bool>,
}

impl Follower {
    fn run(self: &Rc<Self>) {
        self.held.end();
        let _running = Running::enter(Some(self.clone()));
        self.held.hold(|| (self.run.borrow_mut())());
    }
}

/// Says who runs, for as long as it lives.
struct Running;

impl Running {
    fn enter(follower: Option<Rc<Follower>>) -> Self {
        RUNNING.with_borrow_mut(|running| running.push(follower));
        Self
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.with_borrow_mut(Vec::pop);
    }
}

/// Runs now, and again whenever a value that it read has changed, for as long as the scope that it is made in.
pub fn follow(run: impl FnMut() + 'static) {
    follow_boxed(Box::new(run));
}

/// [`follow`] for what is boxed already.
pub fn follow_boxed(run: Box<dyn FnMut()>) {
    let made = MADE.get() + 1;
    MADE.set(made);
    let follower =
        Rc::new(Follower { made, run: RefCell::new(run), held: Scope::default(), ended: Cell::new(false) });
    keep(Box::new(Ends(follower.clone())));
    follower.run();
}

/// Ends its follower with the scope that holds it.
struct Ends(Rc<Follower>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.ended.set(true);
        self.0.held.end();
    }
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
    let _running = Running::enter(None);
    read()
}

/// Keeps something for as long as the present scope.
pub fn keep(it: Box<dyn Any>) {
    SCOPES.with_borrow(|scopes| {
        if let Some(scope) = scopes.last() {
            scope.0.borrow_mut().push(it);
        }
    });
}

/// Runs all that something changed for. Answers how many ran.
pub fn run_woken() -> usize {
    let mut ran = 0;
    loop {
        let woken = WOKEN.take();
        let mut followers: Vec<Rc<Follower>> = Vec::with_capacity(woken.len());
        for follower in woken.iter().filter_map(Weak::upgrade) {
            // In the order they were made: parents first, who may end what they hold. Each once.
            let at = followers.partition_point(|other| other.made < follower.made);
            if followers.get(at).is_none_or(|other| other.made != follower.made) {
                followers.insert(at, follower);
            }
        }
        if followers.is_empty() {
            return ran;
        }
        for follower in followers.iter().filter(|follower| !follower.ended.get()) {
            follower.run();
            ran += 1;
        }
    }
}

/// Holds what is made in it, until it ends.
#[derive(Default, Clone)]
pub struct Scope(Rc<RefCell<Vec<Box<dyn Any>>>>);

impl Scope {
    /// What is made in `make` belongs to this scope.
    pub fn hold<R>(&self, make: impl FnOnce() -> R) -> R {
        SCOPES.with_borrow_mut(|scopes| scopes.push(self.clone()));
        let made = make();
        SCOPES.with_borrow_mut(Vec::pop);
        made
    }

    /// Ends all that it holds.
    pub fn end(&self) {
        let held = self.0.take();
        drop(held);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Seen = Rc<RefCell<Vec<i32>>>;

    fn seen() -> Seen {
        Rc::default()
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
        assert_eq!(run_woken(), 1);
        assert_eq!(*seen.borrow(), [11, 23]);
        assert_eq!(run_woken(), 0);
    }

    #[test]
    fn what_ended_never_runs_again() {
        let (value, seen, scope) = (Rc::new(Live::new(1)), seen(), Scope::default());
        let (it, log) = (value.clone(), seen.clone());
        scope.hold(|| follow(move || log.borrow_mut().push(it.get())));
        scope.end();
        value.set(2);
        assert_eq!(run_woken(), 0);
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
        inner.set(1);
        outer.set(2);
        // Both are woken; the parent runs first and ends the old child, which runs no more.
        run_woken();
        assert_eq!(*seen.borrow(), [100, 201]);
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
        assert_eq!(run_woken(), 0);
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
            run_woken();
        }
        assert_eq!(*seen.borrow(), [0, 1, 2]);
    }

    #[test]
    fn a_follower_that_changes_what_it_follows_settles() {
        let (value, scope) = (Rc::new(Live::new(0)), Scope::default());
        let it = value.clone();
        scope.hold(|| {
            follow(move || {
                if it.get() < 3 {
                    it.update(|it| *it += 1);
                }
            });
        });
        run_woken();
        assert_eq!(value.peek(|it| *it), 3);
    }
}
