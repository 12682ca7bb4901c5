package scan

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"vahti.ai/vahti/shared/archive"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

// What a scan read is kept, sealed, for the next one, which then asks Graph for
// what differs. Each large resource is an object of its own, the small ones share
// one; an object is written once and never changed. A manifest says which belong
// together. It is replaced last, so that whoever is killed on the way leaves the
// former reading whole.

const (
	keptPrefix   = "snapshot/"
	manifestName = keptPrefix + "manifest"
	// keptVersion is the form of what is kept; another one is read anew.
	keptVersion = 1
	// smallResource is how large a resource may be to share an object, in bytes.
	smallResource = 256 << 10
)

// manifest is what is kept of a tenant's last reading.
type manifest struct {
	Version   int                                   `json:"version"`
	Slot      string                                `json:"slot"`
	Resources map[snapshot.Resource]keptResource    `json:"resources"`
	Unread    map[snapshot.Resource]snapshot.Unread `json:"unread,omitempty"`
	Bundle    string                                `json:"bundle,omitempty"` // hash of the small resources together
	// Settings is the hash of what the customer declared when all was judged.
	Settings string `json:"settings,omitempty"`

	generation int64 // of the manifest's object; 0 where there is none
}

// keptResource is where one resource is kept and how it was read.
type keptResource struct {
	Object string     `json:"object"`
	Small  bool       `json:"small,omitempty"` // shares the object
	Read   graph.Kept `json:"read"`
	Fence  int64      `json:"fence,omitempty"` // of the scan or light pass that read it last
}

// errKept says that what is kept cannot be used. Everything is then read anew.
var errKept = errors.New("what was kept of the last reading cannot be used")

// keptOf reads the manifest; an empty one where nothing is kept.
func keptOf(ctx context.Context, objects *archive.Tenant) (manifest, error) {
	r, err := objects.Open(ctx, manifestName)
	if errors.Is(err, archive.ErrNotFound) {
		return manifest{}, nil
	}
	if err != nil {
		return manifest{}, fmt.Errorf("open manifest: %w", err)
	}
	defer r.Close()
	var m manifest
	if err := json.NewDecoder(r).Decode(&m); err != nil || m.Version != keptVersion {
		return manifest{generation: r.Generation()}, errKept
	}
	m.generation = r.Generation()
	return m, nil
}

// kept returns how the resources were read that are kept.
func (m manifest) kept() map[snapshot.Resource]graph.Kept {
	out := make(map[snapshot.Resource]graph.Kept, len(m.Resources))
	for r, k := range m.Resources {
		out[r] = k.Read
	}
	return out
}

// load puts into the snapshot what is kept of the resources that wanted holds of,
// and returns which those are. With an error the snapshot holds none of them.
func (m manifest) load(ctx context.Context, objects *archive.Tenant, s *snapshot.Snapshot, wanted func(snapshot.Resource) bool) (map[snapshot.Resource]graph.Kept, error) {
	loaded := map[snapshot.Resource]graph.Kept{}
	shared := map[string]map[snapshot.Resource]keptResource{} // by object
	err := func() error {
		for r, k := range m.Resources {
			key, known := snapshot.KeyOf(r)
			if !known || !wanted(r) {
				continue
			}
			loaded[r] = k.Read
			if k.Small {
				if shared[k.Object] == nil {
					shared[k.Object] = map[snapshot.Resource]keptResource{}
				}
				shared[k.Object][r] = k
				continue
			}
			if err := loadObject(ctx, objects, k.Object, func(in io.Reader) error { return snapshot.Load(key, s, in) }); err != nil {
				return err
			}
		}
		for object, members := range shared {
			if err := loadObject(ctx, objects, object, func(in io.Reader) error { return unbundle(in, members, s) }); err != nil {
				return err
			}
		}
		return nil
	}()
	if err != nil {
		for r := range loaded {
			if key, known := snapshot.KeyOf(r); known {
				snapshot.Forget(key, s)
			}
		}
		return nil, err
	}
	return loaded, nil
}

