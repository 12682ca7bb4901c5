package storage

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// wanted is an object that an upload is to make.
type wanted struct {
	object     object
	conditions conditions
	crc, md5   string // as the API writes them; empty where not given
}

// upload takes an object's content in one of the API's ways.
func (v *service) upload(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	if !v.may.Create {
		return v.denied("create")
	}
	if id := q.Get("upload_id"); id != "" {
		return v.resume(w, r, id)
	}
	if err := known(q, append([]string{"uploadType", "name"}, theConditions[1:]...)...); err != nil {
		return err
	}
	if r.Method != http.MethodPost {
		return unserved(r.Method + " here")
	}
	want, err := wantedOf(q)
	if err != nil {
		return err
	}
	switch q.Get("uploadType") {
	case "media":
		want.object.ContentType = r.Header.Get("Content-Type")
		return v.whole(w, r, want, r.Body)
	case "multipart":
		media, err := parts(r, &want)
		if err != nil {
			return err
		}
		return v.whole(w, r, want, media)
	case "resumable":
		return v.begin(w, r, want)
	default:
		return invalid("Invalid value for uploadType.")
	}
}

func wantedOf(q url.Values) (wanted, error) {
	c, err := conditionsOf(q)
	return wanted{object: object{Name: q.Get("name")}, conditions: c}, err
}

// describe adds what a JSON description says of the object.
func (want *wanted) describe(r io.Reader) error {
	var said struct {
		Name        string            `json:"name"`
		Bucket      string            `json:"bucket"`
		ContentType string            `json:"contentType"`
		Metadata    map[string]string `json:"metadata"`
		CustomTime  string            `json:"customTime"`
		CRC32C      string            `json:"crc32c"`
		MD5         string            `json:"md5Hash"`
	}
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	switch err := d.Decode(&said); {
	case errors.Is(err, io.EOF): // nothing said
	case err != nil:
		return invalid("The description of the object is not understood.")
	}
	if _, err := time.Parse(time.RFC3339, said.CustomTime); said.CustomTime != "" && err != nil {
		return invalid("Invalid value for customTime.")
	}
	if said.Name != "" {
		want.object.Name = said.Name
	}
	if said.ContentType != "" {
		want.object.ContentType = said.ContentType
	}
	want.object.Metadata, want.object.CustomTime, want.crc, want.md5 = said.Metadata, said.CustomTime, said.CRC32C, said.MD5
	return nil
}

// checksums takes those that stand in a header.
func (want *wanted) checksums(h http.Header) {
	for _, line := range h.Values("X-Goog-Hash") {
		for item := range strings.SplitSeq(line, ",") {
			switch kind, sum, _ := strings.Cut(strings.TrimSpace(item), "="); kind {
			case "crc32c":
				want.crc = sum
			case "md5":
				want.md5 = sum
			}
		}
	}
}

// parts reads the description of a multipart upload and returns its content.
func parts(r *http.Request, want *wanted) (io.Reader, error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/related" || params["boundary"] == "" {
		return nil, invalid("A multipart upload has the content type multipart/related.")
	}
	in := multipart.NewReader(r.Body, params["boundary"])
	said, err := in.NextRawPart()
	if err != nil {
		return nil, invalid("The first part is missing.")
	}
	if err := want.describe(said); err != nil {
		return nil, err
	}
	media, err := in.NextRawPart()
	if err != nil {
		return nil, invalid("The second part is missing.")
	}
	if want.object.ContentType == "" {
		want.object.ContentType = media.Header.Get("Content-Type")
	}
	return media, nil
}

// whole takes all of an object's content at once.
func (v *service) whole(w http.ResponseWriter, r *http.Request, want wanted, media io.Reader) error {
	want.checksums(r.Header)
	if !named(want.object.Name) {
		return invalid("Invalid object name.")
	}
	c, err := v.server.store.begin()
	if err != nil {
		return err
	}
	if _, err := io.Copy(c, media); err != nil {
		c.discard()
		return invalid("The content ends early.")
	}
	made, err := v.finish(want, c)
	if err != nil {
		return err
	}
	answer(w, http.StatusOK, made)
	return nil
}

// finish stores an object whose content is complete.
func (v *service) finish(want wanted, c *content) (resource, error) {
	sums := object{CRC32C: c.crc.Sum32(), MD5: c.md5.Sum(nil)}
	if want.crc != "" && want.crc != sums.crc() {
		c.discard()
		return nil, invalid("Provided CRC32C %q doesn't match calculated CRC32C %q.", want.crc, sums.crc())
	}
	if want.md5 != "" && want.md5 != sums.md5() {
		c.discard()
		return nil, invalid("Provided MD5 hash %q doesn't match calculated MD5 hash %q.", want.md5, sums.md5())
	}
	made, err := v.server.store.put(want.object, c, func(before *object) error { return v.mayPut(want.conditions, before) })
	if err != nil {
		return nil, err
	}
	return v.resource(made), nil
}

// mayPut says whether an object may take the place of what stands there.
func (v *service) mayPut(c conditions, before *object) error {
	if before != nil && !v.may.Delete && (c.match == nil || *c.match != 0) {
		return v.denied("delete")
	}
	return c.hold(before)
}
