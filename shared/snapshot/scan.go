package snapshot

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/internal/jsonscan"
)

// A scan reads entities from JSON into structs.
type scan struct {
	jsonscan.Scanner

	seen     uint64    // which properties of the entity were read, by their places in names
	last     uint8     // the place, from 1 on, of the last one; 0 before the first
	follows  [64]uint8 // which one came after each, the last time
	lists    [2][]string
	licences []AssignedLicense
}

// property returns the place in names of the next property, or more where it is
// none of them and was skipped. What encoding/json understands in its own way it
// leaves to it: a property that is there twice, or spelt in another case.
func (x *scan) property(names []string) int {
	name := x.Name()
	i := int(x.follows[x.last])
	if i >= len(names) || names[i] != name {
		i = slices.Index(names, name)
	}
	if i >= 0 {
		if x.seen&(1<<i) != 0 {
			x.Fail()
		}
		x.seen |= 1 << i
		x.follows[x.last] = uint8(i)
		x.last = uint8(i) + 1
		return i
	}
	for i := range len(name) {
		if name[i] >= 0x80 {
			x.Fail()
		}
	}
	for _, known := range names {
		if len(known) == len(name) && strings.EqualFold(known, name) {
			x.Fail()
		}
	}
	x.Skip()
	return len(names)
}

// object enters an entity.
func (x *scan) object() {
	x.seen, x.last = 0, 0
	x.Open('{')
}

// text reads a text; null makes it empty.
func (x *scan) text(into *string) {
	if x.Null() {
		*into = ""
		return
	}
	*into = x.Text()
}

func (x *scan) maybeText(into *Value[string]) {
	if x.Null() {
		*into = NullOf[string]()
		return
	}
	*into = Some(x.Text())
}

func (x *scan) maybeBool(into *Value[bool]) {
	if x.Null() {
		*into = NullOf[bool]()
		return
	}
	*into = Some(x.Bool())
}

func (x *scan) maybeTime(into *Value[Timestamp]) {
	if x.Null() {
		*into = NullOf[Timestamp]()
		return
	}
	*into = Some(parseTimestamp(x.Text()))
}

// texts reads a list of texts into the n-th of the scan's own lists.
func (x *scan) texts(n int, into *[]string) {
	if x.Null() {
		*into = nil
		return
	}
	if x.lists[n] == nil {
		x.lists[n] = []string{}
	}
	texts := x.lists[n][:0]
	for x.Open('['); x.More(']'); {
		texts = append(texts, x.Text())
	}
	x.lists[n] = texts
	*into = texts
}

var licenceProperties = []string{"skuId"}

func (x *scan) licenceList(into *[]AssignedLicense) {
	if x.Null() {
		*into = nil
		return
	}
	if x.licences == nil {
		x.licences = []AssignedLicense{}
	}
	outer, last := x.seen, x.last
	licences := x.licences[:0]
	for x.Open('['); x.More(']'); {
		var l AssignedLicense
		for x.object(); x.More('}'); {
			if x.property(licenceProperties) == 0 {
				x.text(&l.SkuID)
			}
		}
		licences = append(licences, l)
	}
	x.licences, x.seen, x.last = licences, outer, last
	*into = licences
}
