package console

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/tenant"
)

// notificationsView is the page of what people are told, when and where.
type notificationsView struct {
	Refused string
	May     bool // whether the visitor may change what holds for the tenant
	Member  bool // whether the visitor can get letters
	Partner bool // whether the visitor acts for a partner organisation
	// Mine, Ours and Hook are where the forms are sent.
	Mine, Ours, Secret, On, Test string
	Request                      string
	Version                      string
	Kinds                        []option
	Cadences                     []option // of the visitor's own digest
	AtOnce, Digest               []option
	Hours, Weekdays              []option
	Zone, From, To               string
	Held                         bool // critical findings too
	Address                      string
	Hook                         hookView
	Calls                        []callItem
}

// hookView is how the webhook stands.
type hookView struct {
	Set, Ready   bool // an address is there, and a secret
	Made         moment
	Off, Failing moment
	Secret       string // made just now
	Again        bool   // the form had been sent before
}

// callItem is a message to the webhook.
type callItem struct {
	Name, Kind   string
	State        label
	At, Done     moment
	Tries        int
	Last, Replay string
}

const callsOnPage = 20

func (c *console) notifications(r *http.Request, in visit) (page, error) {
	return c.notificationsPage(r, in, nil)
}

func (c *console) notificationsPage(r *http.Request, in visit, refused error) (page, error) {
	return c.notificationsWith(r, in, refused, "", false)
}

// notificationsWith is the page with a secret that was made, or a note that it was made
// before.
func (c *console) notificationsWith(r *http.Request, in visit, refused error, made string, again bool) (page, error) {
	ch, err := c.chapter(r, in)
	if err != nil {
		return page{}, err
	}
	ctx, t := r.Context(), in.entry.Tenant
	value, version, err := instruction.Read(ctx, t, notice.Setting(c.hooks))
	if err != nil {
		return page{}, err
	}
	n, err := instruction.ParseNotify(value)
	if err != nil {
		n = instruction.DefaultNotify() // as it was kept by another version
	}
	sub := func(name string) string { return ch.sub(in, "notifications"+name, nil) }
	v := notificationsView{Refused: ch.refused(refused), May: in.may(tenant.Configure), Member: !in.support(),
		Mine: sub("/mine"), Ours: sub(""), Secret: sub("/secret"), On: sub("/webhook"), Test: sub("/test"), Request: c.unique(), Version: version,
		Hook: hookView{Set: n.Webhook != "", Secret: made, Again: again}}
	ch.fill(&v, n)
	if refused != nil && r.PostForm.Has(fieldZone) {
		v.Zone, v.From, v.To, v.Address = r.PostForm.Get(fieldZone), r.PostForm.Get(fieldFrom), r.PostForm.Get(fieldTo), r.PostForm.Get(fieldWebhook)
	}
	if v.Member {
		wishes, _, err := in.reader().Preferences(ctx, c.db)
		if err != nil {
			return page{}, err
		}
		v.Partner = in.partner()
		ch.wishes(&v, wishes)
	}
	if err := c.webhook(r, in, ch, &v); err != nil {
		return page{}, err
	}
	p := ch.page("notifications", ch.say("Notifications"), v)
	p.Self = tenantPath(in.id()) + "/notifications"
	return p, nil
}

// webhook fills in how the webhook stands, for who may change it.
func (c *console) webhook(r *http.Request, in visit, ch chapter, v *notificationsView) error {
	if !v.May {
		v.Address = ""
		return nil
	}
	state, err := notice.State(r.Context(), in.entry.Tenant)
	if err != nil {
		return err
	}
	v.Hook.Ready, v.Hook.Made, v.Hook.Off, v.Hook.Failing = !state.Made.IsZero(), ch.on(state.Made), ch.on(state.Off), ch.on(state.Failing)
	calls, err := notice.Calls(r.Context(), in.entry.Tenant, callsOnPage)
	if err != nil {
		return err
	}
	for _, one := range calls {
		item := callItem{Name: one.Name, Kind: ch.callKind(one.Kind), At: ch.on(one.At), Done: ch.on(one.Done), Tries: one.Tries, Last: one.Last, State: ch.callState(one.State)}
		if one.State != notice.CallWaiting {
			item.Replay = ch.sub(in, "notifications/calls/"+one.Name+"/replay", nil)
		}
		v.Calls = append(v.Calls, item)
	}
	return nil
}

// fill puts what holds for the tenant into the form.
func (ch chapter) fill(v *notificationsView, n instruction.Notify) {
	for _, s := range []finding.Severity{finding.Critical, finding.High, finding.Medium, finding.Low} {
		v.AtOnce = append(v.AtOnce, option{string(s), ch.andWorse(s), n.AtOnce == string(s)})
	}
	v.AtOnce = append(v.AtOnce, option{instruction.Never, ch.say("nothing"), n.AtOnce == instruction.Never})
	v.Digest = []option{{instruction.DailyDigest, ch.say("daily"), n.Digest == instruction.DailyDigest}, {instruction.WeeklyDigest, ch.say("weekly"), n.Digest == instruction.WeeklyDigest},
		{instruction.Never, ch.say("never"), n.Digest == instruction.Never}}
	for h := range 24 {
		v.Hours = append(v.Hours, option{strconv.Itoa(h), time.Date(2000, 1, 1, h, 0, 0, 0, time.UTC).Format("15:04"), n.Hour == h})
	}
	for _, d := range []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday} {
		v.Weekdays = append(v.Weekdays, option{strconv.Itoa(int(d)), ch.weekday(d), n.Weekday == int(d)})
	}
	v.Zone, v.Address = n.Zone, n.Webhook
	if n.Quiet != nil {
		v.From, v.To, v.Held = n.Quiet.From, n.Quiet.To, n.Quiet.Critical
	}
}