func loadObject(ctx context.Context, objects *archive.Tenant, name string, read func(io.Reader) error) error {
	in, err := objects.Open(ctx, name)
	if err != nil {
		return fmt.Errorf("open what was kept: %w", err)
	}
	defer in.Close()
	if err := read(in); err != nil {
		return fmt.Errorf("read what was kept: %w", err)
	}
	return nil
}

// A bundle is small resources one after the other, each its name and its saved
// form, both after their length.

// unbundle loads those of a bundle's resources that are members.
func unbundle(in io.Reader, members map[snapshot.Resource]keptResource, s *snapshot.Snapshot) error {
	r := bufio.NewReader(in)
	for found := 0; ; {
		name, err := readPart(r)
		if errors.Is(err, io.EOF) {
			if found != len(members) {
				return errKept
			}
			return nil
		}
		if err != nil {
			return errKept
		}
		form, err := readPart(r)
		if err != nil {
			return errKept
		}
		key, known := snapshot.KeyOf(snapshot.Resource(name))
		if _, wanted := members[snapshot.Resource(name)]; !known || !wanted {
			continue
		}
		found++
		if err := snapshot.Load(key, s, bytes.NewReader(form)); err != nil {
			return errKept
		}
	}
}

func readPart(r *bufio.Reader) ([]byte, error) {
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return nil, err
	}
	if n > smallResource {
		return nil, errKept
	}
	part := make([]byte, n)
	if _, err := io.ReadFull(r, part); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	return part, nil
}

func appendPart(dst, part []byte) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(part))), part...)
}

// keep keeps what the snapshot holds of the resources that were read, and of those
// that could not be read now what was kept before. What was loaded and has not
// changed since stays where it is. It replaces the manifest last; archive.ErrChanged
// says that another scan did so meanwhile, whose reading stays. mark tells the
// objects of this scan from those of all others.
func keep(ctx context.Context, objects *archive.Tenant, in reading, slot, mark string) error {
	before := in.kept
	next := manifest{Version: keptVersion, Slot: slot, Resources: map[snapshot.Resource]keptResource{}, Unread: in.snap.AllUnread(), Settings: in.settings}
	for r, k := range before.Resources { // neither read nor refused now, nor known to be another by now
		if why, missing := in.snap.Missing(r); in.late[r] || (!missing || why.Status < 400) && !in.outdated(r) {
			next.Resources[r] = k
		}
	}
	delete(next.Unread, snapshot.DirectoryAudits.Resource()) // each pass reads it anew, and none is kept
	for r := range in.late {                                 // as before: it is tried again
		delete(next.Unread, r)
		if why, unread := before.Unread[r]; unread {
			next.Unread[r] = why
		}
	}
	if err := next.saveAll(ctx, objects, in, mark); err != nil {
		return err
	}
	raw, err := json.Marshal(next)
	if err != nil {
		return fmt.Errorf("keep manifest: %w", err)
	}
	if err := objects.Replace(ctx, manifestName, before.generation, raw); err != nil {
		return fmt.Errorf("keep manifest: %w", err)
	}
	return tidy(ctx, objects, before, next)
}

