// Package export writes what is kept of a tenant into one ZIP, as a stream: NDJSON of
// each kind with its JSON Schema; findings as CSV, XLSX, SARIF and OCSF too; a report
// for people; the audit trail with the chain that seals it; and at the end a manifest
// with the digest of each file, signed by Ed25519.
//
// [Write] asks a [Source] for the records of one file after the other and keeps none,
// so that its memory does not depend on how many there are. Each file of findings reads
// them anew; what changes meanwhile may be in one file as it was and in the next as it
// is. For the same data and the same clock the ZIP is the same, byte by byte.
//
// An export that breaks off has neither manifest nor directory: no reader takes it for
// whole, and [Verify] says so. Records are written by hand and not by reflection, byte
// for byte as encoding/json would write them.
package export
