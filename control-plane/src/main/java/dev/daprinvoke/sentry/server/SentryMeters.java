package dev.daprinvoke.sentry.server;

import java.util.function.Supplier;

import dev.daprinvoke.observe.Counter;
import dev.daprinvoke.observe.Family;
import dev.daprinvoke.observe.LabelNames;
import dev.daprinvoke.observe.Meters;
import dev.daprinvoke.sentry.authority.Authority;

/**
 * What is counted, under Dapr's names (platform contract section 1.4).
 */
public final class SentryMeters {

	private final Counter received;

	private final Counter signed;

	private final Family<Counter> failed;

	private final Counter ownFailed;

	private final Counter changed;

	/**
	 * Creates the meters.
	 * @param meters where they are read
	 * @param authority tells the authority in use
	 */
	public SentryMeters(Meters meters, Supplier<Authority> authority) {
		this.received = counter(meters, "dapr_sentry_cert_sign_request_received_total", "The number of CSRs received.");
		this.signed = counter(meters, "dapr_sentry_cert_sign_success_total",
				"The number of certificates issuances that have succeeded.");
		this.failed = meters.counters("dapr_sentry_cert_sign_failure_total",
				"The number of errors occurred when signing the CSR.", LabelNames.of("reason"));
		this.ownFailed = counter(meters, "dapr_sentry_servercert_issue_failed_total",
				"The number of server TLS certificate issuance failures.");
		this.changed = counter(meters, "dapr_sentry_issuercert_changed_total",
				"The number of issuer cert updates, when issuer cert or key is changed");
		meters.gauge("dapr_sentry_issuercert_expiry_timestamp",
				"The unix timestamp, in seconds, when issuer/root cert will expire.",
				() -> authority.get().expiresAt().getEpochSecond());
	}

	private static Counter counter(Meters meters, String name, String help) {
		return meters.counters(name, help, LabelNames.of()).with();
	}

	void received() {
		this.received.increment();
	}

	void signed() {
		this.signed.increment();
	}

	void failed(String reason) {
		this.failed.with(reason).increment();
	}

	/** Sentry's own certificate could not be made. */
	public void ownFailed() {
		this.ownFailed.increment();
	}

	/** Another issuer is in use from now on. */
	public void issuerChanged() {
		this.changed.increment();
	}

}
