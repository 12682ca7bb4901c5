package synth

import (
	"math/rand/v2"
	"strconv"
	"time"
)

// role is one of Microsoft's built-in directory roles; its template id is the same in every tenant.
type role struct {
	name, template string
	privileged     bool
	holders        float64 // how many of a thousand users hold it
}

func roles() []role {
	return []role{
		{"Global Administrator", "62e90394-69f5-4237-9190-012177145e10", true, 0},
		{"Privileged Role Administrator", "e8611ab8-c189-46e8-94e1-60213ab1f814", true, 0.3},
		{"User Administrator", "fe930be7-5e62-47db-91af-98c3a49a38b1", true, 1.5},
		{"SharePoint Administrator", "f28a1f50-f6e7-4571-818b-6a12f2af6b6c", true, 0.8},
		{"Exchange Administrator", "29232cdf-9323-42fd-ade2-1d097af3e4de", true, 0.8},
		{"Hybrid Identity Administrator", "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2", true, 0.3},
		{"Application Administrator", "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", true, 1},
		{"Cloud Application Administrator", "158c047a-c907-4556-b7ef-446551a6b5f7", true, 0.5},
		{"Security Administrator", "194ae4cb-b126-40b2-bd5b-6091b380977d", true, 0.7},
		{"Conditional Access Administrator", "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", true, 0.5},
		{"Authentication Administrator", "c4e39bd9-1100-46d3-8c65-fb160da0071f", true, 1},
		{"Privileged Authentication Administrator", "7be44c8a-adaf-4e2a-84d6-ab2649e08a13", true, 0.3},
		{"Intune Administrator", "3a2c62db-5318-420d-8d74-23affee5d9d5", true, 1},
		{"Helpdesk Administrator", "729827e3-9c14-49f7-bb1b-9608f156bbb8", true, 2},
		{"Global Reader", "f2ef992c-3afb-46b9-b7cf-a126ee74c451", true, 1},
		{"Security Reader", "5d6b6bb7-de71-4623-b4af-96380a352509", true, 1},
		{"Billing Administrator", "b0f54661-2d74-4c50-afa3-1ec803f12efe", false, 0.5},
		{"Teams Administrator", "69091246-20e8-4a56-aa4d-066075b2a7a8", false, 1},
		{"Groups Administrator", "fdd7a751-b60b-444a-984c-02652fe8fa1c", false, 1},
		{"License Administrator", "4d6ac14f-3453-41d0-bef9-a3e0c569773a", false, 1},
		{"Compliance Administrator", "17315797-102d-40b4-93e0-432062caca18", false, 0.5},
		{"Reports Reader", "4a5d8f65-41da-4de4-8968-e035b65339cf", false, 1},
		{"Guest Inviter", "95e79109-95c0-4d8e-aee3-d01accf2d47b", false, 1},
		{"Directory Readers", "88d8e3e3-8f55-4a1e-953a-9b9898b8876b", false, 0.5},
		{"Directory Synchronization Accounts", "d29b2b05-8046-44ba-8758-1e26182fcf32", true, 0},
	}
}

// holding is one principal in one role.
type holding struct {
	role    role
	who     person
	forever bool // active at all times, rather than eligible
}

// drawHoldings draws who holds which role.
func (t *tenant) drawHoldings() []holding {
	r := t.stream("holdings")
	var out []holding
	global := roles()[0]
	for _, p := range t.people[:len(t.emergency)] {
		out = append(out, holding{global, p, true})
	}
	others := t.people[len(t.emergency):]
	others = others[:min(len(others), roleHolders)]
	if t.admins > 0 {
		others = others[:t.admins]
	}
	admins := 2 + r.IntN(3)
	if !t.kept(r) {
		admins = 6 + r.IntN(6)
	}
	for i := range min(admins, len(others)) {
		out = append(out, holding{global, t.admin(r, others, i), !t.kept(r)})
	}
	for i, ro := range roles()[1:] {
		n := int(ro.holders*float64(t.users)/1000 + r.Float64())
		for k := range min(n, len(others), 40) {
			out = append(out, holding{ro, t.admin(r, others, 7*i+k), !t.kept(r)})
		}
	}
	if t.adminGroup.id != "" && r.Float64() < 0.5 {
		out = append(out, holding{roles()[2], t.adminGroup, false})
	}
	if len(t.guests) > 0 && !t.kept(r) {
		out = append(out, holding{roles()[6], t.guests[0], true})
	}
	for _, app := range t.applications {
		if !t.kept(r) && r.Float64() < 0.3 {
			out = append(out, holding{roles()[6], app, true})
		}
	}
	return t.licensed(once(out))
}

