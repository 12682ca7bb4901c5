package synth

import (
	"fmt"
	"os"
	"sort"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
)

func TestZZ(t *testing.T) {
	r := newReaders(t)
	count := map[string]map[string]int{}
	reasons := map[string]map[string]int{}
	for seed := range uint64(40) {
		dir := write1(t, []int{6, 17, 45, 150}[seed%4], seed)
		s := r.read(t, dir)
		for _, c := range all.Checks() {
			o := check.Run(c, s)
			if count[c.ID] == nil {
				count[c.ID] = map[string]int{}
				reasons[c.ID] = map[string]int{}
			}
			count[c.ID][fmt.Sprint(o.Verdict)]++
			if fmt.Sprint(o.Verdict) == "unknown" {
				reasons[c.ID][o.Reason]++
			}
		}
	}
	f, _ := os.Create("/tmp/verdicts.txt")
	defer f.Close()
	var ids []string
	for id := range count {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	for _, id := range ids {
		c := count[id]
		fmt.Fprintf(f, "%-45s pass %2d fail %2d unknown %2d n/a %2d %v\n", id, c["pass"], c["fail"], c["unknown"], c["notApplicable"], reasons[id])
	}
}
