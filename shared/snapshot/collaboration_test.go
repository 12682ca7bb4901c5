package snapshot

import (
	"encoding/json"
	"testing"
)

func TestInboxRuleConditions(t *testing.T) {
	tests := []struct {
		name, json string
		any, words bool
	}{
		{"none", `{}`, false, false},
		{"empty ones", `{"subjectContains":[],"bodyContains":null,"hasAttachments":false,"withinSizeRange":{}}`, false, false},
		{"annotations are none", `{"@odata.type":"#microsoft.graph.messageRulePredicates"}`, false, false},
		{"words", `{"bodyOrSubjectContains":["invoice"]}`, true, true},
		{"words of the sender", `{"senderContains":["bank"]}`, true, true},
		{"a sender", `{"fromAddresses":[{"emailAddress":{"address":"a@b.example"}}]}`, true, false},
		{"another kind", `{"sentToMe":true}`, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var c InboxRuleConditions
			if err := json.Unmarshal([]byte(tt.json), &c); err != nil {
				t.Fatal(err)
			}
			if bool(c.Any) != tt.any || c.Words() != tt.words {
				t.Errorf("got %+v", c)
			}
			raw, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			var again InboxRuleConditions
			if err := json.Unmarshal(raw, &again); err != nil || again != c {
				t.Errorf("%s reads back as %+v, %v", raw, again, err)
			}
		})
	}
}
