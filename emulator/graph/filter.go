package graph

import (
	"slices"
	"strings"
)

// filter is a parsed $filter.
type filter struct {
	root   node
	fields []string // the top-level properties that it looks at
	// advanced tells that Graph answers it for directory objects only to a request that declares
	// ConsistencyLevel: eventual and $count=true.
	advanced bool
	// widest is the most alternatives that one "in" or chain of "or" lists.
	widest int
}

// A node is a part of a filter; its String is a filter that parses to the same node.
type node interface {
	eval(s *scope) any
	String() string
}

type (
	literal struct {
		value any // nil, bool, float64, string or time.Time
		text  string
	}
	// propertyPath is a property; its first name may be the variable of a lambda.
	propertyPath struct{ names []string }
	length       struct{ of propertyPath } // path/$count
	logic        struct {
		or   bool
		l, r node
	}
	negation   struct{ of node }
	comparison struct {
		op   string
		l, r node
	}
	membership struct {
		of   node
		list []literal
	}
	function struct {
		name string
		args []node
	}
	lambda struct {
		of       propertyPath
		all      bool
		variable string // "" with any()
		body     node   // nil with any()
	}
)

const (
	maxFilter = 8 << 10 // bytes
	maxNest   = 64
)

// parseFilter reads a $filter expression.
func parseFilter(s string) (*filter, *failure) {
	if len(s) > maxFilter {
		return nil, badRequest("Invalid filter clause: it is too long.")
	}
	p := &filterParser{tokens: lex(s), filter: &filter{}}
	root := p.or()
	if p.fail == nil && p.peek().kind != tokenEnd {
		p.stop("Syntax error at '" + p.peek().text + "'.")
	}
	if p.fail != nil {
		return nil, p.fail
	}
	p.filter.root = root
	return p.filter, nil
}

type filterParser struct {
	tokens    []token
	at        int
	depth     int
	variables []string
	filter    *filter
	fail      *failure
}

func (p *filterParser) stop(why string) node {
	if p.fail == nil {
		p.fail = badRequest("Invalid filter clause: " + why)
	}
	p.at = len(p.tokens) - 1
	return literal{text: "null"}
}

func (p *filterParser) peek() token { return p.tokens[p.at] }

func (p *filterParser) next() token {
	t := p.tokens[p.at]
	if t.kind != tokenEnd {
		p.at++
	}
	return t
}

func (p *filterParser) symbol(s string) bool {
	if t := p.peek(); t.kind == tokenSymbol && t.text == s {
		p.at++
		return true
	}
	return false
}

func (p *filterParser) word(s string) bool {
	if t := p.peek(); t.kind == tokenWord && strings.EqualFold(t.text, s) {
		p.at++
		return true
	}
	return false
}

func (p *filterParser) or() node {
	if p.depth++; p.depth > maxNest {
		return p.stop("It is nested too deeply.")
	}
	defer func() { p.depth-- }()
	left := p.and()
	wide := 1
	for p.fail == nil && p.word("or") {
		left = logic{or: true, l: left, r: p.and()}
		wide++
	}
	p.filter.widest = max(p.filter.widest, wide)
	return left
}

func (p *filterParser) and() node {
	left := p.unary()
	for p.fail == nil && p.word("and") {
		left = logic{l: left, r: p.unary()}
	}
	return left
}

func (p *filterParser) unary() node {
	if !p.word("not") {
		return p.predicate()
	}
	if p.depth++; p.depth > maxNest {
		return p.stop("It is nested too deeply.")
	}
	defer func() { p.depth-- }()
	p.filter.advanced = true
	return negation{p.unary()}
}

func (p *filterParser) predicate() node {
	if p.symbol("(") {
		inner := p.or()
		if p.fail == nil && !p.symbol(")") {
			return p.stop("')' is missing.")
		}
		return inner
	}
	left := p.operand()
	if p.fail != nil {
		return left
	}
	t := p.peek()
	if t.kind == tokenWord {
		switch op := strings.ToLower(t.text); op {
		case "eq", "ne", "gt", "ge", "lt", "le":
			p.at++
			p.filter.advanced = p.filter.advanced || op == "ne"
			return comparison{op, left, p.operand()}
		case "in":
			p.at++
			return p.membership(left)
		}
	}
	if l, ok := left.(literal); ok {
		if _, isBool := l.value.(bool); !isBool {
			return p.stop("A condition is expected.")
		}
	}
	return left
}

func (p *filterParser) membership(of node) node {
	if !p.symbol("(") {
		return p.stop("'in' must be followed by a list.")
	}
	m := membership{of: of}
	for {
		t := p.next()
		l, ok := toLiteral(t)
		if !ok {
			return p.stop("'" + t.text + "' is not a value.")
		}
		m.list = append(m.list, l)
		if p.symbol(")") {
			break
		}
		if !p.symbol(",") {
			return p.stop("The list of 'in' does not end.")
		}
	}
	p.filter.widest = max(p.filter.widest, len(m.list))
	return m
}

