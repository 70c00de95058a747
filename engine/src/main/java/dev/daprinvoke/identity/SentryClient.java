package dev.daprinvoke.identity;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import dev.daprinvoke.protocol.sentry.SignCertificateRequest;
import dev.daprinvoke.protocol.sentry.SignCertificateResponse;
import dev.daprinvoke.target.AppTarget;

/**
 * Asks Sentry for an identity (platform contract sections 1.1 and 1.2), once for each
 * call: over a connection of its own, to a server whose certificate says that it is
 * Sentry.
 */
public final class SentryClient {

	/** The gRPC service's name. */
	public static final String SERVICE = "dapr.proto.sentry.v1.CA";

	/** Its one method. */
	public static final MethodDescriptor<SignCertificateRequest, SignCertificateResponse> SIGN = MethodDescriptor
		.<SignCertificateRequest, SignCertificateResponse>newBuilder()
		.setType(MethodDescriptor.MethodType.UNARY)
		.setFullMethodName(SERVICE + "/SignCertificate")
		.setRequestMarshaller(ProtoUtils.marshaller(SignCertificateRequest.getDefaultInstance()))
		.setResponseMarshaller(ProtoUtils.marshaller(SignCertificateResponse.getDefaultInstance()))
		.build();

	private final SentrySettings settings;

	private final IdentityRequest asked;

	private final Executor blocking;

	/**
	 * Creates a client.
	 * @param settings where Sentry is, and who it is
	 * @param asked what it is asked with
	 * @param blocking where files are read, keys are made and handshakes take place
	 */
	public SentryClient(SentrySettings settings, IdentityRequest asked, Executor blocking) {
		this.settings = settings;
		this.asked = asked;
		this.blocking = blocking;
	}

	/**
	 * Asks once, for the identity of an app.
	 * @param self the app
	 * @return the identity, or an {@link IdentityException} that says what was wrong
	 */
	public Mono<Svid> request(AppTarget self) {
		return Mono.create((sink) -> this.blocking.execute(() -> {
			try {
				ask(self, sink);
			}
			catch (RuntimeException | SSLException ex) {
				sink.error((ex instanceof IdentityException) ? ex : failure(String.valueOf(ex.getMessage()), ex));
			}
		}));
	}

	private void ask(AppTarget self, MonoSink<Svid> sink) throws SSLException {
		CertificateRequest csr = CertificateRequest.generate();
		SignCertificateRequest request = SignCertificateRequest.newBuilder()
			.setId((this.asked.localIdentity() != null) ? this.asked.localIdentity() : self.id().value())
			.addAllJwtAudiences(this.asked.audiences())
			.setNamespace(self.namespace().value())
			.setToken(this.asked.token().read())
			.setTokenValidator(this.asked.token().validator())
			.setCertificateSigningRequest(ByteString.copyFromUtf8(csr.toPem()))
			.build();
		ManagedChannel channel = NettyChannelBuilder.forAddress(this.settings.host(), this.settings.port())
			.executor(this.blocking)
			.sslContext(security())
			.disableRetry()
			.build();
		sink.onDispose(channel::shutdownNow);
		ClientCall<SignCertificateRequest, SignCertificateResponse> call = channel.newCall(SIGN,
				CallOptions.DEFAULT.withDeadlineAfter(this.settings.patience().toMillis(), TimeUnit.MILLISECONDS));
		call.start(new ClientCall.Listener<>() {

			private @Nullable SignCertificateResponse response;

			@Override
			public void onMessage(SignCertificateResponse message) {
				this.response = message;
			}

			@Override
			public void onClose(Status status, Metadata trailers) {
				if (!status.isOk() || this.response == null) {
					sink.error(failure(words(status), status.getCause()));
					return;
				}
				try {
					sink.success(svid(this.response, csr, self));
				}
				catch (IdentityException ex) {
					sink.error(failure(String.valueOf(ex.getMessage()), ex));
				}
			}

		}, new Metadata());
		call.request(2);
		call.sendMessage(request);
		call.halfClose();
	}

	private SslContext security() throws SSLException {
		return GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
			.protocols("TLSv1.3", "TLSv1.2")
			.endpointIdentificationAlgorithm(null)
			.trustManager(new SvidTrustManager(this.asked::anchors,
					(id) -> id.equals(this.settings.id()) ? null : this.settings.id().toString()))
			.build();
	}

	private Svid svid(SignCertificateResponse response, CertificateRequest csr, AppTarget self) {
		Svid svid = Svid.of(Pem.certificates(response.getWorkloadCertificate().toStringUtf8(), "its answer"),
				csr.keys().getPrivate());
		List<String> expected = List.of(self.namespace().value(), self.id().value());
		if (this.asked.localIdentity() == null && !svid.id().namespaceAndApp().equals(expected)) {
			throw new IdentityException(
					"it certified " + svid.id() + " (expected: /ns/" + self.namespace() + "/" + self.id() + ")", null);
		}
		if (!svid.chain().get(0).getPublicKey().equals(csr.keys().getPublic())) {
			throw new IdentityException("it certified another key than the one it was asked for", null);
		}
		Map<String, JwtSvid> tokens = tokens(response, svid.id().trustDomain());
		return tokens.isEmpty() ? svid : svid.withTokens(tokens, Instant.now());
	}

	private static Map<String, JwtSvid> tokens(SignCertificateResponse response, String trustDomain) {
		Map<String, JwtSvid> tokens = new HashMap<>();
		Instant now = Instant.now();
		if (response.hasJwt()) {
			JwtSvid all = JwtSvid.parse(response.getJwt().getValue(), now).requireAudience(trustDomain, false);
			tokens.put(trustDomain, all);
		}
		response.getPerAudienceJwtsMap()
			.forEach((audience, token) -> tokens.put(audience,
					JwtSvid.parse(token.getValue(), now).requireAudience(audience, true)));
		return tokens;
	}

	// What gRPC says of a connection names its handlers.
	private static String words(Status status) {
		String description = (status.getDescription() != null) ? status.getDescription() : "no description";
		Throwable cause = status.getCause();
		return status.getCode() + " " + ((cause != null) ? reason(cause) : description);
	}

	private static String reason(Throwable error) {
		Throwable cause = error;
		while (cause.getCause() != null && !(cause instanceof IdentityException)) {
			cause = cause.getCause();
		}
		return String.valueOf(cause.getMessage());
	}

	private IdentityException failure(String why, @Nullable Throwable cause) {
		return new IdentityException(
				"No identity from Sentry at " + this.settings.host() + ":" + this.settings.port() + ": " + why, cause);
	}

}
