package graph

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// query is what a request asks for beyond its path.
type query struct {
	selected  []string // nil: what Graph gives by itself
	expand    []expansion
	filter    *filter
	orderBy   []ordering
	top       int // 0: not given
	skip      int
	count     bool
	skipToken string
	// deltaToken is the token of a delta request; latest asks for one without reading.
	deltaToken string
	latest     bool
	// eventual tells that the request declared ConsistencyLevel: eventual.
	eventual bool
	// carried holds the options that a nextLink repeats, encoded, in the order they came.
	carried []string
}

// expansion is one linked resource asked for with $expand.
type expansion struct {
	name     string
	selected []string
	expand   []expansion
}

type ordering struct {
	path       []string
	descending bool
}

const (
	maxQuery  = 16 << 10 // bytes of a query string
	maxExpand = 20       // linked resources in all, however deep
)

// parseQuery reads a raw query string. The leading $ of an option may be left out, as with Graph.
func parseQuery(raw string) (query, *failure) {
	var q query
	if len(raw) > maxQuery {
		return q, badRequest("The query is too long.")
	}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		k, v, _ := strings.Cut(part, "=")
		key, err1 := url.QueryUnescape(k)
		value, err2 := url.QueryUnescape(v)
		if err1 != nil || err2 != nil {
			return q, badRequest("The query is not valid.")
		}
		name := strings.TrimPrefix(strings.ToLower(key), "$")
		if seen[name] {
			return q, badRequest("Query option '" + key + "' was specified more than once, but it must be specified at most once.")
		}
		seen[name] = true
		if fail := q.set(name, key, value); fail != nil {
			return q, fail
		}
		if name != "skiptoken" && name != "skip" {
			q.carried = append(q.carried, "$"+name+"="+strings.ReplaceAll(url.QueryEscape(value), "+", "%20"))
		}
	}
	return q, nil
}

func (q *query) set(name, key, value string) (fail *failure) {
	switch name {
	case "select":
		q.selected, fail = parseSelect(value)
	case "expand":
		q.expand, fail = parseExpand(value)
	case "filter":
		q.filter, fail = parseFilter(value)
	case "orderby":
		q.orderBy, fail = parseOrderBy(value)
	case "top":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			return badRequest("Invalid value '" + value + "' for $top query option found. The $top query option requires a positive integer value.")
		}
		q.top = n
	case "skip":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 {
			return badRequest("Invalid value '" + value + "' for $skip query option found.")
		}
		q.skip = n
	case "count":
		if value != "true" && value != "false" {
			return badRequest("Invalid value '" + value + "' for $count query option found. Valid values are 'true, false'.")
		}
		q.count = value == "true"
	case "skiptoken":
		if value == "" {
			return badRequest("The $skiptoken query option is empty.")
		}
		q.skipToken = value
	case "deltatoken":
		q.latest = strings.EqualFold(value, "latest")
		if q.deltaToken = value; value == "" {
			return badRequest("The $deltatoken query option is empty.")
		}
	case "format":
		if value != "json" && value != "application/json" {
			return badRequest("The $format is not supported.")
		}
	case "search", "apply", "compute":
		return unsupported("Query option '" + key + "' is not supported for this resource.")
	default:
		return badRequest("The query parameter '" + key + "' is not supported.")
	}
	return fail
}

func parseSelect(value string) ([]string, *failure) {
	names := []string{}
	for name := range strings.SplitSeq(value, ",") {
		name = strings.TrimSpace(name)
		name, _, _ = strings.Cut(name, "/")
		if name == "*" {
			return []string{"*"}, nil
		}
		if name == "" || strings.ContainsAny(name, " ()'\"") {
			return nil, badRequest("Term '" + value + "' is not valid in a $select expression.")
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, nil
}

func parseOrderBy(value string) ([]ordering, *failure) {
	var out []ordering
	for term := range strings.SplitSeq(value, ",") {
		fields := strings.Fields(term)
		if len(fields) == 0 || len(fields) > 2 {
			return nil, badRequest("Term '" + value + "' is not valid in an $orderby expression.")
		}
		o := ordering{path: strings.Split(fields[0], "/")}
		if len(fields) == 2 {
			o.descending = strings.EqualFold(fields[1], "desc")
			if !o.descending && !strings.EqualFold(fields[1], "asc") {
				return nil, badRequest("Term '" + value + "' is not valid in an $orderby expression.")
			}
		}
		out = append(out, o)
	}
	return out, nil
}

func parseExpand(value string) ([]expansion, *failure) {
	left := maxExpand
	return parseExpansions(value, &left)
}

func parseExpansions(value string, left *int) ([]expansion, *failure) {
	var out []expansion
	for _, term := range splitOutside(value, ',') {
		if *left--; *left < 0 {
			return nil, badRequest("The $expand names too many resources.")
		}
		e, fail := parseExpansion(strings.TrimSpace(term), left)
		if fail != nil {
			return nil, fail
		}
		out = append(out, e)
	}
	return out, nil
}

func parseExpansion(term string, left *int) (expansion, *failure) {
	invalid := badRequest("Term '" + term + "' is not valid in an $expand expression.")
	name, options, nested := strings.Cut(term, "(")
	e := expansion{name: strings.TrimSpace(name)}
	if e.name == "" || strings.ContainsAny(e.name, " )'\"=;") {
		return e, invalid
	}
	if !nested {
		return e, nil
	}
	options, closed := strings.CutSuffix(options, ")")
	if !closed {
		return e, invalid
	}
	for _, option := range splitOutside(options, ';') {
		key, value, ok := strings.Cut(strings.TrimSpace(option), "=")
		if !ok {
			return e, invalid
		}
		var fail *failure
		switch strings.TrimPrefix(strings.ToLower(key), "$") {
		case "select":
			e.selected, fail = parseSelect(value)
		case "expand":
			e.expand, fail = parseExpansions(value, left)
		default:
			return e, unsupported("Query option '" + key + "' is not supported within $expand.")
		}
		if fail != nil {
			return e, fail
		}
	}
	return e, nil
}

// splitOutside splits at a separator that stands outside parentheses and quotes.
func splitOutside(s string, sep byte) []string {
	var out []string
	depth, start, quoted := 0, 0, false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\'':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == sep && depth == 0:
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}
