;; Classifies a picture: reads a BMP of 24 bits from the first folder that the host opened for it, samples it down to what the model 'classifier'
;; takes, u8[1,224,224,3], and prints the likeliest of its classes. Needs no compiler:
;;
;;   webnn-delegate wasi run classify.wat --model classifier=mobilenet_v2_1.0_224_ptq_int8.tflite --dir pictures -- bird.bmp
;;
;; Ends with 0, or with the number of the error that WASI or wasi-nn gave; 2 for a file that is no such picture.
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (import "wasi_ephemeral_nn" "load_by_name" (func $load_by_name (param i32 i32 i32) (result i32)))
  (import "wasi_ephemeral_nn" "init_execution_context" (func $init_execution_context (param i32 i32) (result i32)))
  (import "wasi_ephemeral_nn" "set_input" (func $set_input (param i32 i32 i32) (result i32)))
  (import "wasi_ephemeral_nn" "compute" (func $compute (param i32) (result i32)))
  (import "wasi_ephemeral_nn" "get_output" (func $get_output (param i32 i32 i32 i32 i32) (result i32)))

  (memory (export "memory") 64)
  (data (i32.const 0x00) "classifier")
  (data (i32.const 0x10) "\01\00\00\00\e0\00\00\00\e0\00\00\00\03\00\00\00")                          ;; the dimensions
  (data (i32.const 0x20) "\10\00\00\00\04\00\00\00\03\00\00\00\00\10\00\00\00\4c\02\00")              ;; the tensor: dims, 4, u8, data, 150528 bytes
  (data (i32.const 0x60) "class ")
  ;; 0x40: what a call gives; 0x48: a vector of buffers; 0x80: text; 0x400: arguments; 0x800: their bytes; 0x1000: the input;
  ;; 0x28000: the output; 0x30000: the file, up to the end
  (global $file i32 (i32.const 0x30000))
  (global $room i32 (i32.const 0x3d0000))
  (global $side i32 (i32.const 224))

  (func $check (param $error i32)
    (if (local.get $error) (then (call $proc_exit (local.get $error)))))

  (func $require (param $holds i32)
    (if (i32.eqz (local.get $holds)) (then (call $proc_exit (i32.const 2)))))

  (func $length (param $text i32) (result i32) (local $end i32)
    (local.set $end (local.get $text))
    (block $found
      (loop $next
        (br_if $found (i32.eqz (i32.load8_u (local.get $end))))
        (local.set $end (i32.add (local.get $end) (i32.const 1)))
        (br $next)))
    (i32.sub (local.get $end) (local.get $text)))

  ;; The file that the first argument names, at $file; how many bytes it has.
  (func $read (result i32) (local $name i32) (local $bytes i32)
    (call $check (call $args_sizes_get (i32.const 0x40) (i32.const 0x44)))
    (call $require (i32.and (i32.ge_u (i32.load (i32.const 0x40)) (i32.const 2)) (i32.le_u (i32.load (i32.const 0x40)) (i32.const 100))))
    (call $require (i32.le_u (i32.load (i32.const 0x44)) (i32.const 2000)))
    (call $check (call $args_get (i32.const 0x400) (i32.const 0x800)))
    (local.set $name (i32.load (i32.const 0x404)))
    (call $check
      (call $path_open
        (i32.const 3) (i32.const 1) (local.get $name) (call $length (local.get $name)) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0)
        (i32.const 0x40)))
    (loop $next
      (i32.store (i32.const 0x48) (i32.add (global.get $file) (local.get $bytes)))
      (i32.store (i32.const 0x4c) (i32.sub (global.get $room) (local.get $bytes)))
      (call $check (call $fd_read (i32.load (i32.const 0x40)) (i32.const 0x48) (i32.const 1) (i32.const 0x44)))
      (local.set $bytes (i32.add (local.get $bytes) (i32.load (i32.const 0x44))))
      (br_if $next (i32.load (i32.const 0x44))))
    (local.get $bytes))

  ;; A picture of any size into the input, by its nearest pixels; rows of a BMP begin at the bottom, and its pixels with blue.
  (func $sample (param $bytes i32)
    (local $width i32) (local $height i32) (local $stride i32) (local $x i32) (local $y i32) (local $from i32) (local $to i32)
    (call $require (i32.ge_u (local.get $bytes) (i32.const 54)))
    (call $require (i32.eq (i32.load16_u (global.get $file)) (i32.const 0x4d42)))
    (call $require (i32.eq (i32.load16_u offset=28 (global.get $file)) (i32.const 24)))
    (local.set $width (i32.load offset=18 (global.get $file)))
    (local.set $height (i32.load offset=22 (global.get $file)))
    (call $require (i32.lt_u (i32.sub (local.get $width) (i32.const 1)) (i32.const 10000)))
    (call $require (i32.lt_u (i32.sub (local.get $height) (i32.const 1)) (i32.const 10000)))
    (local.set $stride (i32.and (i32.add (i32.mul (local.get $width) (i32.const 3)) (i32.const 3)) (i32.const -4)))
    (call $require (i32.le_u (i32.load offset=10 (global.get $file)) (local.get $bytes)))
    (call $require
      (i32.le_u
        (i32.mul (local.get $stride) (local.get $height))
        (i32.sub (local.get $bytes) (i32.load offset=10 (global.get $file)))))
    (local.set $to (i32.const 0x1000))
    (loop $row
      (local.set $x (i32.const 0))
      (loop $pixel
        (local.set $from
          (i32.add
            (i32.add (global.get $file) (i32.load offset=10 (global.get $file)))
            (i32.add
              (i32.mul
                (local.get $stride)
                (i32.sub
                  (i32.sub (local.get $height) (i32.const 1))
                  (i32.div_u (i32.mul (local.get $y) (local.get $height)) (global.get $side))))
              (i32.mul (i32.const 3) (i32.div_u (i32.mul (local.get $x) (local.get $width)) (global.get $side))))))
        (i32.store8 (local.get $to) (i32.load8_u offset=2 (local.get $from)))
        (i32.store8 offset=1 (local.get $to) (i32.load8_u offset=1 (local.get $from)))
        (i32.store8 offset=2 (local.get $to) (i32.load8_u (local.get $from)))
        (local.set $to (i32.add (local.get $to) (i32.const 3)))
        (local.set $x (i32.add (local.get $x) (i32.const 1)))
        (br_if $pixel (i32.lt_u (local.get $x) (global.get $side))))
      (local.set $y (i32.add (local.get $y) (i32.const 1)))
      (br_if $row (i32.lt_u (local.get $y) (global.get $side)))))

  ;; The index of the largest byte of the output.
  (func $likeliest (param $count i32) (result i32) (local $i i32) (local $best i32)
    (loop $next
      (if (i32.gt_u (i32.load8_u offset=0x28000 (local.get $i)) (i32.load8_u offset=0x28000 (local.get $best)))
        (then (local.set $best (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $count))))
    (local.get $best))

  ;; "class N" and the end of the line.
  (func $print (param $number i32) (local $first i32)
    (local.set $first (i32.const 0x8f))
    (i32.store8 (i32.const 0x8f) (i32.const 10))
    (loop $digit
      (local.set $first (i32.sub (local.get $first) (i32.const 1)))
      (i32.store8 (local.get $first) (i32.add (i32.const 48) (i32.rem_u (local.get $number) (i32.const 10))))
      (local.set $number (i32.div_u (local.get $number) (i32.const 10)))
      (br_if $digit (local.get $number)))
    (local.set $first (i32.sub (local.get $first) (i32.const 6)))
    (memory.copy (local.get $first) (i32.const 0x60) (i32.const 6))
    (i32.store (i32.const 0x48) (local.get $first))
    (i32.store (i32.const 0x4c) (i32.sub (i32.const 0x90) (local.get $first)))
    (call $check (call $fd_write (i32.const 1) (i32.const 0x48) (i32.const 1) (i32.const 0x40))))

  (func (export "_start")
    (call $sample (call $read))
    (call $check (call $load_by_name (i32.const 0) (i32.const 10) (i32.const 0x40)))
    (call $check (call $init_execution_context (i32.load (i32.const 0x40)) (i32.const 0x40)))
    (call $check (call $set_input (i32.load (i32.const 0x40)) (i32.const 0) (i32.const 0x20)))
    (call $check (call $compute (i32.load (i32.const 0x40))))
    (call $check (call $get_output (i32.load (i32.const 0x40)) (i32.const 0) (i32.const 0x28000) (i32.const 0x8000) (i32.const 0x44)))
    (call $print (call $likeliest (i32.load (i32.const 0x44)))))
)
