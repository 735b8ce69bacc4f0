//! What a child may use, and how it is held to it.
//!
//! The child takes the limits upon itself before it sees a byte of what it is to read. On Linux the kernel enforces
//! all of them; on macOS memory is counted as it is taken, and so it is on Windows, which has no limit on computing
//! time either: there the parent's clock is what ends it.

use std::time::Duration;

/// What reading one file may take; making a copy has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes beyond what the program itself takes when it starts.
    pub memory: u64,
    /// Of computing.
    pub computing: Duration,
    /// By the clock.
    pub waiting: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 1 << 30,
            computing: Duration::from_secs(20),
            waiting: Duration::from_secs(30),
        }
    }
}

impl Limits {
    /// What making a copy may take. It is of the person's own article, and they can stop it: this is for what never
    /// ends. Each thread reserves memory that it does not use, and there are as many as processors.
    pub(crate) const MAKING: Self = Self {
        memory: 8 << 30,
        computing: Duration::from_secs(30 * 60),
        waiting: Duration::from_secs(30 * 60),
    };

    /// What looking at its first page may take: who has waited for so long knows as much without it.
    pub(crate) const LOOKING: Self = Self {
        computing: Duration::from_secs(60),
        waiting: Duration::from_secs(60),
        ..Self::MAKING
    };

    /// Holds this process to them, for ever.
    pub(crate) fn take_effect(&self) -> std::io::Result<()> {
        #[cfg(unix)]
        self.of_the_system()?;
        #[cfg(not(target_os = "linux"))]
        counted::hold_to(self.memory);
        Ok(())
    }

    #[cfg(unix)]
    fn of_the_system(&self) -> std::io::Result<()> {
        use rlimit::Resource;

        let seconds = self.computing.as_secs().max(1);
        // The first of the two is a signal that tells why; the second ends what goes on all the same.
        Resource::CPU.set(seconds, seconds + 1)?;
        Resource::CORE.set(0, 0)?;
        // No file can grow: nothing is written but to the pipes.
        Resource::FSIZE.set(0, 0)?;
        #[cfg(target_os = "linux")]
        {
            let memory = memory_of_this_program()? + self.memory;
            Resource::AS.set(memory, memory)?;
        }
        Ok(())
    }
}

/// The address space that the program and its libraries take before they do anything. The desktop app's is large.
#[cfg(target_os = "linux")]
fn memory_of_this_program() -> std::io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmSize:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    Ok(kibibytes.ok_or(std::io::ErrorKind::InvalidData)? * 1024)
}

/// macOS does not enforce a limit on address space, and Windows has none that a process can set for itself.
#[cfg(not(target_os = "linux"))]
mod counted {
    use std::alloc::System;

    use cap::Cap;

    #[global_allocator]
    static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

    pub(super) fn hold_to(bytes: u64) {
        let limit = usize::try_from(bytes).unwrap_or(usize::MAX);
        // It fails where more is in use already, which a child that has read nothing is far from.
        let _ = MEMORY.set_limit(MEMORY.allocated().saturating_add(limit));
    }
}
