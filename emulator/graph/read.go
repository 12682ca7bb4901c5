package graph

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const (
	jsonType    = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
	defaultPage = 100
	maxPage     = 999
	// maxSignInPage is the largest page of users with their signInActivity.
	maxSignInPage = 500
	// maxAlternatives is how many values an "in" or a chain of "or" may list for directory objects.
	maxAlternatives = 15
)

// answer is what a request is answered with.
type answer struct {
	status      int
	contentType string
	body        []byte
	retryAfter  string            // seconds; no header when empty
	headers     map[string]string // further ones
}

// call is one GET, alone or as an item of a batch.
type call struct {
	server  *Server
	tenant  *tenant
	version string
	path    string // escaped, without the version
	query   query
}

// serve answers the call.
func (c *call) serve(ctx context.Context) (answer, *failure) {
	segments, fail := splitPath(c.path)
	if fail != nil {
		return answer{}, fail
	}
	now := c.server.now()
	fresh := c.tenant.tree.refresh(now, walkAfter)
	tg, fail := c.tenant.tree.resolve(c.version, segments)
	if fail != nil && fail.status == http.StatusForbidden && !fresh && c.tenant.tree.refresh(now, 0) {
		tg, fail = c.tenant.tree.resolve(c.version, segments) // the file may be newer than the list
	}
	if fail != nil {
		return answer{}, fail
	}
	switch {
	case tg.delta:
		return c.delta(ctx, tg)
	case c.query.deltaToken != "":
		return answer{}, badRequest("The $deltatoken query option is valid only for delta requests.")
	case tg.list == nil:
		return c.object(tg)
	}
	if fail := c.checkList(tg); fail != nil {
		return answer{}, fail
	}
	if tg.count {
		return c.count(ctx, tg)
	}
	return c.list(ctx, tg)
}

// object answers what is not a collection.
func (c *call) object(tg target) (answer, *failure) {
	q := c.query
	if q.filter != nil || q.orderBy != nil || q.top != 0 || q.skip != 0 || q.count || q.skipToken != "" {
		return answer{}, badRequest("Query options $orderby, $count, $top, $skip and $filter can be applied only on collections.")
	}
	body := tg.object
	switch {
	case tg.scalar:
		body = withMember(c.context(tg, ""), "value", tg.object)
	case kind(tg.object) == '{':
		shaped := c.shape(tg).append(nil, tg.object)
		if _, ok := member(shaped, "@odata.context"); ok {
			body = shaped
		} else {
			text, _ := member(c.context(tg, "/$entity"), "@odata.context")
			body = withFirst(shaped, "@odata.context", text)
		}
	}
	return answer{status: http.StatusOK, contentType: jsonType, body: body}, nil
}

// shape is how this call's entities are written.
func (c *call) shape(tg target) *shape {
	sh := &shape{selected: c.query.selected, links: linksOf(tg.name), expand: c.query.expand}
	if strings.EqualFold(tg.path, "users") {
		if sh.withheld = []string{signInActivity}; sh.selected == nil && c.version == "v1.0" {
			sh.selected = usersByDefault()
		}
	}
	if len(sh.expand) > 0 {
		sh.resolve = func(entity []byte, name string) []byte { return c.link(tg, entity, name) }
	}
	return sh
}

// context is an object that holds the @odata.context of an answer and nothing else.
func (c *call) context(tg target, suffix string) []byte {
	path := tg.path
	if c.query.selected != nil {
		path += "(" + strings.Join(c.query.selected, ",") + ")"
	}
	text, err := json.Marshal(c.server.base + "/" + c.version + "/$metadata#" + path + suffix)
	if err != nil { // a string: cannot fail
		text = []byte(`""`)
	}
	return append(appendMember([]byte{'{'}, []byte("@odata.context"), text), '}')
}

