package dev.daprinvoke.sentry.server;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.daprinvoke.identity.Pem;
import dev.daprinvoke.protocol.sentry.SignCertificateRequest;
import dev.daprinvoke.protocol.sentry.SignCertificateResponse;
import dev.daprinvoke.resource.MeshSettings;
import dev.daprinvoke.sentry.authority.Authority;
import dev.daprinvoke.sentry.authority.SigningRequest;
import dev.daprinvoke.sentry.validate.ClaimException;
import dev.daprinvoke.sentry.validate.Validator;
import dev.daprinvoke.sentry.validate.Validators;
import dev.daprinvoke.target.SpiffeId;

/**
 * Answers a workload that wants to be certified: validator → request → certificate
 * (platform contract section 1.1).
 */
public final class Signing {

	private static final Logger log = LoggerFactory.getLogger("dapr.sentry.server");

	private final Supplier<Authority> authority;

	private final Validators validators;

	private final MeshSettings settings;

	private final SpiffeId own;

	private final SentryMeters meters;

	private final Clock clock;

	/**
	 * Prepares it.
	 * @param authority tells the authority in use
	 * @param validators who decides
	 * @param settings how long certificates hold
	 * @param own Sentry's identity, which nobody else gets
	 * @param meters where it is counted
	 * @param clock tells the time
	 */
	public Signing(Supplier<Authority> authority, Validators validators, MeshSettings settings, SpiffeId own,
			SentryMeters meters, Clock clock) {
		this.authority = authority;
		this.validators = validators;
		this.settings = settings;
		this.own = own;
		this.meters = meters;
		this.clock = clock;
	}

	/**
	 * Answers a request.
	 * @param request the request
	 * @return the certificate
	 * @throws StatusException if there is to be none, with what the workload is told
	 */
	SignCertificateResponse sign(SignCertificateRequest request) throws StatusException {
		this.meters.received();
		SpiffeId id = identify(request);
		PublicKey key = key(request);
		try {
			Instant now = this.clock.instant();
			Instant until = now.plus(this.settings.workloadLife());
			Authority authority = this.authority.get();
			List<X509Certificate> chain = authority.certify(id, key, now.minus(this.settings.clockSkew()), until);
			this.meters.signed();
			log.debug("Certified {} until {}", id, until);
			return SignCertificateResponse.newBuilder()
				.setWorkloadCertificate(ByteString.copyFromUtf8(Pem.of(chain)))
				.addTrustChainCertificates(ByteString.copyFromUtf8(authority.anchors()))
				.setValidUntil(
						Timestamp.newBuilder().setSeconds(chain.get(0).getNotAfter().toInstant().getEpochSecond()))
				.build();
		}
		catch (RuntimeException ex) {
			log.error("No certificate for {}: {}", id, ex.getMessage());
			throw refused("signing_error", Status.INTERNAL, "failed to sign the certificate");
		}
	}

	private SpiffeId identify(SignCertificateRequest request) throws StatusException {
		Validator validator = this.validators.find(request.getTokenValidator());
		if (validator == null) {
			throw refused("validator_not_enabled", Status.INVALID_ARGUMENT,
					(request.getTokenValidator() == SignCertificateRequest.TokenValidator.UNKNOWN)
							? "a validator name must be specified in this environment"
							: "the requested validator is not enabled");
		}
		try {
			SpiffeId id = validator.validate(request);
			if (id.equals(this.own)) {
				throw refused("validation_error", Status.PERMISSION_DENIED, id + " is this authority itself");
			}
			return id;
		}
		catch (ClaimException ex) {
			throw refused("validation_error", Status.PERMISSION_DENIED, String.valueOf(ex.getMessage()));
		}
	}

	private PublicKey key(SignCertificateRequest request) throws StatusException {
		try {
			return SigningRequest.keyOf(request.getCertificateSigningRequest().toString(StandardCharsets.ISO_8859_1));
		}
		catch (IllegalArgumentException ex) {
			log.debug("A malformed request from {}: {}", request.getId(), ex.getMessage());
			throw refused("malformed_csr", Status.INVALID_ARGUMENT, "invalid certificate signing request");
		}
	}

	private StatusException refused(String reason, Status status, String words) {
		this.meters.failed(reason);
		log.debug("Refused: {}", words);
		return status.withDescription(words).asException();
	}

}
