package dev.daprinvoke.sentry.authority;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import dev.daprinvoke.identity.IdentityException;

/**
 * Notices new credentials: when files have changed and then stayed the same for two
 * seconds, as operators write them one after the other (platform contract section 1.4).
 * What cannot be used is told once, and the old ones stay.
 */
public final class CredentialWatch {

	private static final Logger log = LoggerFactory.getLogger("dapr.sentry.ca");

	private static final Duration LOOK = Duration.ofSeconds(1);

	/** So many looks must have seen the same. */
	private static final int STILL = 2;

	private final CredentialFiles files;

	private CredentialFiles.@Nullable Texts used;

	private CredentialFiles.@Nullable Texts seen;

	private int looks;

	private @Nullable String problem;

	/**
	 * Creates a watch that takes what is there now for known.
	 * @param files what to watch
	 */
	public CredentialWatch(CredentialFiles files) {
		this.files = files;
		this.used = files.texts();
		this.seen = this.used;
	}

	/**
	 * Watches.
	 * @param reader where files are read, one thread
	 * @return each new authority, without end
	 */
	public Flux<Authority> changes(Scheduler reader) {
		return Flux.interval(LOOK, reader).onBackpressureDrop().concatMap((tick) -> Mono.justOrEmpty(look()), 1);
	}

	private @Nullable Authority look() {
		try {
			CredentialFiles.Texts now = this.files.texts();
			if (!Objects.equals(now, this.seen)) {
				this.seen = now;
				this.looks = 0;
				return null;
			}
			if (now == null || now.equals(this.used) || ++this.looks < STILL) {
				return null;
			}
			Authority changed = this.files.authority(now);
			this.used = now;
			this.problem = null;
			return changed;
		}
		catch (IdentityException ex) {
			if (!String.valueOf(ex.getMessage()).equals(this.problem)) {
				this.problem = ex.getMessage();
				log.error("New credentials are not used: {}. The old ones stay.", ex.getMessage());
			}
			return null;
		}
	}

}
