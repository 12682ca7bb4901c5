package secretmanager

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"go.etcd.io/bbolt"
	"google.golang.org/protobuf/proto"
)

// The store has two buckets: secrets (id to Secret) and versions (one bucket per secret id, version number to entry).
// An entry is the number of the payload's file in eight bytes and the SecretVersion in protocol buffer form; zero
// means that there is no payload any more.
var (
	secretsBucket  = []byte("secrets")
	versionsBucket = []byte("versions")
)

// errNotFound says that a secret or version does not exist.
var errNotFound = errors.New("not found")

type store struct {
	db       *bbolt.DB
	payloads string // folder
}

// version is a stored version and the file of its payload.
type version struct {
	number  uint64
	payload uint64
	proto   *secretmanagerpb.SecretVersion
}

func openStore(path string) (*store, error) {
	st := &store{payloads: path + ".payloads"}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(st.payloads, 0o700); err != nil {
		return nil, err
	}
	var err error
	st.db, err = bbolt.Open(path, 0o600, &bbolt.Options{Timeout: 5 * time.Second, NoSync: true, NoGrowSync: true})
	if err != nil {
		return nil, err
	}
	err = st.db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(secretsBucket)
		if err != nil {
			return err
		}
		_, err = tx.CreateBucketIfNotExists(versionsBucket)
		return err
	})
	if err == nil {
		err = st.sweep()
	}
	if err != nil {
		return nil, errors.Join(err, st.db.Close())
	}
	return st, nil
}

func (st *store) close() error { return errors.Join(st.db.Sync(), st.db.Close()) }

// sweep removes payloads that belong to no version: what a process left that died between the two writes.
func (st *store) sweep() error {
	used := make(map[uint64]bool)
	err := st.db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket(versionsBucket).ForEachBucket(func(id []byte) error {
			all, err := versions(tx, string(id))
			for _, v := range all {
				used[v.payload] = true
			}
			return err
		})
	})
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(st.payloads)
	if err != nil {
		return err
	}
	for _, e := range entries {
		n, err := strconv.ParseUint(e.Name(), 10, 64)
		if err != nil || used[n] {
			continue
		}
		if err := st.erase(n); err != nil {
			return err
		}
	}
	return nil
}

func (st *store) file(n uint64) string {
	return filepath.Join(st.payloads, strconv.FormatUint(n, 10))
}

// erase overwrites a payload and removes its file. One that is gone is no error.
func (st *store) erase(n uint64) error {
	if n == 0 {
		return nil
	}
	f, err := os.OpenFile(st.file(n), os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		_, err = f.WriteAt(make([]byte, info.Size()), 0)
	}
	return errors.Join(err, f.Sync(), f.Close(), os.Remove(st.file(n)))
}

func (st *store) eraseAll(payloads []uint64) error {
	var errs []error
	for _, n := range payloads {
		errs = append(errs, st.erase(n))
	}
	return errors.Join(errs...)
}

// writePayload stores a value under a number of its own.
func (st *store) writePayload(data []byte) (uint64, error) {
	var n uint64
	err := st.db.Update(func(tx *bbolt.Tx) (err error) {
		n, err = tx.Bucket(versionsBucket).NextSequence()
		return err
	})
	if err != nil {
		return 0, err
	}
	f, err := os.OpenFile(st.file(n), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	_, err = f.Write(data)
	return n, errors.Join(err, f.Close())
}

func (st *store) readPayload(n uint64) ([]byte, error) { return os.ReadFile(st.file(n)) }

func getSecret(tx *bbolt.Tx, id string) (*secretmanagerpb.Secret, error) {
	v := tx.Bucket(secretsBucket).Get([]byte(id))
	if v == nil {
		return nil, errNotFound
	}
	secret := new(secretmanagerpb.Secret)
	if err := proto.Unmarshal(v, secret); err != nil {
		return nil, fmt.Errorf("decode secret: %w", err)
	}
	return secret, nil
}

func putSecret(tx *bbolt.Tx, id string, secret *secretmanagerpb.Secret) error {
	v, err := proto.Marshal(secret)
	if err != nil {
		return err
	}
	return tx.Bucket(secretsBucket).Put([]byte(id), v)
}

// deleteSecret removes a secret with its versions and returns the payloads to erase.
func deleteSecret(tx *bbolt.Tx, id string) ([]uint64, error) {
	all, err := versions(tx, id)
	if err != nil {
		return nil, err
	}
	var payloads []uint64
	for _, v := range all {
		payloads = append(payloads, v.payload)
	}
	if tx.Bucket(versionsBucket).Bucket([]byte(id)) != nil {
		if err := tx.Bucket(versionsBucket).DeleteBucket([]byte(id)); err != nil {
			return nil, err
		}
	}
	return payloads, tx.Bucket(secretsBucket).Delete([]byte(id))
}

// versions lists the versions of a secret, oldest first.
func versions(tx *bbolt.Tx, id string) ([]version, error) {
	b := tx.Bucket(versionsBucket).Bucket([]byte(id))
	if b == nil {
		return nil, nil
	}
	var out []version
	err := b.ForEach(func(k, v []byte) error {
		decoded, err := decodeVersion(v)
		decoded.number = binary.BigEndian.Uint64(k)
		out = append(out, decoded)
		return err
	})
	return out, err
}

func decodeVersion(b []byte) (version, error) {
	if len(b) < 8 {
		return version{}, errors.New("decode version: entry is shorter than its head")
	}
	v := version{payload: binary.BigEndian.Uint64(b), proto: new(secretmanagerpb.SecretVersion)}
	if err := proto.Unmarshal(b[8:], v.proto); err != nil {
		return version{}, fmt.Errorf("decode version: %w", err)
	}
	return v, nil
}

func versionKey(number uint64) []byte { return binary.BigEndian.AppendUint64(nil, number) }

// getVersion finds a version by number; number 0 means the newest.
func getVersion(tx *bbolt.Tx, id string, number uint64) (version, error) {
	b := tx.Bucket(versionsBucket).Bucket([]byte(id))
	if b == nil {
		return version{}, errNotFound
	}
	k, v := versionKey(number), b.Get(versionKey(number))
	if number == 0 {
		k, v = b.Cursor().Last()
	}
	if v == nil {
		return version{}, errNotFound
	}
	decoded, err := decodeVersion(v)
	decoded.number = binary.BigEndian.Uint64(k)
	return decoded, err
}

func putVersion(tx *bbolt.Tx, id string, v version) error {
	b, err := tx.Bucket(versionsBucket).CreateBucketIfNotExists([]byte(id))
	if err != nil {
		return err
	}
	entry, err := proto.MarshalOptions{}.MarshalAppend(binary.BigEndian.AppendUint64(nil, v.payload), v.proto)
	if err != nil {
		return err
	}
	return b.Put(versionKey(v.number), entry)
}

// nextNumber is the number of the version to come; numbers start at one.
func nextNumber(tx *bbolt.Tx, id string) uint64 {
	b := tx.Bucket(versionsBucket).Bucket([]byte(id))
	if b == nil {
		return 1
	}
	k, _ := b.Cursor().Last()
	if k == nil {
		return 1
	}
	return binary.BigEndian.Uint64(k) + 1
}
