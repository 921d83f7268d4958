//! How to put the app on this kind of phone's home screen.

/// What to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guide {
    /// iPhone and iPad: by the sharing sheet; what was stored before does not come along.
    Apple,
    /// Android: by the browser's menu.
    Android,
    /// Anything else, where it matters less.
    Other,
}

/// The guide for a browser by what it calls itself and how many fingers its screen feels.
pub fn guide_for(user_agent: &str, touch_points: f64) -> Guide {
    let named = |name| user_agent.contains(name);
    // An iPad says that it is a Mac, which has no touch screen.
    if named("iPhone") || named("iPad") || named("Macintosh") && touch_points > 1.0 {
        Guide::Apple
    } else if named("Android") {
        Guide::Android
    } else {
        Guide::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_phone_gets_its_own_guide() {
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15";
        assert_eq!(guide_for("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X)", 5.0), Guide::Apple);
        assert_eq!(guide_for("Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/130.0", 5.0), Guide::Android);
        assert_eq!((guide_for(mac, 5.0), guide_for(mac, 0.0)), (Guide::Apple, Guide::Other));
    }
}
