//! How much memory there is for hashes: what the machine has left, and no more than this program may have.

use std::fs;

use super::Cost;

/// How much there is taken to be where the machine does not say, in KiB.
const UNKNOWN_KIB: u64 = 4 * 1024 * 1024;

/// How much there is, in KiB.
pub fn memory_kib() -> u64 {
    let read = |path: &str| fs::read_to_string(path).ok();
    let (machine, groups) = (read("/proc/meminfo"), read("/proc/self/cgroup"));
    least_kib(&machine.unwrap_or_default(), &groups.unwrap_or_default(), read)
}

/// What so many hashes take at once, in KiB.
pub fn taken_kib(memory_kib: u32, workers: usize) -> u64 {
    u64::from(memory_kib).saturating_mul(u64::try_from(workers).unwrap_or(u64::MAX))
}

/// Whether so many at once at a cost leave half of the memory to everything else.
pub fn fits(cost: Cost, workers: usize, memory_kib: u64) -> bool {
    taken_kib(cost.memory_kib, workers) <= memory_kib / 2
}

fn least_kib(machine: &str, groups: &str, read: impl Fn(&str) -> Option<String>) -> u64 {
    let left = machine.lines().find_map(|line| line.strip_prefix("MemAvailable:"));
    let left = left.and_then(|left| left.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    let limits = limits_of(groups).into_iter().filter_map(|path| {
        // It is a word where there is no limit.
        read(&path)?.trim().parse::<u64>().ok().map(|bytes| bytes / 1024)
    });
    left.into_iter().chain(limits).min().unwrap_or(UNKNOWN_KIB)
}

/// The files that may say how much the control groups of a process have, by its `/proc/self/cgroup`: its own one, and all above it,
/// each of which bounds what is below. A container may see those above under names that are not there; its own one is at the top then.
fn limits_of(groups: &str) -> Vec<String> {
    let mut files = Vec::new();
    for line in groups.lines() {
        let mut parts = line.splitn(3, ':');
        let (Some(number), Some(controllers), Some(path)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        let (root, name) = match (number, controllers) {
            ("0", "") => ("/sys/fs/cgroup", "memory.max"),
            (_, controllers) if controllers.split(',').any(|it| it == "memory") => {
                ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
            }
            _ => continue,
        };
        let mut folder = root.to_owned();
        files.push(format!("{folder}/{name}"));
        for part in path.split('/').filter(|part| !part.is_empty() && *part != "..") {
            folder = format!("{folder}/{part}");
            files.push(format!("{folder}/{name}"));
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_what_is_left_and_may_be_had() {
        let machine = "MemTotal:       16000000 kB\nMemFree:  100 kB\nMemAvailable:    8000000 kB\n";
        let own = "0::/system.slice/vestibule.service\n";
        let v1 = "5:cpu,cpuacct:/docker/ab\n4:memory:/docker/ab\n";
        for (machine, groups, file, limit, expected) in [
            (machine, own, "/sys/fs/cgroup/system.slice/vestibule.service/memory.max", "1073741824\n", 1_048_576),
            (machine, own, "/sys/fs/cgroup/system.slice/memory.max", "1073741824\n", 1_048_576),
            (machine, own, "/sys/fs/cgroup/system.slice/vestibule.service/memory.max", "max\n", 8_000_000),
            (machine, own, "/sys/fs/cgroup/other.slice/memory.max", "1073741824\n", 8_000_000),
            (machine, "0::/\n", "/sys/fs/cgroup/memory.max", "1073741824\n", 1_048_576),
            (machine, "0::/../../x\n", "/sys/fs/cgroup/memory.max", "1073741824\n", 1_048_576),
            (machine, v1, "/sys/fs/cgroup/memory/docker/ab/memory.limit_in_bytes", "1073741824\n", 1_048_576),
            (machine, v1, "/sys/fs/cgroup/memory/memory.limit_in_bytes", "1073741824\n", 1_048_576),
            (machine, v1, "/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n", 8_000_000),
            ("", "0::/\n", "/sys/fs/cgroup/memory.max", "1073741824\n", 1_048_576),
            ("", "0::/\n", "/sys/fs/cgroup/memory.max", "max\n", UNKNOWN_KIB),
            ("MemAvailable: much\n", "", "", "", UNKNOWN_KIB),
        ] {
            let read = |path: &str| (path == file).then(|| limit.to_owned());
            assert_eq!(least_kib(machine, groups, read), expected, "{groups}{file} {limit}");
        }
    }

    #[test]
    fn the_least_of_all_groups_holds() {
        let read = |path: &str| match path {
            "/sys/fs/cgroup/a/memory.max" => Some("2147483648\n".to_owned()),
            "/sys/fs/cgroup/a/b/memory.max" => Some("4294967296\n".to_owned()),
            _ => None,
        };
        assert_eq!(least_kib("MemAvailable: 8000000 kB\n", "0::/a/b\n", read), 2_097_152, "the upper one is less");
    }

    #[test]
    fn half_of_it_is_for_everything_else() {
        let cost = Cost { memory_kib: 1024, iterations: 1, parallelism: 1 };
        assert!(fits(cost, 2, 4096) && !fits(cost, 3, 4096) && !fits(cost, usize::MAX, u64::MAX));
    }
}
