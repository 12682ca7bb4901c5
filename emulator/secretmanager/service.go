package secretmanager

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"strings"

	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"go.etcd.io/bbolt"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// maxPage is the largest page of a listing.
const maxPage = 25000

// service answers the calls of one identity.
type service struct {
	secretmanagerpb.UnimplementedSecretManagerServiceServer
	project string
	store   *store
	caller  caller
}

// Rights that calls ask for.
func mayAccess(g Grant) bool     { return g.Access }
func mayCreate(g Grant) bool     { return g.Create }
func mayAddVersion(g Grant) bool { return g.AddVersion }
func mayDestroy(g Grant) bool    { return g.Destroy }

// secret resolves the name of a secret for a caller who needs a right. A right that is missing shows before whether
// the secret exists.
func (v *service) secret(name string, right func(Grant) bool) (id string, err error) {
	if id, err = parseSecret(name, v.project); err != nil {
		return "", err
	}
	if !v.caller.may(id, right) {
		return "", denied(name)
	}
	return id, nil
}

func (v *service) version(name string, right func(Grant) bool) (id string, number uint64, err error) {
	if id, number, err = parseVersion(name, v.project); err != nil {
		return "", 0, err
	}
	if !v.caller.may(id, right) {
		return "", 0, denied(name)
	}
	return id, number, nil
}

// answer turns a store's error into the protocol's.
func answer(err error, name string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errNotFound):
		return status.Errorf(codes.NotFound, "Secret [%s] not found or has no versions.", name)
	}
	if _, ok := status.FromError(err); ok {
		return err
	}
	return status.Error(codes.Internal, "the secret store failed")
}

func newEtag() string {
	var b [7]byte
	_, _ = rand.Read(b[:]) // never fails
	return `"` + hex.EncodeToString(b[:]) + `"`
}

func checkEtag(given, current string) error {
	if given != "" && given != current {
		return status.Error(codes.FailedPrecondition, "The etag provided in the request does not match the resource's current etag.")
	}
	return nil
}

func (v *service) CreateSecret(_ context.Context, req *secretmanagerpb.CreateSecretRequest) (*secretmanagerpb.Secret, error) {
	if err := parseProject(req.GetParent(), v.project); err != nil {
		return nil, err
	}
	id := req.GetSecretId()
	if !idForm.MatchString(id) {
		return nil, invalid("The secret id must be 1 to 255 letters, digits, _ and -.")
	}
	name := secretName(v.project, id)
	if !v.caller.may(id, mayCreate) {
		return nil, denied(name)
	}
	if err := checkNewSecret(req.GetSecret()); err != nil {
		return nil, err
	}
	secret := &secretmanagerpb.Secret{
		Name:        name,
		Replication: req.GetSecret().GetReplication(),
		CreateTime:  timestamppb.Now(),
		Labels:      req.GetSecret().GetLabels(),
		Annotations: req.GetSecret().GetAnnotations(),
		Etag:        newEtag(),
	}
	err := v.store.db.Update(func(tx *bbolt.Tx) error {
		if _, err := getSecret(tx, id); !errors.Is(err, errNotFound) {
			return errors.Join(err, status.Errorf(codes.AlreadyExists, "Secret [%s] already exists.", name))
		}
		return putSecret(tx, id, secret)
	})
	return secret, answer(err, name)
}

// checkNewSecret refuses what Secret Manager refuses, and features that are not served rather than ignoring them.
func checkNewSecret(s *secretmanagerpb.Secret) error {
	if s.GetReplication().GetAutomatic() == nil && len(s.GetReplication().GetUserManaged().GetReplicas()) == 0 {
		return invalid("A secret needs a replication policy.")
	}
	if s.GetExpiration() != nil || s.GetRotation() != nil || s.GetVersionDestroyTtl() != nil ||
		len(s.GetTopics()) > 0 || len(s.GetVersionAliases()) > 0 {
		return status.Error(codes.Unimplemented, "expiry, rotation, delayed destruction, topics and aliases are not served here")
	}
	return checkLabels(s.GetLabels())
}

