package account_test

import (
	"errors"
	"maps"
	"slices"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor/factortest"
)

func (r *run) setPassword() {
	n, s := r.own()
	next := good
	if r.m.password == good {
		next = better
	}
	_, err := r.w.SetPassword(r.t.Context(), s, r.m.password, next, r.from)
	if errors.Is(err, account.ErrWait) {
		r.w.Add(time.Hour)
		return
	}
	switch why := r.may(n); {
	case r.m.sessions[n] == nil:
		r.want(err, account.ErrSession, account.ErrCurrent, account.ErrNotFound)
	case why != nil:
		r.want(err, why...)
	case r.m.state == account.Active && !r.m.app && !r.m.passkey:
		r.want(err, account.ErrLast)
	default:
		r.want(err)
		r.m.password = next
		r.m.changed(n)
	}
}

func (r *run) addAnApp() {
	n, s := r.own()
	if why := r.may(n); why != nil {
		_, err := r.w.AddApp(r.t.Context(), s)
		r.want(err, append(why, account.ErrNotFound)...)
		return
	}
	r.session = s
	now := r.w.Now()
	setup, err := r.w.AddApp(r.t.Context(), s)
	r.want(err)
	r.app = fromText(r.t, setup.Text)
	_, err = r.w.ConfirmApp(r.t.Context(), s, setup.Token, r.code(r.t), r.from)
	r.want(err)
	if !r.w.Now().Equal(now) {
		r.t.Error("the clock moved")
	}
	r.m.app = true
	r.m.changed(n)
}

func (r *run) addAPasskey() {
	n, s := r.own()
	if r.m.passkey {
		return // one is enough for the model
	}
	if why := r.may(n); why != nil {
		_, _, err := r.w.AddPasskey(r.t.Context(), s)
		r.want(err, append(why, account.ErrNotFound)...)
		return
	}
	r.session, r.device = s, factortest.New(page)
	r.addPasskey(r.t, r.device)
	r.m.passkey = true
	r.m.changed(n)
}

func (r *run) makeCodes() {
	n, s := r.own()
	codes, _, err := r.w.NewRecoveryCodes(r.t.Context(), s, r.from)
	if why := r.may(n); why != nil {
		r.want(err, append(why, account.ErrNotFound)...)
		return
	}
	r.want(err)
	r.codes, r.m.codes = codes, len(codes)
	r.m.changed(n)
}

func (r *run) link() {
	n, s := r.own()
	_, err := r.w.Link(r.t.Context(), s, identity(1), r.from)
	if why := r.may(n); why != nil {
		r.want(err, append(why, account.ErrNotFound)...)
		return
	}
	r.want(err)
	if !r.m.linked {
		r.m.linked = true
		r.m.changed(n)
	}
}

func (r *run) removeOne() {
	n, s := r.own()
	what := []account.Method{account.ByPassword, account.ByTOTP, account.ByRecovery, account.ByPasskey, account.ByEntra}[r.random.IntN(5)]
	after := r.m
	var err error
	var had bool
	switch what {
	case account.ByPasskey:
		id := "none"
		if a, getErr := r.w.Get(r.t.Context(), r.id); getErr == nil && len(a.Passkeys) > 0 {
			id = a.Passkeys[0].ID
		}
		_, err = r.w.RemovePasskey(r.t.Context(), s, id, r.from)
		had, after.passkey = r.m.passkey, false
	case account.ByEntra:
		_, err = r.w.Unlink(r.t.Context(), s, identity(1), r.from)
		had, after.linked = r.m.linked, false
	default:
		_, err = r.w.Remove(r.t.Context(), s, what, r.from)
		switch what {
		case account.ByPassword:
			had, after.password = r.m.password != "", ""
		case account.ByTOTP:
			had, after.app = r.m.app, false
		default:
			had, after.codes = r.m.codes > 0, 0
		}
	}
	switch why := r.may(n); {
	case why != nil:
		r.want(err, append(why, account.ErrNotFound)...)
	case !had:
		r.want(err, account.ErrNoFactor)
	case r.m.state == account.Active && !after.complete():
		r.want(err, account.ErrLast)
	default:
		r.want(err)
		after.rejections = r.m.rejections
		r.m = after
		r.m.changed(n)
	}
}

