package main

import (
	"fmt"
	"path/filepath"

	"vahti.ai/vahti/emulator/storage"
	"vahti.ai/vahti/shared/identity"
)

// objectsBucket is the bucket of tenants' sealed objects.
const objectsBucket = project + "-objects"

// openStorage opens Cloud Storage's stand-in, which keeps its state in dir. It
// fails in the three ways there are to fail in equal parts.
func (s *standins) openStorage(dir string, o options, d *draws) (err error) {
	p := o.faults.storageUnavailable / 3
	s.storage, err = storage.Open(storage.Config{
		Path: filepath.Join(dir, "storage.db"), Bucket: objectsBucket,
		Faults: storage.Faults{Unavailable: p, TooMany: p, Cut: p},
		Rand:   d.float,
	})
	if err != nil {
		return stateError(dir, err)
	}
	s.closers = append(s.closers, s.storage.Close)
	return nil
}

// storageEnv gives a function its port to the bucket; nothing to one that may do
// nothing with objects.
func (s *standins) storageEnv(i identity.Identity) ([]string, error) {
	if i.Objects == (identity.Objects{}) {
		return nil, nil
	}
	addr, err := s.storage.Serve(i.Function, &storage.Grant{Get: i.Objects.Get, List: i.Objects.List, Create: i.Objects.Create, Delete: i.Objects.Delete})
	if err != nil {
		return nil, fmt.Errorf("start Cloud Storage's stand-in: %w", err)
	}
	return []string{"STORAGE_ENDPOINT=http://" + addr, "ARCHIVE_BUCKET=" + objectsBucket}, nil
}
