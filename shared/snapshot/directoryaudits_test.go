package snapshot

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
)

const auditExample = `[{
	"id":"Directory_a_1","category":"RoleManagement","correlationId":"c","result":"success","resultReason":"",
	"activityDisplayName":"Add member to role","activityDateTime":"2026-11-02T07:12:36.4731905Z","loggedByService":"Core Directory","operationType":"Assign",
	"initiatedBy":{"app":null,"user":{"id":"admin-id","displayName":null,"userPrincipalName":"admin@contoso.example","ipAddress":"192.0.2.7","userType":null}},
	"targetResources":[{"id":"user-id","displayName":null,"Type":"User","userPrincipalName":"victim@contoso.example","groupType":null,"modifiedProperties":[
		{"displayName":"Role.ObjectID","oldValue":null,"newValue":"\"c0f4d8b1-93a6-4e27-8d5c-1b7e60a9f342\""},
		{"displayName":"Role.TemplateId","oldValue":"62E90394-69f5-4237-9190-012177145e10","newValue":null},
		{"displayName":"Role.DisplayName","oldValue":null,"newValue":"\"Global Administrator\""},
		{"displayName":"KeyDescription","oldValue":"[]","newValue":"[\"[KeyIdentifier=hidden,KeyType=Password]\"]"},
		{"displayName":"Mobile","oldValue":"+358 40 hidden","newValue":"\"+358 50 hidden\""}]}],
	"additionalDetails":[{"key":"User-Agent","value":"hidden"}]}]`

func audits(t *testing.T, text string) []DirectoryAudit {
	t.Helper()
	s := New(time.Time{}, Settings{})
	if err := DirectoryAudits.Decode(s, "", []byte(text)); err != nil {
		t.Fatal(err)
	}
	return DirectoryAudits.Of(s)
}

// TestDirectoryAuditKeepsIDsAlone asks that of what a property held nothing is
// kept but the ids of objects.
func TestDirectoryAuditKeepsIDsAlone(t *testing.T) {
	e := audits(t, auditExample)[0]
	if e.ActivityDateTime.V.Time != time.Date(2026, 11, 2, 7, 12, 36, 473190500, time.UTC) {
		t.Errorf("got the time %v", e.ActivityDateTime.V.Time)
	}
	if e.InitiatedBy.User.V.IPAddress != "192.0.2.7" || e.InitiatedBy.App.Known() || e.TargetResources[0].Type != "User" {
		t.Error("who did it, or to what, is read otherwise")
	}
	want := []AuditProperty{
		{DisplayName: "Role.ObjectID", NewValue: "c0f4d8b1-93a6-4e27-8d5c-1b7e60a9f342"},
		{DisplayName: "Role.TemplateId", OldValue: "62E90394-69f5-4237-9190-012177145e10"},
		{DisplayName: "Role.DisplayName"}, {DisplayName: "KeyDescription"}, {DisplayName: "Mobile"},
	}
	got := e.TargetResources[0].ModifiedProperties
	if len(got) != len(want) {
		t.Fatalf("got %d properties, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %+v, want %+v", got[i], want[i])
		}
	}
	s := New(time.Time{}, Settings{})
	DirectoryAudits.Set(s, []DirectoryAudit{e})
	if text := form(t, DirectoryAudits, s); strings.Contains(text, "hidden") || strings.Contains(text, "Global Administrator") {
		t.Errorf("the form holds a property's value: %s", text)
	}
}

func TestIsGUID(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"62e90394-69f5-4237-9190-012177145e10", true},
		{"62E90394-69F5-4237-9190-012177145E10", true},
		{"62e90394-69f5-4237-9190-012177145e1", false},
		{"62e90394-69f5-4237-9190-012177145e1g", false},
		{"62e90394069f5-4237-9190-012177145e10", false},
		{"62e90394-69f5-4237-9190-0121771\x11\x12e10", false},
		{"hunter2", false},
		{"", false},
	}
	for _, tt := range tests {
		if got := isGUID(tt.text); got != tt.want {
			t.Errorf("%q: got %v, want %v", tt.text, got, tt.want)
		}
	}
}

// TestDirectoryAuditIsNotPrinted asks that no verb and no log shows an entry.
func TestDirectoryAuditIsNotPrinted(t *testing.T) {
	all := audits(t, auditExample)
	var b bytes.Buffer
	slog.New(slog.NewJSONHandler(&b, nil)).Info("read", "entry", all[0])
	slog.New(slog.NewTextHandler(&b, nil)).Info("read", "entry", all[0])
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		fmt.Fprintf(&b, verb+verb+verb, all, all[0], &all[0])
	}
	for _, secret := range []string{"contoso", "192.0.2.7", "user-id", "admin-id"} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("%q is printed: %s", secret, b.String())
		}
	}
}
