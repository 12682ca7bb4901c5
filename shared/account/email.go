package account

import "vahti.ai/vahti/shared/internal/email"

// ErrEmail means that a text is no e-mail address that letters can be sent to.
var ErrEmail = email.ErrForm

// NormalEmail returns the one form of an e-mail address, as [email.Normal] does.
func NormalEmail(typed string) (string, error) { return email.Normal(typed) }
