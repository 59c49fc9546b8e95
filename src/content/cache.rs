//! What was read last time.
