package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	admin "cloud.google.com/go/firestore/apiv1/admin"
	"cloud.google.com/go/firestore/apiv1/admin/adminpb"
	"google.golang.org/api/iterator"

	"vahti.ai/vahti/shared/restore"
	"vahti.ai/vahti/shared/retention"
)

var errBare = errors.New("a database is not kept as it should be; apply terraform and look again")

// upkeep says which databases lack what keeps them and is in no backup: the time to live
// of what Firestore is to delete by itself, and a backup schedule. A database that was
// restored lacks both until terraform is applied. That something is lacking is an error.
func upkeep(ctx context.Context, c *admin.FirestoreAdminClient, project string, out io.Writer) error {
	bare := false
	for _, database := range restore.Databases() {
		parent := "projects/" + project + "/databases/" + database
		schedules, err := c.ListBackupSchedules(ctx, &adminpb.ListBackupSchedulesRequest{Parent: parent})
		if err != nil {
			return fmt.Errorf("look for backup schedules of %s: %w", database, err)
		}
		if len(schedules.GetBackupSchedules()) == 0 {
			fmt.Fprintf(out, "Database %s has no backup schedule.\n", database)
			bare = true
		}
		for _, collection := range expiring(database) {
			lives, err := limited(ctx, c, parent+"/collectionGroups/"+collection)
			if err != nil {
				return fmt.Errorf("look for times to live in %s: %w", database, err)
			}
			if !lives {
				fmt.Fprintf(out, "Database %s keeps %s for ever: they have no time to live.\n", database, collection)
				bare = true
			}
		}
	}
	if bare {
		return errBare
	}
	fmt.Fprintln(out, "Every database has its times to live and is backed up.")
	return nil
}

// expiring lists the collections of a database from which Firestore is to delete by
// itself.
func expiring(database string) (out []string) {
	for _, r := range retention.Table() {
		place, _, _ := strings.Cut(r.Place, "?")
		if in, ok := strings.CutPrefix(place, database+":"); ok && r.By == retention.Firestore {
			out = append(out, path.Base(in))
		}
	}
	return out
}

// limited reports whether a collection's documents have a time to live, or are being
// given one.
func limited(ctx context.Context, c *admin.FirestoreAdminClient, collection string) (bool, error) {
	fields := c.ListFields(ctx, &adminpb.ListFieldsRequest{Parent: collection, Filter: "ttlConfig:*"})
	for {
		f, err := fields.Next()
		if errors.Is(err, iterator.Done) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		switch f.GetTtlConfig().GetState() {
		case adminpb.Field_TtlConfig_ACTIVE, adminpb.Field_TtlConfig_CREATING:
			return true, nil
		}
	}
}
