package api

// The parts that requests have in common.

// InTenant is a request about a tenant.
type InTenant struct {
	Tenant string `path:"tenant" doc:"The tenant's ID."`
}

// Paged is a request for a page of a list.
type Paged struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many items a page holds at most."`
	Cursor string `query:"cursor" maxLength:"4096" doc:"The next of the page before; nothing for the first page."`
}

// Spoken is a request whose answer has texts for people.
type Spoken struct {
	Language string `query:"language" enum:"en,fi,sv" default:"en" doc:"The language of texts. What is not translated is in English."`
}

// Careful is a request that changes what the caller has read.
type Careful struct {
	IfMatch string `header:"If-Match" maxLength:"1000" doc:"The entity tag of what you have read. It must be sent."`
}

// answer is a successful answer.
type answer[B any] struct{ Body B }

// single is an answer with one thing that can be asked for again by its tag.
type single[B any] struct {
	ETag string `header:"ETag" doc:"Changes when the answer does. Send it as If-None-Match to be told whether it did, and as If-Match to change what you have read."`
	Body B
}

// one is a single answer.
func one[B any](body B) *single[B] { return &single[B]{ETag: tagOf(body), Body: body} }

// Page is a part of a list.
type Page[T any] struct {
	Items []T    `json:"items" nullable:"false" doc:"The items of the page; it may be short, or empty, and go on."`
	Next  string `json:"next,omitempty" doc:"Send it as cursor for the next page. Missing on the last."`
}

// pageOf makes a page of a list's part.
func pageOf[T, U any](list []T, next string, show func(T) U) *answer[Page[U]] {
	p := Page[U]{Items: make([]U, len(list)), Next: next}
	for i, v := range list {
		p.Items[i] = show(v)
	}
	return &answer[Page[U]]{p}
}
