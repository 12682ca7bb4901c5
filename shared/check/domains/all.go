package domains

import "vahti.ai/vahti/shared/check"

// All returns the checks of this category.
func All() []*check.Check {
	return []*check.Check{
		DKIM, DMARC, DMARCContact, DMARCReject, DMARCReports, DNSSEC, MTASTS, Resolves, SPF, SPFLookups, TLSReports,
	}
}
