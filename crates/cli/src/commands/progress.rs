//! How far a long piece of work is, on standard error, and the wish to stop it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget};

/// A bar that shows itself after a second, where standard error is a terminal,
/// and a flag that an interrupt sets; a second interrupt ends the program.
pub struct Watch {
    bar: ProgressBar,
    begun: Instant,
    stop: Arc<AtomicBool>,
}

impl Watch {
    /// Watches some pieces of work; 0 where nobody knows how many.
    pub fn of(pieces: u64) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let heard = Arc::clone(&stop);
        // Where no handler can be set, an interrupt ends the program as ever.
        let _ = ctrlc::set_handler(move || {
            if heard.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        });
        let bar = match pieces {
            0 => ProgressBar::no_length(),
            some => ProgressBar::new(some),
        };
        bar.set_draw_target(ProgressDrawTarget::hidden());
        Self {
            bar,
            begun: Instant::now(),
            stop,
        }
    }

    /// One more piece is done.
    pub fn one(&self) {
        if self.bar.is_hidden() && self.begun.elapsed() > Duration::from_secs(1) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    /// Set once the work is to stop.
    pub fn stop(&self) -> &AtomicBool {
        &self.stop
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