// admin picks one of the users; in a well kept tenant one whose account lives in the cloud alone.
func (t *tenant) admin(r *rand.Rand, from []person, i int) person {
	p := from[i%len(from)]
	if p.anchor != "" && t.kept(r) {
		for k := range from {
			if q := from[(i+k)%len(from)]; q.anchor == "" {
				return q
			}
		}
	}
	return p
}

// once drops what is held twice.
func once(all []holding) []holding {
	seen := map[string]bool{}
	var out []holding
	for _, h := range all {
		if key := h.role.template + h.who.id; !seen[key] {
			seen[key] = true
			out = append(out, h)
		}
	}
	return out
}

// licensed makes every role active in a tenant that cannot have eligible ones.
func (t *tenant) licensed(all []holding) []holding {
	for i := range all {
		all[i].forever = all[i].forever || t.licence != premium2
	}
	return all
}

// writeRoles writes the directory roles, who holds them, and how they are activated.
func (t *tenant) writeRoles() error {
	holdings := t.drawHoldings()
	var definitions []object
	for _, ro := range roles() {
		definitions = append(definitions, object{"id": ro.template, "templateId": ro.template, "displayName": ro.name,
			"isBuiltIn": true, "isEnabled": true, "isPrivileged": ro.privileged})
	}
	const base = "v1.0/roleManagement/directory/"
	if err := t.writeList(base+"roleDefinitions", definitions); err != nil {
		return err
	}
	if err := t.writeDirectoryRoles(holdings); err != nil {
		return err
	}
	r := t.stream("roles")
	assignments, active, eligible, eligibleNow := []object{}, []object{}, []object{}, []object{}
	for _, h := range holdings {
		o := object{"id": guid(r), "principalId": h.who.id, "roleDefinitionId": h.role.template, "directoryScopeId": "/",
			"principal": h.who.object()}
		if h.forever {
			assignments = append(assignments, o)
		}
		s := object{"id": guid(r), "principalId": h.who.id, "roleDefinitionId": h.role.template, "directoryScopeId": "/",
			"appScopeId": nil, "memberType": "Direct", "principal": h.who.object(),
			"startDateTime": before(r, 500).Format(time.RFC3339), "endDateTime": nil}
		if h.who.id == t.adminGroup.id || r.Float64() < 0.2 {
			s["endDateTime"] = AsOf().AddDate(0, 6, 0).Format(time.RFC3339)
		}
		if h.forever {
			s["assignmentType"], s["roleAssignmentScheduleId"], s["roleAssignmentOriginId"] = "Assigned", s["id"], s["id"]
			active = append(active, s)
			continue
		}
		s["roleEligibilityScheduleId"] = s["id"]
		eligibleNow = append(eligibleNow, s)
		eligible = append(eligible, object{"id": s["id"], "principalId": h.who.id, "roleDefinitionId": h.role.template,
			"directoryScopeId": "/", "memberType": "Direct", "status": "Provisioned", "principal": h.who.object(),
			"scheduleInfo": object{"startDateTime": s["startDateTime"], "expiration": expiration(s["endDateTime"])}})
	}
	if err := t.writeList(base+"roleAssignments", assignments); err != nil {
		return err
	}
	if t.licence != premium2 {
		return nil // without the licence Graph refuses what follows
	}
	for name, list := range map[string][]object{"roleAssignmentScheduleInstances": active,
		"roleEligibilitySchedules": eligible, "roleEligibilityScheduleInstances": eligibleNow} {
		if err := t.writeList(base+name, list); err != nil {
			return err
		}
	}
	return t.writeActivation()
}

func expiration(end any) object {
	if end == nil {
		return object{"type": "noExpiration", "endDateTime": nil}
	}
	return object{"type": "afterDateTime", "endDateTime": end}
}

// writeDirectoryRoles writes the roles that are in use, each with its active members.
func (t *tenant) writeDirectoryRoles(holdings []holding) error {
	r := t.stream("directoryRoles")
	var used []object
	for _, ro := range roles() {
		var members []person
		for _, h := range holdings {
			if h.forever && h.role.template == ro.template {
				members = append(members, h.who)
			}
		}
		id := guid(r)
		if len(members) == 0 {
			continue
		}
		used = append(used, object{"id": id, "displayName": ro.name, "roleTemplateId": ro.template})
		if err := t.writeList("v1.0/directoryRoles/"+id+"/members", principalsOf(members)); err != nil {
			return err
		}
	}
	return t.writeList("v1.0/directoryRoles", used)
}

