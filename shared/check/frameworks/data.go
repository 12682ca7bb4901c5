package frameworks

import "strings"

// Why no check answers a control.
const (
	snapshotOnly    = "Only a snapshot of Tenant Configuration Management holds it, and an application needs a write permission to make one."
	noInterface     = "No interface holds it that an application without a signed-in person may read."
	secureScoreOnly = "Only Microsoft's Secure Score speaks of it, without the setting itself."
	delegatedOnly   = "Microsoft documents it for signed-in people alone; no application permission is listed for it."
)

// a group is controls that no check answers for the same reason.
type group struct {
	reason string
	ids    []string
}

func unansweredSCuBA() []group {
	return []group{
		{delegatedOnly, strings.Fields(`MS.AAD.2.2v1`)},
		{noInterface, strings.Fields(`MS.AAD.4.1v1 MS.DEFENDER.1.1v1 MS.DEFENDER.1.3v1 MS.DEFENDER.1.4v1 MS.DEFENDER.1.5v1
			MS.DEFENDER.6.3v1 MS.SECURITYSUITE.5.2v1 MS.SHAREPOINT.1.2v1 MS.SHAREPOINT.2.1v1 MS.SHAREPOINT.2.2v1
			MS.SHAREPOINT.3.1v1 MS.SHAREPOINT.3.2v1 MS.SHAREPOINT.3.3v2`)},
		{secureScoreOnly, strings.Fields(`MS.DEFENDER.6.1v1`)},
		{snapshotOnly, strings.Fields(`MS.DEFENDER.1.2v1 MS.DEFENDER.2.1v1 MS.DEFENDER.2.2v1 MS.DEFENDER.2.3v1 MS.DEFENDER.3.1v1
			MS.DEFENDER.4.1v2 MS.DEFENDER.4.2v1 MS.DEFENDER.4.3v1 MS.DEFENDER.4.4v1 MS.DEFENDER.4.5v1
			MS.DEFENDER.4.6v1 MS.DEFENDER.5.1v1 MS.DEFENDER.5.2v1 MS.EXO.1.1v2 MS.EXO.5.1v1 MS.EXO.6.1v1
			MS.EXO.6.2v1 MS.EXO.7.1v1 MS.EXO.13.1v1 MS.SECURITYSUITE.1.1v1 MS.SECURITYSUITE.1.2v1
			MS.SECURITYSUITE.1.3v1 MS.SECURITYSUITE.1.4v1 MS.SECURITYSUITE.2.1v1 MS.SECURITYSUITE.2.2v1
			MS.SECURITYSUITE.2.3v1 MS.SECURITYSUITE.2.4v1 MS.SECURITYSUITE.3.1v1 MS.SECURITYSUITE.3.2v1
			MS.SECURITYSUITE.3.3v1 MS.SECURITYSUITE.3.4v1 MS.SECURITYSUITE.3.5v1 MS.SECURITYSUITE.4.1v1
			MS.SECURITYSUITE.4.2v1 MS.SECURITYSUITE.6.1v1 MS.SECURITYSUITE.6.2v1 MS.SECURITYSUITE.7.1v1
			MS.SECURITYSUITE.7.2v1 MS.SECURITYSUITE.7.3v1 MS.SECURITYSUITE.8.1v1 MS.SECURITYSUITE.8.2v1
			MS.TEAMS.1.1v1 MS.TEAMS.1.2v2 MS.TEAMS.1.3v1 MS.TEAMS.1.4v1 MS.TEAMS.1.5v1 MS.TEAMS.1.6v1
			MS.TEAMS.1.7v2 MS.TEAMS.2.1v2 MS.TEAMS.2.2v2 MS.TEAMS.2.3v2 MS.TEAMS.4.1v1 MS.TEAMS.5.1v2
			MS.TEAMS.5.2v2 MS.TEAMS.5.3v2`)},
	}
}

