package api

import (
	"net/http"
)

// acceptance is a wish to accept.
func acceptance(findings ...string) map[string]any {
	return map[string]any{"findings": findings, "reason": "It is being replaced soon.", "owner": "Ville", "expires": start.AddDate(0, 2, 0)}
}

// deciding is what is asked of routes that decide about findings.
func (w *inhabited) deciding() []attempt {
	accept := func(who string, body any) ask {
		return ask{who: who, method: http.MethodPost, path: "/exceptions", body: body}
	}
	named := func(a ask, name string) ask {
		a.header = map[string]string{"Idempotency-Key": name}
		return a
	}
	late := acceptance(w.app)
	late["expires"] = start.AddDate(3, 0, 0)
	unknownPart := acceptance(w.app)
	unknownPart[planted] = planted
	withdraw := func(id string) ask {
		return ask{who: analyst, method: http.MethodPost, path: "/exceptions/" + id + "/withdrawal"}
	}
	return []attempt{
		{"accept", named(accept(analyst, acceptance(w.app)), "accept-app-1"), http.StatusCreated, "", w.app},
		{"accept again by the name", named(accept(analyst, acceptance(w.app)), "accept-app-1"), http.StatusCreated, "", w.app},
		{"accept another by the name", named(accept(analyst, acceptance(w.mfa)), "accept-app-1"), http.StatusUnprocessableEntity, reusedKey, ""},
		{"accept what is accepted", accept(analyst, acceptance(w.app)), http.StatusConflict, conflict, "accepted already"},
		{"accept without a name", accept(admin, acceptance(w.mfa)), http.StatusCreated, "", w.mfa},
		{"accept as an auditor", accept(auditor, acceptance(w.mfa)), http.StatusForbidden, forbidden, ""},
		{"accept what there is not", accept(analyst, acceptance(planted)), http.StatusNotFound, notFound, ""},
		{"accept for too long", accept(analyst, late), http.StatusUnprocessableEntity, invalid, "365 days"},
		{"accept nothing", accept(analyst, acceptance()), http.StatusUnprocessableEntity, invalid, "body.findings"},
		{"accept with more than is known", accept(analyst, unknownPart), http.StatusUnprocessableEntity, invalid, `"location":"body"`},
		{"accept by a short name", named(accept(analyst, acceptance(w.mfa)), "short"), http.StatusUnprocessableEntity, invalid, "header.Idempotency-Key"},
		{"a scan right after another", ask{who: analyst, method: http.MethodPost, path: "/scans"}, http.StatusConflict, conflict, ""},
		{"a scan as an auditor", ask{who: auditor, method: http.MethodPost, path: "/scans"}, http.StatusForbidden, forbidden, ""},
		{"withdraw", withdraw(w.accepted), http.StatusOK, "", `"because":"withdrawn"`},
		{"withdraw again", withdraw(w.accepted), http.StatusOK, "", `"because":"withdrawn"`},
		{"withdraw what has ended", withdraw(w.ended), http.StatusConflict, conflict, ""},
		{"withdraw what there is not", withdraw(planted), http.StatusNotFound, notFound, ""},
	}
}

