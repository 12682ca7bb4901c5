package postmark

import (
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// Page is the inbox, served at path: what was sent, the newest first, each as its
// reader gets it, with buttons that have something become of it.
func (s *Server) Page(path string) http.Handler {
	page := template.Must(template.New("inbox").Funcs(template.FuncMap{"linked": linked, "events": Events}).Parse(inbox))
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
		all := s.Sent()
		slices.Reverse(all)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_ = page.Execute(w, map[string]any{"Path": path, "Sent": all[:min(len(all), shown)], "More": max(0, len(all)-shown)})
	})
	mux.HandleFunc("POST "+path+"/{id}", func(w http.ResponseWriter, r *http.Request) {
		if origin := r.Header.Get("Origin"); origin != "" && !strings.HasSuffix(origin, "://"+r.Host) {
			http.Error(w, "The form is of another site.", http.StatusForbidden)
			return
		}
		if err := s.Play(r.PathValue("id"), Event(r.FormValue("event"))); err != nil {
			http.Error(w, "There is no such message or event.", http.StatusNotFound)
			return
		}
		http.Redirect(w, r, path+"#"+r.PathValue("id"), http.StatusSeeOther)
	})
	return mux
}

// shown is how many messages the page shows.
const shown = 200

// address finds addresses of pages in plain text.
var address = regexp.MustCompile(`https?://[^\s<>"]+`)

// linked is plain text with its addresses as links.
func linked(text string) template.HTML {
	var b strings.Builder
	at := 0
	for _, m := range address.FindAllStringIndex(text, -1) {
		link := template.HTMLEscapeString(text[m[0]:m[1]])
		b.WriteString(template.HTMLEscapeString(text[at:m[0]]) + `<a href="` + link + `">` + link + `</a>`)
		at = m[1]
	}
	b.WriteString(template.HTMLEscapeString(text[at:]))
	return template.HTML(b.String()) //nolint:gosec // every part was escaped above
}

const inbox = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Mail – Vahti’s emulator</title>
<style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}
article{border:1px solid #8886;border-radius:.5rem;padding:.5rem 1rem 1rem;margin:1rem 0}
h2{font-size:1.15rem;margin:.4rem 0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}
iframe{width:100%;height:36rem;border:1px solid #8886;border-radius:.4rem;background:#fff}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;overflow-wrap:anywhere}dt{font-weight:600}dd{margin:0}
form{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.5rem}summary{cursor:pointer}
</style></head>
<body><h1>Mail</h1><p>What Vahti has handed to Postmark’s stand-in, the newest first. Nothing leaves this machine.</p>
{{range .Sent}}<article id="{{.ID}}"><h2>{{.Subject}}</h2><p>To {{.To}}, {{.At.Format "2006-01-02 15:04:05 UTC"}}{{range .Events}} · {{.}}{{end}}</p>
<details open><summary>Text</summary><pre>{{linked .Text}}</pre></details>
{{with .HTML}}<details><summary>HTML</summary><iframe sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy" title="The message as HTML" srcdoc="{{.}}"></iframe></details>{{end}}
<details><summary>Headers</summary><dl><dt>From</dt><dd>{{.From}}</dd><dt>Stream</dt><dd>{{.Stream}}</dd>{{with .Tag}}<dt>Tag</dt><dd>{{.}}</dd>{{end}}{{range .Headers}}<dt>{{.Name}}</dt><dd>{{linked .Value}}</dd>{{end}}{{range $k, $v := .Metadata}}<dt>{{$k}}</dt><dd>{{$v}}</dd>{{end}}</dl></details>
<form method="post" action="{{$.Path}}/{{.ID}}">{{range events}}<button name="event" value="{{.}}">{{.}}</button>{{end}}</form>
</article>
{{else}}<p>There is no mail.</p>{{end}}{{with .More}}<p>{{.}} older ones are not shown.</p>{{end}}</body></html>
`
