package firestore

import (
	"bytes"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// Restore puts databases of a project as they are in another file, a copy that was made
// while nothing was written, in place of those in a file that no server has open.
// Databases that are not named stay as they are, and one that the copy has not is
// emptied.
func Restore(path, from, project string, databases ...string) error {
	to, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: lockWait})
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	source, err := bolt.Open(from, 0o600, &bolt.Options{Timeout: lockWait, ReadOnly: true})
	if err != nil {
		return errors.Join(fmt.Errorf("open %s: %w", from, err), to.Close())
	}
	err = to.Update(func(into *bolt.Tx) error {
		return source.View(func(out *bolt.Tx) error {
			for _, id := range databases {
				docs, groups := database{project, id}.bucketNames()
				for _, name := range [][]byte{docs, groups} {
					if err := replace(into, out, name); err != nil {
						return fmt.Errorf("restore %s: %w", id, err)
					}
				}
			}
			return nil
		})
	})
	return errors.Join(err, source.Close(), to.Close())
}

// replace makes a bucket as it is in another file.
func replace(into, out *bolt.Tx, name []byte) error {
	if into.Bucket(name) != nil {
		if err := into.DeleteBucket(name); err != nil {
			return err
		}
	}
	source := out.Bucket(name)
	if source == nil {
		return nil
	}
	to, err := into.CreateBucket(name)
	if err != nil {
		return err
	}
	if err := to.SetSequence(source.Sequence()); err != nil {
		return err
	}
	return source.ForEach(func(k, v []byte) error { return to.Put(bytes.Clone(k), bytes.Clone(v)) })
}
