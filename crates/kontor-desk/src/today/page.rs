//! What is waiting
