package secretmanager

import (
	"context"
	"errors"
	"hash/crc32"
	"strings"

	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"go.etcd.io/bbolt"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// maxPayload is the largest value in bytes.
const maxPayload = 64 << 10

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (v *service) AddSecretVersion(_ context.Context, req *secretmanagerpb.AddSecretVersionRequest) (*secretmanagerpb.SecretVersion, error) {
	id, err := v.secret(req.GetParent(), mayAddVersion)
	if err != nil {
		return nil, err
	}
	data := req.GetPayload().GetData()
	switch {
	case req.GetPayload() == nil:
		return nil, invalid("The request has no payload.")
	case len(data) > maxPayload:
		return nil, invalid("The payload holds %d bytes; the limit is %d.", len(data), maxPayload)
	case req.GetPayload().DataCrc32C != nil && req.GetPayload().GetDataCrc32C() != checksum(data):
		return nil, invalid("The checksum of the payload does not match its data.")
	}
	payload, err := v.store.writePayload(data)
	if err != nil {
		return nil, answer(err, req.GetParent())
	}
	added := version{payload: payload, proto: &secretmanagerpb.SecretVersion{
		CreateTime:                     timestamppb.Now(),
		State:                          secretmanagerpb.SecretVersion_ENABLED,
		Etag:                           newEtag(),
		ClientSpecifiedPayloadChecksum: req.GetPayload().DataCrc32C != nil,
	}}
	err = v.store.db.Update(func(tx *bbolt.Tx) error {
		secret, err := getSecret(tx, id)
		if err != nil {
			return err
		}
		added.number = nextNumber(tx, id)
		added.proto.Name = versionName(v.project, id, added.number)
		added.proto.ReplicationStatus = replicationStatus(secret.GetReplication())
		return putVersion(tx, id, added)
	})
	if err != nil {
		return nil, answer(errors.Join(err, v.store.erase(payload)), req.GetParent())
	}
	return added.proto, nil
}

func checksum(data []byte) int64 { return int64(crc32.Checksum(data, castagnoli)) }

func replicationStatus(r *secretmanagerpb.Replication) *secretmanagerpb.ReplicationStatus {
	if r.GetUserManaged() == nil {
		return &secretmanagerpb.ReplicationStatus{ReplicationStatus: &secretmanagerpb.ReplicationStatus_Automatic{
			Automatic: new(secretmanagerpb.ReplicationStatus_AutomaticStatus),
		}}
	}
	managed := new(secretmanagerpb.ReplicationStatus_UserManagedStatus)
	for _, replica := range r.GetUserManaged().GetReplicas() {
		managed.Replicas = append(managed.Replicas,
			&secretmanagerpb.ReplicationStatus_UserManagedStatus_ReplicaStatus{Location: replica.GetLocation()})
	}
	return &secretmanagerpb.ReplicationStatus{
		ReplicationStatus: &secretmanagerpb.ReplicationStatus_UserManaged{UserManaged: managed},
	}
}

// read finds a version that the caller has a right to.
func (v *service) read(name string, right func(Grant) bool) (found version, err error) {
	id, number, err := v.version(name, right)
	if err != nil {
		return version{}, err
	}
	err = v.store.db.View(func(tx *bbolt.Tx) error {
		found, err = getVersion(tx, id, number)
		return err
	})
	return found, answer(err, name)
}

// AccessSecretVersion returns a value. As with Google, latest is the newest version whatever its state, so disabling
// it does not bring the one before back.
func (v *service) AccessSecretVersion(_ context.Context, req *secretmanagerpb.AccessSecretVersionRequest) (*secretmanagerpb.AccessSecretVersionResponse, error) {
	found, err := v.read(req.GetName(), mayAccess)
	if err != nil {
		return nil, err
	}
	if found.proto.GetState() != secretmanagerpb.SecretVersion_ENABLED {
		return nil, inState(found)
	}
	data, err := v.store.readPayload(found.payload)
	if err != nil {
		// It may have been destroyed since its state was read.
		if again, readErr := v.read(req.GetName(), mayAccess); readErr != nil || again.payload != found.payload {
			return nil, errors.Join(readErr, inState(again))
		}
		return nil, answer(err, req.GetName())
	}
	return &secretmanagerpb.AccessSecretVersionResponse{
		Name:    found.proto.GetName(),
		Payload: &secretmanagerpb.SecretPayload{Data: data, DataCrc32C: proto.Int64(checksum(data))},
	}, nil
}

func inState(v version) error {
	return status.Errorf(codes.FailedPrecondition, "Secret Version [%s] is in %s state.", v.proto.GetName(), v.proto.GetState())
}

func (v *service) GetSecretVersion(_ context.Context, req *secretmanagerpb.GetSecretVersionRequest) (*secretmanagerpb.SecretVersion, error) {
	found, err := v.read(req.GetName(), Grant.manages)
	return found.proto, err
}

// ListSecretVersions lists the newest first. The filter knows state.
func (v *service) ListSecretVersions(_ context.Context, req *secretmanagerpb.ListSecretVersionsRequest) (*secretmanagerpb.ListSecretVersionsResponse, error) {
	id, err := v.secret(req.GetParent(), Grant.manages)
	if err != nil {
		return nil, err
	}
	terms, err := parseFilter(req.GetFilter())
	if err != nil {
		return nil, err
	}
	var stored []version
	err = v.store.db.View(func(tx *bbolt.Tx) error {
		if _, err := getSecret(tx, id); err != nil {
			return err
		}
		stored, err = versions(tx, id)
		return err
	})
	if err != nil {
		return nil, answer(err, req.GetParent())
	}
	var all []*secretmanagerpb.SecretVersion
	for i := len(stored) - 1; i >= 0; i-- {
		ok, err := versionMatches(terms, stored[i].proto)
		if err != nil {
			return nil, err
		}
		if ok {
			all = append(all, stored[i].proto)
		}
	}
	from, to, next, err := page(len(all), req.GetPageSize(), req.GetPageToken(), maxPage)
	if err != nil {
		return nil, err
	}
	return &secretmanagerpb.ListSecretVersionsResponse{
		Versions: all[from:to], NextPageToken: next, TotalSize: int32(len(all)),
	}, nil
}

func versionMatches(terms []term, v *secretmanagerpb.SecretVersion) (bool, error) {
	for _, t := range terms {
		if t.field != "state" {
			return false, invalid("Versions cannot be filtered by %q.", t.field)
		}
		if !strings.EqualFold(t.value, v.GetState().String()) {
			return false, nil
		}
	}
	return true, nil
}

func (v *service) EnableSecretVersion(_ context.Context, req *secretmanagerpb.EnableSecretVersionRequest) (*secretmanagerpb.SecretVersion, error) {
	return v.setState(req.GetName(), req.GetEtag(), secretmanagerpb.SecretVersion_ENABLED)
}

func (v *service) DisableSecretVersion(_ context.Context, req *secretmanagerpb.DisableSecretVersionRequest) (*secretmanagerpb.SecretVersion, error) {
	return v.setState(req.GetName(), req.GetEtag(), secretmanagerpb.SecretVersion_DISABLED)
}

func (v *service) DestroySecretVersion(_ context.Context, req *secretmanagerpb.DestroySecretVersionRequest) (*secretmanagerpb.SecretVersion, error) {
	return v.setState(req.GetName(), req.GetEtag(), secretmanagerpb.SecretVersion_DESTROYED)
}

// setState moves a version to a state. From destroyed there is no way back, and no second destruction.
func (v *service) setState(name, etag string, state secretmanagerpb.SecretVersion_State) (*secretmanagerpb.SecretVersion, error) {
	id, number, err := v.version(name, mayDestroy)
	if err != nil {
		return nil, err
	}
	var changed version
	var erase uint64
	err = v.store.db.Update(func(tx *bbolt.Tx) error {
		if changed, err = getVersion(tx, id, number); err != nil {
			return err
		}
		if err := checkEtag(etag, changed.proto.GetEtag()); err != nil {
			return err
		}
		if changed.proto.GetState() == secretmanagerpb.SecretVersion_DESTROYED {
			return inState(changed)
		}
		if state == secretmanagerpb.SecretVersion_DESTROYED {
			changed.proto.DestroyTime = timestamppb.Now()
			erase, changed.payload = changed.payload, 0
		}
		changed.proto.State = state
		changed.proto.Etag = newEtag()
		return putVersion(tx, id, changed)
	})
	if err == nil {
		err = v.store.erase(erase)
	}
	if err != nil {
		return nil, answer(err, name)
	}
	return changed.proto, nil
}
