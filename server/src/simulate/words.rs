//! What residents say of places, category by category.

use shared::statement::When;

/// A kind of place and what is said of it.
#[derive(Debug)]
pub(super) struct Kind {
    /// The category, as the catalogue has it.
    pub(super) category: &'static str,
    /// Whether it makes one feel safe.
    pub(super) safe: bool,
    /// How often a place is of this kind, against the others.
    pub(super) weight: usize,
    /// How bad it is said to be, at least and at most.
    pub(super) severity: (u8, u8),
    /// When it is so.
    pub(super) whens: &'static [When],
    /// Walkers' words.
    pub(super) texts: &'static [&'static str],
    /// Walkers' proposals.
    pub(super) proposals: &'static [&'static str],
}

/// Where it is, in words, when the phone does not know.
pub(super) const PLACES: [&str; 8] = [
    "vid gångvägen bakom skolan",
    "precis före tunneln",
    "vid busshållplatsen",
    "i backen ner mot vattnet",
    "mellan parkeringen och gårdarna",
    "vid cykelstället",
    "där stigen går in i skogen",
    "vid lekplatsens bortre hörn",
];

/// The kinds of places along a walk.
pub(super) const KINDS: [Kind; 17] = [
    Kind {
        category: "lighting",
        safe: false,
        weight: 7,
        severity: (2, 3),
        whens: &[When::Dark, When::Evening, When::Winter],
        texts: &[
            "Tre lyktor i rad är släckta. Man ser inte var man sätter fötterna.",
            "Helt svart mellan lamporna, jag tar omvägen på kvällarna.",
            "Lampan blinkar och slocknar. Har varit så sedan i oktober.",
            "Lamporna lyser på träden men inte på gångvägen.",
            "Kolsvart här. Vi gick med mobilen som ficklampa.",
            "Bara varannan stolpe lyser.",
        ],
        proposals: &[
            "Byt lamporna och sätt en till vid kröken.",
            "Lägre stolpar som lyser på själva vägen.",
            "Laga de tre närmast tunneln först.",
        ],
    },
    Kind {
        category: "vegetation",
        safe: false,
        weight: 4,
        severity: (1, 3),
        whens: &[When::Evening, When::Dark, When::Always],
        texts: &[
            "Buskarna går ända ut i vägen, någon kan stå där utan att man ser det.",
            "Granarna skymmer lyktan helt.",
            "Täta buskar på båda sidor, det känns som en korridor.",
            "Slyet har vuxit upp igen sedan förra vandringen.",
        ],
        proposals: &[
            "Röj två meter in från vägen.",
            "Ta ner slyet och kvista upp granarna.",
            "Klipp häcken till midjehöjd.",
        ],
    },
    Kind {
        category: "underpass",
        safe: false,
        weight: 2,
        severity: (2, 3),
        whens: &[When::Dark, When::Night],
        texts: &[
            "Man ser inte ut på andra sidan när man går in i tunneln.",
            "Tunneln ekar och är nerklottrad. Min dotter vägrar gå här.",
            "Mörkt och blött i tunneln, hälften av armaturerna är sönder.",
        ],
        proposals: &["Spegel i hörnet och ljus hela vägen.", "Måla tunneln ljus."],
    },
    Kind {
        category: "graffiti",
        safe: false,
        weight: 3,
        severity: (0, 2),
        whens: &[When::Always],
        texts: &[
            "Klotter över hela elskåpet.",
            "Klottret på gaveln har suttit sedan i somras.",
            "Nytt klotter ovanpå det som nyss målades över.",
        ],
        proposals: &["Sanera inom två dygn, annars kommer mer.", "Låt ungdomarna måla en laglig vägg här."],
    },
    Kind {
        category: "littering",
        safe: false,
        weight: 3,
        severity: (0, 2),
        whens: &[When::Always, When::Weekend],
        texts: &[
            "Soptunnan är överfull och fåglarna drar ut allt.",
            "Mycket skräp och krossat glas vid bänken efter helgen.",
            "Någon har dumpat en soffa och däck.",
        ],
        proposals: &["Större tunna och tömning på måndag morgon.", "En papperskorg till vid bänken."],
    },
    Kind {
        category: "vandalism",
        safe: false,
        weight: 2,
        severity: (1, 3),
        whens: &[When::Always],
        texts: &[
            "Rutan i vindskyddet är krossad, glas överallt.",
            "Gungan är avklippt.",
            "Skylten är nedbruten och ligger i diket.",
        ],
        proposals: &["Laga vindskyddet snabbt, det smittar."],
    },
    Kind {
        category: "deserted",
        safe: false,
        weight: 3,
        severity: (1, 3),
        whens: &[When::Evening, When::Night],
        texts: &[
            "Inga fönster mot vägen, ingen skulle höra om något hände.",
            "Helt tomt efter klockan sju. Jag ringer alltid någon när jag går här.",
            "Långt mellan husen och ingen annan väg att välja.",
        ],
        proposals: &["Flytta hållplatsen närmare husen.", "Öppna caféet i kvarterslokalen på kvällarna."],
    },
    Kind {
        category: "snow",
        safe: false,
        weight: 3,
        severity: (1, 3),
        whens: &[When::Winter],
        texts: &[
            "Plogvallen stänger övergången, barnvagnen går inte fram.",
            "Blankis i hela backen och ingen sand.",
            "Snöhögen skymmer sikten i korsningen.",
        ],
        proposals: &["Sanda backen före skolstart.", "Lägg snön på andra sidan vägen."],
    },
    Kind {
        category: "visibility",
        safe: false,
        weight: 2,
        severity: (1, 2),
        whens: &[When::Always],
        texts: &[
            "Planket gör att man inte ser runt hörnet.",
            "Tvär kurva bakom garagelängan, man möter cyklar på en halv meter.",
        ],
        proposals: &["Byt planket mot ett staket som man ser igenom."],
    },
    Kind {
        category: "traffic",
        safe: false,
        weight: 2,
        severity: (1, 3),
        whens: &[When::Evening, When::Weekend],
        texts: &[
            "Mopeder kör fort på gångvägen.",
            "Bilarna genar över parkeringen rakt mot skolvägen.",
            "Epatraktorer snurrar här på fredagkvällarna.",
        ],
        proposals: &["Bom som släpper fram barnvagnar men inte mopeder."],
    },
    Kind {
        category: "gathering",
        safe: false,
        weight: 1,
        severity: (1, 2),
        whens: &[When::Evening, When::Weekend],
        texts: &[
            "Det blir stökigt utanför centrum när butiken stängt.",
            "Många samlas i trappan, man får tränga sig förbi.",
        ],
        proposals: &["Håll fritidsgården öppen längre på fredagar."],
    },
    Kind {
        category: "neglect",
        safe: false,
        weight: 2,
        severity: (0, 2),
        whens: &[When::Always],
        texts: &[
            "Bänkarna är ruttna och ingen sitter här längre.",
            "Dörren till cykelrummet går inte att låsa.",
        ],
        proposals: &["Nya bänkar med ryggstöd.", "Byt låset."],
    },
    Kind {
        category: "accessibility",
        safe: false,
        weight: 2,
        severity: (1, 2),
        whens: &[When::Always, When::Winter],
        texts: &["Trottoarkanten är för hög för rullatorn.", "Trappan saknar ledstång på ena sidan."],
        proposals: &["Fasa av kanten vid övergången.", "Ledstång på båda sidor."],
    },
    Kind {
        category: "good-lighting",
        safe: true,
        weight: 3,
        severity: (0, 0),
        whens: &[When::Dark, When::Always],
        texts: &[
            "De nya lamporna är jättebra, jämnt och varmt ljus.",
            "Här syns ansikten på håll. Så borde det vara överallt.",
            "Bra ljus hela vägen till porten.",
        ],
        proposals: &["Samma lampor längs hela gångvägen."],
    },
    Kind {
        category: "life",
        safe: true,
        weight: 2,
        severity: (0, 0),
        whens: &[When::Day, When::Evening],
        texts: &[
            "Alltid folk i rörelse här, det känns tryggt.",
            "Kiosken har öppet sent och de hälsar.",
            "Pulkabacken lever till sent på kvällen.",
        ],
        proposals: &[],
    },
    Kind {
        category: "meeting-place",
        safe: true,
        weight: 2,
        severity: (0, 0),
        whens: &[When::Day, When::Always],
        texts: &[
            "Fin grillplats, vi grannar ses här.",
            "Odlingslådorna gör att man lär känna varandra.",
            "Lekplatsen är grannskapets vardagsrum.",
        ],
        proposals: &["Tak över grillplatsen."],
    },
    Kind {
        category: "overview",
        safe: true,
        weight: 2,
        severity: (0, 0),
        whens: &[When::Always],
        texts: &[
            "Öppet och överskådligt, man ser långt åt alla håll.",
            "Sedan ni röjde här ser man ända till vattnet.",
        ],
        proposals: &[],
    },
];
