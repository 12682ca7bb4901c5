// Package endpoint turns a configured endpoint into client options, so that
// Google's clients reach another server through configuration alone.
package endpoint

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// Options returns the options for an endpoint of a gRPC client: none when it is
// empty (the client's own), the host and port of "https://…" or of a bare host, and
// for "http://…" a plain connection without credentials, which is refused for
// anything but this machine's address. Errors name the host alone, because an
// endpoint may carry a password.
func Options(endpoint string) ([]option.ClientOption, error) {
	host, plain, err := parse(endpoint)
	if host == "" || err != nil {
		return nil, err
	}
	if !plain {
		return []option.ClientOption{option.WithEndpoint(host)}, nil
	}
	return []option.ClientOption{
		option.WithEndpoint(host), option.WithoutAuthentication(),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())),
	}, nil
}

// HTTPOptions returns the options for an endpoint of an HTTP client, by the same
// rules. path is where the API begins, such as "/storage/v1/".
func HTTPOptions(endpoint, path string) ([]option.ClientOption, error) {
	host, plain, err := parse(endpoint)
	if host == "" || err != nil {
		return nil, err
	}
	if !plain {
		return []option.ClientOption{option.WithEndpoint("https://" + host + path)}, nil
	}
	return []option.ClientOption{option.WithEndpoint("http://" + host + path), option.WithoutAuthentication()}, nil
}

// parse returns the host and port of an endpoint, empty for the client's own, and
// whether the connection is plain.
func parse(endpoint string) (host string, plain bool, err error) {
	if !strings.Contains(endpoint, "://") {
		return endpoint, false, nil
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" {
		return "", false, errors.New("endpoint is neither a host nor a URL")
	}
	switch u.Scheme {
	case "http":
	case "https":
		return u.Host, false, nil
	default:
		return "", false, fmt.Errorf("endpoint %s is neither http nor https", u.Host)
	}
	if ip := net.ParseIP(u.Hostname()); ip == nil || !ip.IsLoopback() {
		return "", false, fmt.Errorf("endpoint %s would send data unencrypted to another machine", u.Host)
	}
	return u.Host, true, nil
}

// Errors of Site. What was given is not in them: it may hold a password.
var (
	errSite  = errors.New("not an address such as https://vahti.example")
	errPlain = errors.New("an address without TLS that is not this machine's own")
)

// Site reads the address at which people reach Vahti: a scheme and a host, and nothing
// behind them but a slash, which is left out. Without TLS it is a machine of one's own.
func Site(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, errSite
	}
	host := u.Hostname()
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errSite
	case u.Scheme == "http" && host != "127.0.0.1" && host != "localhost" && host != "::1":
		return nil, errPlain
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}