func unansweredCIS() []group {
	return []group{
		{delegatedOnly, strings.Fields(`5.1.8.1`)},
		{noInterface, strings.Fields(`2.4.1 2.4.2 2.4.4 5.1.2.5 6.1.3 7.2.2 7.2.4 7.2.7 7.2.8 7.2.9 7.2.10 7.2.11 7.3.1`)},
		{secureScoreOnly, strings.Fields(`6.1.2`)},
		{snapshotOnly, strings.Fields(`1.3.3 1.3.6 1.3.9 2.1.1 2.1.2 2.1.3 2.1.4 2.1.5 2.1.6 2.1.7 2.1.11 2.1.12 2.1.13 2.1.14 2.1.15 3.2.1
			3.2.2 3.2.3 6.1.1 6.2.2 6.2.3 6.3.1 6.3.2 6.5.1 6.5.2 6.5.3 6.5.5 8.1.1 8.1.2 8.2.1 8.2.2 8.2.3 8.2.4
			8.5.1 8.5.2 8.5.3 8.5.4 8.5.5 8.5.6 8.5.7 8.5.8 8.5.9 8.6.1`)},
	}
}

// cisBeyond counts the requirements of CIS Microsoft 365 v7 that are in no list
// here: those on Microsoft Fabric, and switches that exist in a portal alone,
// such as for Sway, LinkedIn, My Groups and self-service password reset.
const cisBeyond = 160 - 141

// rows are the rows of the catalogue of controls that are critical or high or
// carry a published identifier, and that Graph or public DNS can answer.
func rows() []string {
	return strings.Fields(`ID-001 ID-002 ID-003 ID-004 ID-005 ID-006 ID-007 ID-008 ID-009 ID-010 ID-011 ID-013 ID-015 ID-016
		ID-017 ID-018 ID-024 ID-027 ID-030 ID-031 ID-034 GR-001 GR-006 GR-007 GR-008 GR-010 GR-011 GR-012
		CN-001 CN-002 CN-003 CN-004 CN-005 CN-006 CN-007 CN-008 CN-010 AP-001 AP-002 AP-003 AP-004 AP-005
		AP-011 AP-012 AP-018 AP-019 AP-022 AP-023 AP-024 AP-025 AP-027 AP-028 AP-034 AP-035 AP-036 AP-037
		AP-038 AP-039 AP-041 AP-042 AP-044 AP-045 AU-001 AU-002 AU-003 AU-004 AU-005 AU-006 AU-007 AU-008
		AU-009 AU-010 AU-011 AU-012 AU-013 AU-014 AU-015 AU-016 AU-017 AU-018 AU-019 AU-020 AU-021 AU-022
		AU-023 AU-024 AU-027 AU-029 AU-031 CA-001 CA-003 CA-004 CA-005 CA-006 CA-007 CA-008 CA-009 CA-010
		CA-011 CA-012 CA-013 CA-014 CA-017 CA-020 CA-021 CA-022 CA-023 CA-024 CA-026 CA-029 CA-033 CA-034
		CA-036 CA-037 CA-041 CA-042 CA-046 CA-049 CA-054 RO-001 RO-002 RO-003 RO-004 RO-005 RO-006 RO-007
		RO-008 RO-009 RO-010 RO-011 RO-013 RO-014 RO-015 RO-016 RO-017 RO-018 RO-019 RO-021 RO-022 RO-024
		RO-025 RO-026 RO-028 GU-001 GU-002 GU-003 GU-004 GU-010 GU-014 DV-001 DV-002 DV-003 DV-004 DV-005
		IN-001 IN-002 IN-013 IN-017 IN-019 IN-060 IN-061 IN-065 IN-084 IN-087 IN-089 IN-091 IN-092 SP-001
		SP-002 SP-003 SP-004 SP-005 SP-007 SP-012 TE-002 TE-003 EX-001 EX-002 EX-003 EX-005 EX-008 DN-001
		DN-003 DN-004 DN-005 DN-006 DN-007 DN-012 RK-001 RK-002 RK-003 RK-005 RK-019 RK-020 LG-001 LG-005
		LG-006 LG-007 LG-008 LG-010 LG-022 PV-001 AI-003`)
}
