package check

import (
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// Licence is what a control needs the tenant to have bought.
type Licence string

// The licences.
const (
	NoLicence Licence = ""
	EntraP1   Licence = "Entra ID P1"
	EntraP2   Licence = "Entra ID P2"
)

// plans are the service plans that bring a licence, by Microsoft's plan name
// and, because government and other clouds name them differently, by plan id.
var plans = map[Licence][]string{
	EntraP1: {"AAD_PREMIUM", "41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM_P2", "eec0eb4f-6444-4f95-aba0-50c24d67f998"},
	EntraP2: {"AAD_PREMIUM_P2", "eec0eb4f-6444-4f95-aba0-50c24d67f998"},
}

// Licensed reports whether the tenant has the licence; known is false when its
// subscriptions could not be read.
func Licensed(l Licence, s *snapshot.Snapshot) (has, known bool) {
	if l == NoLicence {
		return true, true
	}
	if !s.Has(snapshot.SubscribedSkus.Resource()) {
		return false, false
	}
	for _, sku := range snapshot.SubscribedSkus.Of(s) {
		if !usable(sku) {
			continue
		}
		for _, p := range sku.ServicePlans {
			if strings.EqualFold(p.ProvisioningStatus, "Disabled") {
				continue
			}
			for _, want := range plans[l] {
				if strings.EqualFold(p.ServicePlanName, want) || strings.EqualFold(p.ServicePlanID, want) {
					return true, true
				}
			}
		}
	}
	return false, true
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
