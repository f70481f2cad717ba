#![no_main]

use libfuzzer_sys::fuzz_target;
use vestibule::server::fuzzing;

// What is made once is not counted in the time of the first input.
fuzz_target!(init: fuzzing::queries(b" "), |bytes: &[u8]| fuzzing::in_time(fuzzing::queries, bytes));
