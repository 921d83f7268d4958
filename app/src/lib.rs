//! Two faces over one library: the walker (residents) and the console (officers).
