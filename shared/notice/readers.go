package notice

import (
	"context"
	"errors"

	"vahti.ai/vahti/shared/account/language"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/tenant"
)

// reader is somebody to whom letters about a tenant can be written.
type reader struct {
	account, email string
	language       string // empty where it is not known
	wishes         letter.Preferences
	partner        bool // acts in the tenant for a partner organisation
}

func (r reader) wants(k letter.Kind) bool { return r.wishes.Wants(k, r.partner) }

// digest is how often the reader gets a digest where the tenant's own is another.
func (r reader) digest(tenants string) letter.Cadence {
	if r.wishes.Digest != "" {
		return r.wishes.Digest
	}
	return letter.Cadence(tenants)
}

// readers lists who gets letters of a kind about the tenant, each once: its active
// members who are people, and those who act in it for a partner organisation and asked
// for the kind. Their role there gets it.
func (d *Desk) readers(ctx context.Context, t *store.Tenant, kind letter.Kind) ([]reader, error) {
	var out []reader
	var organisations []string
	for cursor := ""; ; {
		list, next, err := member.List(ctx, t, member.Active, cursor, member.MaxPage)
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			if id, ok := m.Organisation(); ok {
				organisations = append(organisations, id)
				continue
			}
			if !gets(m.Role, kind) {
				continue
			}
			one := reader{account: m.ID, email: m.Email}
			if one.wishes, err = d.wishes(ctx, t, m.ID); err != nil {
				return nil, err
			}
			if one.wants(kind) {
				out = append(out, one)
			}
		}
		if cursor = next; next == "" {
			break
		}
	}
	seen := map[string]bool{}
	for _, id := range organisations {
		some, err := d.colleagues(ctx, t, id, kind, seen)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, d.languages(ctx, out)
}

// languages fills in in which languages readers read.
func (d *Desk) languages(ctx context.Context, readers []reader) error {
	accounts := make([]string, len(readers))
	for i, r := range readers {
		accounts[i] = r.account
	}
	chosen, err := language.Of(ctx, d.DB, accounts...)
	if err != nil {
		return err
	}
	for i := range readers {
		readers[i].language = chosen[readers[i].account]
	}
	return nil
}

func (d *Desk) wishes(ctx context.Context, t *store.Tenant, account string) (letter.Preferences, error) {
	p, _, err := letter.Reader{Tenant: t.ID().String(), Account: account}.Preferences(ctx, d.DB)
	return p, err
}

// colleagues are those of an organisation who get letters of a kind about the tenant and
// were not seen before. What somebody asked for is looked at first: few ask.
func (d *Desk) colleagues(ctx context.Context, t *store.Tenant, organisation string, kind letter.Kind, seen map[string]bool) ([]reader, error) {
	var out []reader
	for cursor := ""; ; {
		list, next, err := partner.List(ctx, d.DB, organisation, member.Actor{Service: true}, cursor, partner.MaxPage)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			if seen[p.Account] {
				continue
			}
			seen[p.Account] = true
			one := reader{account: p.Account, email: p.Email, partner: true}
			if one.wishes, err = d.wishes(ctx, t, p.Account); err != nil {
				return nil, err
			}
			if !one.wants(kind) {
				continue
			}
			role, err := d.acts(ctx, t.ID().String(), p.Account)
			if err != nil {
				return nil, err
			}
			if role != "" && gets(role, kind) {
				out = append(out, one)
			}
		}
		if cursor = next; next == "" {
			return out, nil
		}
	}
}

// acts is the role in which an account acts in the tenant that a text names for a
// partner organisation; empty for who has a membership of their own, or nothing.
func (d *Desk) acts(ctx context.Context, of, account string) (tenant.Role, error) {
	standings, err := partner.Of(ctx, d.DB, account)
	if err != nil {
		return "", err
	}
	a, err := member.Of(ctx, d.DB, account, standings, of)
	if errors.Is(err, member.ErrNotFound) {
		return "", nil
	}
	if err != nil || a.Via.Organisation == "" {
		return "", err
	}
	return a.Role, nil
}

// Reads reports whether somebody for whom a letter about a tenant was written may still
// get it: they belong to the tenant, or act in it for a partner organisation where it was
// written for that, and in a role that gets a letter which nobody has to get.
func (d *Desk) Reads(ctx context.Context, l letter.Letter) (bool, error) {
	if l.Partner {
		role, err := d.acts(ctx, l.Of, l.Reader)
		return err == nil && role != "" && gets(role, l.Kind), err
	}
	a, err := member.Of(ctx, d.DB, l.Reader, nil, l.Of)
	if errors.Is(err, member.ErrNotFound) {
		return false, nil
	}
	return err == nil && (!l.Kind.Optional() || gets(a.Role, l.Kind)), err
}

// gets reports whether letters of a kind about a tenant are for a role there. Auditors
// read digests: they can mend nothing.
func gets(role tenant.Role, kind letter.Kind) bool {
	switch kind {
	case letter.FindingsAlert:
		return role != tenant.Auditor
	case letter.ConsentLost, letter.MailFailed, letter.HookFailed:
		return role == tenant.Owner || role == tenant.Admin
	}
	return true
}
