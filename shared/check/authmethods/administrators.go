package authmethods

import (
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/snapshot"
)

// administrators are the users, by id, who hold a privileged role over the whole
// tenant or may activate one, without disabled accounts. whole is false where
// there may be more.
type administrators struct {
	users map[string]*snapshot.User
	whole bool
}

func administratorsOf(s *snapshot.Snapshot) administrators {
	users, whole := roles.Administrators(s)
	a := administrators{users: make(map[string]*snapshot.User, len(users)), whole: whole}
	for i := range users {
		a.users[users[i].ID] = &users[i]
	}
	return a
}
