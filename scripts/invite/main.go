// Command invite takes a new customer on: it makes the tenant and its data key and
// leaves the letter that invites its first owner. Whoever runs it is an operator with
// rights of their own on the project; the invitation is in the tenant's audit trail
// with the name given. Run again with the same -request it makes nothing new and
// leaves the owner a new letter, unless somebody has accepted already; what it left
// before, also to another address, is worth nothing then.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "invite:", err)
		os.Exit(1)
	}
}

// wish is the command line.
type wish struct {
	project, endpoint, address, operator string
	customer                             fleet.NewCustomer
	email                                string
}

func parse(args []string, out io.Writer) (w wish, help bool, err error) {
	fs := flag.NewFlagSet("invite", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&w.project, "project", "", "the Google Cloud `PROJECT`")
	fs.StringVar(&w.endpoint, "endpoint", "", "where Secret Manager is, instead of Google's own")
	fs.StringVar(&w.address, "address", "", "where people reach Vahti, as https://HOST")
	fs.StringVar(&w.operator, "operator", "", "your sign-in name, for the audit trail and the letter")
	fs.StringVar(&w.customer.Request, "request", "", "the order's `NUMBER`, by which a repeat is known")
	fs.StringVar(&w.customer.Name, "name", "", "the customer's name")
	fs.StringVar(&w.customer.EntraID, "entra", "", "the `ID` of the customer's Microsoft 365, where it is known; otherwise whoever consents says")
	fs.StringVar(&w.customer.Language, "language", "en", "en, fi or sv")
	plan := fs.String("plan", string(tenant.Standard), "starter, standard or premium")
	fs.StringVar(&w.email, "email", "", "the first owner's e-mail `ADDRESS`")
	if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
		fs.SetOutput(out)
		fs.PrintDefaults()
		return w, true, nil
	} else if err != nil {
		return w, false, err
	}
	w.customer.Plan = tenant.Plan(*plan)
	for name, value := range map[string]string{"project": w.project, "address": w.address, "operator": w.operator, "request": w.customer.Request, "name": w.customer.Name, "email": w.email} {
		if value == "" {
			return w, false, fmt.Errorf("-%s is not given", name)
		}
	}
	u, err := url.Parse(w.address)
	if err != nil || u.Scheme != "https" && u.Hostname() != "localhost" || u.Host == "" || strings.Trim(u.Path, "/") != "" || fs.NArg() > 0 {
		return w, false, errors.New("-address is no address such as https://app.vahti.example, or there is more than flags")
	}
	w.address = u.Scheme + "://" + u.Host
	return w, false, w.customer.Plan.Validate()
}

func run(ctx context.Context, args []string, out io.Writer) error {
	w, help, err := parse(args, out)
	if help || err != nil {
		return err
	}
	to, err := member.Email(w.email)
	if err != nil {
		return err
	}
	c, err := connect.Open(ctx, connect.Google{Project: w.project, SecretManagerEndpoint: w.endpoint}, store.VahtiDatabase, store.PeopleDatabase)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	db := c.DB
	id, err := fleet.New(db, time.Now).Invite(ctx, w.customer, w.operator, "")
	if err != nil {
		return err
	}
	t, err := db.Tenant(id)
	if err != nil {
		return err
	}
	i, err := member.Invite(ctx, t, member.Invitation{Email: to, Role: tenant.Owner, Language: w.customer.Language}, member.Actor{Service: true, Name: w.operator}, time.Now())
	if err != nil {
		return err
	}
	err = letter.Put(ctx, db, letter.Letter{
		Name: "invitation-" + i.ID, Kind: letter.Invitation, Of: id.String(), To: to, Language: w.customer.Language, Tenant: w.customer.Name, By: w.operator,
		Link: w.address + "/invitations?token=" + url.QueryEscape(string(i.Token)), Until: i.Expires,
	}, time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The tenant is %s; its first owner is invited until %s.\n", id, i.Expires.UTC().Format(time.RFC3339))
	return nil
}
