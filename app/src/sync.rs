//! Moves what is missing between the phone and the server.