// managing is what is asked of routes that manage the tenant.
func (w *inhabited) managing() []attempt {
	post := func(who, path string, body any) ask {
		return ask{who: who, method: http.MethodPost, path: path, body: body}
	}
	match := func(a ask, tag string) ask {
		a.header = map[string]string{"If-Match": tag}
		return a
	}
	role := func(who, whose, role string) ask {
		return ask{who: who, method: http.MethodPatch, path: "/members/" + whose, body: map[string]any{"role": role}}
	}
	remove := func(who, path string) ask { return ask{who: who, method: http.MethodDelete, path: path} }
	setting := func(who, name string, value any) ask {
		return ask{who: who, method: http.MethodPut, path: "/settings/" + name, body: map[string]any{"value": value}}
	}
	invitation := map[string]any{"email": "kesa@aallokko.example", "role": "analyst", "language": "fi"}
	key := map[string]any{"name": "nightly", "permissions": []string{"read"}, "expires": start.AddDate(0, 3, 0)}
	named := func(a ask, name string) ask {
		a.header = map[string]string{"Idempotency-Key": name}
		return a
	}
	badCheck := map[string]any{"customChecks": []any{map[string]any{"id": planted}}}
	return []attempt{
		{"change a role unread", role(owner, analyst, "auditor"), http.StatusPreconditionRequired, unconditoned, ""},
		{"change a role of another state", match(role(owner, analyst, "auditor"), `"x"`), http.StatusPreconditionFailed, changed, ""},
		{"change a role", match(role(owner, analyst, "admin"), "*"), http.StatusOK, "", `"role":"admin"`},
		{"change a role back", match(role(owner, analyst, "analyst"), "*"), http.StatusOK, "", `"role":"analyst"`},
		{"change an owner as admin", match(role(admin, owner, "auditor"), "*"), http.StatusForbidden, forbidden, ""},
		{"raise oneself", match(role(admin, admin, "owner"), "*"), http.StatusForbidden, forbidden, ""},
		{"a role that is none", match(role(owner, analyst, planted), "*"), http.StatusUnprocessableEntity, invalid, "body.role"},
		{"change a member that is none", match(role(owner, planted, "auditor"), "*"), http.StatusNotFound, notFound, ""},
		{"suspend", post(admin, "/members/"+analyst+"/suspension", nil), http.StatusOK, "", `"state":"suspended"`},
		{"who is suspended", ask{who: analyst, path: "/findings"}, http.StatusNotFound, notFound, ""},
		{"restore", post(admin, "/members/"+analyst+"/restoration", nil), http.StatusOK, "", `"state":"active"`},
		{"suspend who there is not", post(admin, "/members/"+planted+"/suspension", nil), http.StatusNotFound, notFound, ""},
		{"restore who there is not", post(admin, "/members/"+planted+"/restoration", nil), http.StatusNotFound, notFound, ""},
		{"suspend oneself", post(admin, "/members/"+admin+"/suspension", nil), http.StatusForbidden, forbidden, ""},
		{"suspend as an auditor", post(auditor, "/members/"+analyst+"/suspension", nil), http.StatusForbidden, forbidden, ""},
		{"remove unread", remove(owner, "/members/"+second), http.StatusPreconditionRequired, unconditoned, ""},
		{"remove of another state", match(remove(owner, "/members/"+second), `"x"`), http.StatusPreconditionFailed, changed, ""},
		{"remove as an analyst", match(remove(analyst, "/members/"+second), "*"), http.StatusForbidden, forbidden, ""},
		{"remove", match(remove(owner, "/members/"+second), "*"), http.StatusOK, "", `"state":"removed"`},
		{"remove the last owner", match(remove(owner, "/members/"+owner), "*"), http.StatusConflict, conflict, "at least one owner"},
		{"lower the last owner", match(role(owner, owner, "admin"), "*"), http.StatusConflict, conflict, "at least one owner"},
		{"remove who there is not", match(remove(owner, "/members/"+planted), "*"), http.StatusNotFound, notFound, ""},

		{"engage a partner", post(owner, "/partners", map[string]any{"organisation": w.partner, "role": "analyst"}), http.StatusOK, "", `"name":"Kumppani Oy"`},
		{"engage a partner again", post(owner, "/partners", map[string]any{"organisation": w.partner, "role": "analyst"}), http.StatusOK, "", `"role":"analyst"`},
		{"engage a partner in another role", post(owner, "/partners", map[string]any{"organisation": w.partner, "role": "admin"}), http.StatusConflict, conflict, "is a member already"},
		{"suspend a partner", post(owner, "/members/org-"+w.partner+"/suspension", nil), http.StatusOK, "", `"state":"suspended"`},
		{"engage a partner that is suspended", post(owner, "/partners", map[string]any{"organisation": w.partner, "role": "analyst"}), http.StatusConflict, conflict, "is a member already"},
		{"change a partner's role", match(role(owner, "org-"+w.partner, "auditor"), "*"), http.StatusOK, "", `"role":"auditor"`},
		{"restore a partner", post(owner, "/members/org-"+w.partner+"/restoration", nil), http.StatusOK, "", `"state":"active"`},
		{"engage a partner as its owner", post(owner, "/partners", map[string]any{"organisation": w.partner, "role": "owner"}), http.StatusUnprocessableEntity, invalid, "body.role"},
		{"engage a partner that is none", post(owner, "/partners", map[string]any{"organisation": planted, "role": "auditor"}), http.StatusNotFound, notFound, "no such organisation"},
		{"engage a partner as admin", post(admin, "/partners", map[string]any{"organisation": w.partner, "role": "auditor"}), http.StatusForbidden, forbidden, ""},

		{"invitations", ask{who: admin, path: "/invitations"}, http.StatusOK, "", "uusi@aallokko.example"},
		{"invitations of a bad cursor", ask{who: admin, path: "/invitations?cursor=" + planted}, http.StatusUnprocessableEntity, badCursor, ""},
		{"invitations as an analyst", ask{who: analyst, path: "/invitations"}, http.StatusForbidden, forbidden, ""},
		{"invite", named(post(admin, "/invitations", invitation), "invite-kesa"), http.StatusCreated, "", `"expires":"`},
		{"invite again by the name", named(post(admin, "/invitations", invitation), "invite-kesa"), http.StatusCreated, "", `"id":"`},
		{"invite a member", post(admin, "/invitations", map[string]any{"email": personOf(auditor).Email, "role": "analyst", "language": "fi"}), http.StatusConflict, conflict, ""},
		{"invite an owner as admin", post(admin, "/invitations", map[string]any{"email": "oma@aallokko.example", "role": "owner", "language": "fi"}), http.StatusForbidden, forbidden, ""},
		{"invite nobody", post(admin, "/invitations", map[string]any{"email": planted, "role": "analyst", "language": "fi"}), http.StatusUnprocessableEntity, invalid, ""},
		{"an invitation", ask{who: admin, path: "/invitations/" + w.invited}, http.StatusOK, "", "uusi@aallokko.example"},
		{"an invitation that is none", ask{who: admin, path: "/invitations/" + planted}, http.StatusNotFound, notFound, ""},
		{"withdraw an invitation unread", remove(admin, "/invitations/"+w.invited), http.StatusPreconditionRequired, unconditoned, ""},
		{"withdraw another than was read", match(remove(admin, "/invitations/"+w.invited), `"x"`), http.StatusPreconditionFailed, changed, ""},
		{"withdraw an invitation", match(remove(admin, "/invitations/"+w.invited), "*"), http.StatusNoContent, "", ""},
		{"an invitation that is open no more", ask{who: admin, path: "/invitations/" + w.invited}, http.StatusNotFound, notFound, ""},
		{"withdraw an invitation that is none", match(remove(admin, "/invitations/"+planted), "*"), http.StatusNotFound, notFound, ""},
		{"confirm without a review", post(owner, "/reviews/confirmation", map[string]any{"members": []string{analyst}}), http.StatusConflict, conflict, ""},
		{"confirm as admin", post(admin, "/reviews/confirmation", map[string]any{"members": []string{analyst}}), http.StatusForbidden, forbidden, ""},

		{"what is told", match(setting(admin, "notifications", map[string]any{"atOnce": "critical", "digest": "weekly", "webhook": "https://hooks.example/x"}), "*"), http.StatusOK, "", `"atOnce":"critical"`},
		{"a webhook in a private network", match(setting(admin, "notifications", map[string]any{"webhook": "https://192.168.1.1/"}), "*"), http.StatusUnprocessableEntity, invalid, ""},
		{"what is told at no hour", match(setting(admin, "notifications", map[string]any{"hour": 24}), "*"), http.StatusUnprocessableEntity, invalid, ""},
		{"messages to the webhook", ask{who: admin, path: "/webhook/messages"}, http.StatusOK, "", `"name":"test-one"`},
		{"messages to the webhook as an analyst", ask{who: analyst, path: "/webhook/messages"}, http.StatusForbidden, forbidden, ""},
		{"a message anew", post(admin, "/webhook/messages/test-one/replay", nil), http.StatusOK, "", `"name":"test-one"`},
		{"a message that is none", post(admin, "/webhook/messages/"+planted+"/replay", nil), http.StatusNotFound, notFound, ""},

		{"a setting unread", setting(admin, "language", "sv"), http.StatusPreconditionRequired, unconditoned, ""},
		{"a setting of another state", match(setting(admin, "language", "sv"), `"x"`), http.StatusPreconditionFailed, changed, ""},
		{"a setting", match(setting(admin, "language", "sv"), "*"), http.StatusOK, "", `"value":"sv"`},
		{"a setting that cannot be", match(setting(admin, "language", planted), "*"), http.StatusUnprocessableEntity, invalid, "en, fi or sv"},
		{"a setting that is none", match(setting(admin, planted, "sv"), "*"), http.StatusUnprocessableEntity, invalid, "path.setting"},
		{"a setting as an analyst", match(setting(analyst, "language", "fi"), "*"), http.StatusForbidden, forbidden, ""},
		{"custom checks that cannot be", match(setting(admin, "declared", badCheck), "*"), http.StatusUnprocessableEntity, invalid, "body.value.customChecks[0]"},
		{"declared", match(setting(admin, "declared", map[string]any{"declared": map[string]any{"guestDataRemoval": "allowed"}}), "*"), http.StatusOK, "", "guestDataRemoval"},
		{"declared that cannot be", match(setting(admin, "declared", map[string]any{"language": planted}), "*"), http.StatusUnprocessableEntity, invalid, "body.value"},

		{"support unread", setting(admin, "support", map[string]any{"approval": false}), http.StatusPreconditionRequired, unconditoned, ""},
		{"support of another state", match(setting(admin, "support", map[string]any{"approval": false}), `"x"`), http.StatusPreconditionFailed, changed, ""},
		{"support that cannot be", match(setting(admin, "support", map[string]any{"approval": planted}), "*"), http.StatusUnprocessableEntity, invalid, "needs approval"},
		{"support as an analyst", match(setting(analyst, "support", map[string]any{"approval": false}), "*"), http.StatusForbidden, forbidden, ""},
		{"support", match(setting(admin, "support", map[string]any{"approval": true}), "*"), http.StatusOK, "", `"value":{"approval":true}`},

		{"approve", post(admin, "/grants/"+w.asked+"/approval", nil), http.StatusOK, "", `"state":"approved"`},
		{"refuse what is approved", post(admin, "/grants/"+w.asked+"/refusal", nil), http.StatusConflict, conflict, ""},
		{"revoke", post(admin, "/grants/"+w.asked+"/revocation", nil), http.StatusOK, "", `"because":"revoked"`},
		{"refuse", post(admin, "/grants/"+w.third+"/refusal", nil), http.StatusOK, "", `"state":"refused"`},
		{"approve what is over", post(admin, "/grants/"+w.asked+"/approval", nil), http.StatusConflict, conflict, ""},
		{"approve what there is not", post(admin, "/grants/"+planted+"/approval", nil), http.StatusNotFound, notFound, ""},
		{"refuse what there is not", post(admin, "/grants/"+planted+"/refusal", nil), http.StatusNotFound, notFound, ""},
		{"revoke what there is not", post(admin, "/grants/"+planted+"/revocation", nil), http.StatusNotFound, notFound, ""},

		{"keys", ask{who: admin, path: "/keys"}, http.StatusOK, "", `"name":"script"`},
		{"keys of a bad cursor", ask{who: admin, path: "/keys?cursor=" + planted}, http.StatusUnprocessableEntity, badCursor, ""},
		{"a key", ask{who: admin, path: "/keys/" + w.key}, http.StatusOK, "", `"valid":true`},
		{"a key that is none", ask{who: admin, path: "/keys/" + planted}, http.StatusNotFound, notFound, ""},
		{"make a key", named(post(admin, "/keys", key), "make-nightly"), http.StatusCreated, "", `"text":"vahti_`},
		{"make a key again by the name", named(post(admin, "/keys", key), "make-nightly"), http.StatusCreated, "", `"name":"nightly"`},
		{"make a key for more", post(admin, "/keys", map[string]any{"name": "x", "permissions": []string{"contract"}, "expires": start.AddDate(0, 3, 0)}), http.StatusUnprocessableEntity, invalid, ""},
		{"make a key for too long", post(admin, "/keys", map[string]any{"name": "x", "permissions": []string{"read"}, "expires": start.AddDate(3, 0, 0)}), http.StatusUnprocessableEntity, invalid, "365 days"},
		{"revoke a key unread", remove(admin, "/keys/"+w.key), http.StatusPreconditionRequired, unconditoned, ""},
		{"revoke a key of another state", match(remove(admin, "/keys/"+w.key), `"x"`), http.StatusPreconditionFailed, changed, ""},
		{"revoke a key", match(remove(admin, "/keys/"+w.key), "*"), http.StatusOK, "", `"valid":false`},
		{"revoke a key that is none", match(remove(admin, "/keys/"+planted), "*"), http.StatusNotFound, notFound, ""},
		{"by a revoked key", ask{who: w.keyText, path: "/findings"}, http.StatusUnauthorized, unknown, ""},
	}
}
