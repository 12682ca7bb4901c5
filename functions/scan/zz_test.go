package scan
import ("testing";"time")
func TestZZ(t *testing.T) {
	a := time.Now()
	w := newWorld(t)
	t.Log("world", time.Since(a)); a = time.Now()
	m := w.claim(t)
	t.Log("claim", time.Since(a)); a = time.Now()
	w.mustScan(t, m)
	t.Log("scan", time.Since(a)); a = time.Now()
	t.Log(w.lines)
	h := w.tenant(t)
	raw, err := h.Settings(t.Context())
	t.Log(len(raw), err)
	t.Cleanup(func(){ t.Log("cleanup begins", time.Since(a)) })
}
