//! Salted commitments to content that stays beside the record and can be erased without breaking the chain.

use crate::Hash;

const DOMAIN: &str = "trefoil/commitment/1";

/// The commitment to a content. The salt is secret, random and of one use; without it nobody can try contents.
pub fn commit(salt: &[u8; 32], content: &[u8]) -> Hash {
    Hash::of(DOMAIN, &[salt, content])
}

/// Whether a commitment was made to this content with this salt.
pub fn holds(commitment: &Hash, salt: &[u8; 32], content: &[u8]) -> bool {
    commit(salt, content) == *commitment
}