// checkList refuses what Graph does not answer for a collection.
func (c *call) checkList(tg target) *failure {
	q := c.query
	directory := isDirectory(tg.name)
	advanced := q.eventual && (q.count || tg.count)
	switch {
	case q.top > maxPage:
		return unsupported("Invalid page size specified: '" + strconv.Itoa(q.top) + "'. Must be between 1 and 999 inclusive.")
	case !directory:
		return nil
	case q.skip > 0:
		return unsupported("'$skip' is not supported by the service.")
	case tg.count && !q.eventual:
		return badRequest("$count is not currently supported without ConsistencyLevel: eventual.")
	case q.filter != nil && q.filter.advanced && !advanced:
		return unsupported("Operator or function is not supported without ConsistencyLevel: eventual and $count=true.")
	case q.filter != nil && len(q.orderBy) > 0 && !advanced:
		return unsupported("Sorting is not supported together with $filter without ConsistencyLevel: eventual and $count=true.")
	case q.filter != nil && q.filter.widest > maxAlternatives:
		return unsupported("Too many child clauses specified in search filter expression containing 'OR' operators: " +
			strconv.Itoa(q.filter.widest) + ". Max allowed: 15.")
	}
	return nil
}

func (c *call) pageSize(tg target) int {
	size := c.query.top
	if size == 0 {
		size = defaultPage
	}
	f := c.query.filter
	if strings.EqualFold(tg.path, "users") && (containsFold(c.query.selected, signInActivity) ||
		f != nil && containsFold(f.fields, signInActivity)) {
		size = min(size, maxSignInPage)
	}
	return size
}

func (c *call) count(ctx context.Context, tg target) (answer, *failure) {
	n, fail := c.matching(ctx, tg)
	if fail != nil {
		return answer{}, fail
	}
	return countAnswer(n), nil
}

// matching counts the entities that meet the filter.
func (c *call) matching(ctx context.Context, tg target) (int, *failure) {
	if c.query.filter == nil {
		return tg.list.count(), nil
	}
	n := 0
	fail := c.walk(ctx, tg, 0, func(int, []byte) bool {
		n++
		return true
	})
	return n, fail
}

// walk calls visit with the place and the text of each entity from place i on that meets the filter, until visit
// returns false.
func (c *call) walk(ctx context.Context, tg target, i int, visit func(int, []byte) bool) *failure {
	step := block
	if c.query.filter == nil {
		step = maxPage + 1 // one page is one read
	}
	for ; i < tg.list.count(); i += step {
		if ctx.Err() != nil {
			return broken()
		}
		entities, err := tg.list.read(i, min(i+step, tg.list.count()))
		if err != nil {
			return broken()
		}
		for k, e := range entities {
			if (c.query.filter == nil || c.query.filter.matches(e)) && !visit(i+k, e) {
				return nil
			}
		}
	}
	return nil
}

// page is where a page of a collection starts.
type page struct {
	at      int
	version uint64 // of the collection
	empty   bool   // an empty page stood before this one
}

