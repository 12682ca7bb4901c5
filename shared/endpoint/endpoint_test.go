package endpoint

import "testing"

func TestOptions(t *testing.T) {
	tests := []struct {
		name, endpoint string
		want           int
		bad            bool
	}{
		{name: "the client's own", want: 0},
		{name: "regional host", endpoint: "europe-north1-aiplatform.googleapis.com:443", want: 1},
		{name: "encrypted", endpoint: "https://secretmanager.example:443", want: 1},
		{name: "this machine", endpoint: "http://127.0.0.1:1234", want: 3},
		{name: "plain to another machine", endpoint: "http://10.0.0.1:1234", bad: true},
		{name: "plain to a name", endpoint: "http://secrets.example:80", bad: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Options(tt.endpoint)
			if (err != nil) != tt.bad || len(got) != tt.want {
				t.Errorf("got %d options, error %v; want %d, an error: %v", len(got), err, tt.want, tt.bad)
			}
		})
	}
}