// wishes puts what the visitor wants into the form.
func (ch chapter) wishes(v *notificationsView, p letter.Preferences) {
	for _, k := range letter.OptionalKinds() {
		v.Kinds = append(v.Kinds, option{string(k), ch.letterKind(k), p.Wants(k, v.Partner)})
	}
	v.Cadences = []option{{"", ch.say("as the tenant has it"), p.Digest == ""}, {string(letter.Daily), ch.say("daily"), p.Digest == letter.Daily},
		{string(letter.Weekly), ch.say("weekly"), p.Digest == letter.Weekly}}
}

// The names of the forms' fields.
const (
	fieldKind    = "kind"
	fieldDigest  = "digest"
	fieldAtOnce  = "atOnce"
	fieldHour    = "hour"
	fieldWeekday = "weekday"
	fieldZone    = "zone"
	fieldHeld    = "held"
	fieldWebhook = "webhook"
)

// notify changes what holds for the tenant.
func (c *console) notify(r *http.Request, in visit) (string, error) {
	hour, err1 := strconv.Atoi(r.PostForm.Get(fieldHour))
	weekday, err2 := strconv.Atoi(r.PostForm.Get(fieldWeekday))
	n := instruction.Notify{AtOnce: r.PostForm.Get(fieldAtOnce), Digest: r.PostForm.Get(fieldDigest), Hour: hour, Weekday: weekday, Zone: r.PostForm.Get(fieldZone), Webhook: r.PostForm.Get(fieldWebhook)}
	if from, to := r.PostForm.Get(fieldFrom), r.PostForm.Get(fieldTo); from != "" || to != "" {
		n.Quiet = &instruction.Quiet{From: from, To: to, Critical: r.PostForm.Get(fieldHeld) != ""}
	}
	err := errors.Join(err1, err2)
	if err != nil {
		err = instruction.ErrNotifications
	}
	var value json.RawMessage
	if err == nil {
		value, err = json.Marshal(n)
	}
	if err == nil {
		wish := instruction.Wish{Setting: notice.Setting(c.hooks), Value: value, Expected: r.PostForm.Get(fieldVersion), Source: instruction.Console}
		_, err = instruction.Give(r.Context(), in.entry.Tenant, wish, in.actor(), c.now())
	}
	return c.backToNotifications(r, in, err)
}

func (c *console) backToNotifications(r *http.Request, in visit, err error) (string, error) {
	if err != nil {
		return "", c.refuse(r, in, err, c.notificationsPage, tenantPath(in.id())+"/notifications")
	}
	return c.back(r, in, "notifications")
}

// prefer changes which letters the visitor gets.
func (c *console) prefer(r *http.Request, in visit) (string, error) {
	choice := letter.Choice{Partner: in.partner(), Digest: letter.Cadence(r.PostForm.Get(fieldDigest))}
	for _, k := range letter.OptionalKinds() {
		if slices.Contains(r.PostForm[fieldKind], string(k)) {
			choice.Kinds = append(choice.Kinds, k)
		}
	}
	change, err := in.reader().Prefer(r.Context(), c.db, choice, c.now())
	if err == nil {
		err = change.Tell(r.Context(), in.entry.Tenant)
	}
	return c.backToNotifications(r, in, err)
}

// reader is the visitor as one who gets the tenant's letters.
func (v visit) reader() letter.Reader {
	return letter.Reader{Tenant: v.id().String(), Account: v.who.Account, Name: v.who.Name, Address: v.who.Address}
}

// partner reports whether the visitor acts in the tenant for a partner organisation.
func (v visit) partner() bool { return v.entry.Via.Organisation != "" }

// newSecret makes the webhook's secret and shows it, this once.
func (c *console) newSecret(r *http.Request, in visit) (page, error) {
	var made string
	done, err := c.once(r, in, func() (err error) {
		made, err = notice.NewSecret(r.Context(), in.entry.Tenant, in.actor(), c.now())
		return err
	})
	if err != nil {
		return page{}, c.refuse(r, in, err, c.notificationsPage, tenantPath(in.id())+"/notifications")
	}
	return c.notificationsWith(r, in, nil, made, !done)
}

// switchOn has the webhook called again.
func (c *console) switchOn(r *http.Request, in visit) (string, error) {
	return c.backToNotifications(r, in, notice.SwitchOn(r.Context(), in.entry.Tenant, in.actor(), c.now()))
}

// testHook has a message sent that tells nothing.
func (c *console) testHook(r *http.Request, in visit) (string, error) {
	desk := notice.Desk{DB: c.db, Site: c.public, Now: c.now}
	return c.backToNotifications(r, in, desk.Test(r.Context(), in.entry.Tenant, cmp.Or(r.PostForm.Get(fieldRequest), c.unique())))
}

// replay has a message sent anew.
func (c *console) replay(r *http.Request, in visit) (string, error) {
	return c.backToNotifications(r, in, notice.Replay(r.Context(), in.entry.Tenant, r.PathValue("call"), c.now()))
}