func (p page) token() string {
	data := binary.BigEndian.AppendUint64(nil, p.version)
	data = binary.AppendUvarint(data, uint64(p.at))
	if p.empty {
		data = append(data, 1)
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

// expiredPage is the answer to a $skiptoken that the collection as it is now did not give.
func expiredPage() *failure {
	return &failure{status: http.StatusBadRequest, code: "Directory_ExpiredPageToken",
		message: "The specified page token value has expired and can no longer be included in your request."}
}

func (c *call) page(tg target) (page, *failure) {
	if c.query.skipToken == "" {
		return page{at: c.query.skip, version: tg.list.version}, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(c.query.skipToken)
	if err != nil || len(data) < 9 {
		return page{}, badRequest("The $skiptoken is not valid.")
	}
	at, n := binary.Uvarint(data[8:])
	if n <= 0 {
		return page{}, badRequest("The $skiptoken is not valid.")
	}
	p := page{version: binary.BigEndian.Uint64(data), empty: len(data) > 8+n}
	if p.version != tg.list.version || at > uint64(tg.list.count()) {
		return page{}, expiredPage()
	}
	p.at = int(at)
	return p, nil
}

// list answers one page of a collection.
func (c *call) list(ctx context.Context, tg target) (answer, *failure) {
	if len(c.query.orderBy) > 0 {
		sorted, fail := c.sorted(ctx, tg)
		if fail != nil {
			return answer{}, fail
		}
		tg.list = sorted
	}
	p, fail := c.page(tg)
	if fail != nil {
		return answer{}, fail
	}
	out := c.context(tg, "")
	out = out[:len(out)-1]
	if c.query.count && (c.query.eventual || !isDirectory(tg.name)) && c.query.skipToken == "" {
		n, fail := c.matching(ctx, tg)
		if fail != nil {
			return answer{}, fail
		}
		out = appendMember(out, []byte("@odata.count"), strconv.AppendInt(nil, int64(n), 10))
	}
	if c.query.skipToken != "" && p.at > 0 && c.server.chance(c.server.cfg.Faults.Repeated) {
		p.at--
	}
	size := c.pageSize(tg)
	empty := !p.empty && p.at < tg.list.count() && c.server.chance(c.server.cfg.Faults.EmptyPage)
	if empty {
		size = 0
	}
	sh, value, given, next := c.shape(tg), []byte{'['}, 0, -1
	fail = c.walk(ctx, tg, p.at, func(i int, e []byte) bool {
		if given == size {
			next = i
			return false
		}
		if given > 0 {
			value = append(value, ',')
		}
		value = sh.append(value, e)
		given++
		return true
	})
	if fail != nil {
		return answer{}, fail
	}
	if next >= 0 {
		link := c.nextLink(page{at: next, version: tg.list.version, empty: empty})
		out = appendMember(out, []byte("@odata.nextLink"), link)
	}
	out = append(appendMember(out, []byte("value"), append(value, ']')), '}')
	return answer{status: http.StatusOK, contentType: jsonType, body: out}, nil
}

func (c *call) nextLink(p page) []byte {
	options := append(slices.Clone(c.query.carried), "$skiptoken="+p.token())
	return c.url(c.path, options)
}

// url is an absolute URL of this server as JSON text.
func (c *call) url(path string, options []string) []byte {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(c.server.base+"/"+c.version+"/"+strings.Trim(path, "/")+"?"+strings.Join(options, "&")) != nil {
		return []byte(`""`) // a string: cannot happen
	}
	return []byte(strings.TrimSpace(b.String()))
}

// sorted returns the entities that meet the filter in the order asked for.
func (c *call) sorted(ctx context.Context, tg target) (*entities, *failure) {
	type row struct {
		entity []byte
		keys   []any
	}
	fields := make([]string, 0, len(c.query.orderBy))
	for _, o := range c.query.orderBy {
		fields = append(fields, o.path[0])
	}
	var rows []row
	fail := c.walk(ctx, tg, 0, func(_ int, e []byte) bool {
		r := row{entity: e, keys: make([]any, 0, len(fields))}
		s := &scope{entity: decodeFields(e, fields)}
		for _, o := range c.query.orderBy {
			r.keys = append(r.keys, propertyPath{o.path}.eval(s))
		}
		rows = append(rows, r)
		return true
	})
	if fail != nil {
		return nil, fail
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		for i, o := range c.query.orderBy {
			if d := order(a.keys[i], b.keys[i]); d != 0 {
				if o.descending {
					return -d
				}
				return d
			}
		}
		return 0
	})
	out := &entities{version: tg.list.version, items: make([][]byte, 0, len(rows))}
	for _, r := range rows {
		out.items = append(out.items, r.entity)
	}
	return out, nil
}

// order compares two values of any kind: null first, then false, true, numbers, texts.
func order(a, b any) int {
	if d, ok := rank(a, b); ok {
		return d
	}
	class := func(v any) int {
		switch v := normal(v).(type) {
		case nil:
			return 0
		case bool:
			if v {
				return 2
			}
			return 1
		case float64:
			return 3
		case string:
			return 4
		}
		return 5
	}
	return class(a) - class(b)
}
