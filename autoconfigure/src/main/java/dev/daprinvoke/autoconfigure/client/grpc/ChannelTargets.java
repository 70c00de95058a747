package dev.daprinvoke.autoconfigure.client.grpc;

import org.springframework.boot.grpc.client.autoconfigure.GrpcClientProperties;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientProperties.Channel;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientProperties.Channel.Ssl;
import org.springframework.core.env.PropertyResolver;
import org.springframework.grpc.client.VirtualTargets;

/**
 * What {@code spring.grpc.client.channel.*} says of a channel. Targets are found as far
 * as it takes to recognise those of Dapr apps; Boot's own class, which the channel
 * factories use, is not public.
 *
 * @param properties the channels that have a name
 * @param resolver replaces placeholders in targets
 */
record ChannelTargets(GrpcClientProperties properties, PropertyResolver resolver) implements VirtualTargets {

	@Override
	public String getTarget(String path) {
		Channel channel = this.properties.getChannel().get(path);
		return this.resolver.resolvePlaceholders((channel != null) ? channel.getTarget() : path);
	}

	boolean isEncrypted(String path) {
		Channel channel = this.properties.getChannel().get(path);
		if (channel == null) {
			return false;
		}
		Ssl ssl = channel.getSsl();
		return (ssl.getEnabled() != null) ? ssl.getEnabled() : ssl.getBundle() != null;
	}

}
