package firestore

import (
	"strings"
	"unicode/utf8"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	maxIDBytes   = 1500
	maxNameBytes = 6 << 10
	maxSegments  = 200 // 100 collections deep, a collection and a document each
)

// database names one database of one project.
type database struct {
	project, id string
}

func (d database) String() string { return "projects/" + d.project + "/databases/" + d.id }

// documents is the resource name under which the database's root collections lie.
func (d database) documents() string { return d.String() + "/documents" }

// path is the way from a database's root to a collection (odd length) or to a document (even length, zero for the root).
type path []string

func (p path) String() string { return strings.Join(p, "/") }

// name is the full resource name of the document or collection p in d.
func (d database) name(p path) string {
	if len(p) == 0 {
		return d.documents()
	}
	return d.documents() + "/" + p.String()
}

// parseDatabase reads "projects/P/databases/D".
func parseDatabase(s string) (database, error) {
	db, rest, err := cutDatabase(s)
	if err != nil {
		return database{}, err
	}
	if rest != "" {
		return database{}, status.Errorf(codes.InvalidArgument, "%q is not a database name", s)
	}
	return db, nil
}

// parseParent reads the name of a document or of the root of a database.
func parseParent(s string) (database, path, error) {
	db, rest, err := cutDatabase(s)
	if err != nil {
		return database{}, nil, err
	}
	if rest == "documents" {
		return db, nil, nil
	}
	p, err := parsePath(s, rest)
	if err != nil {
		return database{}, nil, err
	}
	if len(p)%2 != 0 {
		return database{}, nil, status.Errorf(codes.InvalidArgument, "%q names a collection where a document is wanted", s)
	}
	return db, p, nil
}

// parseDocument reads the name of a document.
func parseDocument(s string) (database, path, error) {
	db, p, err := parseParent(s)
	if err == nil && len(p) == 0 {
		err = status.Errorf(codes.InvalidArgument, "%q names no document", s)
	}
	return db, p, err
}

// parseDocumentIn reads the name of a document and refuses one of another database.
func parseDocumentIn(db database, s string) (path, error) {
	got, p, err := parseDocument(s)
	if err != nil {
		return nil, err
	}
	if got != db {
		return nil, status.Errorf(codes.InvalidArgument, "document %q is not in database %q", s, db)
	}
	return p, nil
}

// cutDatabase splits a resource name behind its database; rest is what follows the slash there.
func cutDatabase(s string) (db database, rest string, err error) {
	bad := func() (database, string, error) {
		return database{}, "", status.Errorf(codes.InvalidArgument, "%q does not begin as a resource name: projects/P/databases/D", s)
	}
	if len(s) > maxNameBytes {
		return database{}, "", status.Errorf(codes.InvalidArgument, "resource name is longer than %d bytes", maxNameBytes)
	}
	s1, ok := strings.CutPrefix(s, "projects/")
	if !ok {
		return bad()
	}
	project, s1, ok := strings.Cut(s1, "/")
	if !ok || project == "" || !utf8.ValidString(project) {
		return bad()
	}
	s1, ok = strings.CutPrefix(s1, "databases/")
	if !ok {
		return bad()
	}
	id, rest, cut := strings.Cut(s1, "/")
	if id == "" || (cut && rest == "") || !utf8.ValidString(id) {
		return bad()
	}
	return database{project: project, id: id}, rest, nil
}

func parsePath(whole, rest string) (path, error) {
	rest, ok := strings.CutPrefix(rest, "documents/")
	if !ok {
		return nil, status.Errorf(codes.InvalidArgument, "%q has no documents/ behind its database", whole)
	}
	p := make(path, 0, strings.Count(rest, "/")+1)
	for {
		id, more, cut := strings.Cut(rest, "/")
		if err := checkID(id); err != nil {
			return nil, err
		}
		p = append(p, id)
		if !cut {
			break
		}
		rest = more
	}
	if len(p) > maxSegments {
		return nil, status.Errorf(codes.InvalidArgument, "resource name is deeper than %d segments", maxSegments)
	}
	return p, nil
}

// checkID holds collection and document IDs to Firestore's rules.
func checkID(id string) error {
	switch {
	case id == "":
		return status.Error(codes.InvalidArgument, "a resource name has an empty segment")
	case len(id) > maxIDBytes:
		return status.Errorf(codes.InvalidArgument, "a resource ID is longer than %d bytes", maxIDBytes)
	case id == "." || id == "..":
		return status.Errorf(codes.InvalidArgument, "resource ID %q is not allowed", id)
	case !utf8.ValidString(id):
		return status.Error(codes.InvalidArgument, "a resource ID is not valid UTF-8")
	case strings.Contains(id, "/"):
		return status.Error(codes.InvalidArgument, "a resource ID contains a slash")
	case reserved(id):
		if _, ok := numericID(id); !ok {
			return status.Errorf(codes.InvalidArgument, "resource ID %q is reserved", id)
		}
	}
	return nil
}

// reserved reports whether s has the form __…__, which Firestore keeps for itself.
func reserved(s string) bool {
	return len(s) >= 4 && strings.HasPrefix(s, "__") && strings.HasSuffix(s, "__")
}
