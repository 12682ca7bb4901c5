package storage

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
)

// object is what is stored of an object beside its content.
type object struct {
	Name        string            `json:"name"`
	Generation  int64             `json:"generation"`
	Size        int64             `json:"size"`
	CRC32C      uint32            `json:"crc32c"`
	MD5         []byte            `json:"md5"`
	ContentType string            `json:"contentType,omitempty"`
	Metadata    map[string]string `json:"metadata,omitempty"`
	CustomTime  string            `json:"customTime,omitempty"` // as it came, in RFC 3339
	Created     time.Time         `json:"created"`
	File        string            `json:"file"` // of its content, within the folder
}

// crc returns the checksum as the API writes it.
func (o object) crc() string { return crcText(o.CRC32C) }

func crcText(sum uint32) string {
	return base64.StdEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, sum))
}

func (o object) md5() string { return base64.StdEncoding.EncodeToString(o.MD5) }

// store keeps objects: what they are in a database, by name, and their content in
// files that are never changed.
type store struct {
	db     *bbolt.DB
	folder string
}

var objectsBucket = []byte("objects")

func openStore(path string) (*store, error) {
	folder := path + ".objects"
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, NoSync: true, NoGrowSync: true, NoFreelistSync: true})
	if err != nil {
		return nil, err
	}
	s := &store{db, folder}
	if err := s.clean(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// clean removes the content of no object: of uploads that were under way when the
// process died, and of objects replaced or deleted just before.
func (s *store) clean() error {
	used := map[string]bool{}
	err := s.db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists(objectsBucket)
		if err != nil {
			return err
		}
		return b.ForEach(func(_, v []byte) error {
			o, err := decode(v)
			used[o.File] = true
			return err
		})
	})
	if err != nil {
		return err
	}
	files, err := os.ReadDir(s.folder)
	if err != nil {
		return err
	}
	for _, f := range files {
		if !used[f.Name()] {
			if err := os.Remove(filepath.Join(s.folder, f.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *store) close() error { return s.db.Close() }

func decode(v []byte) (object, error) {
	var o object
	if err := json.Unmarshal(v, &o); err != nil {
		return o, fmt.Errorf("decode stored object: %w", err)
	}
	return o, nil
}

// content is an object's content while it comes in.
type content struct {
	file *os.File
	size int64
	crc  hash.Hash32
	md5  hash.Hash
}

func (s *store) begin() (*content, error) {
	f, err := os.CreateTemp(s.folder, "o-")
	if err != nil {
		return nil, err
	}
	return &content{file: f, crc: crc32.New(crc32.MakeTable(crc32.Castagnoli)), md5: md5.New()}, nil
}

// Write implements io.Writer.
func (c *content) Write(p []byte) (int, error) {
	n, err := c.file.Write(p)
	c.size += int64(n)
	_, _ = c.crc.Write(p[:n])
	_, _ = c.md5.Write(p[:n])
	return n, err
}

// discard forgets the content unless it was stored.
func (c *content) discard() {
	_ = c.file.Close()
	_ = os.Remove(c.file.Name())
}

// get returns an object; nil when there is none.
func (s *store) get(name string) (*object, error) {
	var found *object
	err := s.db.View(func(tx *bbolt.Tx) (err error) {
		found, err = lookup(tx, name)
		return err
	})
	return found, err
}

func lookup(tx *bbolt.Tx, name string) (*object, error) {
	v := tx.Bucket(objectsBucket).Get([]byte(name))
	if v == nil {
		return nil, nil
	}
	o, err := decode(v)
	return &o, err
}

// put stores an object with its content; allow sees what stands there, nil for
// nothing, and may refuse.
func (s *store) put(o object, c *content, allow func(*object) error) (object, error) {
	o.Size, o.CRC32C, o.MD5, o.File = c.size, c.crc.Sum32(), c.md5.Sum(nil), filepath.Base(c.file.Name())
	var before *object
	err := s.db.Update(func(tx *bbolt.Tx) (err error) {
		if before, err = lookup(tx, o.Name); err != nil {
			return err
		}
		if err := allow(before); err != nil {
			return err
		}
		// Generations rise and look like Google's: microseconds.
		b := tx.Bucket(objectsBucket)
		o.Created = time.Now().UTC()
		generation := max(b.Sequence()+1, uint64(o.Created.UnixMicro()))
		if err := b.SetSequence(generation); err != nil {
			return err
		}
		o.Generation = int64(generation)
		v, err := json.Marshal(o)
		if err != nil {
			return err
		}
		return b.Put([]byte(o.Name), v)
	})
	if err != nil {
		c.discard()
		return object{}, err
	}
	if err := c.file.Close(); err != nil {
		return object{}, err
	}
	return o, s.forget(before)
}

// remove deletes an object; allow is as put's.
func (s *store) remove(name string, allow func(*object) error) error {
	var before *object
	err := s.db.Update(func(tx *bbolt.Tx) (err error) {
		if before, err = lookup(tx, name); err != nil {
			return err
		}
		if err := allow(before); err != nil {
			return err
		}
		return tx.Bucket(objectsBucket).Delete([]byte(name))
	})
	if err != nil {
		return err
	}
	return s.forget(before)
}

// forget removes the content of an object that is no more; whoever has it open
// reads on.
func (s *store) forget(o *object) error {
	if o == nil {
		return nil
	}
	return os.Remove(filepath.Join(s.folder, o.File))
}

// open returns an object and its content; nil when there is none.
func (s *store) open(name string) (*object, io.ReadSeekCloser, error) {
	for {
		o, err := s.get(name)
		if o == nil || err != nil {
			return nil, nil, err
		}
		f, err := os.Open(filepath.Join(s.folder, o.File))
		if err == nil {
			return o, f, nil
		}
		if again, _ := s.get(name); !errors.Is(err, fs.ErrNotExist) || again != nil && again.Generation == o.Generation {
			return nil, nil, err
		} // replaced or deleted since it was looked up
	}
}

// list returns the objects whose names begin with prefix and come after a name, at
// most n of them, and whether more follow.
func (s *store) list(prefix, after string, n int) (page []object, more bool, err error) {
	err = s.db.View(func(tx *bbolt.Tx) error {
		c := tx.Bucket(objectsBucket).Cursor()
		for k, v := c.Seek([]byte(max(prefix, after))); bytes.HasPrefix(k, []byte(prefix)) && k != nil; k, v = c.Next() {
			if string(k) == after {
				continue
			}
			if len(page) == n {
				more = true
				return nil
			}
			o, err := decode(v)
			if err != nil {
				return err
			}
			page = append(page, o)
		}
		return nil
	})
	return page, more, err
}
