package console

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/tenant"
)

// settingsView is the page of a tenant's settings and of what was instructed.
type settingsView struct {
	Refused      string
	Detail       words // what is wrong with what was declared
	Declared     settingForm
	Interval     settingForm
	Language     settingForm
	May          bool // whether the visitor may change them
	Instructions []instructionItem
	Next         string
}

// settingForm is one setting and the form that changes it.
type settingForm struct {
	Action, Version, Value string
	Options                []option // to choose from
	Shown                  string   // in words, for who may not change it
}

// instructionItem is one change of a setting.
type instructionItem struct {
	Number        int
	Setting, By   string
	Source        string
	At            moment
	Before, After string
}

// fieldValue is the field of a setting's value.
const fieldValue = "value"

// instructionsOnPage is how many instructions a page lists.
const instructionsOnPage = 20

// errSettings means that what was declared is nothing that checks can follow.
var errSettings = errors.New("the settings are not in the expected form")

// setting returns a setting by the name that the path has for it.
func settingNamed(name string) (instruction.Setting, bool) {
	switch name {
	case "declared":
		return instruction.Declared(), true
	case "interval":
		return instruction.Interval(), true
	case "language":
		return instruction.Language(), true
	}
	return instruction.Setting{}, false
}

func (c *console) settings(r *http.Request, in visit) (page, error) {
	return c.settingsPage(r, in, nil)
}

func (c *console) settingsPage(r *http.Request, in visit, refused error) (page, error) {
	ch, err := c.chapter(r, in)
	if err != nil {
		return page{}, err
	}
	ctx, t := r.Context(), in.entry.Tenant
	v := settingsView{Refused: ch.refused(refused), May: in.may(tenant.Configure)}
	held := map[string]json.RawMessage{}
	for name, form := range map[string]*settingForm{"declared": &v.Declared, "interval": &v.Interval, "language": &v.Language} {
		setting, _ := settingNamed(name)
		value, version, err := instruction.Read(ctx, t, setting)
		if err != nil {
			return page{}, err
		}
		form.Action, form.Version, held[name] = ch.sub(in, "settings/"+name, nil), version, value
	}
	v.Declared.Value = cmp.Or(indented(held["declared"]), "{}")
	v.Interval.Options, v.Interval.Shown = ch.intervals(held["interval"])
	v.Language.Options, v.Language.Shown = ch.chosenLanguage(held["language"])
	if refused != nil && r.PathValue("setting") == "declared" {
		v.Declared.Value, v.Declared.Version = r.PostForm.Get(fieldValue), r.PostForm.Get(fieldVersion)
		if err := declarable(v.Declared.Value); err != nil {
			v.Detail = ch.translated(err.Error(), err.Error(), false)
		}
	}
	list, next, err := instruction.List(ctx, t, r.URL.Query().Get(fieldCursor), instructionsOnPage)
	if err != nil {
		return page{}, listing(err)
	}
	for _, i := range list {
		v.Instructions = append(v.Instructions, instructionItem{i.Number, ch.setting(i.Setting), i.By, ch.source(i.Source), ch.on(i.At), indented(i.Before), indented(i.After)})
	}
	if next != "" {
		v.Next = ch.sub(in, "settings", url.Values{fieldCursor: {next}})
	}
	return ch.page("settings", ch.say("Settings"), v), nil
}

// declarable refuses what no check could follow.
func declarable(value string) error {
	settings, err := snapshot.ParseSettings([]byte(value))
	if err != nil {
		return err
	}
	_, err = custom.Of(settings)
	return err
}

// intervals are the intervals between full scans to choose from, and the one that is
// set in words.
func (l locale) intervals(held json.RawMessage) (out []option, shown string) {
	var seconds int
	_ = json.Unmarshal(held, &seconds) // what is no number is none of them
	all := []int{15 * 60, 30 * 60, 3600, 2 * 3600, 4 * 3600, 6 * 3600, 8 * 3600, 12 * 3600, 24 * 3600}
	if seconds > 0 && !slices.Contains(all, seconds) {
		all = append(all, seconds)
		slices.Sort(all)
	}
	for _, s := range all {
		out = append(out, option{strconv.Itoa(s), l.span(time.Duration(s) * time.Second), s == seconds})
	}
	return out, l.span(time.Duration(seconds) * time.Second)
}

// chosenLanguage are the languages to choose from, and the one that is set.
func (l locale) chosenLanguage(held json.RawMessage) (out []option, shown string) {
	var chosen string
	_ = json.Unmarshal(held, &chosen) // what is no text is none of them
	out = l.languages(cmp.Or(chosen, "en"))
	for _, o := range out {
		if o.Chosen {
			shown = o.Name
		}
	}
	return out, shown
}

// setting names a setting as instructions do.
func (l locale) setting(name string) string {
	switch name {
	case instruction.Declared().Name:
		return l.say("What was declared for checks")
	case instruction.Interval().Name:
		return l.say("Interval between full scans")
	case instruction.Language().Name:
		return l.say("Language")
	case notice.Setting(true).Name:
		return l.say("Notifications")
	case instruction.Support().Name:
		return l.say("Approval of support access")
	}
	return name
}

// source says where an instruction was given.
func (l locale) source(s instruction.Source) string {
	switch s {
	case instruction.API:
		return l.say("through the API")
	case instruction.Onboarding:
		return l.say("during the introduction")
	}
	return l.say("on these pages")
}

// instruct changes the setting that the path names.
func (c *console) instruct(r *http.Request, in visit) (string, error) {
	name := r.PathValue("setting")
	setting, ok := settingNamed(name)
	if !ok {
		return "", store.ErrNotFound
	}
	text := lines(r.PostForm.Get(fieldValue))
	value := json.RawMessage(text)
	var err error
	switch name {
	case "declared":
		if declarable(text) != nil {
			err = errSettings
		}
	case "language":
		value, err = json.Marshal(text)
	}
	if err == nil {
		wish := instruction.Wish{Setting: setting, Value: value, Expected: r.PostForm.Get(fieldVersion), Source: instruction.Console}
		_, err = instruction.Give(r.Context(), in.entry.Tenant, wish, in.actor(), c.now())
	}
	if err != nil {
		return "", c.refuse(r, in, err, c.settingsPage, tenantPath(in.id())+"/settings")
	}
	return c.back(r, in, "settings")
}
