//! Progress on stderr: a bar that names the stage at work, drawn from tracing's spans.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use tracing::field::{Field, Visit};
use tracing::{Event, Id, Level, Subscriber, span};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// Whether neither bars nor logs are wanted.
static IS_QUIET: AtomicBool = AtomicBool::new(false);

/// Draws a bar on a terminal and prints warnings, unless `quiet`.
pub fn start(quiet: bool) {
    IS_QUIET.store(quiet, Ordering::Relaxed);
    if quiet {
        return;
    }
    let bar = if std::io::stderr().is_terminal() { spinner() } else { ProgressBar::hidden() };
    let subscriber = tracing_subscriber::registry().with(Stages { bar });
    let _ = tracing::subscriber::set_global_default(subscriber);
}

fn spinner() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed:>4} {wide_msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// A bar for work whose end is known.
pub struct Share(ProgressBar);

/// A bar named `words`, on a terminal only and unless bars are not wanted.
pub fn share(words: &'static str) -> Share {
    let wanted = std::io::stderr().is_terminal() && !IS_QUIET.load(Ordering::Relaxed);
    let bar = if wanted { ProgressBar::new(1000) } else { ProgressBar::hidden() };
    let template = "{msg} {bar:40} {percent:>3} % {eta}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(words);
    Share(bar)
}

impl Share {
    /// Shows that so much is done, 0 to 1.
    pub fn show(&self, share: f64) {
        self.0.set_position((share.clamp(0.0, 1.0) * 1000.0) as u64);
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}

/// Shows the innermost of our spans.
struct Stages {
    bar: ProgressBar,
}

/// The words a stage goes by, kept with its span.
struct Words(String);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Stages {
    fn on_new_span(&self, attributes: &span::Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let meta = attributes.metadata();
        if *meta.level() <= Level::INFO
            && let Some(span) = context.span(id)
        {
            let mut words = Spoken(meta.name().to_owned());
            attributes.record(&mut words);
            self.bar.set_message(words.0.clone());
            span.extensions_mut().insert(Words(words.0));
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let outer = context.span(&id).and_then(|it| it.parent());
        let words = outer.and_then(|it| it.extensions().get::<Words>().map(|it| it.0.clone()));
        match words {
            Some(words) => self.bar.set_message(words),
            None => self.bar.set_message(""),
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if *event.metadata().level() <= Level::WARN {
            let mut words = Spoken("warning:".to_owned());
            event.record(&mut words);
            self.bar.suspend(|| eprintln!("{}", words.0));
        }
    }
}

/// Gathers a span's name and its fields in one line.
struct Spoken(String);

impl Visit for Spoken {
    fn record_str(&mut self, _: &Field, value: &str) {
        self.0.push(' ');
        self.0.push_str(value);
    }

    fn record_debug(&mut self, _: &Field, value: &dyn std::fmt::Debug) {
        self.0.push_str(&format!(" {value:?}"));
    }
}
