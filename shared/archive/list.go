package archive

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"cloud.google.com/go/storage"
	"golang.org/x/sync/errgroup"
	"google.golang.org/api/iterator"
)

// deletions is how many objects are deleted at the same time.
const deletions = 8

// List returns the names of the tenant's objects that begin with a prefix, in the
// order of their bytes; an empty prefix gives all.
func (t *Tenant) List(ctx context.Context, prefix string) ([]string, error) {
	own, err := t.prefix()
	if err != nil {
		return nil, fmt.Errorf("list objects: %w", err)
	}
	// With something behind it, what names begin with is a name.
	if prefix != "" && !named(prefix+"x") {
		return nil, fmt.Errorf("list objects: %w", ErrName)
	}
	query := &storage.Query{Prefix: own + prefix, Projection: storage.ProjectionNoACL}
	if err := query.SetAttrSelection([]string{"Name"}); err != nil {
		return nil, fmt.Errorf("list objects: %w", err)
	}
	var names []string
	for it := t.bucket.bucket.Objects(ctx, query); ; {
		o, err := it.Next()
		if errors.Is(err, iterator.Done) {
			return names, nil
		}
		if err != nil {
			return nil, failed(ctx, "list objects", err)
		}
		names = append(names, strings.TrimPrefix(o.Name, own))
	}
}

// Delete deletes objects; one that does not exist is no error. After an error
// some may be left.
func (t *Tenant) Delete(ctx context.Context, names ...string) error {
	var objects []*storage.ObjectHandle
	for _, name := range names {
		o, err := t.object(name)
		if err != nil {
			return fmt.Errorf("delete objects: %w", err)
		}
		objects = append(objects, o)
	}
	return remove(ctx, objects)
}

// Erase deletes all of the tenant's objects, whatever their names. It can be
// repeated; without an error none is left that existed when it began.
func (t *Tenant) Erase(ctx context.Context) error {
	own, err := t.prefix()
	if err != nil {
		return fmt.Errorf("erase objects: %w", err)
	}
	names, err := t.List(ctx, "")
	if err != nil {
		return err
	}
	var objects []*storage.ObjectHandle
	for _, name := range names {
		objects = append(objects, t.bucket.bucket.Object(own+name))
	}
	return remove(ctx, objects)
}

// remove deletes objects, several at a time.
func remove(ctx context.Context, objects []*storage.ObjectHandle) error {
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(deletions)
	for _, o := range objects {
		group.Go(func() error {
			err := o.Delete(within)
			if err == nil || errors.Is(err, storage.ErrObjectNotExist) {
				return nil
			}
			return failed(ctx, "delete objects", err)
		})
	}
	return group.Wait()
}
