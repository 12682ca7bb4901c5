// Package graph stands in for Microsoft Graph on one machine: it serves recorded tenants over plain HTTP on the
// loopback address, the way Graph serves real ones, errors and abuse included.
//
// A recorded tenant is a folder that mirrors Graph's URLs. v1.0/users.json answers GET /v1.0/users; a collection file
// holds {"value":[…]} (or is named .ndjson and holds one entity a line), a singleton file holds the object.
// tenant.json names the tenant; dns.json and other files at the root are not Graph's and are not served. Either API
// version serves what only the other has. An id that a recorded collection does not hold answers 404; every other path
// without a file answers 403 like a permission that was not granted. A file of an unexpected shape is served as it is:
// a reader must cope. Files may change while the server runs; the next request sees the change.
//
// Understood are $select, $top, $skip, $filter, $expand, $orderby, $count, opaque paging, delta, $batch, gzip both
// ways, and on demand the limits that Microsoft publishes and every way in which Graph is known to fail: 429 with and
// without Retry-After, 401, 403, 404 and 5xx out of nowhere, lost delta tokens, slow, hanging, empty, repeated, garbled,
// truncated and cut answers. Nothing can be written.
package graph
