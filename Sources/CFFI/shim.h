/* libffi's header for Swift. Its type descriptors are mutable globals, which Swift 6 refuses to touch as shared
   state; libffi itself only reads them, so these getters hand out their addresses. */
#ifndef CFFI_SHIM_H
#define CFFI_SHIM_H

#include <ffi.h>
#include <stdint.h>
#include <string.h>

static inline ffi_type *cffi_type_void(void) { return &ffi_type_void; }
static inline ffi_type *cffi_type_uint8(void) { return &ffi_type_uint8; }
static inline ffi_type *cffi_type_sint8(void) { return &ffi_type_sint8; }
static inline ffi_type *cffi_type_uint16(void) { return &ffi_type_uint16; }
static inline ffi_type *cffi_type_sint16(void) { return &ffi_type_sint16; }
static inline ffi_type *cffi_type_uint32(void) { return &ffi_type_uint32; }
static inline ffi_type *cffi_type_sint32(void) { return &ffi_type_sint32; }
static inline ffi_type *cffi_type_uint64(void) { return &ffi_type_uint64; }
static inline ffi_type *cffi_type_sint64(void) { return &ffi_type_sint64; }
static inline ffi_type *cffi_type_float(void) { return &ffi_type_float; }
static inline ffi_type *cffi_type_double(void) { return &ffi_type_double; }
static inline ffi_type *cffi_type_pointer(void) { return &ffi_type_pointer; }

/* A macro with a cast in C, which Swift does not import. */
static inline ffi_abi cffi_default_abi(void) { return FFI_DEFAULT_ABI; }

/* A call whose arguments lie where the System V ABI for x86-64 wants them (psABI 1.0, 3.2.3): `words` are the six
   integer registers, the eight vector registers, and eight words of the stack. More registers and stack than the
   function looks at do it no harm, but take time: most functions have few words on the stack or none. ffi_call finds out at every call anew where each argument goes; here the caller
   has found out once. `kind` adds up what there is. */
#if defined(__x86_64__) && defined(__linux__) && defined(__LP64__)
#define CFFI_HAS_REGISTERS 1
#else
#define CFFI_HAS_REGISTERS 0
#endif

#define CFFI_INTEGER_REGISTERS 6
#define CFFI_REAL_REGISTERS 8
#define CFFI_STACK_WORDS 8
#define CFFI_WORDS 22

#define CFFI_TAKES_REALS 1
#define CFFI_RETURNS_REAL 2
#define CFFI_TAKES_FEW 4 /* words of the stack, at most CFFI_FEW_WORDS */
#define CFFI_TAKES_MANY 8
#define CFFI_FEW_WORDS 2

static inline double cffi_real(uint64_t bits) {
  double real;
  memcpy(&real, &bits, sizeof real);
  return real;
}

static inline uint64_t cffi_bits(double real) {
  uint64_t bits;
  memcpy(&bits, &real, sizeof bits);
  return bits;
}

#define CFFI_I uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t
#define CFFI_R double, double, double, double, double, double, double, double
#define CFFI_F uint64_t, uint64_t
#define CFFI_M CFFI_I, CFFI_F
#define CFFI_I_OF(w) w[0], w[1], w[2], w[3], w[4], w[5]
#define CFFI_R_OF(w) cffi_real(w[6]), cffi_real(w[7]), cffi_real(w[8]), cffi_real(w[9]), cffi_real(w[10]), \
    cffi_real(w[11]), cffi_real(w[12]), cffi_real(w[13])
#define CFFI_F_OF(w) w[14], w[15]
#define CFFI_M_OF(w) CFFI_F_OF(w), w[16], w[17], w[18], w[19], w[20], w[21]

/* The ways by what the words hold, of a function that returns a value of this type. */
#define CFFI_WAYS(type, given)                                                                          \
  switch (kind & ~CFFI_RETURNS_REAL) {                                                                  \
  case 0: return given(((type (*)(CFFI_I))f)(CFFI_I_OF(w)));                                            \
  case CFFI_TAKES_FEW: return given(((type (*)(CFFI_I, CFFI_F))f)(CFFI_I_OF(w), CFFI_F_OF(w)));         \
  case CFFI_TAKES_MANY: return given(((type (*)(CFFI_I, CFFI_M))f)(CFFI_I_OF(w), CFFI_M_OF(w)));        \
  case CFFI_TAKES_REALS: return given(((type (*)(CFFI_I, CFFI_R))f)(CFFI_I_OF(w), CFFI_R_OF(w)));       \
  case CFFI_TAKES_REALS | CFFI_TAKES_FEW:                                                               \
    return given(((type (*)(CFFI_I, CFFI_R, CFFI_F))f)(CFFI_I_OF(w), CFFI_R_OF(w), CFFI_F_OF(w)));      \
  default:                                                                                              \
    return given(((type (*)(CFFI_I, CFFI_R, CFFI_M))f)(CFFI_I_OF(w), CFFI_R_OF(w), CFFI_M_OF(w)));      \
  }

static inline uint64_t cffi_call_registers(void (*f)(void), int kind, const uint64_t *w) {
  if (kind & CFFI_RETURNS_REAL) { CFFI_WAYS(double, cffi_bits) }
  CFFI_WAYS(uint64_t, (uint64_t))
}

#endif
