package trail

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
)

// spot is a place in the order in which entries arrived.
type spot struct {
	at   time.Time
	name string
}

// behind reports whether s comes after other.
func (s spot) behind(other spot) bool {
	if c := s.at.Compare(other.at); c != 0 {
		return c > 0
	}
	return s.name > other.name
}

// digestSize is the length of one entry's digest, in bytes.
const digestSize = sha256.Size

// part adds a text to a hash so that no two lists of texts give the same.
func part(h hash.Hash, text string) {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(text)))
	_, _ = h.Write(n[:])
	_, _ = h.Write([]byte(text))
}

// digest is over an entry's name and every field that it has, whatever a later form
// of entries adds.
func digest(snap *firestore.DocumentSnapshot) [digestSize]byte {
	h := sha256.New()
	part(h, snap.Ref.ID)
	fields := snap.Data()
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		part(h, name)
		switch v := fields[name].(type) {
		case string:
			part(h, "text "+v)
		case []byte:
			part(h, "bytes "+string(v))
		case time.Time:
			part(h, "time "+strconv.FormatInt(v.UnixMicro(), 10))
		default: // no form of an entry holds one, so nobody reads it
			part(h, fmt.Sprintf("%T", v))
		}
	}
	return [digestSize]byte(h.Sum(nil))
}

// linkDigest is over a link, but for its keyed hash.
func linkDigest(l document.TrailLink) string {
	h := sha256.New()
	for _, n := range []int64{l.Number, l.Made.UnixMicro(), l.After.UnixMicro(), l.Through.UnixMicro(), l.Oldest.UnixMicro(), l.Newest.UnixMicro(), l.Retired, int64(len(l.Names))} {
		part(h, strconv.FormatInt(n, 10))
	}
	for _, s := range []string{l.Previous, l.AfterName, l.ThroughName, l.RetiredDigest, string(l.Digests)} {
		part(h, s)
	}
	for _, name := range l.Names {
		part(h, name)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func linkMAC(key *seal.Key, digest string) string { return key.Hash("trail-link", digest) }

// link is a link as it was read.
type link struct {
	document.TrailLink
	digest string // of what stands there now
	sound  bool   // it is as whoever holds the key wrote it
}

func (l link) after() spot   { return spot{l.After.UTC(), l.AfterName} }
func (l link) through() spot { return spot{l.Through.UTC(), l.ThroughName} }

// linkName is the name of a link's document: names sort as numbers do.
func linkName(number int64) string { return fmt.Sprintf("%012d", number) }

// linkOf reads a link. What is not in its form is a link that is not sound, with the
// number of its name.
func linkOf(key *seal.Key, snap *firestore.DocumentSnapshot) link {
	var l link
	if snap.DataTo(&l.TrailLink) != nil || linkName(l.Number) != snap.Ref.ID || len(l.Digests) != digestSize*len(l.Names) {
		l = link{}
		l.Number, _ = parseLinkName(snap.Ref.ID)
		return l
	}
	l.digest = linkDigest(l.TrailLink)
	l.sound = subtle.ConstantTimeCompare([]byte(l.MAC), []byte(linkMAC(key, l.digest))) == 1
	return l
}

// parseLinkName reads what linkName wrote.
func parseLinkName(name string) (int64, bool) {
	n, err := strconv.ParseInt(name, 10, 64)
	return n, err == nil && n > 0 && linkName(n) == name
}

// end is where a chain ends.
type end struct {
	number int64 // of the last link, 0 where there is none
	last   link  // the newest one that is sound
}

// sound reports whether the last link is as it was written.
func (e end) sound() bool { return e.number == e.last.Number }

// chainEnd reads where the chain ends. What links say that are not sound counts for
// nothing but their number.
func chainEnd(ctx context.Context, doc *firestore.DocumentRef, key *seal.Key) (end, error) {
	var e end
	for snap, err := range pages(ctx, doc.Collection("chain").OrderBy("number", firestore.Desc), 1) {
		if err != nil {
			return end{}, fmt.Errorf("read chain: %w", err)
		}
		l := linkOf(key, snap)
		e.number = max(e.number, l.Number)
		if l.sound {
			e.last = l
			break
		}
	}
	return e, nil
}

// retirement reads the newest link that says what was deleted; a zero one where
// there is none.
func retirement(ctx context.Context, doc *firestore.DocumentRef, key *seal.Key) (link, error) {
	for snap, err := range pages(ctx, doc.Collection("chain").OrderBy("retired", firestore.Desc), 1) {
		if err != nil {
			return link{}, fmt.Errorf("read chain: %w", err)
		}
		if l := linkOf(key, snap); l.sound {
			return l, nil
		}
	}
	return link{}, nil
}

var errTaken = errors.New("another made this link")

// createLink writes a link at the end of the chain; errTaken where there is one of
// its number.
func createLink(ctx context.Context, doc *firestore.DocumentRef, key *seal.Key, l document.TrailLink) (link, error) {
	sum := linkDigest(l)
	l.MAC = linkMAC(key, sum)
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := doc.Collection("chain").Doc(linkName(l.Number)).Create(ctx, l)
		return err
	})
	if status.Code(err) == codes.AlreadyExists {
		return link{}, errTaken
	}
	if err != nil {
		return link{}, fmt.Errorf("write chain: %w", err)
	}
	return link{l, sum, true}, nil
}

