package snapshot

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestGUIDs writes GUIDs out as Graph does and reads them again.
func TestGUIDs(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	kept := [][16]byte{{}, {0x09, 0x0a, 0x0f, 0x10, 0x90, 0x99, 0x9a, 0xa0, 0xa9, 0xaa, 0xaf, 0xf0, 0xf9, 0xfa, 0xff, 0x7f}}
	for range 1000 {
		var guid [16]byte
		for i := range guid {
			guid[i] = byte(random.Uint32())
		}
		kept = append(kept, guid)
	}
	for _, guid := range kept {
		want := fmt.Sprintf("%x-%x-%x-%x-%x", guid[:4], guid[4:6], guid[6:8], guid[8:10], guid[10:])
		var got [guidLength]byte
		formatGUID(&got, string(guid[:]))
		if string(got[:]) != want {
			t.Errorf("got %s, want %s", got[:], want)
		}
		if back, ok := parseGUID(want); !ok || back != guid {
			t.Errorf("%s is read as %x", want, back)
		}
	}
}
