package account_test

import (
	"errors"
	"maps"
	"slices"
	"time"

	"vahti.ai/vahti/shared/account"
)

// step does one thing at random, to the account and to the model, and names it.
func (r *run) step() string {
	r.w.Add(31 * time.Second) // a code is good once
	steps := []struct {
		name string
		do   func()
	}{
		{"use", r.use}, {"use", r.use}, {"rest", r.rest},
		{"sign in", r.signInByApp}, {"sign in", r.signInByApp}, {"sign in by passkey", r.signInByPasskey}, {"sign in by Entra", r.signInByEntra},
		{"sign in by recovery code", r.signInByCode}, {"begin to sign in", r.begin}, {"go on signing in", r.goOn},
		{"set a password", r.setPassword}, {"add an app", r.addAnApp}, {"add a passkey", r.addAPasskey}, {"make codes", r.makeCodes}, {"link", r.link},
		{"remove", r.removeOne}, {"remove", r.removeOne}, {"sign out", r.signOut}, {"end others", r.endOthers},
		{"ask for a reset", r.askReset}, {"reset", r.reset}, {"lock", r.lock}, {"make an operator", r.makeOperator}, {"enrol", r.enrol}, {"enrol", r.enrol}, {"enrolled", r.enrolledNow}, {"enrolled", r.enrolledNow},
		{"sign in by passkey", r.signInByPasskey}, {"sign in by Entra", r.signInByEntra}, {"add an app", r.addAnApp}, {"set a password", r.setPassword},
		{"set up anew", r.anew},
	}
	s := steps[r.random.IntN(len(steps))]
	s.do()
	return s.name
}

func (r *run) use() {
	n := 1 + r.random.IntN(r.next)
	now := r.w.Now()
	_, _, err := r.w.Lookup(r.t.Context(), r.tokens[n].Token)
	if !r.m.alive(n, now) {
		r.want(err, account.ErrSession)
		return
	}
	r.want(err)
	if s := r.m.sessions[n]; now.Sub(s.seen) >= 5*time.Minute {
		s.seen = now
	}
}

func (r *run) rest() {
	r.w.Add([]time.Duration{time.Minute, 10 * time.Minute, 20 * time.Minute, 61 * time.Minute}[r.random.IntN(4)])
}

// first tries a password, now and then a wrong one, and returns the attempt.
func (r *run) first() (account.Token, bool) {
	try, right := r.m.password, r.m.state == account.Active && r.m.password != ""
	if !right || r.random.IntN(5) == 0 {
		try, right = "väärä salasana", false
	}
	a, _, err := r.w.Password(r.t.Context(), r.email, try, r.from)
	if errors.Is(err, account.ErrWait) { // that limits work out is tested by themselves
		r.w.Add(time.Hour)
		return "", false
	}
	if !right {
		r.want(err, account.ErrRefused)
		return "", false
	}
	r.want(err)
	var want []account.Method
	if r.m.passkey {
		want = append(want, account.ByPasskey)
	}
	if r.m.app && !r.m.operator {
		want = append(want, account.ByTOTP)
	}
	if r.m.codes > 0 && !r.m.operator {
		want = append(want, account.ByRecovery)
	}
	if !slices.Equal(a.Factors, want) {
		r.t.Errorf("got %v to go on with, want %v", a.Factors, want)
	}
	return a.Token, true
}

// second uses the app.
func (r *run) second(attempt account.Token) (account.SignIn, error) {
	for {
		in, _, err := r.w.Code(r.t.Context(), attempt, r.code(r.t), r.from)
		if !errors.Is(err, account.ErrWait) {
			return in, err
		}
		r.w.Add(time.Hour)
	}
}

func (r *run) signInByApp() {
	attempt, ok := r.first()
	if !ok {
		return
	}
	in, err := r.second(attempt)
	if !r.m.app || r.m.operator {
		r.want(err, account.ErrRefused, account.ErrToken)
		return
	}
	r.want(err)
	r.begun(in, true)
}

func (r *run) signInByCode() {
	attempt, ok := r.first()
	if !ok {
		return
	}
	code := "00000-00000-00000-00000-00000"
	if r.m.codes > 0 {
		code = string(r.codes[0])
	}
	in, _, err := r.w.Recovery(r.t.Context(), attempt, code, r.from)
	if r.m.codes == 0 || r.m.operator {
		r.want(err, account.ErrRefused)
		return
	}
	r.want(err)
	r.codes = r.codes[1:]
	r.m.codes--
	r.begun(in, true)
}

func (r *run) signInByPasskey() {
	if !r.m.passkey {
		return
	}
	in, _, err := r.passkey(r.t, "")
	if r.m.state != account.Active {
		r.want(err, account.ErrRefused)
		return
	}
	r.want(err)
	r.begun(in, true)
}

func (r *run) signInByEntra() {
	in, _, err := r.w.Entra(r.t.Context(), identity(1), r.from)
	switch {
	case !r.m.linked:
		r.want(err, account.ErrNotFound)
	case r.m.state != account.Active || r.m.operator:
		r.want(err, account.ErrRefused)
	default:
		r.want(err)
		r.begun(in, true)
	}
}

// begin leaves an attempt for later.
func (r *run) begin() {
	if attempt, ok := r.first(); ok {
		r.next++
		r.tries[r.next] = attempt
		r.m.attempts[r.next] = true
		r.tokens[r.next] = account.SignIn{} // no session of that number
	}
}

// goOn goes on with an attempt that was left, at once or not.
func (r *run) goOn() {
	for _, n := range slices.Sorted(maps.Keys(r.tries))[:min(1, len(r.tries))] {
		attempt := r.tries[n]
		delete(r.tries, n)
		alive := r.m.attempts[n]
		delete(r.m.attempts, n)
		if r.random.IntN(2) == 0 {
			r.w.Add(5 * time.Minute)
			alive = false
		}
		in, _, err := r.w.Code(r.t.Context(), attempt, r.code(r.t), r.from)
		switch {
		case errors.Is(err, account.ErrWait):
			r.w.Add(time.Hour)
		case err == nil:
			if !alive || !r.m.app || r.m.operator || r.m.state != account.Active {
				r.t.Errorf("a dead attempt signs in")
			}
			r.begun(in, true)
		case !errors.Is(err, account.ErrToken) && !errors.Is(err, account.ErrRefused):
			r.t.Error(err)
		}
	}
}
