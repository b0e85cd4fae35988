#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the operating system knows of this process, under the names that Prometheus' clients use.
enum ProcessMetrics {
    static func write(to text: inout String) {
        #if canImport(Glibc)
            let who = __rusage_who_t(RUSAGE_SELF.rawValue)
        #else
            let who = RUSAGE_SELF
        #endif
        var usage = rusage()
        if getrusage(who, &usage) == 0 {
            let cpu =
                Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1_000_000
            text += "# HELP process_cpu_seconds_total User and system time, in seconds.\n# TYPE process_cpu_seconds_total counter\n"
            text += "process_cpu_seconds_total \(cpu)\n"
        }
        if let memory = memoryPages() {
            let page = Int(sysconf(Int32(_SC_PAGESIZE)))
            text += "# HELP process_resident_memory_bytes Resident memory.\n# TYPE process_resident_memory_bytes gauge\n"
            text += "process_resident_memory_bytes \(memory.resident * page)\n"
            text += "# HELP process_virtual_memory_bytes Virtual memory.\n# TYPE process_virtual_memory_bytes gauge\n"
            text += "process_virtual_memory_bytes \(memory.virtual * page)\n"
        }
    }

    /// The first two numbers of `/proc/self/statm`: pages of virtual and of resident memory.
    private static func memoryPages() -> (virtual: Int, resident: Int)? {
        guard let file = fopen("/proc/self/statm", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let numbers = text.split(separator: " ").prefix(2).compactMap { Int($0) }
        return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }
}