func (p *filterParser) operand() node {
	t := p.next()
	if l, ok := toLiteral(t); ok {
		return l
	}
	if t.kind != tokenWord {
		if t.kind == tokenEnd {
			return p.stop("It ends too early.")
		}
		return p.stop("Syntax error at '" + t.text + "'.")
	}
	if p.symbol("(") {
		return p.call(strings.ToLower(t.text))
	}
	return p.path(t.text)
}

func toLiteral(t token) (literal, bool) {
	switch t.kind {
	case tokenText:
		return literal{t.text, "'" + strings.ReplaceAll(t.text, "'", "''") + "'"}, true
	case tokenGUID:
		return literal{t.text, t.text}, true
	case tokenTime:
		at, _ := parseTime(t.text)
		return literal{at, t.text}, true
	case tokenNumber:
		return literal{parseNumber(t.text), t.text}, true
	case tokenWord:
		switch strings.ToLower(t.text) {
		case "null":
			return literal{nil, "null"}, true
		case "true", "false":
			return literal{strings.EqualFold(t.text, "true"), strings.ToLower(t.text)}, true
		}
	}
	return literal{}, false
}

// call reads the arguments of a function whose opening parenthesis has been read.
func (p *filterParser) call(name string) node {
	want, ok := arity(name)
	if !ok {
		return p.stop("The function '" + name + "' is not known.")
	}
	if p.depth++; p.depth > maxNest {
		return p.stop("It is nested too deeply.")
	}
	defer func() { p.depth-- }()
	c := function{name: name}
	for {
		c.args = append(c.args, p.operand())
		if p.fail != nil {
			return c
		}
		if p.symbol(")") {
			break
		}
		if !p.symbol(",") {
			return p.stop("The arguments of '" + name + "' do not end.")
		}
	}
	if len(c.args) != want {
		return p.stop("The function '" + name + "' has the wrong number of arguments.")
	}
	p.filter.advanced = p.filter.advanced || name == "endswith" || name == "contains"
	return c
}

func arity(name string) (int, bool) {
	switch name {
	case "startswith", "endswith", "contains":
		return 2, true
	case "tolower", "toupper", "length":
		return 1, true
	}
	return 0, false
}

// path reads the rest of a property path, which may end in a lambda or in $count.
func (p *filterParser) path(first string) node {
	if strings.HasPrefix(strings.ToLower(first), "microsoft.graph.") && p.symbol("/") {
		t := p.next() // a type cast: entities of another type lack the property, which is then null
		if t.kind != tokenWord {
			return p.stop("Syntax error at '" + t.text + "'.")
		}
		first = t.text
	}
	of := propertyPath{names: []string{first}}
	if !validName(first) {
		return p.stop("'" + first + "' is not a property.")
	}
	if !slices.Contains(p.variables, first) && !slices.Contains(p.filter.fields, first) {
		p.filter.fields = append(p.filter.fields, first)
	}
	for p.symbol("/") {
		t := p.next()
		switch lower := strings.ToLower(t.text); {
		case t.kind != tokenWord:
			return p.stop("Syntax error at '" + t.text + "'.")
		case t.text == "$count":
			p.filter.advanced = true
			return length{of}
		case (lower == "any" || lower == "all") && p.symbol("("):
			return p.lambda(of, lower == "all")
		case !validName(t.text) || len(of.names) >= maxNest:
			return p.stop("'" + t.text + "' is not a property.")
		}
		of.names = append(of.names, t.text)
	}
	return of
}

// validName keeps out what only looks like a word, such as an operator or an annotation.
func validName(s string) bool {
	switch strings.ToLower(s) {
	case "eq", "ne", "gt", "ge", "lt", "le", "in", "and", "or", "not":
		return false
	}
	return s != "" && !strings.ContainsAny(s, "$@+")
}

func (p *filterParser) lambda(of propertyPath, all bool) node {
	l := lambda{of: of, all: all}
	if !all && p.symbol(")") {
		return l
	}
	t := p.next()
	if t.kind != tokenWord || !validName(t.text) || !p.symbol(":") {
		return p.stop("'any' and 'all' need a variable.")
	}
	if _, isLiteral := toLiteral(t); isLiteral {
		return p.stop("'" + t.text + "' cannot be a variable.")
	}
	l.variable = t.text
	p.variables = append(p.variables, t.text)
	l.body = p.or()
	p.variables = p.variables[:len(p.variables)-1]
	if p.fail == nil && !p.symbol(")") {
		return p.stop("')' is missing.")
	}
	return l
}
