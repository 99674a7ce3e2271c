//! How much a test does: a little in the daily run, all that is promised in `./test full`.

/// Whether the promised sizes are to be tested.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the test runner says so this way")]
pub fn is_full() -> bool {
    std::env::var("KONTOR_FULL").is_ok()
}

/// The seed of a test with random input: `KONTOR_SEED`, else a new one. It is printed, so that a failure can be
/// repeated.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the way to repeat a failed test")]
pub fn seed() -> u64 {
    let given = std::env::var("KONTOR_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| {
        let mut bytes = [0; 8];
        kontor_store::random(&mut bytes).expect("a random source");
        u64::from_be_bytes(bytes)
    });
    eprintln!("to repeat this run: KONTOR_SEED={seed}");
    seed
}
