package check

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// Licence is what a control needs the tenant to have bought.
type Licence string

// The licences.
const (
	NoLicence        Licence = ""
	EntraP1          Licence = "Entra ID P1"
	EntraP2          Licence = "Entra ID P2"
	WorkloadID       Licence = "Workload ID Premium"
	Intune           Licence = "Intune"
	ExchangeOnline   Licence = "Exchange Online"
	SharePointOnline Licence = "SharePoint Online"
	MicrosoftTeams   Licence = "Microsoft Teams"
	Defender         Licence = "Microsoft Defender"
	DefenderOffice   Licence = "Defender for Office 365 P2"
	DefenderIdent    Licence = "Defender for Identity"
	DefenderApps     Licence = "Defender for Cloud Apps"
	InformationProt  Licence = "Azure Information Protection P1"
)

// Licences returns every licence but none.
func Licences() []Licence {
	return []Licence{
		EntraP1, EntraP2, WorkloadID, Intune, ExchangeOnline, SharePointOnline, MicrosoftTeams,
		Defender, DefenderOffice, DefenderIdent, DefenderApps, InformationProt,
	}
}

// plans are the service plans that bring a licence, by Microsoft's plan name
// and, because government and other clouds name them differently, by plan id.
// Source: Microsoft's list of product names and service plan identifiers.
var plans = map[Licence][]string{
	EntraP1:    {"AAD_PREMIUM", "41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM_P2", "eec0eb4f-6444-4f95-aba0-50c24d67f998"},
	EntraP2:    {"AAD_PREMIUM_P2", "eec0eb4f-6444-4f95-aba0-50c24d67f998"},
	WorkloadID: {"AAD_WRKLDID_P1", "AAD_WRKLDID_P2"},
	Intune: {
		"INTUNE_A", "c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "INTUNE_EDU", "INTUNE_A_VL", "INTUNE_A_D", "INTUNE_SMBIZ",
	},
	ExchangeOnline: {
		"EXCHANGE_S_STANDARD", "9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_ENTERPRISE", "efb87545-963c-4e0d-99df-69c6916d9eb0",
		"EXCHANGE_S_DESKLESS", "4a82b400-a79f-41a4-b4e2-e94f5787b113", "EXCHANGE_S_ESSENTIALS", "EXCHANGE_B_STANDARD",
		"EXCHANGE_S_STANDARD_GOV", "EXCHANGE_S_ENTERPRISE_GOV", "EXCHANGE_S_DESKLESS_GOV",
	},
	SharePointOnline: {
		"SHAREPOINTSTANDARD", "c7699d2e-19aa-44de-8edf-1736da088ca1", "SHAREPOINTENTERPRISE", "5dbe027f-2339-4123-9542-606e4d348a72",
		"SHAREPOINTDESKLESS", "902b47e5-dcb2-4fdc-858b-c63a90a2bdb9", "SHAREPOINTSTANDARD_EDU", "SHAREPOINTENTERPRISE_EDU",
		"SHAREPOINTENTERPRISE_GOV", "SHAREPOINTLITE", "ONEDRIVE_BASIC", "ONEDRIVEENTERPRISE", "ONEDRIVESTANDARD",
	},
	MicrosoftTeams: {"TEAMS1", "57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS_GOV", "TEAMS_AR_GCCHIGH", "TEAMS_AR_DOD", "TEAMS_FREE", "TEAMS_EDU"},
	Defender: {
		"WINDEFATP", "871d91ec-ec1a-452b-a83f-bd76c7d770ef", "MDE_LITE", "MDE_SMB", "ATP_ENTERPRISE", "THREAT_INTELLIGENCE", "ATA",
		"ADALLOM_S_STANDALONE", "MTP", "bf28f719-7844-4079-9c78-c1307898e192", "ATP_ENTERPRISE_GOV", "THREAT_INTELLIGENCE_GOV",
	},
	DefenderOffice:  {"THREAT_INTELLIGENCE", "8e0c0a52-6a6c-4d40-8370-dd62790dcd70", "THREAT_INTELLIGENCE_GOV"},
	DefenderIdent:   {"ATA", "14ab5db5-e6c4-4b20-b4bc-13e36fd2227f"},
	DefenderApps:    {"ADALLOM_S_STANDALONE", "2e2ddb96-6af9-4b1d-a3f0-d6ecfd22edb2", "ADALLOM_S_STANDALONE_DOD"},
	InformationProt: {"RMS_S_PREMIUM", "6c57d4b6-3b23-47a5-9bc9-69f17b4947b3", "RMS_S_PREMIUM2", "MIP_S_CLP1", "MIP_S_CLP2"},
}

// Licensed reports whether the tenant has the licence; known is false when its
// subscriptions could not be read.
func Licensed(l Licence, s *snapshot.Snapshot) (has, known bool) {
	if l == NoLicence {
		return true, true
	}
	bought := snapshot.Derive(s, licencesKey, licencesOf)
	return bought[l], bought != nil
}

// licencesKey is a tenant's licences among what is derived of its snapshot.
var licencesKey any = new(byte)

// licencesOf returns the licences a tenant has, nil where its subscriptions could
// not be read.
func licencesOf(s *snapshot.Snapshot) map[Licence]bool {
	if !s.Has(snapshot.SubscribedSkus.Resource()) {
		return nil
	}
	there := map[string]bool{}
	for _, sku := range snapshot.SubscribedSkus.Of(s) {
		if !usable(sku) {
			continue
		}
		for _, p := range sku.ServicePlans {
			if !strings.EqualFold(p.ProvisioningStatus, "Disabled") {
				there[strings.ToLower(p.ServicePlanName)], there[strings.ToLower(p.ServicePlanID)] = true, true
			}
		}
	}
	has := map[Licence]bool{}
	for l, wanted := range plans {
		has[l] = slices.ContainsFunc(wanted, func(plan string) bool { return there[strings.ToLower(plan)] })
	}
	return has
}

// usable reports whether a subscription still gives its plans: a lapsed one
// keeps its row. Where the units are not recorded, its state decides.
func usable(sku snapshot.SubscribedSku) bool {
	switch sku.CapabilityStatus {
	case "Suspended", "Deleted", "LockedOut":
		return false
	}
	return sku.PrepaidUnits.Enabled+sku.PrepaidUnits.Warning > 0 || sku.CapabilityStatus == "Enabled" || sku.CapabilityStatus == "Warning"
}

// NoLicenceReason says why a control does not apply without l.
func NoLicenceReason(l Licence) string {
	return "The tenant has no " + string(l) + " licence, which this control needs."
}
