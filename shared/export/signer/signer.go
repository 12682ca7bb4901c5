// Package signer keeps the key by which exports are signed in Secret Manager. Functions
// read it; an operator makes it and puts another in its place.
package signer

import (
	"context"
	"errors"
	"fmt"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/export"
)

// Secret is the secret's name.
const Secret = "export-key"

// ErrAbsent means that no key was made yet.
var ErrAbsent = errors.New("there is no key of exports yet")

// Read returns the key of a project, the newest that was put in place.
func Read(ctx context.Context, c *secretmanager.Client, project string) (*export.Key, error) {
	text, err := read(ctx, c, project)
	if err != nil {
		return nil, err
	}
	return export.ParseKey(text)
}

// read returns the key as it is kept. Its errors hold nothing of it.
func read(ctx context.Context, c *secretmanager.Client, project string) ([]byte, error) {
	answer, err := c.AccessSecretVersion(ctx, &secretmanagerpb.AccessSecretVersionRequest{Name: "projects/" + project + "/secrets/" + Secret + "/versions/latest"})
	switch status.Code(err) {
	case codes.OK:
		return answer.GetPayload().GetData(), nil
	case codes.NotFound:
		return nil, ErrAbsent
	}
	return nil, fmt.Errorf("read the key of exports: %s", status.Code(err))
}

// Make makes the key where there is none. With replace it puts a new one in the place
// of the one there is, whose exports can still be verified.
func Make(ctx context.Context, c *secretmanager.Client, project string, replace bool) error {
	before, err := read(ctx, c, project)
	switch {
	case err == nil && !replace:
		return nil
	case err != nil && !errors.Is(err, ErrAbsent):
		return err
	}
	text, err := export.NewKey(before)
	if err != nil {
		return err
	}
	_, err = c.CreateSecret(ctx, &secretmanagerpb.CreateSecretRequest{Parent: "projects/" + project, SecretId: Secret, Secret: &secretmanagerpb.Secret{Replication: europe()}})
	if err != nil && status.Code(err) != codes.AlreadyExists {
		return fmt.Errorf("make the key of exports: %s", status.Code(err))
	}
	_, err = c.AddSecretVersion(ctx, &secretmanagerpb.AddSecretVersionRequest{Parent: "projects/" + project + "/secrets/" + Secret, Payload: &secretmanagerpb.SecretPayload{Data: text}})
	if err != nil {
		return fmt.Errorf("make the key of exports: %s", status.Code(err))
	}
	return nil
}

// europe keeps every copy of the key within the EU.
func europe() *secretmanagerpb.Replication {
	var replicas []*secretmanagerpb.Replication_UserManaged_Replica
	for _, location := range []string{"europe-north1", "europe-west1"} {
		replicas = append(replicas, &secretmanagerpb.Replication_UserManaged_Replica{Location: location})
	}
	return &secretmanagerpb.Replication{Replication: &secretmanagerpb.Replication_UserManaged_{UserManaged: &secretmanagerpb.Replication_UserManaged{Replicas: replicas}}}
}
