package console

import (
	"net/http"
	"time"

	"vahti.ai/vahti/shared/browser"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/export"
	"vahti.ai/vahti/shared/tenant"
)

// exportView is the page on which people choose what of the tenant's data they take.
type exportView struct {
	Refused string
	// Ended says that the agreement has ended, so that there is not much time left.
	Ended         bool
	Action, Trail string // where the forms go: everything, and the audit trail alone
	Kinds         []exportKind
	Formats       []option
	Languages     []option
	LeftOut       []export.Left
	Today         string
	Keys          string // where the keys are by which an export is verified
}

// exportKind is a kind of data to choose.
type exportKind struct {
	Value, Name string
	// Periodic says that a period bounds it.
	Periodic bool
}

// exportPath is where another function sends exports. It is no page, and speaks the
// language that the form says.
const exportPath = "/export/"

// exporting shows the page. Its forms lead to the function that sends the data, which
// asks again who it is and tells the audit trail.
func (c *console) exporting(r *http.Request, in visit) (page, error) {
	ch, err := c.chapter(r, in)
	if err != nil {
		return page{}, err
	}
	v := exportView{Action: exportPath + "tenants/" + in.id().String(), Ended: ch.about.State == tenant.Terminated, Today: c.now().UTC().Format(time.DateOnly), Keys: exportPath + "keys"}
	v.Trail = v.Action + "/trail"
	if r.URL.Query().Has("refused") {
		v.Refused = ch.say("Give the first and the last day as year-month-day, the first one first.")
	}
	for _, k := range export.Kinds() {
		v.Kinds = append(v.Kinds, exportKind{string(k), ch.exportKind(k), k.Periodic()})
	}
	v.LeftOut = export.LeftOut(ch.lang)
	for _, f := range export.Formats() {
		v.Formats = append(v.Formats, option{string(f), ch.exportFormat(f), true})
	}
	for _, l := range text.Languages() {
		v.Languages = append(v.Languages, option{string(l), browser.LanguageName(l), l == ch.lang})
	}
	return ch.page("export", ch.say("Export your data"), v), nil
}
