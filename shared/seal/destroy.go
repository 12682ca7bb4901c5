package seal

import (
	"context"
	"errors"
	"fmt"

	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/api/iterator"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/tenant"
)

// Destroy destroys every version of a tenant's data key, from which there is no way
// back: nothing that was sealed with it can be read again, in backups neither. A
// tenant without a key has nothing to destroy. Instances that remember the key forget
// it within minutes; this one forgets it at once.
func (k *Keys) Destroy(ctx context.Context, id tenant.ID) error {
	if id.IsZero() {
		return tenant.ErrZero
	}
	k.mu.Lock()
	delete(k.cache, id)
	k.mu.Unlock()
	secret := k.parent + "/secrets/" + secretID(id)
	for it := k.client.ListSecretVersions(ctx, &secretmanagerpb.ListSecretVersionsRequest{Parent: secret}); ; {
		v, err := it.Next()
		if errors.Is(err, iterator.Done) || status.Code(err) == codes.NotFound {
			return nil
		}
		if err != nil {
			return failed(ctx, "list versions of a data key", err)
		}
		if v.GetState() == secretmanagerpb.SecretVersion_DESTROYED {
			continue
		}
		_, err = k.client.DestroySecretVersion(ctx, &secretmanagerpb.DestroySecretVersionRequest{Name: v.GetName()})
		if code := status.Code(err); err != nil && code != codes.NotFound && code != codes.FailedPrecondition { // destroyed meanwhile
			return failed(ctx, "destroy a data key", err)
		}
	}
}

// Remove deletes what is left of a tenant's data key, once it is destroyed: its
// secret, whose name is the tenant's ID. A repeat deletes nothing.
func (k *Keys) Remove(ctx context.Context, id tenant.ID) error {
	if id.IsZero() {
		return tenant.ErrZero
	}
	err := k.client.DeleteSecret(ctx, &secretmanagerpb.DeleteSecretRequest{Name: k.parent + "/secrets/" + secretID(id)})
	if err != nil && status.Code(err) != codes.NotFound {
		return failed(ctx, "delete a data key", err)
	}
	return nil
}

// Exists reports whether there is anything of a tenant's data key, destroyed or not.
func (k *Keys) Exists(ctx context.Context, id tenant.ID) (bool, error) {
	if id.IsZero() {
		return false, tenant.ErrZero
	}
	_, err := k.client.GetSecret(ctx, &secretmanagerpb.GetSecretRequest{Name: k.parent + "/secrets/" + secretID(id)})
	switch {
	case status.Code(err) == codes.NotFound:
		return false, nil
	case err != nil:
		return false, failed(ctx, "look for a data key", err)
	}
	return true, nil
}

// errFact says what cannot be proven.
var errFact = errors.New("a fact is proven under a name")

// Prove returns a keyed hash by which the service can tell later that a text is its
// own, as for certificates.
func Prove(key *Key, kind string, text []byte) (string, error) {
	if kind == "" {
		return "", fmt.Errorf("prove: %w", errFact)
	}
	return key.Hash("proof", kind, string(text)), nil
}
