package all

import (
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// wellKeptCollaboration is what the checks on SharePoint, Teams, Exchange and DNS
// read besides.
func wellKeptCollaboration() checktest.Files {
	return checktest.Files{
		snapshot.SharePointSettings.Resource(): `{"sharingCapability":"existingExternalUserSharingOnly","sharingDomainRestrictionMode":"allowList",
			"sharingAllowedDomainList":["partner.example"],"sharingBlockedDomainList":[],"isResharingByExternalUsersEnabled":false,"isLegacyAuthProtocolsEnabled":false,
			"isUnmanagedSyncAppForTenantRestricted":true,"allowedDomainGuidsForSyncApp":["3c1f7a52-6e0d-4b9c-a8f4-27d51e90b6c3"],
			"idleSessionSignOut":{"isEnabled":true,"warnAfterInSeconds":3300,"signOutAfterInSeconds":3600}}`,
		snapshot.TeamsApps.Resource(): `[]`,
		snapshot.InboxRules.Resource(): `{"a1":[],"u1":[{"id":"r","isEnabled":true,"conditions":{"fromAddresses":[{"emailAddress":{"address":"news@shop.example"}}]},
			"actions":{"moveToFolder":"f","stopProcessingRules":true}}]}`,
		snapshot.Mailboxes.Resource():  `{"a1":[{"userPurpose":"user"}],"u1":[{"userPurpose":"user"}]}`,
		snapshot.UserFiles.Resource():  `{"a1":[],"u1":[{"id":"1","shared":{"scope":"users"}}]}`,
		snapshot.GroupFiles.Resource(): `{"team":[{"id":"2","shared":{"scope":"organization"}}]}`,
		snapshot.DomainRecords.Resource(): `{"example.com":[
			{"name":"example.com","type":"TXT","status":"found","values":["v=spf1 include:spf.protection.outlook.com -all"]},
			{"name":"spf.protection.outlook.com","type":"TXT","status":"found","values":["v=spf1 ip4:40.92.0.0/15 -all"]},
			{"name":"example.com","type":"MX","status":"found","values":["0 example-com.o-v1.mx.microsoft."]},
			{"name":"example.com","type":"NS","status":"found","values":["ns1.dns.example."]},
			{"name":"example.com","type":"SOA","status":"found","values":["ns1.dns.example. hostmaster.dns.example. 1 7200 3600 1209600 3600"]},
			{"name":"example.com","type":"DS","status":"found","values":["48121 13 2 2623B465008347BF909C576BA0CE932FAFB53645DF33F72D3A0504775B7452A1"]},
			{"name":"_25._tcp.example-com.o-v1.mx.microsoft","type":"TLSA","status":"found","values":["3 1 1 2623B465008347BF909C576BA0CE932FAFB53645DF33F72D3A0504775B7452A1"]},
			{"name":"_dmarc.example.com","type":"TXT","status":"found","values":["v=DMARC1; p=reject; rua=mailto:dmarc@example.com; ruf=mailto:security@example.com"]},
			{"name":"selector1._domainkey.example.com","type":"TXT","status":"found","values":["` + dkimKey + `"]},
			{"name":"selector2._domainkey.example.com","type":"TXT","status":"found","values":["` + dkimKey + `"]},
			{"name":"_mta-sts.example.com","type":"TXT","status":"found","values":["v=STSv1; id=20261101T000000"]},
			{"name":"mta-sts.example.com","type":"HTTPS","status":"found","values":["version: STSv1\nmode: enforce\nmx: *.o-v1.mx.microsoft\nmax_age: 604800\n"]},
			{"name":"_smtp._tls.example.com","type":"TXT","status":"found","values":["v=TLSRPTv1; rua=mailto:tlsrpt@example.com"]}]}`,
	}
}

// dkimKey is a key record with a key of 2048 bits, of which nobody has the other half.
const dkimKey = "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAomXbeqqWyRQD1jfMjwg0V2ZJHuQn0VyDGoBoI6HXPM+4ktWja2PuV972z6dwGupP7a0NDPA6SW0ucawSkru5+RZI7nyeNqu4MCSFc70jPQ9XHLtCdxiTt6/w86683hvaFuDCr8Kvye0eI+0fr1gVYpjPxyBAVVU419dEImvTkHGO0Bobx+8rjl8bfK+YBCUruy2mKRvFh/9opR5P0+9m+etS+D8xD5dv76zGUQnfOMKmHewODqpJp3qzM0RFLJ9pp4N+co4l3VpIamNtIFOXEAEhtub47qAZ/TiTTR52fCFUs04Y9p+Zn0vYWK9rTwl0kkSSluGb4WDG12s1V53A7wIDAQAB"
