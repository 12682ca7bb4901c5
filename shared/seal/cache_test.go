package seal

import (
	"testing"
	"time"

	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// TestCacheIsBounded has keys of many tenants remembered, one of them again and again:
// the newest are, and no more than so many, and none for longer than its time.
func TestCacheIsBounded(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	k := NewKeys(nil, "p", func() time.Time { return now })
	again, ids := tenanttest.ID(t), make([]tenant.ID, 2*cacheSize)
	for i := range ids {
		ids[i] = tenanttest.ID(t)
		k.remember(ids[i], &Key{}, now)
		if i%10 == 0 {
			k.remember(again, &Key{}, now)
		}
		now = now.Add(time.Millisecond)
		if len(k.cache) > cacheSize || len(k.order) > cacheSize {
			t.Fatalf("%d keys are remembered, in %d places", len(k.cache), len(k.order))
		}
	}
	for _, id := range append(ids[len(ids)-cacheSize*9/10:], again) {
		if k.cache[id].key == nil {
			t.Fatal("one of the newest is forgotten")
		}
	}
	if k.cache[ids[0]].key != nil {
		t.Error("the oldest is remembered")
	}
	now = now.Add(cacheTime)
	k.remember(again, &Key{}, now)
	if len(k.cache) > 2 { // the last one's time is a moment longer
		t.Errorf("%d keys are remembered for longer than their time", len(k.cache))
	}
}
