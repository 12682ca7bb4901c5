package applications

// Where the ids of attackersApplications come from. PerfectData Software is a
// program for backups that was only ever seen after break-ins.
const (
	sourceHuntress  = "https://github.com/huntresslabs/rogueapps"
	sourceKroll     = "https://www.kroll.com/en/insights/publications/cyber/new-m365-business-email-compromise-attacks-with-rclone"
	sourceMicrosoft = "https://www.microsoft.com/en-us/security/blog/2026/03/02/oauth-redirection-abuse-enables-phishing-malware-delivery/"
	sourceWiz       = "https://www.wiz.io/blog/detecting-malicious-oauth-applications"
	sourceCyera     = "https://github.com/Cyera-Research-Labs/m365-malicious-app-iocs"
	sourceRHISAC    = "https://rhisac.org/threat-intelligence/microsoft-oauth-app-impersonation-leads-to-mfa-phishing/"
)

// attackersApplications are applications that attackers made or are known to
// bring along, by application id in small letters. An honest one serves others
// as well; attackers use it to copy mail, files or addresses.
var attackersApplications = map[string]struct {
	source string
	honest bool
}{
	"ff8d92dc-3d82-41d6-bcbd-b9174d163620": {source: sourceHuntress},               // PerfectData Software
	"2ef68ccc-8a4d-42ff-ae88-2d7bb89ad139": {source: sourceHuntress},               // Mail_Backup, its later name
	"e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd": {source: sourceHuntress, honest: true}, // eM Client
	"a245e8c0-b53c-4b67-9b45-751d1dff8e6b": {source: sourceHuntress, honest: true}, // Newsletter Software Supermailer
	"b15665d9-eda6-4092-8539-0eec376afd59": {source: sourceHuntress, honest: true}, // rclone
	"a43e5392-f48b-46a4-a0f1-098b5eeb4757": {source: sourceHuntress, honest: true}, // CloudSponge
	"caffae8c-0882-4c81-9a27-d1803af53a40": {source: sourceHuntress, honest: true}, // SigParser
	"4761b959-9780-4c2d-87a3-512b4638f767": {source: sourceKroll, honest: true},    // rclone

	"9a36eaa2-cf9d-4e50-ad3e-58c9b5c04255": {source: sourceMicrosoft},
	"89430f84-6c29-43f8-9b23-62871a314417": {source: sourceMicrosoft},
	"440f4886-2c3a-4269-a78c-088b3b521e02": {source: sourceMicrosoft},
	"c752e1ef-e475-43c0-9b97-9c9832dd3755": {source: sourceMicrosoft},
	"6755c710-194d-464f-9365-7d89d773b443": {source: sourceMicrosoft},
	"3cc07cb4-dba8-4051-82cd-93250a43b53b": {source: sourceMicrosoft},
	"8c659c19-8a90-49b0-a9f1-15aeba3bb449": {source: sourceMicrosoft},
	"bc618bf4-c6d1-4653-8c4d-c6036001b226": {source: sourceMicrosoft},
	"6efe57d9-b00a-4091-b861-a16b7368ab11": {source: sourceMicrosoft},
	"f73c6332-4618-4b9d-bcd4-c77726581acd": {source: sourceMicrosoft},
	"6fae87b3-3a0f-4519-8b56-006ba50f62c4": {source: sourceMicrosoft},
	"1b6f59dd-45da-4ff7-9b70-36fb780f855b": {source: sourceMicrosoft},
	"00afba72-9008-454f-bbe6-d24e743fbe73": {source: sourceMicrosoft},
	"a68c61ee-6185-4b36-bc59-1dca946d95cb": {source: sourceMicrosoft},

	"fc5d3843-d0e8-4c3f-b0ee-6d407f667751": {source: sourceWiz}, // 0365 Access, Mail Client
	"5037c1a6-7cfc-48b5-b887-f2a045937081": {source: sourceWiz}, // Adobe
	"58427324-4e5d-4441-b029-cd2d532b47d7": {source: sourceWiz}, // Adobe
	"706e0542-2dfb-4e7f-98f0-1e17eab6d5b8": {source: sourceWiz}, // Adobe
	"b0d8ea55-bc29-436c-9f8b-f8829030261d": {source: sourceWiz}, // adobe
	"c4d0b015-689a-4bcf-b69b-3ed5005fddb6": {source: sourceWiz}, // Adobe
	"c52517b0-46eb-4d61-975a-771d9978dac0": {source: sourceWiz}, // Adobe
	"14b2864e-3cff-4d33-b5cd-7f14ca272ea4": {source: sourceWiz}, // Adobe Drive
	"85da47ec-2977-40ab-af03-f3d45aaab169": {source: sourceWiz}, // Adobe Drive X
	"6a77659d-dd6f-4c73-a555-aed25926a05f": {source: sourceWiz}, // docsign
	"6628b5b8-55af-42b4-9797-5cd5c148313c": {source: sourceWiz}, // Docusign
	"a3903ccd-ec81-4264-8f6a-a7d4cd395fd5": {source: sourceWiz}, // DocuSign
	"fdcf7337-92bf-4c70-9888-ea234b6ffb0d": {source: sourceWiz}, // Docusign
	"f99a0806-7650-4d78-acef-71e445dfc844": {source: sourceWiz}, // DocuSign-2025
	"b7cb9a9b-ddc9-4444-935b-1122733c97c4": {source: sourceWiz}, // MyMail Settings
	"c7121e86-fe4d-4dbd-b5f3-e61a62ee533a": {source: sourceWiz}, // OneDrive for Business, with a Cyrillic letter
	"a69a0f78-a77c-451c-b090-b766425caee2": {source: sourceWiz}, // PDF
	"48cb1fac-7195-47b3-98b2-fe3562bee75c": {source: sourceWiz}, // sharedoc
	"482fb03a-5218-43c2-8ce6-61956c7ca99b": {source: sourceWiz}, // Sharepoint Cloud, with Cyrillic letters
	"4e4d64ac-4a2a-432c-b79e-65ca8213ede5": {source: sourceWiz}, // SharePoint Online, with a Cyrillic letter
	"768a57a0-1c5e-477a-939a-63aebf2e5ecf": {source: sourceWiz}, // SharePoint Online, with a Cyrillic letter
	"a43a3d51-c821-4b86-9a63-fbc775120fc2": {source: sourceWiz}, // SharePoint Online, with a Cyrillic letter
	"0bd8e698-4298-405a-bc6b-da5647a4616b": {source: sourceWiz}, // SharePoint Cloud, with Cyrillic letters
	"a8ca8dad-f6e6-4b01-9d6b-02e1da6c9d7f": {source: sourceWiz}, // Teams Task Planner
	"21f81c9e-475d-4c26-9308-1de74a286f73": {source: sourceWiz}, // Users
	"626b6813-13dc-45d7-abfe-a7fe09fd5276": {source: sourceWiz}, // Microsoft Cloud App Security, with Cyrillic letters
	"443efa1c-8a0a-47a0-bd31-7c30fe32dee4": {source: sourceWiz}, // OneDrive for Business, with Cyrillic letters
	"3280b1dc-4b64-4f90-a16a-b0804e6ec4ca": {source: sourceWiz}, // OneDrive for Business, with Cyrillic letters

	"f927b0f3-6fce-4d59-a246-904fa7317969": {source: sourceCyera}, // Adobe
	"db2eb385-c02f-44fc-b204-ade7d9f418b1": {source: sourceCyera}, // Docusign
	"f66985e0-7bb1-4cc5-a871-1cea533665d9": {source: sourceCyera}, // Excel4Enabler
	"31c6b531-dd95-4361-93df-f5a9c906da39": {source: sourceCyera}, // OneDrive-2025
	"1e69a9f6-bb18-452a-baba-b4650ff21882": {source: sourceCyera}, // SettingsEnabler

	"355d1228-1537-4e90-80a6-dae111bb4d70": {source: sourceRHISAC}, // Adobe Acrobat
	"055399fa-29b9-46ab-994d-4ae06f40bada": {source: sourceRHISAC},
	"22c606e8-7d68-4a09-89d9-c3c563a453a0": {source: sourceRHISAC},
	"987c259f-da29-4575-8072-96c610204830": {source: sourceRHISAC},
	"fe0e32ca-d09e-4f80-af3c-5b086d4b8e66": {source: sourceRHISAC},
}