func (r *run) signOut() {
	n := 1 + r.random.IntN(r.next)
	_, err := r.w.SignOut(r.t.Context(), r.tokens[n].Token, r.from)
	r.want(err)
	delete(r.m.sessions, n)
}

func (r *run) endOthers() {
	n, s := r.own()
	_, err := r.w.EndOthers(r.t.Context(), s, r.from)
	if why := r.may(n); why != nil {
		r.want(err, append(why, account.ErrNotFound)...)
		return
	}
	r.want(err)
	r.m.changed(n)
}

func (r *run) askReset() {
	l, send, _, err := r.w.AskReset(r.t.Context(), r.email, r.from)
	if errors.Is(err, account.ErrWait) {
		r.w.Add(time.Hour)
		return
	}
	r.want(err)
	if want := r.m.state == account.Active && r.m.password != ""; send != want {
		r.t.Errorf("a letter is sent: %v, want %v", send, want)
	}
	if send {
		r.next++
		r.tokens[r.next] = account.SignIn{}
		r.letters[r.next] = l.Token
		r.m.resetLetters[r.next] = r.w.Now().Add(time.Hour)
	}
}

func (r *run) reset() {
	for _, n := range slices.Sorted(maps.Keys(r.letters))[:min(1, len(r.letters))] {
		token := r.letters[n]
		delete(r.letters, n)
		ends, alive := r.m.resetLetters[n]
		alive = alive && r.w.Now().Before(ends) && r.m.state == account.Active && r.m.password != ""
		delete(r.m.resetLetters, n)
		_, err := r.w.Reset(r.t.Context(), token, better, r.from)
		if !alive {
			r.want(err, account.ErrToken)
			return
		}
		r.want(err)
		r.m.password = better
		r.m.changed(0)
	}
}

// lock locks and unlocks, now and then.
func (r *run) lock() {
	if r.random.IntN(4) != 0 {
		return
	}
	if r.m.state != account.Locked {
		_, err := r.w.Lock(r.t.Context(), r.id)
		r.want(err)
		r.m.state = account.Locked
		r.m.changed(0)
	}
	_, err := r.w.Unlock(r.t.Context(), r.id)
	r.want(err)
	r.m.state = account.Invited
	r.m.changed(0)
}

func (r *run) makeOperator() {
	to := !r.m.operator
	if to && r.random.IntN(4) != 0 {
		return
	}
	_, err := r.w.SetOperator(r.t.Context(), r.id, to)
	after := r.m
	after.operator = to
	if r.m.state == account.Active && !after.complete() {
		r.want(err, account.ErrPasskey)
		return
	}
	r.want(err)
	r.m.operator = to
	r.m.changed(0)
}

func (r *run) enrol() {
	in, _, err := r.w.Enrol(r.t.Context(), r.id, r.from)
	if r.m.state != account.Invited {
		r.want(err, account.ErrCondition)
		return
	}
	r.want(err)
	r.begun(in, false)
}

func (r *run) enrolledNow() {
	n, s := r.own()
	in, _, err := r.w.Enrolled(r.t.Context(), s, r.from)
	switch {
	case !r.m.alive(n, r.w.Now()):
		r.want(err, account.ErrSession, account.ErrNotFound)
	case r.m.sessions[n].full || r.m.state != account.Active:
		r.want(err, account.ErrCondition)
	default:
		r.want(err)
		delete(r.m.sessions, n)
		r.begun(in, true)
	}
}

// anew takes every way to sign in away, now and then.
func (r *run) anew() {
	if r.random.IntN(4) != 0 {
		return
	}
	_, err := r.w.Reenrol(r.t.Context(), r.id)
	r.want(err)
	r.m.password, r.m.app, r.m.passkey, r.m.linked, r.m.codes = "", false, false, false, 0
	r.m.state = account.Invited
	r.m.changed(0)
}
