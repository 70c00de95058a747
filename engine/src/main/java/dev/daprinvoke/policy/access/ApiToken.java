package dev.daprinvoke.policy.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;

/**
 * The token that callers of Dapr's APIs have to show. Both APIs ask here, so that neither
 * can be more generous or slower than the other; the token itself is never given away.
 */
public final class ApiToken {

	/** The name of the header, and of the gRPC metadata, that carries it. */
	public static final String HEADER = "dapr-api-token";

	private final byte[] token;

	/**
	 * Keeps a token.
	 * @param token the token
	 * @throws IllegalArgumentException if it is empty: everybody would know it
	 */
	public ApiToken(String token) {
		if (token.isEmpty()) {
			throw new IllegalArgumentException("token: (empty) (expected: what callers have to show)");
		}
		this.token = token.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Whether a caller may pass. The time this takes tells nothing of the token, not even
	 * its length.
	 * @param shown what the caller showed, one char for each byte, or {@code null} for
	 * nothing
	 * @return whether it is the token
	 */
	public boolean admits(@Nullable String shown) {
		byte[] bytes = (shown != null) ? shown.getBytes(StandardCharsets.ISO_8859_1) : new byte[0];
		// The first argument alone decides how long the comparison takes.
		return MessageDigest.isEqual(bytes, this.token);
	}

}
