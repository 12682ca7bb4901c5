package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/tenant"
)

// registration adds a route's operation to an API.
type registration func(*server, huma.API, route)

// A route is one row of the authorisation table.
type route struct {
	method string
	path   string // below base
	id     string // names the operation in clients
	tag    string
	does   string
	// needs is the permission it takes in the tenant that the path names, and view
	// what a support grant must cover; empty where the path names none.
	needs tenant.Permission
	view  grant.View
	// fresh says that a person must have proved lately who they are.
	fresh bool
	// fails are the kinds of problems beyond those that every route has.
	fails []kind
	body  int64 // largest body in bytes; 0: it takes none
	add   registration
}

// The tags, in the order in which they are described.
const (
	tagAccess     = "access"
	tagTenants    = "tenants"
	tagFindings   = "findings"
	tagExceptions = "exceptions"
	tagChecks     = "checks"
	tagScans      = "scans"
	tagMembers    = "members"
	tagSettings   = "settings"
	tagTold       = "notifications"
	tagTrail      = "trail"
	tagSupport    = "support"
	tagKeys       = "keys"
	tagContract   = "contract"
	tagPayments   = "subscription"
)

func tags() []*huma.Tag {
	return []*huma.Tag{
		{Name: tagAccess, Description: "Who asks."},
		{Name: tagTenants, Description: "The tenants that you can enter, and how they stand."},
		{Name: tagFindings, Description: "What is unsafe, or was, and what became of it."},
		{Name: tagExceptions, Description: "Findings that are accepted until a date."},
		{Name: tagChecks, Description: "What a tenant is judged by."},
		{Name: tagScans, Description: "When a tenant was read."},
		{Name: tagMembers, Description: "Who belongs to a tenant, and who is invited."},
		{Name: tagSettings, Description: "What a tenant instructs."},
		{Name: tagTold, Description: "What you are told by mail, and the tenant's webhook."},
		{Name: tagTrail, Description: "What was done in a tenant, and by whom."},
		{Name: tagSupport, Description: "The access that Vahti's operators ask for."},
		{Name: tagKeys, Description: "Keys for scripts."},
		{Name: tagContract, Description: "The agreement: where it stands, and its end."},
		{Name: tagPayments, Description: "What is paid for."},
	}
}

// ofTenant is the path of what belongs to a tenant.
const ofTenant = "/tenants/{tenant}"