// anchorRef is where a copy of the chain's end is kept: in the database that the
// book's other data is in, whose rights are other identities'.
func (b Book) anchorRef() (*firestore.DocumentRef, error) {
	if b.tenant != nil {
		return handle.Doc(b.tenant.Handle()).Collection("anchors").Doc("trail"), nil
	}
	people := handle.People(b.db)
	if people == nil {
		return nil, errors.New("this function has no people database")
	}
	return people.Collection("anchors").Doc("trail"), nil
}

// anchor reads the copy; zero where none was made.
func (b Book) anchor(ctx context.Context) (a document.TrailAnchor, snap *firestore.DocumentSnapshot, err error) {
	ref, err := b.anchorRef()
	if err != nil {
		return a, nil, err
	}
	snap, err = ref.Get(ctx)
	if status.Code(err) == codes.NotFound {
		return a, nil, nil
	}
	if err != nil {
		return a, nil, fmt.Errorf("read the copy of the chain's end: %w", err)
	}
	if snap.DataTo(&a) != nil || a.Number < 0 || strings.Trim(a.Digest, "0123456789abcdef") != "" {
		return a, nil, errors.New("the copy of the chain's end is not in the expected form")
	}
	return a, snap, nil
}

// keepAnchor notes how far the chain reaches; it never goes back.
func (b Book) keepAnchor(ctx context.Context, end link) error {
	ref, err := b.anchorRef()
	if err != nil {
		return err
	}
	wanted := document.TrailAnchor{Number: end.Number, Digest: end.digest}
	for {
		have, snap, err := b.anchor(ctx)
		switch {
		case err != nil:
			return err
		case have.Number >= end.Number:
			return nil
		}
		err = handle.Retry(ctx, func(ctx context.Context) error {
			if snap == nil {
				_, err := ref.Create(ctx, wanted)
				return err
			}
			updates := []firestore.Update{{Path: "number", Value: wanted.Number}, {Path: "digest", Value: wanted.Digest}}
			_, err := ref.Update(ctx, updates, firestore.LastUpdateTime(snap.UpdateTime))
			return err
		})
		switch status.Code(err) {
		case codes.OK:
			return nil
		case codes.AlreadyExists, codes.FailedPrecondition: // another noted something meanwhile
			if ctx.Err() != nil {
				return ctx.Err()
			}
		default:
			return fmt.Errorf("keep a copy of the chain's end: %w", err)
		}
	}
}