// writeActivation writes, for each role and for the group that may hold one, the rules by which it is assigned and
// activated.
func (t *tenant) writeActivation() error {
	r := t.stream("activation")
	var out []object
	for i, ro := range roles() {
		id := "DirectoryRole_" + t.id + "_" + guid(r)
		out = append(out, object{"id": id + "_" + ro.template, "policyId": id, "roleDefinitionId": ro.template,
			"scopeId": "/", "scopeType": "DirectoryRole",
			"policy": object{"id": id, "displayName": "DirectoryRole", "scopeId": "/", "scopeType": "DirectoryRole",
				"isOrganizationDefault": false, "rules": t.rules(r, i < 2)}})
	}
	for _, role := range []string{"member", "owner"} { // of the group that may hold a role
		id := "Group_" + t.adminGroup.id + "_" + guid(r)
		out = append(out, object{"id": id + "_" + role, "policyId": id, "roleDefinitionId": role, "scopeId": t.adminGroup.id,
			"scopeType": "Group", "policy": object{"id": id, "scopeId": t.adminGroup.id, "scopeType": "Group", "isOrganizationDefault": false, "rules": t.rules(r, false)}})
	}
	return t.writeList("v1.0/policies/roleManagementPolicyAssignments", out)
}

// rules draws the rules of one role.
func (t *tenant) rules(r *rand.Rand, approval bool) []object {
	var rules []object
	add := func(kind, id, caller, level string, more object) {
		more["@odata.type"], more["id"] = "#microsoft.graph.unifiedRoleManagementPolicy"+kind+"Rule", id
		more["target"] = object{"caller": caller, "level": level, "operations": []string{"All"},
			"inheritableSettings": []string{}, "enforcedSettings": []string{}}
		rules = append(rules, more)
	}
	eligible, assigned := t.kept(r), t.kept(r)
	add("Expiration", "Expiration_Admin_Eligibility", "Admin", "Eligibility",
		object{"isExpirationRequired": eligible, "maximumDuration": "P365D"})
	add("Expiration", "Expiration_Admin_Assignment", "Admin", "Assignment",
		object{"isExpirationRequired": assigned, "maximumDuration": map[bool]string{true: "P15D", false: "P180D"}[assigned]})
	add("Expiration", "Expiration_EndUser_Assignment", "EndUser", "Assignment",
		object{"isExpirationRequired": true, "maximumDuration": "PT" + strconv.Itoa(1+r.IntN(10)) + "H"})
	add("Enablement", "Enablement_Admin_Eligibility", "Admin", "Eligibility", object{"enabledRules": []string{}})
	add("Enablement", "Enablement_Admin_Assignment", "Admin", "Assignment", object{"enabledRules": []string{"Justification"}})
	enabled := []string{"Justification"}
	if t.kept(r) {
		enabled = append(enabled, "MultiFactorAuthentication")
	}
	add("Enablement", "Enablement_EndUser_Assignment", "EndUser", "Assignment", object{"enabledRules": enabled})
	add("AuthenticationContext", "AuthenticationContext_EndUser_Assignment", "EndUser", "Assignment",
		object{"isEnabled": false, "claimValue": ""})
	add("Approval", "Approval_EndUser_Assignment", "EndUser", "Assignment", object{"setting": t.approval(approval && t.kept(r))})
	for _, who := range []string{"Admin", "Requestor", "Approver"} {
		for _, when := range [][2]string{{"Admin", "Eligibility"}, {"Admin", "Assignment"}, {"EndUser", "Assignment"}} {
			recipients := []string{}
			if who == "Admin" && t.kept(r) {
				recipients = append(recipients, "security@"+t.domain)
			}
			add("Notification", "Notification_"+who+"_"+when[0]+"_"+when[1], when[0], when[1],
				object{"notificationType": "Email", "recipientType": who, "notificationLevel": "All",
					"isDefaultRecipientsEnabled": t.kept(r), "notificationRecipients": recipients})
		}
	}
	return rules
}

func (t *tenant) approval(required bool) object {
	approvers := []object{}
	if required {
		p := t.people[min(len(t.emergency), len(t.people)-1)]
		approvers = append(approvers, object{"@odata.type": "#microsoft.graph.singleUser", "userId": p.id,
			"id": p.id, "description": p.displayName, "isBackup": false})
	}
	return object{"isApprovalRequired": required, "isApprovalRequiredForExtension": false,
		"isRequestorJustificationRequired": true, "approvalMode": "SingleStage",
		"approvalStages": []object{{"approvalStageTimeOutInDays": 1, "isApproverJustificationRequired": true,
			"escalationTimeInMinutes": 0, "isEscalationEnabled": false, "primaryApprovers": approvers,
			"escalationApprovers": []object{}}}}
}
