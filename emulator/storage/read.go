package storage

import (
	"encoding/base64"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// metadata answers what an object is.
func (v *service) metadata(w http.ResponseWriter, r *http.Request, name string) error {
	q := r.URL.Query()
	if err := known(q, theConditions...); err != nil {
		return err
	}
	if !v.may.Get {
		return v.denied("get")
	}
	c, err := conditionsOf(q)
	if err != nil {
		return err
	}
	o, err := v.server.store.get(name)
	if err != nil {
		return err
	}
	if err := v.find(o, name, c, "get"); err != nil {
		return err
	}
	answer(w, http.StatusOK, v.resource(*o))
	return nil
}

var rangeForm = regexp.MustCompile(`^bytes=(?:(\d+)-(\d*)|-(\d+))$`)

// span reads a Range header: the first byte, how many, and whether it is a part
// at all. One that it does not understand is passed over, as HTTP has it.
func span(header string, size int64) (first, n int64, part bool, err error) {
	// The client asks for the end of an object as bytes=-N.
	m := rangeForm.FindStringSubmatch(header)
	if m == nil {
		return 0, size, false, nil
	}
	number := func(text string) int64 {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return size // more than any object has
		}
		return n
	}
	if m[3] != "" {
		n = min(number(m[3]), size)
		if n == 0 {
			return 0, 0, true, errRange
		}
		return size - n, n, true, nil
	}
	first = number(m[1])
	last := size - 1
	if m[2] != "" {
		last = min(last, number(m[2]))
	}
	if first >= size || last < first {
		return 0, 0, true, errRange
	}
	return first, last - first + 1, true, nil
}

// download answers an object's content, the whole or a part; cut breaks it off
// halfway.
func (v *service) download(w http.ResponseWriter, r *http.Request, name string, cut bool) error {
	q := r.URL.Query()
	if err := known(q, theConditions...); err != nil {
		return err
	}
	if !v.may.Get {
		return v.denied("get")
	}
	c, err := conditionsOf(q)
	if err != nil {
		return err
	}
	o, file, err := v.server.store.open(name)
	if err != nil {
		return err
	}
	if file != nil {
		defer file.Close()
	}
	if err := v.find(o, name, c, "get"); err != nil {
		return err
	}
	first, n, part, err := span(r.Header.Get("Range"), o.Size)
	if err != nil {
		return err
	}
	if _, err := file.Seek(first, io.SeekStart); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", o.ContentType)
	h.Set("Content-Length", strconv.FormatInt(n, 10))
	h.Set("Accept-Ranges", "bytes")
	h.Set("Last-Modified", o.Created.Format(http.TimeFormat))
	h.Set("X-Goog-Generation", strconv.FormatInt(o.Generation, 10))
	h.Set("X-Goog-Metageneration", "1")
	h.Set("X-Goog-Storage-Class", "STANDARD")
	h.Set("X-Goog-Stored-Content-Encoding", "identity")
	h.Set("X-Goog-Stored-Content-Length", strconv.FormatInt(o.Size, 10))
	h.Set("X-Goog-Hash", "crc32c="+o.crc()+",md5="+o.md5())
	status := http.StatusOK
	if part {
		status = http.StatusPartialContent
		h.Set("Content-Range", "bytes "+strconv.FormatInt(first, 10)+"-"+strconv.FormatInt(first+n-1, 10)+"/"+strconv.FormatInt(o.Size, 10))
	}
	w.WriteHeader(status)
	if cut {
		w = &half{w, n / 2}
	}
	_, _ = io.CopyN(w, file, n) // an error means that the caller has gone
	if cut {                    // nothing was there to break off
		panic(http.ErrAbortHandler)
	}
	return nil
}

// remove deletes an object.
func (v *service) remove(w http.ResponseWriter, r *http.Request, name string) error {
	q := r.URL.Query()
	if err := known(q, theConditions...); err != nil {
		return err
	}
	if !v.may.Delete {
		return v.denied("delete")
	}
	c, err := conditionsOf(q)
	if err != nil {
		return err
	}
	if err := v.server.store.remove(name, func(o *object) error { return v.find(o, name, c, "delete") }); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// maxPage is how many objects a page lists at most.
const maxPage = 1000

// list answers the objects whose names begin with a prefix, page by page.
func (v *service) list(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	if err := known(q, "prefix", "pageToken", "maxResults", "fields"); err != nil {
		return err
	}
	if !v.may.List {
		return v.denied("list")
	}
	size := maxPage
	if text := q.Get("maxResults"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return invalid("Invalid value for maxResults.")
		}
		if n > 0 {
			size = min(n, maxPage)
		}
	}
	after, err := base64.URLEncoding.DecodeString(q.Get("pageToken"))
	if err != nil {
		return invalid("Invalid value for pageToken.")
	}
	fields := itemFields(q.Get("fields"))
	page, more, err := v.server.store.list(q.Get("prefix"), string(after), size)
	if err != nil {
		return err
	}
	body := resource{"kind": "storage#objects"}
	var items []resource
	for _, o := range page {
		item := v.resource(o)
		for field := range item {
			if fields != nil && !fields[field] {
				delete(item, field)
			}
		}
		items = append(items, item)
	}
	if items != nil {
		body["items"] = items
	}
	if more {
		body["nextPageToken"] = base64.URLEncoding.EncodeToString([]byte(page[len(page)-1].Name))
	}
	answer(w, http.StatusOK, body)
	return nil
}

// itemFields reads which fields of the items are asked for, such as
// "prefixes,items(name,size),nextPageToken"; nil for all.
func itemFields(mask string) map[string]bool {
	_, rest, ok := strings.Cut(mask, "items(")
	if !ok {
		return nil
	}
	list, _, _ := strings.Cut(rest, ")")
	fields := map[string]bool{}
	for name := range strings.SplitSeq(list, ",") {
		fields[strings.TrimSpace(name)] = true
	}
	return fields
}
