package console

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"time"

	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/tenant"
)

// keysView is the page of a tenant's keys for scripts.
type keysView struct {
	Refused string
	// Made is the text of a key that was made just now; Again says that the form had
	// been sent before, so that the key was shown then.
	Made     string
	Again    bool
	Keys     []keyItem
	Next     string
	Create   string
	Request  string
	Label    string
	Expires  string
	Min, Max string // days
	May      []option
}

// keyItem is one key.
type keyItem struct {
	Name, By, ID     string
	State            label
	Permissions      []string
	Created, Expires moment
	Used, Revoked    moment
	Revoke           string
	Resting          bool
}

// The names of further fields.
const (
	fieldName        = "name"
	fieldPermission  = "permission"
	fieldExpires     = "expires"
	keysOnPage       = 50
	usualKeyLifeDays = 90
)

func (c *console) keys(r *http.Request, in visit) (page, error) { return c.keysPage(r, in, nil) }

func (c *console) keysPage(r *http.Request, in visit, refused error) (page, error) {
	return c.keysWith(r, in, refused, "", false)
}

// keysWith is the page with a key that was made, or a note that it was made before.
func (c *console) keysWith(r *http.Request, in visit, refused error, made apikey.Text, again bool) (page, error) {
	ch, err := c.chapter(r, in)
	if err != nil {
		return page{}, err
	}
	now := c.now().UTC()
	v := keysView{Refused: ch.refused(refused), Made: string(made), Again: again, Create: ch.sub(in, "keys", nil), Request: c.unique(),
		Expires: now.AddDate(0, 0, usualKeyLifeDays).Format(time.DateOnly), Min: now.Format(time.DateOnly), Max: now.AddDate(0, 0, apikey.MaxDays-1).Format(time.DateOnly)}
	chosen := []string{string(tenant.Read)}
	if refused != nil {
		chosen = r.PostForm[fieldPermission]
		v.Request, v.Label, v.Expires = cmp.Or(r.PostForm.Get(fieldRequest), v.Request), r.PostForm.Get(fieldName), r.PostForm.Get(fieldExpires)
	}
	for _, p := range tenant.Permissions() {
		if p.ForKeys() {
			v.May = append(v.May, option{string(p), ch.permission(p), slices.Contains(chosen, string(p))})
		}
	}
	list, next, err := apikey.List(r.Context(), in.entry.Tenant, r.URL.Query().Get(fieldCursor), keysOnPage)
	if err != nil {
		return page{}, listing(err)
	}
	if err := apikey.Rest(r.Context(), c.db, in.entry.Tenant, list); err != nil {
		return page{}, err
	}
	slices.SortStableFunc(list, func(a, b apikey.Key) int { return b.Created.Compare(a.Created) })
	for _, k := range list {
		v.Keys = append(v.Keys, ch.key(in, k, now))
	}
	if next != "" {
		v.Next = ch.sub(in, "keys", url.Values{fieldCursor: {next}})
	}
	p := ch.page("keys", ch.say("API keys"), v)
	p.Self = tenantPath(in.id()) + "/keys"
	return p, nil
}

// key tells of one key.
func (ch chapter) key(in visit, k apikey.Key, now time.Time) keyItem {
	item := keyItem{Name: k.Name, By: k.By, ID: k.ID, Created: ch.on(k.Created), Expires: ch.on(k.Expires), Used: ch.on(k.Used), Revoked: ch.on(k.Revoked)}
	switch {
	case !k.Revoked.IsZero():
		item.State = label{ch.say("Revoked"), "ended"}
	case !now.Before(k.Expires):
		item.State = label{ch.say("Run out"), "ended"}
	case k.Resting:
		item.State, item.Revoke, item.Resting = label{ch.say("Rests"), "ended"}, ch.sub(in, "keys/"+k.ID+"/revocation", nil), true
	default:
		item.State, item.Revoke = label{ch.say("Valid"), "active"}, ch.sub(in, "keys/"+k.ID+"/revocation", nil)
	}
	for _, p := range k.Permissions {
		item.Permissions = append(item.Permissions, ch.permission(p))
	}
	return item
}

// permission says what a permission allows.
func (l locale) permission(p tenant.Permission) string {
	switch p {
	case tenant.Read:
		return l.say("read findings, history, scores, scans, settings and members")
	case tenant.Export:
		return l.say("take the tenant’s data away")
	case tenant.ReadTrail:
		return l.say("read the audit trail, support access and instructions")
	case tenant.RequestScan:
		return l.say("have the tenant scanned now")
	case tenant.Decide:
		return l.say("accept findings and take that back")
	case tenant.Configure:
		return l.say("change settings and the tenant’s own checks")
	}
	return string(p)
}

// createKey makes a key and shows it, this once.
func (c *console) createKey(r *http.Request, in visit) (page, error) {
	wish := apikey.Wish{Name: r.PostForm.Get(fieldName), Expires: endOf(r.PostForm.Get(fieldExpires))}
	for _, p := range r.PostForm[fieldPermission] {
		wish.Permissions = append(wish.Permissions, tenant.Permission(p))
	}
	var made apikey.Text
	done, err := c.once(r, in, func() (err error) {
		_, made, err = apikey.Create(r.Context(), in.entry.Tenant, wish, in.actor(), c.now())
		return err
	})
	if err != nil {
		return page{}, c.refuse(r, in, err, c.keysPage, tenantPath(in.id())+"/keys")
	}
	return c.keysWith(r, in, nil, made, !done)
}

// revokeKey ends a key for good.
func (c *console) revokeKey(r *http.Request, in visit) (string, error) {
	if _, err := apikey.Revoke(r.Context(), in.entry.Tenant, r.PathValue("key"), in.actor(), c.now()); err != nil {
		return "", c.refuse(r, in, err, c.keysPage, tenantPath(in.id())+"/keys")
	}
	return c.back(r, in, "keys")
}
