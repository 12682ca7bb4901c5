package graph

// Watching returns a reader that shares r's connections and tokens and tells
// progress how far its own Reads are.
func (r *Reader) Watching(progress func(Progress)) *Reader {
	w := *r
	w.cfg.Progress = progress
	return &w
}
