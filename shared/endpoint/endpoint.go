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

// Options returns the options for an endpoint: none when it is empty (the
// client's own), the host and port of "https://…" or of a bare host, and for
// "http://…" a plain connection without credentials, which is refused for
// anything but this machine's address. Errors name the host alone, because an
// endpoint may carry a password.
func Options(endpoint string) ([]option.ClientOption, error) {
	if endpoint == "" {
		return nil, nil
	}
	if !strings.Contains(endpoint, "://") {
		return []option.ClientOption{option.WithEndpoint(endpoint)}, nil
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" {
		return nil, errors.New("endpoint is neither a host nor a URL")
	}
	switch u.Scheme {
	case "http":
	case "https":
		return []option.ClientOption{option.WithEndpoint(u.Host)}, nil
	default:
		return nil, fmt.Errorf("endpoint %s is neither http nor https", u.Host)
	}
	if ip := net.ParseIP(u.Hostname()); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("endpoint %s would send data unencrypted to another machine", u.Host)
	}
	return []option.ClientOption{
		option.WithEndpoint(u.Host), option.WithoutAuthentication(),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())),
	}, nil
}
