package graph

import (
	"fmt"
	"net/http"

	kjson "github.com/microsoft/kiota-serialization-json-go"
	"github.com/microsoftgraph/msgraph-sdk-go/models/odataerrors"

	"vahti.ai/vahti/shared/snapshot"
)

// kind is what went wrong.
type kind int

const (
	late        kind = iota // the time limit came before the first answer
	refused                 // Graph refused for good
	throttled               // Graph asked to wait until the time limit
	broken                  // Graph failed until the time limit
	unreachable             // no answer until the time limit
	cut                     // answers were cut off until the time limit
	garbled                 // an answer was no JSON
	misshapen               // an answer was JSON of another shape than documented
	oversized               // an answer was larger than any documented page
	tokenless               // Entra gave no token
	elsewhere               // the next page was said to be on another host
	circular                // the next page was one that was read before
	endless                 // more hangs under a parent than is read of one
	orphaned                // what names the parents was not read
)

// failure says why something was not read.
type failure struct {
	kind   kind
	status int    // Graph's, 0 for none
	code   string // Graph's error code, for decisions only
	aadsts int    // Entra's code, with tokenless
	needs  snapshot.Resource
	spent  bool // it was not asked again although time was left
}

// licenceCode reports whether an error code is one with which Microsoft says
// that the tenant lacks a licence.
func licenceCode(code string) bool {
	switch code {
	case "AadPremiumLicenseRequired", "PimLicenseRequired", "Authentication_RequestFromNonPremiumTenantOrB2CTenant":
		return true
	}
	return false
}

// unread returns what the snapshot keeps of the failure: our own words alone.
func (f failure) unread(row Row) snapshot.Unread {
	return snapshot.Unread{Status: f.status, Reason: f.reason(row)}
}

func (f failure) reason(row Row) string {
	switch f.kind {
	case refused:
		return f.refusal(row)
	case throttled:
		return "Microsoft kept asking to wait until the time limit"
	case broken:
		return fmt.Sprintf("Microsoft kept refusing with status %d until the time limit", f.status)
	case unreachable:
		return "Microsoft could not be reached until the time limit"
	case cut:
		return "Microsoft's answers were cut off until the time limit"
	case garbled, misshapen:
		return "Microsoft's answer is not the documented JSON"
	case oversized:
		return "Microsoft's answer is larger than any documented one"
	case tokenless:
		if f.aadsts != 0 {
			return fmt.Sprintf("Microsoft gave no token for the tenant (AADSTS%d)", f.aadsts)
		}
		return "Microsoft gave no token for the tenant"
	case elsewhere:
		return "Microsoft's answer goes on at another address, where Vahti does not follow"
	case circular:
		return "Microsoft's answer goes on where it began and never ends"
	case endless:
		return "Microsoft's answer goes on for longer than Vahti reads"
	case orphaned:
		return fmt.Sprintf("it is read by way of %s, which could not be read", f.needs)
	default:
		return "the time limit passed before it was read"
	}
}

// malformed reports whether Microsoft did not like the request itself, rather
// than who makes it.
func (f *failure) malformed() bool {
	return f != nil && f.kind == refused && f.status == http.StatusBadRequest && !licenceCode(f.code)
}

// untimely reports whether it was only the time limit that came too early.
func (f *failure) untimely() bool {
	if f == nil {
		return false
	}
	switch f.kind {
	case late, throttled:
		return true
	case broken, unreachable, cut:
		return !f.spent
	}
	return false
}

// persistent reports whether Graph failed as often as it was to be asked.
func (f *failure) persistent() bool {
	if f == nil {
		return false
	}
	switch f.kind {
	case broken, unreachable, cut:
		return f.spent
	}
	return false
}

// absent reports whether Microsoft does not know what was asked for.
func (f *failure) absent() bool {
	return f != nil && f.kind == refused && f.status == http.StatusNotFound
}

func (f failure) refusal(row Row) string {
	switch {
	case licenceCode(f.code) && row.Licence != "":
		return "the licence " + row.Licence + " is missing"
	case licenceCode(f.code):
		return "a licence that Microsoft demands for it is missing"
	case f.status == http.StatusUnauthorized:
		return "Microsoft does not accept Vahti's token for the tenant"
	case f.status == http.StatusForbidden:
		if row.Licence != "" {
			return "permission " + row.permissions() + " is missing or was refused, or the tenant lacks " + row.Licence
		}
		return "permission " + row.permissions() + " is missing or was refused"
	case f.status == http.StatusNotFound:
		return "Microsoft does not know it"
	default:
		return fmt.Sprintf("Microsoft refused the request with status %d", f.status)
	}
}

// maxError is how much of a refusal's body is read, in bytes.
const maxError = 64 << 10

// errorCode reads the code of Graph's error; empty where the body is none.
func errorCode(body []byte) string {
	node, err := kjson.NewJsonParseNodeFactory().GetRootParseNode("application/json", body)
	if err != nil || node == nil {
		return ""
	}
	parsed, err := node.GetObjectValue(odataerrors.CreateODataErrorFromDiscriminatorValue)
	if err != nil {
		return ""
	}
	odata, ok := parsed.(odataerrors.ODataErrorable)
	if !ok || odata.GetErrorEscaped() == nil {
		return ""
	}
	if code := odata.GetErrorEscaped().GetCode(); code != nil {
		return *code
	}
	return ""
}
