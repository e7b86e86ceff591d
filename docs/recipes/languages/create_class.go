// intacct-emulator exec -- go run create_class.go
package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"regexp"
	"strings"
)

func main() {
	template, err := os.ReadFile("request.xml")
	if err != nil {
		log.Fatal(err)
	}
	body := regexp.MustCompile(`\{(\w+)\}`).ReplaceAllFunc(template, func(found []byte) []byte {
		name := strings.ToUpper(string(found[1 : len(found)-1]))
		var escaped bytes.Buffer
		if err := xml.EscapeText(&escaped, []byte(os.Getenv("INTACCT_"+name))); err != nil {
			log.Fatal(err)
		}
		return escaped.Bytes()
	})
	answer, err := http.Post(os.Getenv("INTACCT_ENDPOINT_URL"), "application/xml", bytes.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		log.Fatal(err)
	}
	key := regexp.MustCompile(`<RECORDNO>(\d+)</RECORDNO>`).FindSubmatch(text)
	if key == nil {
		log.Fatal(string(text))
	}
	fmt.Printf("created %s\n", key[1])
}
