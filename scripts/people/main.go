// Command people does what operators of the project do for people across tenants:
//
//	people operator -email E -name N   invites one of Vahti's own, who sets up a passkey
//	people member -email E             an operator is none any more, and signed out
//	people partner -name N -email E    makes a partner organisation; E, who has an account, manages it
//	people manager -partner O -email E  makes E, who has an account, a manager of an organisation
//	people staff -partner O -email E   makes E one of its staff; the last manager stays one
//	people lock -email E               nobody signs in with the account, whoever is leaves, and its keys and invitations rest
//	people unlock -email E             and can again
//	people signout -email E            ends every session of the account
//	people reenrol -email E            has the person set up anew how they sign in, by a letter
//
// Whoever runs it has rights of their own on the project. What is done is in the
// service's audit trail. A repeat changes nothing more; of an invitation it leaves a new
// letter while nobody has accepted.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/trail"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "people:", err)
		os.Exit(1)
	}
}

// order is the command line.
type order struct {
	do                                            string
	project, endpoint, address, by, email, called string
	organisation                                  string
}

var errUsage = errors.New("say operator, member, partner, manager, staff, lock, unlock, signout or reenrol, with -project, -address, -by and -email; -h explains")

func parse(args []string, out io.Writer) (o order, help bool, err error) {
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		o.do, args = args[0], args[1:]
	}
	fs := flag.NewFlagSet("people", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&o.project, "project", "", "the Google Cloud `PROJECT`")
	fs.StringVar(&o.endpoint, "endpoint", "", "where Secret Manager is, instead of Google's own")
	fs.StringVar(&o.address, "address", "", "where people reach Vahti, as https://HOST")
	fs.StringVar(&o.by, "by", "", "your sign-in name, for the audit trail and the letter")
	fs.StringVar(&o.email, "email", "", "the person's e-mail `ADDRESS`")
	fs.StringVar(&o.called, "name", "", "the name of the operator, or of the organisation")
	fs.StringVar(&o.organisation, "partner", "", "Vahti's name for the organisation, for manager and staff")
	if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(out, "usage: people operator|member|partner|manager|staff|lock|unlock|signout|reenrol [flags]")
		fs.SetOutput(out)
		fs.PrintDefaults()
		return o, true, nil
	} else if err != nil {
		return o, false, err
	}
	known := slices.Contains([]string{"operator", "member", "partner", "manager", "staff", "lock", "unlock", "signout", "reenrol"}, o.do)
	named := o.do != "operator" && o.do != "partner" || o.called != ""
	named = named && (o.do == "manager" || o.do == "staff") == (o.organisation != "")
	u, err := url.Parse(o.address)
	if !known || err != nil || u.Host == "" || o.project == "" || o.by == "" || o.email == "" || !named || fs.NArg() > 0 {
		return o, false, errUsage
	}
	o.address = u.Scheme + "://" + u.Host
	return o, false, nil
}

func run(ctx context.Context, args []string, out io.Writer) error {
	o, help, err := parse(args, out)
	if help || err != nil {
		return err
	}
	c, err := connect.Open(ctx, connect.Google{Project: o.project, SecretManagerEndpoint: o.endpoint}, store.PeopleDatabase, store.AuditDatabase)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	db := c.DB
	home, err := url.Parse(o.address)
	if err != nil {
		return errUsage
	}
	accounts, err := account.Open(db, account.Settings{
		Hasher: password.NewHasher(password.DefaultCost(), 1), // no password is checked here
		Site:   factor.Site{Domain: home.Hostname(), Name: "Vahti", Origins: []string{o.address}},
	}, time.Now)
	if err != nil {
		return err
	}
	switch o.do {
	case "operator":
		err = o.operator(ctx, db, accounts, out)
	case "member":
		err = o.member(ctx, db, accounts, out)
	case "partner":
		err = o.partner(ctx, db, accounts, out)
	case "manager", "staff":
		err = o.colleague(ctx, db, accounts, out)
	default:
		err = o.account(ctx, db, accounts, out)
	}
	return err
}

// told writes into the service's audit trail what was done to an account.
func (o order) told(ctx context.Context, db *store.DB, action trail.Action, id account.ID) error {
	return o.toldAs(ctx, db, strings.ReplaceAll(string(action), ".", "-")+"-"+rand.Text(), time.Now(), action, id)
}

