package storage

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// service answers one identity.
type service struct {
	server   *Server
	identity string
	may      Grant
}

// target is what a request's path names.
type target struct {
	upload bool
	name   string // of the object; empty for the collection
}

// ServeHTTP implements http.Handler.
func (v *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	instead, cut := v.server.misbehave()
	media := r.Method == http.MethodGet && r.URL.Query().Get("alt") == "media"
	if instead != nil {
		refuse(w, instead, media)
		return
	}
	if cut && !media {
		v.serve(silent{http.Header{}}, r, false)
		panic(http.ErrAbortHandler)
	}
	v.serve(w, r, cut)
}

// serve answers; cut breaks off the content of an object halfway.
func (v *service) serve(w http.ResponseWriter, r *http.Request, cut bool) {
	t, err := v.target(r.URL)
	if err != nil {
		refuse(w, err, false)
		return
	}
	switch {
	case t.upload && t.name == "":
		err = v.upload(w, r)
	case t.upload:
		err = unserved("uploads to an object's own address")
	case t.name == "" && r.Method == http.MethodGet:
		err = v.list(w, r)
	case t.name != "" && r.Method == http.MethodGet && r.URL.Query().Get("alt") == "media":
		if err := v.download(w, r, t.name, cut); err != nil {
			refuse(w, err, true)
		}
	case t.name != "" && r.Method == http.MethodGet:
		err = v.metadata(w, r, t.name)
	case t.name != "" && r.Method == http.MethodDelete:
		err = v.remove(w, r, t.name)
	default:
		err = unserved(r.Method + " here")
	}
	if err != nil {
		refuse(w, err, false)
	}
}

// target reads /storage/v1/b/{bucket}/o and what may follow, or the same behind
// /upload. Names are escaped, so the slashes in them are no slashes of the path.
func (v *service) target(u *url.URL) (target, error) {
	path, upload := strings.CutPrefix(u.EscapedPath(), "/upload")
	rest, ok := strings.CutPrefix(path, "/storage/v1/b/")
	if !ok {
		return target{}, unserved("this path")
	}
	bucket, rest, _ := strings.Cut(rest, "/")
	if bucket != v.server.config.Bucket {
		return target{}, errNoBucket
	}
	if rest == "o" {
		return target{upload: upload}, nil
	}
	escaped, ok := strings.CutPrefix(rest, "o/")
	if !ok || strings.Contains(escaped, "/") {
		return target{}, unserved("this path")
	}
	name, err := url.PathUnescape(escaped)
	if err != nil || !named(name) {
		return target{}, invalid("Invalid object name.")
	}
	return target{upload: upload, name: name}, nil
}

// named reports whether an object may have a name.
func named(name string) bool {
	return name != "" && len(name) <= 1024 && utf8.ValidString(name) && !strings.ContainsAny(name, "\r\n") &&
		name != "." && name != ".." && !strings.HasPrefix(name, ".well-known/acme-challenge/")
}

// everywhere are the parameters that change nothing of what is done.
var everywhere = []string{"alt", "prettyPrint", "projection", "quotaUser", "$.xgafv"}

// known refuses parameters that are not served. One that is given without effect,
// empty or false, is as good as absent.
func known(q url.Values, names ...string) error {
	for name, values := range q {
		idle := !slices.ContainsFunc(values, func(v string) bool { return v != "" && v != "false" })
		if !idle && !slices.Contains(everywhere, name) && !slices.Contains(names, name) {
			return unserved("the parameter " + name)
		}
	}
	return nil
}

// denied is the refusal of what an identity may not do.
func (v *service) denied(permission string) error {
	return &failure{http.StatusForbidden, "forbidden", v.identity + " does not have storage.objects." + permission +
		" access to the Google Cloud Storage object. Permission 'storage.objects." + permission + "' denied on resource (or it may not exist)."}
}

// conditions are the preconditions of a request; nil is none.
type conditions struct {
	generation, match, notMatch *int64
}

// theConditions are the parameters that conditionsOf reads.
var theConditions = []string{"generation", "ifGenerationMatch", "ifGenerationNotMatch"}

func conditionsOf(q url.Values) (c conditions, err error) {
	for name, into := range map[string]**int64{"generation": &c.generation, "ifGenerationMatch": &c.match, "ifGenerationNotMatch": &c.notMatch} {
		if text := q.Get(name); text != "" {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil || n < 0 {
				return c, invalid("Invalid value for %s.", name)
			}
			*into = &n
		}
	}
	return c, nil
}

// hold checks the conditions against what stands there, whose generation is 0
// where there is nothing.
func (c conditions) hold(o *object) error {
	var generation int64
	if o != nil {
		generation = o.Generation
	}
	if c.match != nil && *c.match != generation || c.notMatch != nil && *c.notMatch == generation {
		return errCondition
	}
	return nil
}

// find returns what a request asks for of an object that may be read or deleted.
func (v *service) find(o *object, name string, c conditions, permission string) error {
	if o == nil || c.generation != nil && *c.generation != o.Generation {
		if !v.may.List {
			return v.denied(permission)
		}
		return noObject(v.server.config.Bucket, name)
	}
	if err := c.hold(o); err != nil {
		if c.notMatch != nil && *c.notMatch == o.Generation && permission == "get" {
			return &failure{http.StatusNotModified, "notModified", "Not Modified"}
		}
		return err
	}
	return nil
}

// resource is an object as the API writes it.
type resource map[string]any

func (v *service) resource(o object) resource {
	bucket, generation := v.server.config.Bucket, strconv.FormatInt(o.Generation, 10)
	at := o.Created.Format(time.RFC3339Nano)
	etag := make([]byte, 8)
	for i := range etag {
		etag[i] = byte(o.Generation >> (8 * i))
	}
	r := resource{
		"kind": "storage#object", "id": bucket + "/" + o.Name + "/" + generation, "name": o.Name, "bucket": bucket,
		"generation": generation, "metageneration": "1", "storageClass": "STANDARD", "size": strconv.FormatInt(o.Size, 10),
		"crc32c": o.crc(), "md5Hash": o.md5(), "etag": base64.StdEncoding.EncodeToString(etag),
		"timeCreated": at, "updated": at, "timeStorageClassUpdated": at,
	}
	if o.ContentType != "" {
		r["contentType"] = o.ContentType
	}
	if len(o.Metadata) > 0 {
		r["metadata"] = o.Metadata
	}
	if o.CustomTime != "" {
		r["customTime"] = o.CustomTime
	}
	return r
}
