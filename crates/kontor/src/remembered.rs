//! What a long work has seen, as far as it is to be remembered: memory stays the same, however long it is.

use std::collections::HashMap;

/// Things by their key. When there are too many, all are forgotten; whoever needs one then asks again.
pub(crate) struct Remembered<V> {
    things: HashMap<Box<str>, V>,
    most: usize,
}

impl<V> Remembered<V> {
    pub(crate) fn new(most: usize) -> Self {
        Self { things: HashMap::new(), most }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&V> {
        self.things.get(key)
    }

    pub(crate) fn put(&mut self, key: &str, thing: V) {
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
        let mut memory = Remembered::new(3);
        for number in 0..10 {
            memory.put(&number.to_string(), number);
            assert_eq!(memory.get(&number.to_string()), Some(&number));
            assert!(memory.things.len() <= 3);
        }
        assert_eq!(memory.get("0"), None);
    }
}
