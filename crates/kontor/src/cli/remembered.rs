//! What a long work has seen, as far as it is to be remembered: memory stays the same, however long it is.

use std::collections::HashMap;

use kontor_kernel::limits;

/// Things by their key. When there are too many, all are forgotten; whoever needs one then asks again.
pub(super) struct Remembered<V> {
    things: HashMap<Box<str>, V>,
    most: usize,
}

impl<V> Remembered<V> {
    pub(super) fn new() -> Self {
        Self { things: HashMap::new(), most: limits::IMPORT_REMEMBERED }
    }

    pub(super) fn get(&self, key: &str) -> Option<&V> {
        self.things.get(key)
    }

    pub(super) fn put(&mut self, key: &str, thing: V) {
        if self.things.len() >= self.most {
            self.things.clear();
        }
        self.things.insert(key.into(), thing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_never_holds_more_than_it_may() {
        let mut memory = Remembered { things: HashMap::new(), most: 3 };
        for number in 0..10 {
            memory.put(&number.to_string(), number);
            assert_eq!(memory.get(&number.to_string()), Some(&number));
            assert!(memory.things.len() <= 3);
        }
        assert_eq!(memory.get("0"), None);
    }
}
