package main

import (
	"html/template"
	"net/http"

	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
)

// mailPage shows the letters that Vahti would have sent, the newest first. Nobody
// sends them on this machine.
var mailPage = template.Must(template.New("mail").Parse(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Mail – Vahti’s emulator</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}article{border:1px solid #8884;border-radius:.5rem;padding:.5rem 1rem;margin:1rem 0}pre{white-space:pre-wrap;font:inherit}</style></head>
<body><h1>Mail</h1><p>What Vahti would have sent, the newest first. On this machine nothing is sent.</p>
{{range .}}<article><h2>{{.Subject}}</h2><p>To {{.To}}, {{.At}}</p><pre>{{.Text}}</pre>{{with .Link}}<p><a href="{{.}}">Open the link</a></p>{{end}}</article>
{{else}}<p>There is no mail.</p>{{end}}</body></html>
`))

// sent is a letter as the page shows it.
type sent struct {
	letter.Message
	To, At, Link string
}

func mail(db *store.DB) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var all []sent
		for l, err := range letter.All(r.Context(), db) {
			if err != nil {
				http.Error(w, "A letter could not be read.", http.StatusInternalServerError)
				return
			}
			m, err := l.Compose()
			if err != nil {
				continue // of a kind that this version does not know
			}
			all = append([]sent{{Message: m, To: l.To, At: l.At.Format("2006-01-02 15:04:05 UTC"), Link: l.Link}}, all...)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_ = mailPage.Execute(w, all)
	})
}
