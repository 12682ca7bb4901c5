package roles

import (
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// partnerLimit is how long a relation with a partner may last at most.
const partnerLimit = 2 * 365 * 24 * time.Hour

// Partners asks that outside partners who may administer the tenant are known,
// are not Global Administrators and lose their access in the end. Each relation
// is a result of its own. Relations in which this tenant is the partner are left
// out.
//
// Microsoft documents that relations are listed to the partner: an empty list in
// the customer's tenant says nothing, so it is not a pass.
var Partners = &check.Check{
	ID:       "role-partners",
	Title:    "Partners who may administer the tenant are known and limited",
	Category: check.Roles,
	Severity: finding.High,
	Because:  "A partner's people administer the tenant with accounts that the partner alone protects, and one break-in there reaches all its customers.",
	Controls: check.Controls{ISO27001: []string{"A.5.19", "A.5.22"}, NIS2: []string{"21(2)(d)"}},
	Rows:     []string{"RO-028"},
	Reads:    []snapshot.Resource{snapshot.Contracts.Resource(), snapshot.PartnerRelations.Resource()},
	Uses:     []snapshot.Resource{snapshot.Organizations.Resource(), snapshot.RoleDefinitions.Resource()},
	Risk:     "Attackers break into a small IT partner and from there rule every company it ever worked for, this one among them.",
	Fix: check.Fix{
		Portal:  "Microsoft 365 admin center > Settings > Partner relationships: remove roles from partners you no longer work with, and ask the others for a granular relation without Global Administrator; declare those you accept in Vahti",
		Request: `POST /v1.0/tenantRelationships/delegatedAdminRelationships/{id}/requests {"action":"terminate"}, which the partner sends`,
	},
	Texts:  []*text.Table{partnersTexts},
	Since:  "2026-11",
	Source: "Zero Trust Assessment, 21859, which is not built; Microsoft Graph documentation, contract resource type (\"exists in partner tenants only\") and Granular delegated admin privileges (GDAP) API overview (\"the calling principal must be in the partner tenant\"): what is listed is judged, and an empty list is unknown",
	Run: func(s *snapshot.Snapshot) []check.Result {
		own, tenant := "", snapshot.Organizations.Of(s)
		if len(tenant) > 0 {
			own = tenant[0].ID
		}
		var results []check.Result
		unsure := false
		contracts := snapshot.Contracts.Of(s)
		for i := range contracts {
			c := &contracts[i]
			switch {
			case c.ID == "", own == "" && c.CustomerID != "":
				unsure = true
			case concerns(own, c.CustomerID):
				results = append(results, check.Result{
					Resource: c.ID, Verdict: finding.Fail, Reason: "A partner has a relation of the older kind, with unlimited administration rights.",
					Evidence: finding.Evidence{
						Facts:    finding.Facts{"contractType": c.ContractType},
						Subjects: finding.Subjects{"partners": finding.List(finding.Subject{ID: c.ID, Name: c.DisplayName})},
					},
				})
			}
		}
		d := definitionsOf(s)
		relations := snapshot.PartnerRelations.Of(s)
		for i := range relations {
			r := &relations[i]
			switch {
			case over(r.Status):
			case r.ID == "", own == "" && r.Customer.V.TenantID != "":
				unsure = true
			case concerns(own, r.Customer.V.TenantID):
				results = append(results, judgePartner(s, d, r))
			}
		}
		if unsure {
			results = append(results, check.One(finding.Unknown, unsurePartner, finding.Evidence{})...)
		}
		if len(results) == 0 {
			return check.One(finding.Unknown, "No relation with a partner is listed here, but Microsoft lists them to the partner, so there may be some.", finding.Evidence{})
		}
		return results
	},
}

// unsurePartner is the reason where a relation is not known in full.
const unsurePartner = "Graph did not return all about what a partner may do."

// concerns reports whether a relation is about this tenant as the customer. One
// that does not say whom it is about may be.
func concerns(own, customer string) bool {
	return customer == "" || strings.EqualFold(own, customer)
}

// over reports whether a relation gives no access, any more or yet.
func over(status string) bool {
	return containsFold([]string{"created", "approvalPending", "expired", "terminated"}, status)
}

func judgePartner(s *snapshot.Snapshot, d definitions, r *snapshot.PartnerRelation) check.Result {
	var lacks []string
	unsure := false
	if !declaredPartner(s.Settings.Declared.Partners, r.ID) {
		lacks = append(lacks, "the partner is not declared")
	}
	roles := r.AccessDetails.V.UnifiedRoles
	switch {
	case slices.ContainsFunc(roles, func(x snapshot.PartnerRole) bool { return d.template(x.RoleDefinitionID) == GlobalAdministrator }):
		lacks = append(lacks, "the partner may be Global Administrator")
	case !r.AccessDetails.Known() || len(roles) == 0:
		unsure = true
	}
	end := r.EndDateTime
	switch {
	case end.Null:
		lacks = append(lacks, "the relation has no end")
	case !end.Set || !end.V.Readable:
		unsure = true
	case end.V.Time.Sub(s.Now) > partnerLimit:
		lacks = append(lacks, "the relation lasts longer than two years")
	}
	if !containsFold(lasting(), r.Status) {
		unsure = true
	}
	facts := finding.Facts{"roles": len(roles), "status": r.Status}
	if end.Known() && end.V.Readable {
		facts["endDateTime"] = end.V.Time.Format(time.DateOnly)
	}
	result := check.Result{Resource: r.ID, Evidence: finding.Evidence{
		Facts: facts, Subjects: finding.Subjects{"partners": finding.List(finding.Subject{ID: r.ID, Name: r.DisplayName, Note: strings.Join(lacks, "; ")})},
	}}
	switch {
	case len(lacks) > 0:
		result.Verdict, result.Reason = finding.Fail, "A partner who may administer the tenant is not known or not limited enough."
	case unsure:
		result.Verdict, result.Reason = finding.Unknown, unsurePartner
	default:
		result.Verdict, result.Reason = finding.Pass, "The partner is known, is no Global Administrator and loses access in the end."
	}
	return result
}

// lasting are the states in which a partner has access, or still may.
func lasting() []string {
	return []string{"active", "approved", "activating", "expiring", "terminationRequested", "terminating"}
}

// declaredPartner reports whether a relation was declared by its id, or by the
// partner's tenant, whose id is the end of the relation's.
func declaredPartner(declared []string, relation string) bool {
	return slices.ContainsFunc(declared, func(id string) bool {
		return id != "" && (strings.EqualFold(id, relation) || strings.HasSuffix(strings.ToLower(relation), "-"+strings.ToLower(id)))
	})
}
