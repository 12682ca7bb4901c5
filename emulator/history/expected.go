package history

import (
	"slices"

	"vahti.ai/vahti/shared/finding"
)

// expectAuthorization: what members may do is what the policy says, and unknown
// while the policy is refused. Neither takes a licence.
func expectAuthorization(t *Tenant, out map[string]finding.Verdict) error {
	o, err := t.object("v1.0/policies/authorizationPolicy")
	if err != nil {
		return err
	}
	if o == nil {
		out["id-tenant-creation"], out["id-msonline-powershell"] = finding.Unknown, finding.Unknown
		return nil
	}
	members, _ := o["defaultUserRolePermissions"].(object)
	if may, ok := members["allowedToCreateTenants"].(bool); ok {
		out["id-tenant-creation"] = verdictOf(!may)
	}
	if blocked, ok := o["blockMsolPowerShell"].(bool); ok {
		out["id-msonline-powershell"] = verdictOf(blocked)
	}
	return nil
}

// expectSharePoint: without any licence there is no SharePoint to judge. While
// licences cannot be read nothing is said.
func expectSharePoint(t *Tenant, out map[string]finding.Verdict) error {
	const check = "sp-legacy-authentication"
	if t.refused("subscribedSkus") {
		return nil
	}
	if t.licences != nil {
		out[check] = finding.NotApplicable
		return nil
	}
	o, err := t.object("v1.0/admin/sharepoint/settings")
	if err != nil {
		return err
	}
	if t.refused("admin/sharepoint/settings") {
		out[check] = finding.Unknown
	} else if accepts, ok := o["isLegacyAuthProtocolsEnabled"].(bool); ok && o != nil {
		out[check] = verdictOf(!accepts)
	}
	return nil
}

// expectGrants: consent for everyone to change mail and files fails unless the
// application is switched off, and nobody can tell while grants or applications are refused.
func expectGrants(t *Tenant, out map[string]finding.Verdict) error {
	const check = "app-tenant-wide-grants"
	if t.refused("oauth2PermissionGrants") || t.refused("servicePrincipals") {
		out[check] = finding.Unknown
		return nil
	}
	c, there, err := t.open(grants)
	if err != nil || !there {
		return err
	}
	principals, there, err := t.open("v1.0/servicePrincipals")
	if err != nil || !there {
		return err
	}
	agreed, err := t.agreed()
	if err != nil {
		return err
	}
	for _, o := range c.entities {
		if text(o, "scope") != broadScope || text(o, "consentType") != "AllPrincipals" {
			continue
		}
		for _, p := range principals.entities {
			enabled, said := p["accountEnabled"].(bool)
			if text(p, "id") == text(o, "clientId") && text(p, "appOwnerOrganizationId") != microsoftOrg && (enabled || !said) && !slices.Contains(agreed, text(p, "appId")) {
				out[check] = finding.Fail
			}
		}
	}
	return nil
}

// agreed are the applications that the customer declared as agreed on.
func (t *Tenant) agreed() ([]string, error) {
	o, err := t.object("tenant")
	if err != nil {
		return nil, err
	}
	settings, _ := o["settings"].(object)
	declared, _ := settings["declared"].(object)
	list, _ := declared["agreedApplications"].([]any)
	var out []string
	for _, v := range list {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out, nil
}

// expectAdministrators: nobody can tell how many Global Administrators there are
// while role assignments are refused.
func expectAdministrators(t *Tenant, out map[string]finding.Verdict) error {
	if t.refused("roleManagement/directory/roleAssignments") {
		out["role-global-administrators"] = finding.Unknown
	}
	return nil
}
