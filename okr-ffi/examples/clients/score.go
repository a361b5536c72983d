// The C interface from Go by cgo: score FILE YEAR-MONTH-DAY. CGO_CFLAGS and CGO_LDFLAGS say where okr is.
package main

/*
#cgo LDFLAGS: -lokr
#include "okr.h"
*/
import "C"

import (
	"errors"
	"fmt"
	"math"
	"os"
	"unsafe"
)

func text(s C.okr_str) string {
	return C.GoStringN(s.data, C.int(s.len))
}

// What a call that failed says; it is freed here.
func said(err *C.okr_error) error {
	defer C.okr_error_free(err)
	return errors.New(text(C.okr_error_path(err)) + ": " + text(C.okr_error_message(err)))
}

// Memory of Go as text, for the time of a call.
func bytes(b []byte) (*C.char, C.size_t) {
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(b))), C.size_t(len(b))
}

func score(document []byte, date string) error {
	var workspace *C.okr_workspace
	var card *C.okr_scorecard
	var failure *C.okr_error
	var asOf C.okr_date
	data, size := bytes(document)
	if C.okr_workspace_parse(data, size, &workspace, &failure) != C.OKR_STATUS_OK {
		return said(failure)
	}
	defer C.okr_workspace_free(workspace)
	data, size = bytes([]byte(date))
	if C.okr_date_parse(data, size, &asOf, &failure) != C.OKR_STATUS_OK {
		return said(failure)
	}
	if C.okr_workspace_score(workspace, asOf, nil, &card, &failure) != C.OKR_STATUS_OK {
		return said(failure)
	}
	defer C.okr_scorecard_free(card)
	rows := C.okr_objective_order(card)
	for _, row := range unsafe.Slice((*uint32)(unsafe.Pointer(rows.values)), int(rows.len)) {
		at := C.uint32_t(row)
		shown := "-"
		if progress := float64(C.okr_objective_progress(card, at)); !math.IsNaN(progress) {
			shown = fmt.Sprintf("%.3f", 100*progress)
		}
		status := C.okr_row_status_name(C.int32_t(C.okr_objective_status(card, at)))
		fmt.Println(text(C.okr_objective_id(card, at)), shown, text(status))
	}
	return nil
}

func main() {
	document, err := os.ReadFile(os.Args[1])
	if err == nil {
		err = score(document, os.Args[2])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}
