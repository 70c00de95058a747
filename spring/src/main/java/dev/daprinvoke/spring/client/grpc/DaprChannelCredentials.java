package dev.daprinvoke.spring.client.grpc;

import java.util.function.Predicate;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;

import org.springframework.grpc.client.ChannelCredentialsProvider;
import org.springframework.grpc.client.VirtualTargets;

/**
 * Encrypts the channels to Dapr apps if the sidecar's endpoint asks for it, or somebody
 * who configured this very channel. What is configured for channels in general is meant
 * for servers, not for the sidecar next door. Channels with other targets get the
 * credentials they would have without us.
 */
public final class DaprChannelCredentials implements ChannelCredentialsProvider {

	private final GrpcEndpoint endpoint;

	private final VirtualTargets targets;

	private final Predicate<String> encrypted;

	private final ChannelCredentialsProvider others;

	/**
	 * Creates a provider.
	 * @param endpoint where the sidecar's gRPC API is
	 * @param targets finds the target of a channel that is asked for by a name
	 * @param encrypted says of a channel's target or name whether TLS is configured for
	 * this very channel
	 * @param others gives the credentials of channels with other targets, and the trust
	 * and keys of encrypted channels to Dapr apps; if it has none for such a channel, the
	 * JVM's trusted authorities are used
	 */
	public DaprChannelCredentials(GrpcEndpoint endpoint, VirtualTargets targets, Predicate<String> encrypted,
			ChannelCredentialsProvider others) {
		this.endpoint = endpoint;
		this.targets = targets;
		this.encrypted = encrypted;
		this.others = others;
	}

	@Override
	public ChannelCredentials getChannelCredentials(String target) {
		if (!DaprTarget.isDapr(this.targets.getTarget(target))) {
			return this.others.getChannelCredentials(target);
		}
		if (!this.endpoint.tls() && !this.encrypted.test(target)) {
			return InsecureChannelCredentials.create();
		}
		ChannelCredentials configured = this.others.getChannelCredentials(target);
		return (configured instanceof InsecureChannelCredentials) ? TlsChannelCredentials.create() : configured;
	}

}