// toldAs is told by a name, of which there is one entry.
func (o order) toldAs(ctx context.Context, db *store.DB, name string, at time.Time, action trail.Action, id account.ID) error {
	return trail.Service(db).Add(ctx, name, trail.Entry{At: at.UTC(), By: trail.Operator, Actor: o.by, Action: action, Target: "accounts/" + string(id)})
}

func (o order) operator(ctx context.Context, db *store.DB, accounts *account.Store, out io.Writer) error {
	a, _, _, err := accounts.Create(ctx, account.New{Email: o.email, Name: o.called, Language: "en", Operator: true})
	if err != nil {
		return err
	}
	if !a.Operator {
		return errors.New("that address belongs to a member; an operator needs an account of their own")
	}
	if a.State != account.Invited {
		fmt.Fprintln(out, "The operator has set up the account already.")
		return nil
	}
	// Also of one that a run made which was stopped then; a repeat is the same entry.
	if err := o.toldAs(ctx, db, "operator-added-"+string(a.ID), a.Created, trail.OperatorAdded, a.ID); err != nil {
		return err
	}
	l, err := accounts.Invite(ctx, a.ID)
	if err != nil {
		return err
	}
	if err := o.write(ctx, db, l); err != nil {
		return err
	}
	fmt.Fprintln(out, "The operator is invited.")
	return nil
}

func (o order) member(ctx context.Context, db *store.DB, accounts *account.Store, out io.Writer) error {
	a, err := accounts.ByEmail(ctx, o.email)
	if err != nil {
		return err
	}
	if !a.Operator {
		fmt.Fprintln(out, "The account is no operator's.")
		return nil
	}
	if err := o.told(ctx, db, trail.OperatorRemoved, a.ID); err != nil {
		return err
	}
	if _, err := accounts.SetOperator(ctx, a.ID, false); err != nil {
		return err
	}
	if _, err := accounts.EndAll(ctx, a.ID); err != nil {
		return err
	}
	fmt.Fprintln(out, "The account is an operator's no more.")
	return nil
}

// account does what those on call do for an account.
func (o order) account(ctx context.Context, db *store.DB, accounts *account.Store, out io.Writer) error {
	a, err := accounts.ByEmail(ctx, o.email)
	if err != nil {
		return err
	}
	acts := map[string]struct {
		action trail.Action
		do     func(context.Context, account.ID) (account.Event, error)
	}{
		"lock": {trail.AccountLocked, accounts.Lock}, "unlock": {trail.AccountUnlocked, accounts.Unlock},
		"signout": {trail.SessionRevoked, accounts.EndAll}, "reenrol": {trail.EnrolmentBegan, accounts.Reenrol},
	}
	act := acts[o.do]
	if err := o.told(ctx, db, act.action, a.ID); err != nil {
		return err
	}
	if _, err := act.do(ctx, a.ID); err != nil {
		return err
	}
	if o.do == "reenrol" {
		l, err := accounts.Invite(ctx, a.ID)
		if err != nil {
			return err
		}
		if err := o.write(ctx, db, l); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "Done.")
	return nil
}

// write leaves the letter by which a person sets up how they sign in.
func (o order) write(ctx context.Context, db *store.DB, l account.Letter) error {
	return letter.Put(ctx, db, letter.Letter{Name: "account-" + rand.Text(), Kind: letter.Invitation, To: l.To, Language: l.Language, By: o.by,
		Link: o.address + "/invitations?token=" + url.QueryEscape(string(l.Token)), Until: time.Now().Add(member.InvitationLife)}, time.Now())
}

func (o order) partner(ctx context.Context, db *store.DB, accounts *account.Store, out io.Writer) error {
	a, err := accounts.ByEmail(ctx, o.email)
	if err != nil {
		return err
	}
	org, err := partner.Create(ctx, db, "partner-"+o.called, o.called, member.Account{ID: string(a.ID), Email: a.Email, Name: a.Name},
		member.Actor{Service: true, Name: o.by}, time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The organisation is %s: a tenant's owner gives it a role by that name.\n", org.ID)
	return nil
}

// colleague has a person work for a partner organisation, as a manager or as staff.
func (o order) colleague(ctx context.Context, db *store.DB, accounts *account.Store, out io.Writer) error {
	a, err := accounts.ByEmail(ctx, o.email)
	if err != nil {
		return err
	}
	_, err = partner.Add(ctx, db, o.organisation, member.Account{ID: string(a.ID), Email: a.Email, Name: a.Name}, o.do == "manager",
		member.Actor{Service: true, Name: o.by}, time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "Done.")
	return nil
}
