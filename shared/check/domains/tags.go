package domains

import "strings"

// tags reads a list of tags such as "v=DKIM1; k=rsa; p=…" (RFC 6376, section
// 3.2). Tags that are not of that form are left out of the map and make clean
// false; ok is false where a name stands there twice, which makes the whole list
// invalid, or where there is no tag at all. first is the name of the first tag.
func tags(text string) (list map[string]string, first string, clean, ok bool) {
	list, clean = map[string]string{}, true
	parts := strings.Split(text, ";")
	for i, part := range parts {
		part = strings.Trim(part, fold)
		if part == "" {
			clean = clean && i == len(parts)-1
			continue
		}
		name, value, is := strings.Cut(part, "=")
		name, value = strings.TrimRight(name, fold), strings.TrimLeft(value, fold)
		if !is || !tagName(name) || !printable(value) {
			clean = false
			continue
		}
		if _, twice := list[name]; twice {
			return nil, "", false, false
		}
		if len(list) == 0 {
			first = name
		}
		list[name] = value
	}
	return list, first, clean, len(list) > 0
}

// fold is what may stand between tags and inside of values.
const fold = " \t\r\n"

func tagName(name string) bool {
	for i := range len(name) {
		if c := name[i]; !letter(c) && (i == 0 || !digit(c) && c != '_') {
			return false
		}
	}
	return name != ""
}

// printable reports whether a value holds visible ASCII and space alone.
func printable(value string) bool {
	for i := range len(value) {
		if c := value[i]; (c < '!' || c > '~') && !strings.ContainsRune(fold, rune(c)) {
			return false
		}
	}
	return true
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func digit(c byte) bool { return c >= '0' && c <= '9' }
