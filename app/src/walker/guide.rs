//! How to put the app on this kind of phone's home screen.

/// What to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guide {
    /// Safari on iPhone and iPad: by the sharing sheet; what was stored before does not come along.
    Safari,
    /// Another browser on them: the sharing sheet stands in the address bar or the menu.
    AppleOther,
    /// Chrome and its kin on Android: by the menu at the top.
    Chrome,
    /// Firefox on Android: by its menu, which may stand at the bottom.
    Firefox,
    /// Samsung's browser: by the menu at the bottom, which has another word for it.
    Samsung,
    /// Anything else, where it matters less.
    Other,
}

/// The guide for a browser by what it calls itself and how many fingers its screen feels.
pub fn guide_for(user_agent: &str, touch_points: f64) -> Guide {
    let named = |name| user_agent.contains(name);
    // An iPad says that it is a Mac, which has no touch screen.
    let is_apple = named("iPhone") || named("iPad") || named("Macintosh") && touch_points > 1.0;
    let is_other = || ["CriOS", "FxiOS", "EdgiOS"].into_iter().any(named);
    match (is_apple, named("Android")) {
        (true, _) if is_other() => Guide::AppleOther,
        (true, _) => Guide::Safari,
        (_, true) if named("SamsungBrowser") => Guide::Samsung,
        (_, true) if named("Firefox") => Guide::Firefox,
        (_, true) => Guide::Chrome,
        _ => Guide::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_phone_gets_its_own_guide() {
        let iphone =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
        let android = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)";
        let firefox = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0";
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15";
        let with = |start: &str, name: &str| guide_for(&format!("{start} {name} Mobile Safari/537.36"), 5.0);
        assert_eq!(with(iphone, "Version/17.4"), Guide::Safari);
        assert_eq!(with(iphone, "CriOS/130.0.6723.90"), Guide::AppleOther);
        assert_eq!(with(android, "Chrome/130.0"), Guide::Chrome);
        assert_eq!(with(android, "SamsungBrowser/27.0 Chrome/125.0"), Guide::Samsung);
        assert_eq!(guide_for(firefox, 5.0), Guide::Firefox);
        assert_eq!((guide_for(mac, 5.0), guide_for(mac, 0.0)), (Guide::Safari, Guide::Other));
    }
}