// saveAll saves the resources that were read and enters them in the manifest.
func (m *manifest) saveAll(ctx context.Context, objects *archive.Tenant, in reading, mark string) error {
	var bundle []byte
	var small []snapshot.Resource
	for _, key := range snapshot.Keys() { // in a fixed order, so that equal bundles are equal
		r := key.Resource()
		how, ok := in.stats.Kept[r]
		if !ok || !in.snap.Has(r) || snapshot.TakesTurns(key) || r == snapshot.DirectoryAudits.Resource() {
			continue
		}
		if k, kept := m.Resources[r]; kept && !k.Small && in.loaded[r] && !in.changed.has(r) {
			k.Read, k.Fence = how, in.fence
			m.Resources[r] = k
			continue
		}
		object := fmt.Sprintf("%s%s-%03d", keptPrefix, mark, len(m.Resources))
		form := &form{create: func() (*archive.Writer, error) { return objects.Create(ctx, object) }}
		err := snapshot.Save(key, in.snap, form)
		if err = form.end(err); err != nil {
			return fmt.Errorf("keep %s: %w", r, err)
		}
		m.Resources[r] = keptResource{Object: object, Small: form.small(), Read: how, Fence: in.fence}
		if form.small() {
			small = append(small, r)
			bundle = appendPart(appendPart(bundle, []byte(r)), form.head)
		}
	}
	if len(small) == 0 {
		return nil
	}
	sum := sha256.Sum256(bundle)
	m.Bundle = hex.EncodeToString(sum[:])
	object := keptPrefix + mark + "-bundle"
	if m.Bundle == in.kept.Bundle {
		object = in.kept.Resources[small[0]].Object
	} else if err := saveObject(ctx, objects, object, bundle); err != nil {
		return err
	}
	for _, r := range small {
		k := m.Resources[r]
		k.Object = object
		m.Resources[r] = k
	}
	return nil
}

func saveObject(ctx context.Context, objects *archive.Tenant, name string, content []byte) error {
	w, err := objects.Create(ctx, name)
	if err != nil {
		return fmt.Errorf("keep object: %w", err)
	}
	if _, err := w.Write(content); err != nil {
		w.Abort()
		return fmt.Errorf("keep object: %w", err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("keep object: %w", err)
	}
	return nil
}

func (m manifest) holds(object string) bool {
	for _, k := range m.Resources {
		if k.Object == object {
			return true
		}
	}
	return false
}

// tidy deletes the objects that only the former reading needed. What a killed scan
// left behind goes with them.
func tidy(ctx context.Context, objects *archive.Tenant, before, now manifest) error {
	same := true
	for _, k := range before.Resources {
		same = same && now.holds(k.Object)
	}
	if same {
		return nil
	}
	names, err := objects.List(ctx, keptPrefix)
	if err != nil {
		return fmt.Errorf("tidy what was kept: %w", err)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == manifestName || now.holds(name) })
	if err := objects.Delete(ctx, names...); err != nil {
		return fmt.Errorf("tidy what was kept: %w", err)
	}
	return nil
}

// form takes a resource's saved form: in memory while it is small, else in an
// object of its own.
type form struct {
	create func() (*archive.Writer, error)
	head   []byte
	object *archive.Writer
}

// Write implements io.Writer.
func (f *form) Write(p []byte) (int, error) {
	if f.object != nil {
		return f.object.Write(p)
	}
	f.head = append(f.head, p...)
	if len(f.head) <= smallResource {
		return len(p), nil
	}
	var err error
	if f.object, err = f.create(); err != nil {
		return 0, err
	}
	if _, err := f.object.Write(f.head); err != nil {
		return 0, err
	}
	f.head = nil
	return len(p), nil
}

// small reports whether the form stayed in memory.
func (f *form) small() bool { return f.object == nil }

// end ends the form's object, if there is one; err is why the form is not whole.
func (f *form) end(err error) error {
	switch {
	case f.object == nil:
		return err
	case err != nil:
		f.object.Abort()
		return err
	}
	return f.object.Close()
}

// changed are the resources of which something was read that may differ from what
// was loaded.
type changed struct {
	mu sync.Mutex
	in map[snapshot.Resource]bool
}

func (c *changed) note(e graph.Entry) {
	if len(e.Removed) == 0 && !e.Fresh && (e.Raw == nil || e.Delta && e.Count == 0) {
		return // Graph knows of no change, or was asked for something else
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.in == nil {
		c.in = map[snapshot.Resource]bool{}
	}
	c.in[e.Resource] = true
}

func (c *changed) has(r snapshot.Resource) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.in[r]
}
