package document

import (
	"time"

	"vahti.ai/vahti/shared/seal"
)

// Instruction is tenants/{t}/instructions/{name}: one change of one setting, as the
// customer instructed. Names run backwards, so that the newest comes first.
type Instruction struct {
	Number  int       `firestore:"number"` // 1 and up, without gaps
	Setting string    `firestore:"setting"`
	Source  string    `firestore:"source"`
	Account string    `firestore:"account"` // of who instructed
	At      time.Time `firestore:"at"`      // wall clock
	// Before and After are versions of the setting; Before is empty where it was not
	// set.
	Before string `firestore:"before,omitempty"`
	After  string `firestore:"after"`
	Sealed []byte `firestore:"sealed"`
}

// InstructionPart is the part of an instruction that is personal.
type InstructionPart struct {
	By     string `json:"by"`
	Before []byte `json:"before,omitempty"` // JSON, byte by byte
	After  []byte `json:"after"`
}

// String keeps an instruction out of formatted errors.
func (InstructionPart) String() string { return "[instruction]" }

// GoString implements fmt.GoStringer for the same reason.
func (InstructionPart) GoString() string { return "[instruction]" }

// Seal seals what the instruction of a name says.
func (d *Instruction) Seal(name string, p InstructionPart, key *seal.Key) (err error) {
	d.Sealed, err = sealJSON(p, "instructions/"+name, key)
	return err
}

// Part unseals what the instruction of a name says.
func (d Instruction) Part(name string, key *seal.Key) (p InstructionPart, err error) {
	return p, openJSON(d.Sealed, "instructions/"+name, &p, key)
}

// InstructionCount is tenants/{t}/settings/instructions.
type InstructionCount struct {
	Last int `firestore:"last"` // the number of the last instruction
}
