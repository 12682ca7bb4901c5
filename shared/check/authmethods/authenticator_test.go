package authmethods

import (
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// app is a tenant with this configuration of Microsoft Authenticator.
func app(state, rest string) checktest.Files {
	return configured(`{"id":"MicrosoftAuthenticator","state":"` + state + `",` + rest + `}`)
}

// showing is an enabled Authenticator with this feature.
func showing(feature, state, include, exclude string) checktest.Files {
	return app("enabled", `"featureSettings":{"`+feature+`":{"state":"`+state+`","includeTarget":{"targetType":"group","id":"`+include+`"},"excludeTarget":{"targetType":"group","id":"`+exclude+`"}}}`)
}

// unphishable adds a policy that requires phishing-resistant sign-in of everyone.
func unphishable(files checktest.Files, state string) checktest.Files {
	files[snapshot.ConditionalAccessPolicies.Resource()] = `[{"id":"p","displayName":"Keys","state":"` + state + `",
		"conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]},"clientAppTypes":["all"]},
		"grantControls":{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004","allowedCombinations":["windowsHelloForBusiness","fido2","x509CertificateMultiFactor"]}}}]`
	return files
}
