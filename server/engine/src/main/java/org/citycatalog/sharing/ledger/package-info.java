/// The ledger: who read what, and every change of a rule, a key or a grant.
///
/// [org.citycatalog.sharing.ledger.Ledger] says what is recorded, and
/// [org.citycatalog.sharing.ledger.LedgerView] what of it somebody is shown; start reading there.
/// On disk it is segments of lines, each chained to the one before by its hash, with signed
/// checkpoints between them, and [org.citycatalog.sharing.ledger.Verification] verifies them.
///
/// A segment is a text file named after its first record. A line is a record: its number, the hash
/// (lower-case hex) of the record before followed by `number`, a space and the JSON, and the JSON
/// itself, separated by spaces. Anybody can check it with a hash function. Uses `catalog`, `cql`,
/// `sharing` and `disk`.
@org.jspecify.annotations.NullMarked
package org.citycatalog.sharing.ledger;
