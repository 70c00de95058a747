package dev.daprinvoke.transport.grpc;

import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.InternalProtocolNegotiator.ProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;

/**
 * Whether connections to a gRPC app are encrypted (contract section 3.3).
 */
public enum AppSecurity {

	/** {@code --app-protocol grpc}: they are not. */
	PLAINTEXT(() -> InternalProtocolNegotiators::plaintext),

	/** {@code --app-protocol grpcs}: TLS 1.2 or newer, with whoever answers. */
	TLS(() -> {
		SslContext context = trusting();
		return () -> InternalProtocolNegotiators.tls(context, null, null);
	});

	private final Supplier<Supplier<ProtocolNegotiator>> negotiators;

	AppSecurity(Supplier<Supplier<ProtocolNegotiator>> negotiators) {
		this.negotiators = negotiators;
	}

	Supplier<ProtocolNegotiator> negotiators() {
		return this.negotiators.get();
	}

	private static SslContext trusting() {
		try {
			return GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
				.protocols("TLSv1.3", "TLSv1.2")
				.trustManager(InsecureTrustManagerFactory.INSTANCE)
				.endpointIdentificationAlgorithm(null)
				.build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException("this JDK has no TLS", ex);
		}
	}

}
