import Glibc

/// ln x by the C library. Kept in one place so that statistics name no platform.
func naturalLogarithm(_ x: Double) -> Double { log(x) }
