package secretmanager

import (
	"regexp"
	"strconv"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

var (
	idForm    = regexp.MustCompile(`^[A-Za-z0-9_-]{1,255}$`)
	labelForm = regexp.MustCompile(`^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$`)
	valueForm = regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$`)
)

func invalid(format string, args ...any) error {
	return status.Errorf(codes.InvalidArgument, format, args...)
}

// parseSecret takes the id out of projects/{project}/secrets/{id}. A name in another project is PERMISSION_DENIED, as
// it is for a caller that has no rights there.
func parseSecret(name, project string) (id string, err error) {
	parts := strings.Split(name, "/")
	if len(parts) != 4 || parts[0] != "projects" || parts[2] != "secrets" || !idForm.MatchString(parts[3]) {
		return "", invalid("The provided Secret ID [%s] does not match the expected format [projects/*/secrets/*]", name)
	}
	if parts[1] != project {
		return "", denied(name)
	}
	return parts[3], nil
}

// parseVersion takes secret id and number out of projects/{project}/secrets/{id}/versions/{number}; the number of
// "latest" is 0.
func parseVersion(name, project string) (id string, number uint64, err error) {
	i := strings.LastIndex(name, "/versions/")
	if i < 0 {
		return "", 0, invalid("The provided version name [%s] does not match the expected format [projects/*/secrets/*/versions/*]", name)
	}
	if id, err = parseSecret(name[:i], project); err != nil {
		return "", 0, err
	}
	last := name[i+len("/versions/"):]
	if last == "latest" {
		return id, 0, nil
	}
	number, err = strconv.ParseUint(last, 10, 63)
	if err != nil || number == 0 || strconv.FormatUint(number, 10) != last {
		return "", 0, invalid("The version of [%s] is neither a number nor latest", name)
	}
	return id, number, nil
}

func parseProject(parent, project string) error {
	if !strings.HasPrefix(parent, "projects/") || strings.Count(parent, "/") != 1 {
		return invalid("The provided parent [%s] does not match the expected format [projects/*]", parent)
	}
	if parent != "projects/"+project {
		return denied(parent)
	}
	return nil
}

func denied(name string) error {
	return status.Errorf(codes.PermissionDenied, "Permission denied on resource [%s] (or it may not exist).", name)
}

func secretName(project, id string) string { return "projects/" + project + "/secrets/" + id }

func versionName(project, id string, number uint64) string {
	return secretName(project, id) + "/versions/" + strconv.FormatUint(number, 10)
}

func checkLabels(labels map[string]string) error {
	if len(labels) > 64 {
		return invalid("A secret has at most 64 labels, not %d.", len(labels))
	}
	for k, v := range labels {
		if !labelForm.MatchString(k) || !valueForm.MatchString(v) {
			return invalid("Label %q is not of the allowed form.", k)
		}
	}
	return nil
}

// term is one condition of a filter: a field, whether its value is to be equal (=) or contained (:), and the value.
type term struct {
	field string
	equal bool
	value string
}

// parseFilter reads the part of the filter language that is served: conditions joined by AND, each field:value
// (contains; for labels also * for any) or field=value, the value in quotes or not.
func parseFilter(filter string) ([]term, error) {
	if strings.TrimSpace(filter) == "" {
		return nil, nil
	}
	var out []term
	for part := range strings.SplitSeq(filter, " AND ") {
		part = strings.TrimSpace(part)
		i := strings.IndexAny(part, ":=")
		if i <= 0 || strings.ContainsAny(part, "()") {
			return nil, invalid("The filter is not understood.")
		}
		t := term{field: strings.TrimSpace(part[:i]), equal: part[i] == '=', value: strings.TrimSpace(part[i+1:])}
		if unquoted, err := strconv.Unquote(t.value); err == nil {
			t.value = unquoted
		}
		if t.value == "" || strings.ContainsAny(t.field, " \"") {
			return nil, invalid("The filter is not understood.")
		}
		out = append(out, t)
	}
	return out, nil
}

func (t term) matches(value string) bool {
	if t.equal {
		return value == t.value
	}
	return strings.Contains(strings.ToLower(value), strings.ToLower(t.value))
}

// page cuts a page out of n results. The token is the index of its first.
func page(n int, size int32, token string, maxSize int) (from, to int, next string, err error) {
	if size < 0 {
		return 0, 0, "", invalid("The page size is negative.")
	}
	if size == 0 || int(size) > maxSize {
		size = int32(maxSize)
	}
	if token != "" {
		from, err = strconv.Atoi(token)
		if err != nil || from < 0 || from > n {
			return 0, 0, "", invalid("The page token is invalid.")
		}
	}
	to = min(n, from+int(size))
	if to < n {
		next = strconv.Itoa(to)
	}
	return from, to, next, nil
}
