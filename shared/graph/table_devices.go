package graph

import "vahti.ai/vahti/shared/snapshot"

const configAnyway = "DeviceManagementConfiguration.Read.All is asked for anyway to read device policies and covers this too, so no further permission is needed"

// deviceRows are what Intune knows.
func deviceRows() []Row {
	return []Row{
		{
			Key: snapshot.DeviceManagement, Permission: deviceConfig, Licence: licenceIntune, Batched: true,
			Select:   "settings",
			NotLeast: configAnyway,
			Why:      "To see whether devices without rules count as safe.",
		},
		{
			// Beta for restrictions of one platform.
			Key: snapshot.EnrollmentConfigurations, Permission: deviceService, Licence: licenceIntune, PageLimit: defaultPage, Batched: true,
			Why: "To see whether private devices can be enrolled.",
		},
		{
			// Beta only. What is expanded is most of it, and tools that read it so select nothing.
			Key: snapshot.ConfigurationPolicies, Permission: deviceConfig, Licence: licenceIntune, PageLimit: defaultPage, Batched: true,
			Expand: "assignments,settings",
			Why:    "To see which protections are set up on devices.",
		},
		{
			Key: snapshot.CompliancePolicies, Permission: deviceConfig, Licence: licenceIntune, PageLimit: defaultPage, Batched: true,
			Expand: "assignments",
			Why:    "To see what a device must have to count as safe.",
		},
		{
			Key: snapshot.ApplePushCertificate, Permission: deviceConfig, Licence: licenceIntune, Batched: true,
			Select:   "expirationDateTime",
			NotLeast: "Microsoft marks no permission as the least for it; DeviceManagementConfiguration.Read.All is asked for anyway to read device policies",
			Why:      "To see when the certificate expires without which Apple devices can no longer be managed.",
		},
		{
			// Beta only.
			Key: snapshot.AppleEnrollmentTokens, Permission: deviceService, Licence: licenceIntune, PageLimit: defaultPage, Batched: true,
			Select: "id,tokenName,tokenExpirationDateTime,lastSyncErrorCode",
			Why:    "To see when the connection to Apple's device enrolment expires.",
		},
		{
			Key: snapshot.ThreatDefenseConnectors, Permission: deviceService, Licence: licenceIntune, PageLimit: defaultPage, Batched: true,
			Why: "To see whether the products that watch mobile devices still report.",
		},
		{
			Key: snapshot.IntuneRoleAssignments, Permission: "DeviceManagementRBAC.Read.All", Licence: licenceIntune, PageLimit: defaultPage, Batched: true,
			Why: "To see which groups administer devices.",
		},
		{
			// Pages of 1,000 at most.
			Key: snapshot.ManagedDevices, Batched: true, Permission: managedDevices, Licence: licenceIntune, Top: largePage, PageLimit: largePage,
			Select: "id,deviceName,operatingSystem,osVersion,isEncrypted,jailBroken,model,managementAgent",
			Why:    "To see which devices are not encrypted, out of support or tampered with.",
		},
		{
			Key: snapshot.DetectedMalware, Permission: managedDevices, Licence: licenceIntune, PageLimit: defaultPage, Batched: true,
			Select: "id,displayName,severity,lastDetectionDateTime",
			Why:    "To see which malware was met on devices.",
		},
		{
			Key: snapshot.MalwareStates, Permission: managedDevices, Licence: licenceIntune, PageLimit: defaultPage,
			Select:  "id,deviceName,executionState,threatState",
			Why:     "To see on which devices malware is still active.",
			Needs:   []snapshot.Resource{snapshot.DetectedMalware.Resource()},
			parents: listed(malware),
		},
	}
}

func malware(s *snapshot.Snapshot) []parent {
	var out []parent
	for _, m := range snapshot.DetectedMalware.Of(s) {
		out = append(out, parent{id: m.ID})
	}
	return out
}
