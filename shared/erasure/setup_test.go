package erasure_test

import (
	"flag"
	"io"
	"log/slog"

	"cloud.google.com/go/firestore"
)

// Every place to stop at takes a minute to go through; the tests that run every time
// look at some.
var (
	firstKill = flag.Int("kill.first", 3, "the first write that an erasure is stopped at")
	everyKill = flag.Int("kill.every", 13, "how many writes there are from one to the next")
)

var (
	mergeAll = firestore.MergeAll
	discard  = slog.New(slog.NewJSONHandler(io.Discard, nil))
)
