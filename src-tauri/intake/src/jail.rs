//! The system calls that are left to a child: those for memory, threads and its pipes. No file, no network, no process.
//!
//! Everything else answers as if the kernel did not know it, which programs are prepared for: a list of what is
//! forbidden would miss what the next kernel brings.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
};

/// "There is no such system call"; the same number on every architecture that filters are made for.
const NO_SUCH_CALL: u32 = libc::ENOSYS as u32;

const ALLOWED: &[libc::c_long] = &[
    // The pipes, which are open already.
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_lseek,
    libc::SYS_ppoll,
    // Memory.
    libc::SYS_brk,
    libc::SYS_madvise,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_mremap,
    libc::SYS_munmap,
    // Threads; a clone must be one, see below.
    libc::SYS_futex,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_membarrier,
    libc::SYS_rseq,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_prctl,
    // Time and chance.
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_getrandom,
    // Signals to itself (how `abort` ends), and the end.
    libc::SYS_restart_syscall,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// Shuts this thread, and those it will start, in. Where the kernel cannot do that, the other limits stand alone.
pub(crate) fn shut() {
    if let Some(filter) = filter() {
        let _ = seccompiler::apply_filter(&filter);
    }
}

fn filter() -> Option<BpfProgram> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = ALLOWED.iter().map(|&call| (call, Vec::new())).collect();
    rules.insert(libc::SYS_clone, vec![only_with(0, libc::CLONE_THREAD as u64)?]);
    rules.insert(libc::SYS_tgkill, vec![only(0, u64::from(std::process::id()))?]);
    SeccompFilter::new(
        rules,
        SeccompAction::Errno(NO_SUCH_CALL),
        SeccompAction::Allow,
        std::env::consts::ARCH.try_into().ok()?,
    )
    .ok()?
    .try_into()
    .ok()
}

/// An argument that must be this number.
fn only(argument: u8, number: u64) -> Option<SeccompRule> {
    rule(argument, SeccompCmpOp::Eq, number)
}

/// An argument of flags that must hold this one.
fn only_with(argument: u8, flag: u64) -> Option<SeccompRule> {
    rule(argument, SeccompCmpOp::MaskedEq(flag), flag)
}

fn rule(argument: u8, compare: SeccompCmpOp, number: u64) -> Option<SeccompRule> {
    let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, compare, number);
    SeccompRule::new(vec![condition.ok()?]).ok()
}