// routes is the authorisation table. All that is not in it answers 404.
func (s *server) routes() []route {
	const get, post, put, patch, remove = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete
	const lately, ever = true, false
	read, once := []kind{notFound, invalid}, []kind{notFound, invalid, conflict, underway, reusedKey}
	careful := []kind{notFound, invalid, conflict, changed, unconditoned}
	return append([]route{
		{get, "/me", "getMe", tagAccess, "Who you are", "", "", ever, nil, 0, serves((*server).me)},
		{get, "/tenants", "listTenants", tagTenants, "List the tenants that you can enter", "", "", ever, []kind{invalid}, 0, serves((*server).tenants)},
		{get, ofTenant, "getTenant", tagTenants, "Read a tenant", tenant.Read, grant.SummaryView, ever, nil, 0, serves((*server).oneTenant)},
		{get, ofTenant + "/status", "getStatus", tagTenants, "How a tenant's onboarding and scans stand", tenant.Read, grant.OnboardingView, ever, nil, 0, serves((*server).status)},

		{get, ofTenant + "/findings", "listFindings", tagFindings, "List findings", tenant.Read, grant.FindingsView, ever, read, 0, serves((*server).findings)},
		{get, ofTenant + "/findings/{finding}", "getFinding", tagFindings, "Read a finding", tenant.Read, grant.FindingsView, ever, read, 0, serves((*server).oneFinding)},
		{get, ofTenant + "/findings/{finding}/history", "listFindingHistory", tagFindings, "List what became of a finding", tenant.Read, grant.FindingsView, ever, read, 0, serves((*server).history)},
		{get, ofTenant + "/lookup", "lookUp", tagFindings, "Find the findings about a person or a resource", tenant.Read, grant.FindingsView, ever, read, 0, serves((*server).lookup)},
		{get, ofTenant + "/timeline", "listTimeline", tagFindings, "List what changed in a tenant", tenant.Read, grant.TimelineView, ever, read, 0, serves((*server).timeline)},
		{get, ofTenant + "/scores", "listScores", tagFindings, "List how the score changed", tenant.Read, grant.SummaryView, ever, read, 0, serves((*server).scores)},

		{get, ofTenant + "/exceptions", "listExceptions", tagExceptions, "List exceptions", tenant.Read, grant.ExceptionsView, ever, read, 0, serves((*server).exceptions)},
		{post, ofTenant + "/exceptions", "acceptFindings", tagExceptions, "Accept findings until a date", tenant.Decide, "", ever, once, smallBody, creates((*server).accept, entire[Exceptions])},
		{get, ofTenant + "/exceptions/{exception}", "getException", tagExceptions, "Read an exception", tenant.Read, grant.ExceptionsView, ever, read, 0, serves((*server).oneException)},
		{post, ofTenant + "/exceptions/{exception}/withdrawal", "withdrawException", tagExceptions, "Take an exception back", tenant.Decide, "", ever, []kind{notFound, conflict}, 0, serves((*server).withdraw)},

		{get, ofTenant + "/checks", "listChecks", tagChecks, "List the checks that a tenant is judged by", tenant.Read, grant.ChecksView, ever, read, 0, serves((*server).checks)},
		{get, ofTenant + "/checks/{check}", "getCheck", tagChecks, "Read a check", tenant.Read, grant.ChecksView, ever, read, 0, serves((*server).oneCheck)},
		{get, ofTenant + "/scans", "listScans", tagScans, "List scans", tenant.Read, grant.ScansView, ever, read, 0, serves((*server).scans)},
		{post, ofTenant + "/scans", "requestScan", tagScans, "Have a tenant scanned now", tenant.RequestScan, "", ever, []kind{conflict, underway, reusedKey}, 0, begins(http.StatusAccepted, (*server).requestScan, entire[RequestedScan])},
		{get, ofTenant + "/scans/{scan}", "getScan", tagScans, "Read a scan", tenant.Read, grant.ScansView, ever, read, 0, serves((*server).oneScan)},

		{get, ofTenant + "/members", "listMembers", tagMembers, "List members", tenant.Read, grant.MembersView, ever, read, 0, serves((*server).members)},
		{get, ofTenant + "/members/{member}", "getMember", tagMembers, "Read a member", tenant.Read, grant.MembersView, ever, nil, 0, serves((*server).oneMember)},
		{patch, ofTenant + "/members/{member}", "changeMember", tagMembers, "Give a member another role", tenant.ManageMembers, "", lately, careful, smallBody, serves((*server).changeMember)},
		{remove, ofTenant + "/members/{member}", "removeMember", tagMembers, "Remove a member, or leave", tenant.Read, "", lately, []kind{notFound, conflict, changed, unconditoned}, 0, serves((*server).removeMember)},
		{post, ofTenant + "/members/{member}/suspension", "suspendMember", tagMembers, "Suspend a member", tenant.ManageMembers, "", ever, nil, 0, serves((*server).suspendMember)},
		{post, ofTenant + "/members/{member}/restoration", "restoreMember", tagMembers, "Restore a suspended member", tenant.ManageMembers, "", lately, []kind{notFound}, 0, serves((*server).restoreMember)},
		{post, ofTenant + "/partners", "engagePartner", tagMembers, "Give a partner organisation a role", tenant.ManageOwners, "", lately, []kind{notFound, conflict, invalid}, smallBody, serves((*server).engage)},
		{get, ofTenant + "/invitations", "listInvitations", tagMembers, "List open invitations", tenant.ManageMembers, "", ever, read, 0, serves((*server).invitations)},
		{post, ofTenant + "/invitations", "invite", tagMembers, "Invite a person", tenant.ManageMembers, "", lately, once, smallBody, creates((*server).invite, entire[Invited])},
		{get, ofTenant + "/invitations/{invitation}", "getInvitation", tagMembers, "Read an open invitation", tenant.ManageMembers, "", ever, nil, 0, serves((*server).oneInvitation)},
		{remove, ofTenant + "/invitations/{invitation}", "withdrawInvitation", tagMembers, "Take an invitation back", tenant.ManageMembers, "", ever, []kind{notFound, changed, unconditoned}, 0, serves((*server).withdrawInvitation)},
		{get, ofTenant + "/reviews", "listReviews", tagMembers, "List the yearly reviews of who has access", tenant.Read, grant.MembersView, ever, nil, 0, serves((*server).reviews)},
		{post, ofTenant + "/reviews/confirmation", "confirmMembers", tagMembers, "Confirm that members still need access", tenant.ManageOwners, "", ever, []kind{notFound, invalid, conflict}, smallBody, serves((*server).confirm)},

		{get, ofTenant + "/settings", "listSettings", tagSettings, "List settings", tenant.Read, grant.SettingsView, ever, nil, 0, serves((*server).settings)},
		{get, ofTenant + "/settings/{setting}", "getSetting", tagSettings, "Read a setting", tenant.Read, grant.SettingsView, ever, []kind{invalid}, 0, serves((*server).oneSetting)},
		{put, ofTenant + "/settings/{setting}", "putSetting", tagSettings, "Change another setting", tenant.Configure, "", ever, []kind{notFound, invalid, changed, unconditoned}, settingBody, serves((*server).putSetting)},
		{put, ofTenant + "/settings/support", "putSupportSetting", tagSettings, "Say whether support access needs approval", tenant.ApproveSupport, "", lately, []kind{invalid, changed, unconditoned}, smallBody, serves((*server).putSupportSetting)},
		{get, ofTenant + "/instructions", "listInstructions", tagSettings, "List the instructions by which settings were changed", tenant.ReadTrail, grant.SettingsView, ever, read, 0, serves((*server).instructions)},
		{get, ofTenant + "/preferences", "getPreferences", tagTold, "Read which letters about a tenant you get", tenant.Read, "", ever, []kind{conflict}, 0, serves((*server).preferences)},
		{put, ofTenant + "/preferences", "putPreferences", tagTold, "Choose which letters about a tenant you get", tenant.Read, "", ever, []kind{invalid, conflict, changed, unconditoned}, smallBody, serves((*server).putPreferences)},
		{get, ofTenant + "/webhook", "getWebhook", tagTold, "Read the webhook", tenant.Configure, "", ever, nil, 0, serves((*server).webhook)},
		{put, ofTenant + "/webhook", "putWebhook", tagTold, "Set the address of the webhook", tenant.Configure, "", ever, []kind{invalid, changed, unconditoned}, smallBody, serves((*server).putWebhook)},
		{remove, ofTenant + "/webhook", "removeWebhook", tagTold, "Remove the webhook and forget its secret", tenant.Configure, "", ever, []kind{notFound, changed, unconditoned}, 0, serves((*server).removeWebhook)},
		{post, ofTenant + "/webhook/secret", "makeWebhookSecret", tagTold, "Make a secret for the webhook; the one before signs beside it for a day", tenant.Configure, "", lately, []kind{underway, reusedKey}, 0, creates((*server).makeWebhookSecret, WebhookSecret.kept)},
		{post, ofTenant + "/webhook/activation", "activateWebhook", tagTold, "Have the webhook called again after Vahti has stopped", tenant.Configure, "", ever, []kind{conflict}, 0, serves((*server).activateWebhook)},
		{post, ofTenant + "/webhook/test", "testWebhook", tagTold, "Have a message sent that tells nothing", tenant.Configure, "", ever, []kind{conflict, underway, reusedKey}, 0, creates((*server).testWebhook, entire[TestedWebhook])},
		{get, ofTenant + "/webhook/messages", "listWebhookMessages", tagTold, "List the latest messages to the webhook", tenant.Configure, "", ever, nil, 0, serves((*server).webhookMessages)},
		{post, ofTenant + "/webhook/messages/{message}/replay", "replayWebhookMessage", tagTold, "Send a message to the webhook anew", tenant.Configure, "", ever, []kind{notFound}, 0, serves((*server).replayWebhookMessage)},

		{get, ofTenant + "/trail", "listTrail", tagTrail, "List the audit trail", tenant.ReadTrail, grant.TrailView, ever, read, 0, serves((*server).trail)},
		{get, ofTenant + "/trail/access", "getAccess", tagTrail, "Sum up who reached the tenant's data", tenant.ReadTrail, grant.TrailView, ever, []kind{invalid}, 0, serves((*server).access)},
		{get, ofTenant + "/trail/verification", "verifyTrail", tagTrail, "Verify the audit trail", tenant.ReadTrail, grant.TrailView, ever, nil, 0, serves((*server).verifyTrail)},
		{get, ofTenant + "/grants", "listGrants", tagSupport, "List support accesses", tenant.ReadTrail, grant.TrailView, ever, read, 0, serves((*server).grants)},
		{get, ofTenant + "/grants/{grant}", "getGrant", tagSupport, "Read a support access", tenant.ReadTrail, grant.TrailView, ever, nil, 0, serves((*server).oneGrant)},
		{post, ofTenant + "/grants/{grant}/approval", "approveGrant", tagSupport, "Approve support access", tenant.ApproveSupport, "", lately, []kind{notFound, conflict}, 0, serves((*server).approveGrant)},
		{post, ofTenant + "/grants/{grant}/refusal", "refuseGrant", tagSupport, "Refuse support access", tenant.ApproveSupport, "", ever, []kind{notFound, conflict}, 0, serves((*server).refuseGrant)},
		{post, ofTenant + "/grants/{grant}/revocation", "revokeGrant", tagSupport, "End support access", tenant.ApproveSupport, "", ever, []kind{notFound}, 0, serves((*server).revokeGrant)},

		{get, ofTenant + "/keys", "listKeys", tagKeys, "List API keys", tenant.ManageKeys, "", ever, read, 0, serves((*server).keys)},
		{post, ofTenant + "/keys", "createKey", tagKeys, "Make an API key", tenant.ManageKeys, "", lately, []kind{notFound, invalid, underway, reusedKey}, smallBody, creates((*server).createKey, CreatedKey.kept)},
		{get, ofTenant + "/keys/{key}", "getKey", tagKeys, "Read an API key", tenant.ManageKeys, "", ever, nil, 0, serves((*server).oneKey)},
		{remove, ofTenant + "/keys/{key}", "revokeKey", tagKeys, "Revoke an API key", tenant.ManageKeys, "", ever, []kind{changed, unconditoned}, 0, serves((*server).revokeKey)},

		{get, ofTenant + "/subscription", "getSubscription", tagPayments, "Read what a tenant has subscribed to", tenant.Contract, grant.BillingView, ever, nil, 0, serves((*server).subscription)},
		{get, ofTenant + "/plans", "listPlans", tagPayments, "List the plans that are sold", tenant.Contract, "", ever, nil, 0, serves((*server).plans)},
		{post, ofTenant + "/subscription/checkout", "subscribe", tagPayments, "Make the page at Stripe on which a subscription begins", tenant.Contract, "", lately, []kind{invalid, conflict, underway, reusedKey}, smallBody, creates((*server).subscribe, entire[PaymentPage])},
		{post, ofTenant + "/subscription/portal", "manageSubscription", tagPayments, "Make the page at Stripe on which a subscription is changed, mended or cancelled", tenant.Contract, "", lately, []kind{conflict, underway, reusedKey}, 0, creates((*server).manageSubscription, entire[PaymentPage])},
	}, contractRoutes()...)
}

