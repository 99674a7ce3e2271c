//! Hashes passwords and PINs with argon2id, a few at once: each takes 19 MB and some 30 ms of a core, and whoever may ask
//! for as many as they like could stop the server.

use std::sync::Arc;

use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use kontor_kernel::limits;
use kontor_store::{Failure, Fault, FaultKind};
use kontor_web::Problem;
use tokio::sync::Semaphore;

use crate::model::{Password, PasswordHash};

const SALT_BYTES: usize = 16;

/// Hashes and verifies. Cheap to clone; all clones share the bound.
#[derive(Clone)]
pub struct Hasher {
    shared: Arc<Shared>,
}

struct Shared {
    at_once: Semaphore,
    /// Those at work and those that wait.
    room: Semaphore,
    /// What is verified where there is no such user, so that it takes as long.
    nobody: PasswordHash,
}

impl Hasher {
    /// A hasher.
    ///
    /// # Errors
    /// When there is no random source.
    pub fn new() -> Result<Self, Fault> {
        let mut chance = [0; 32];
        kontor_store::random(&mut chance)?;
        let nobody = hash(&chance)?;
        let shared = Shared {
            at_once: Semaphore::new(limits::HASHES_AT_ONCE),
            room: Semaphore::new(limits::HASHES_AT_ONCE + limits::HASHES_WAITING),
            nobody,
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The hash of a password, with a new salt.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn hash(&self, password: Password) -> Result<PasswordHash, Problem> {
        self.work(move || hash(password.bytes())).await
    }

    /// Whether a password is the one that was hashed. Without a hash it is not, and finding that out takes as long.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn verify(&self, password: Password, stored: Option<PasswordHash>) -> Result<bool, Problem> {
        let is_known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.shared.nobody.clone());
        let fits = self.work(move || verify(password.bytes(), &stored)).await?;
        Ok(fits && is_known)
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Problem> {
        let Ok(_room) = self.shared.room.try_acquire() else {
            return Err(Problem::of_failure(&Failure::Busy));
        };
        let _turn = self.shared.at_once.acquire().await;
        let done = tokio::task::spawn_blocking(work).await;
        Ok(done.map_err(|error| Fault::new(FaultKind::Bug, "hashing a password ended", error))??)
    }
}

fn argon2() -> Result<Argon2<'static>, Fault> {
    let params = Params::new(limits::HASH_MEMORY_KIB, limits::HASH_PASSES, limits::HASH_LANES, None)
        .map_err(|error| bug("argon2's parameters", &error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &[u8]) -> Result<PasswordHash, Fault> {
    let mut salt = [0; SALT_BYTES];
    kontor_store::random(&mut salt)?;
    let hashed: phc::PasswordHash = argon2()?
        .hash_password_with_salt(password, &salt)
        .map_err(|error| bug("a password's hash", &error))?;
    Ok(PasswordHash::of_phc(&hashed.to_string()))
}

/// By the parameters that stand in the stored hash, so that older ones go on being good.
fn verify(password: &[u8], stored: &PasswordHash) -> Result<bool, Fault> {
    let stored = phc::PasswordHash::new(stored.phc()).map_err(|error| bug("a stored hash", &error))?;
    Ok(argon2()?.verify_password(password, &stored).is_ok())
}

fn bug(what: &str, error: &dyn std::fmt::Display) -> Fault {
    Fault::bug(format!("{what} can't be made or read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().build().unwrap()
    }

    #[test]
    fn a_password_fits_its_own_hash_alone() {
        runtime().block_on(async {
            let hasher = Hasher::new().unwrap();
            let password: Password = "correct horse battery".parse().unwrap();
            let stored = hasher.hash(password.clone()).await.unwrap();
            assert!(stored.phc().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", stored.phc());
            assert_ne!(hasher.hash(password.clone()).await.unwrap(), stored, "each has a salt of its own");
            assert!(hasher.verify(password.clone(), Some(stored.clone())).await.unwrap());
            assert!(!hasher.verify(Password::typed("correct horse"), Some(stored)).await.unwrap());
            assert!(!hasher.verify(password, None).await.unwrap());
        });
    }

    #[test]
    fn so_many_wait_and_no_more() {
        runtime().block_on(async {
            let hasher = Hasher::new().unwrap();
            let all = limits::HASHES_AT_ONCE + limits::HASHES_WAITING;
            let _held = hasher.shared.room.try_acquire_many(u32::try_from(all).unwrap()).unwrap();
            let refused = hasher.verify(Password::typed("x"), None).await.unwrap_err();
            assert_eq!((refused.status(), &*refused.body().code), (503, "busy"));
        });
    }
}
