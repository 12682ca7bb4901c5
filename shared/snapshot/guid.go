package snapshot

import "encoding/binary"

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

// formatGUID writes the sixteen bytes that a GUID is kept as out.
func formatGUID(out *[guidLength]byte, guid string) {
	_ = guid[15]
	hexOf := func(at int) (text [8]byte) {
		binary.BigEndian.PutUint64(text[:], eightDigits(uint32(guid[at])<<24|uint32(guid[at+1])<<16|uint32(guid[at+2])<<8|uint32(guid[at+3])))
		return text
	}
	a, b, c, d := hexOf(0), hexOf(4), hexOf(8), hexOf(12)
	copy(out[0:8], a[:])
	out[8] = '-'
	copy(out[9:13], b[:4])
	out[13] = '-'
	copy(out[14:18], b[4:])
	out[18] = '-'
	copy(out[19:23], c[:4])
	out[23] = '-'
	copy(out[24:28], c[4:])
	copy(out[28:36], d[:])
}

// eightDigits returns the hexadecimal digits of n, the first of them in the highest
// byte. All are made at once: each nibble gets a byte of its own, and those above 9
// the distance from '9' to 'a'.
func eightDigits(n uint32) uint64 {
	x := uint64(n)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	letters := (x + 0x0606060606060606) >> 4 & 0x0101010101010101
	return x + 0x3030303030303030 + letters*('a'-'9'-1)
}
