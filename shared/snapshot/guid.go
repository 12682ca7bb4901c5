package snapshot

// guidLength is the length of a GUID as text.
const guidLength = 36

// parseGUID reads a GUID as Graph writes it, in lower case.
func parseGUID(id string) (guid [16]byte, ok bool) {
	if len(id) != guidLength || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return guid, false
	}
	var wrong byte
	j := 0
	for i := 0; i < guidLength; i += 2 {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			i++
		}
		high, low := nibbles[id[i]], nibbles[id[i+1]]
		wrong |= high | low
		guid[j] = high<<4 | low
		j++
	}
	return guid, wrong < 16
}

const hexDigits = "0123456789abcdef"

// nibbles are the values of the hexadecimal digits, 255 for every other byte.
var nibbles = func() (out [256]byte) {
	for i := range out {
		out[i] = 255
	}
	for i := range hexDigits {
		out[hexDigits[i]] = byte(i)
	}
	return out
}()

// formatGUID writes sixteen bytes out.
func formatGUID(out *[guidLength]byte, guid string) {
	i := 0
	for j := range 16 {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			out[i] = '-'
			i++
		}
		out[i], out[i+1] = hexDigits[guid[j]>>4], hexDigits[guid[j]&15]
		i += 2
	}
}