func (v *service) GetSecret(_ context.Context, req *secretmanagerpb.GetSecretRequest) (secret *secretmanagerpb.Secret, err error) {
	id, err := v.secret(req.GetName(), Grant.manages)
	if err != nil {
		return nil, err
	}
	err = v.store.db.View(func(tx *bbolt.Tx) error {
		secret, err = getSecret(tx, id)
		return err
	})
	return secret, answer(err, req.GetName())
}

// UpdateSecret changes labels and annotations.
func (v *service) UpdateSecret(_ context.Context, req *secretmanagerpb.UpdateSecretRequest) (secret *secretmanagerpb.Secret, err error) {
	name := req.GetSecret().GetName()
	id, err := v.secret(name, mayCreate)
	if err != nil {
		return nil, err
	}
	if len(req.GetUpdateMask().GetPaths()) == 0 {
		return nil, invalid("The update mask is empty.")
	}
	if err := checkLabels(req.GetSecret().GetLabels()); err != nil {
		return nil, err
	}
	err = v.store.db.Update(func(tx *bbolt.Tx) error {
		if secret, err = getSecret(tx, id); err != nil {
			return err
		}
		if err := checkEtag(req.GetSecret().GetEtag(), secret.GetEtag()); err != nil {
			return err
		}
		for _, path := range req.GetUpdateMask().GetPaths() {
			switch path {
			case "labels":
				secret.Labels = req.GetSecret().GetLabels()
			case "annotations":
				secret.Annotations = req.GetSecret().GetAnnotations()
			default:
				return invalid("%q cannot be updated.", path)
			}
		}
		secret.Etag = newEtag()
		return putSecret(tx, id, secret)
	})
	return secret, answer(err, name)
}

func (v *service) DeleteSecret(_ context.Context, req *secretmanagerpb.DeleteSecretRequest) (*emptypb.Empty, error) {
	id, err := v.secret(req.GetName(), mayDestroy)
	if err != nil {
		return nil, err
	}
	var payloads []uint64
	err = v.store.db.Update(func(tx *bbolt.Tx) error {
		secret, err := getSecret(tx, id)
		if err != nil {
			return err
		}
		if err := checkEtag(req.GetEtag(), secret.GetEtag()); err != nil {
			return err
		}
		payloads, err = deleteSecret(tx, id)
		return err
	})
	if err == nil {
		err = v.store.eraseAll(payloads)
	}
	return new(emptypb.Empty), answer(err, req.GetName())
}

// ListSecrets lists by id those that the caller manages. The filter knows name: and labels.KEY.
func (v *service) ListSecrets(_ context.Context, req *secretmanagerpb.ListSecretsRequest) (*secretmanagerpb.ListSecretsResponse, error) {
	if err := parseProject(req.GetParent(), v.project); err != nil {
		return nil, err
	}
	if !v.caller.managesAny() {
		return nil, denied(req.GetParent())
	}
	terms, err := parseFilter(req.GetFilter())
	if err != nil {
		return nil, err
	}
	var all []*secretmanagerpb.Secret
	err = v.store.db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket(secretsBucket).ForEach(func(k, _ []byte) error {
			if !v.caller.may(string(k), Grant.manages) {
				return nil
			}
			secret, err := getSecret(tx, string(k))
			if err != nil {
				return err
			}
			ok, err := secretMatches(terms, string(k), secret)
			if ok {
				all = append(all, secret)
			}
			return err
		})
	})
	if err != nil {
		return nil, answer(err, req.GetParent())
	}
	from, to, next, err := page(len(all), req.GetPageSize(), req.GetPageToken(), maxPage)
	if err != nil {
		return nil, err
	}
	return &secretmanagerpb.ListSecretsResponse{Secrets: all[from:to], NextPageToken: next, TotalSize: int32(len(all))}, nil
}

func secretMatches(terms []term, id string, s *secretmanagerpb.Secret) (bool, error) {
	for _, t := range terms {
		key, label := strings.CutPrefix(t.field, "labels.")
		value, has := s.GetLabels()[key]
		switch {
		case t.field == "name" && !t.matches(id) && !t.matches(s.GetName()):
			return false, nil
		case t.field == "name":
		case label && !has, label && t.value != "*" && !t.matches(value):
			return false, nil
		case label:
		default:
			return false, invalid("Secrets cannot be filtered by %q.", t.field)
		}
	}
	return true, nil
}