// The largest bodies, in bytes.
const (
	smallBody   = 32 << 10
	settingBody = 260 << 10
	maxBody     = 300 << 10
)

// ofTenant reports whether the route is about the tenant that its path names.
func (r route) ofTenant() bool { return strings.HasPrefix(r.path, ofTenant) }

// pattern is the route as the table and logs name it.
func (r route) pattern() string { return r.method + " " + base + r.path }

// problems lists the statuses with which the route can fail, in order.
func (r route) problems() []int {
	kinds := append([]kind{unknown, tooMany, broken, outOfTime}, r.fails...)
	if r.method != http.MethodGet || r.ofTenant() {
		kinds = append(kinds, forbidden)
	}
	if r.ofTenant() {
		kinds = append(kinds, notFound)
	}
	// Every parameter is checked, and none goes unnoticed.
	kinds = append(kinds, invalid)
	if r.body > 0 {
		kinds = append(kinds, malformed, tooLarge, wrongMedia)
	}
	var out []int
	for _, k := range kinds {
		out = append(out, k.status())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// operation describes the route; status is that of its success, 0 for the usual.
func (r route) operation(s *server, status int) huma.Operation {
	op := huma.Operation{
		Method: r.method, Path: base + r.path, OperationID: r.id, Tags: []string{r.tag}, Summary: r.does, Description: r.description(),
		MaxBodyBytes: r.body, DefaultStatus: status, Responses: map[string]*huma.Response{},
		Middlewares: huma.Middlewares{s.letIn(r)},
	}
	for _, status := range r.problems() {
		op.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status),
			Content:     map[string]*huma.MediaType{problemType: {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}}},
		}
	}
	return op
}

// description says who may use the route.
func (r route) description() string {
	if r.needs == "" {
		return "For whoever is signed in."
	}
	text := "Takes the permission `" + string(r.needs) + "`."
	if r.view != "" {
		text += " An operator of Vahti needs a support access that covers `" + string(r.view) + "`, and is seen looking."
	}
	return text
}
