package stripe

import (
	"html/template"
	"net/http"
	"strconv"
	"time"
)

// pages are the page on which a subscription begins and the one on which it is managed.
func pages() *template.Template {
	return template.Must(template.New("pages").Parse(`{{define "head"}}<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{.Title}} – Stripe’s stand-in</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}form{border:1px solid #8884;border-radius:.5rem;padding:.5rem 1rem;margin:1rem 0}label{display:block;margin:.5rem 0}[role=alert]{font-weight:bold}</style></head>
<body><h1>{{.Title}}</h1>{{with .Refused}}<p role="alert">{{.}}</p>{{end}}{{end}}
{{define "card"}}<label>Card <select name="card"><option value="good">4242 4242 4242 4242, works</option><option value="bad">4000 0000 0000 0341, fails when it is charged</option></select></label>{{end}}
{{define "checkout"}}{{template "head" .}}
<form method="post"><p>{{.Plan}}, {{.Price}} a person and month{{with .Trial}}, the first {{.}} days free{{end}}.</p>
<label>People <input name="seats" type="number" min="1" max="1000000" required value="{{.Seats}}"></label>{{template "card"}}
<button>Subscribe</button></form><p><a href="{{.Back}}">Back</a></p></body></html>{{end}}
{{define "portal"}}{{template "head" .}}
{{range .Subscriptions}}<form method="post"><input type="hidden" name="subscription" value="{{.ID}}">
<p>{{.Plan}} for {{.Seats}} people: {{.Status}}, the period ends {{.End}}.{{if .Ends}} It ends then.{{end}}</p>
<label>Plan <select name="price">{{range .Prices}}<option value="{{.ID}}"{{if .Chosen}} selected{{end}}>{{.Plan}}</option>{{end}}</select></label>
<label>People <input name="seats" type="number" min="1" max="1000000" value="{{.Seats}}"></label>
<button name="do" value="change">Change</button> {{if .Ends}}<button name="do" value="keep">Do not cancel</button>{{else}}<button name="do" value="cancel">Cancel at the end of the period</button>{{end}}</form>
{{else}}<p>There is no subscription.</p>{{end}}
<form method="post">{{template "card"}}<button name="do" value="card">Use this card, and pay what is open</button></form>
<p><a href="{{.Back}}">Back</a></p></body></html>{{end}}`))
}

type checkoutView struct {
	Title, Refused, Plan, Price, Back string
	Trial, Seats                      int
}

type portalView struct {
	Title, Refused, Back string
	Subscriptions        []subscriptionView
}

type subscriptionView struct {
	ID, Plan, Status, End string
	Seats                 int
	Ends                  bool
	Prices                []priceView
}

type priceView struct {
	ID, Plan string
	Chosen   bool
}

// Pages serves the pages below the path /emulator/stripe/.
func (s *Server) Pages() http.Handler {
	views := pages()
	mux := http.NewServeMux()
	serve := func(portal bool, show, act func(http.ResponseWriter, *http.Request, *page)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			s.mu.Lock()
			defer s.mu.Unlock()
			p := s.state.Sessions[r.PathValue("id")]
			if p == nil || p.Portal != portal || s.customer(p.Customer) == nil {
				http.NotFound(w, r)
				return
			}
			h := w.Header()
			h.Set("Content-Type", "text/html; charset=utf-8")
			h.Set("Cache-Control", "no-store")
			if r.Method == http.MethodPost {
				act(w, r, p)
				return
			}
			show(w, r, p)
		}
	}
	checkout := serve(false, func(w http.ResponseWriter, _ *http.Request, p *page) {
		_ = views.ExecuteTemplate(w, "checkout", s.checkoutView(p, ""))
	},
		func(w http.ResponseWriter, r *http.Request, p *page) {
			seats, _ := strconv.Atoi(r.PostFormValue("seats"))
			if err := s.begin(p, seats, r.PostFormValue("card") == "bad"); err != nil {
				w.WriteHeader(http.StatusPaymentRequired)
				_ = views.ExecuteTemplate(w, "checkout", s.checkoutView(p, "Sorry: "+err.Error()+"."))
				return
			}
			_ = s.save()
			http.Redirect(w, r, p.Success, http.StatusSeeOther)
		})
	portal := serve(true, func(w http.ResponseWriter, _ *http.Request, p *page) {
		_ = views.ExecuteTemplate(w, "portal", s.portalView(p))
	}, s.manage)
	for _, method := range []string{"GET ", "POST "} {
		mux.HandleFunc(method+"/emulator/stripe/checkout/{id}", checkout)
		mux.HandleFunc(method+"/emulator/stripe/portal/{id}", portal)
	}
	return mux
}

func (s *Server) checkoutView(p *page, refused string) checkoutView {
	sold, _ := s.price(p.Price)
	return checkoutView{"Subscribe", refused, sold.Plan, strconv.FormatFloat(float64(sold.Amount)/100, 'f', 2, 64) + " €", p.Cancel, p.Trial, p.Seats}
}

func (s *Server) portalView(p *page) portalView {
	v := portalView{Title: "Your subscription", Back: p.Success}
	mine := func(u *subscription) bool { return u.Customer == p.Customer && u.Status != Cancel }
	for _, u := range sorted(s.state.Subscriptions, mine, func(u *subscription) int64 { return u.Created }) {
		sold, _ := s.price(u.Price)
		one := subscriptionView{ID: u.ID, Plan: sold.Plan, Status: u.Status, End: time.Unix(u.PeriodEnd, 0).UTC().Format("2006-01-02"), Seats: u.Seats, Ends: u.AtPeriodEnd}
		for _, o := range s.config.Prices {
			one.Prices = append(one.Prices, priceView{o.ID, o.Plan, o.ID == u.Price})
		}
		v.Subscriptions = append(v.Subscriptions, one)
	}
	return v
}

// manage does what a form of the page asks for.
func (s *Server) manage(w http.ResponseWriter, r *http.Request, p *page) {
	do := r.PostFormValue("do")
	if do == "card" {
		s.card(s.customer(p.Customer), r.PostFormValue("card") != "bad")
	} else if u := s.state.Subscriptions[r.PostFormValue("subscription")]; u != nil && u.Customer == p.Customer && u.Status != Cancel {
		switch do {
		case "cancel", "keep":
			s.cancelLater(u, do == "cancel")
		case "change":
			seats, _ := strconv.Atoi(r.PostFormValue("seats"))
			if _, sold := s.price(r.PostFormValue("price")); sold && seats >= 1 {
				u.Price, u.Seats = r.PostFormValue("price"), seats
			}
		}
		s.emit("customer.subscription.updated", s.showSubscription(u, s.eventsNewer()), s.config.Now().Unix())
	}
	_ = s.save()
	http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
}
