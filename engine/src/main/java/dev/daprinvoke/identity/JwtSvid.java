package dev.daprinvoke.identity;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import org.jspecify.annotations.Nullable;

/**
 * A token that says who its holder is to those who do not speak mutual TLS (the SPIFFE
 * specification's JWT-SVID). Its signature is not for its holder to check (platform
 * contract section 1.2).
 *
 * @param audiences whom it is meant for
 * @param expiresAt when nobody believes it any more
 * @param token the token itself, a secret
 */
public record JwtSvid(List<String> audiences, Instant expiresAt, String token) {

	/** The clocks of both sides may differ by so much. */
	private static final Duration SKEW = Duration.ofMinutes(5);

	private static final int PARTS = 3;

	public JwtSvid {
		audiences = List.copyOf(audiences);
	}

	/**
	 * Reads a token.
	 * @param token the token
	 * @param now this moment
	 * @return what it says
	 * @throws IdentityException if it is none, or none of this time
	 */
	static JwtSvid parse(String token, Instant now) {
		String[] parts = token.split("\\.", -1);
		if (parts.length != PARTS) {
			throw malformed("it has " + parts.length + " parts (expected: " + PARTS + ")");
		}
		Struct.Builder claims = Struct.newBuilder();
		try {
			JsonFormat.parser()
				.merge(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8), claims);
		}
		catch (IllegalArgumentException | InvalidProtocolBufferException ex) {
			throw malformed("its claims cannot be read");
		}
		Instant expiresAt = time(claims, "exp");
		if (expiresAt == null) {
			throw malformed("it never expires");
		}
		if (expiresAt.plus(SKEW).isBefore(now)) {
			throw malformed("it expired at " + expiresAt);
		}
		Instant from = time(claims, "nbf");
		if (from != null && from.minus(SKEW).isAfter(now)) {
			throw malformed("it holds from " + from);
		}
		return new JwtSvid(audiences(claims.getFieldsOrDefault("aud", Value.getDefaultInstance())), expiresAt, token);
	}

	private static List<String> audiences(Value claim) {
		return switch (claim.getKindCase()) {
			case STRING_VALUE -> List.of(claim.getStringValue());
			case LIST_VALUE -> claim.getListValue().getValuesList().stream().map(Value::getStringValue).toList();
			default -> List.of();
		};
	}

	private static @Nullable Instant time(Struct.Builder claims, String name) {
		Value value = claims.getFieldsOrDefault(name, Value.getDefaultInstance());
		return value.hasNumberValue() ? Instant.ofEpochSecond((long) value.getNumberValue()) : null;
	}

	/**
	 * Requires that a token is meant for somebody.
	 * @param audience for whom, among others or alone
	 * @param alone whether for nobody else
	 * @return this
	 * @throws IdentityException if it is not
	 */
	JwtSvid requireAudience(String audience, boolean alone) {
		if (alone ? !this.audiences.equals(List.of(audience)) : !this.audiences.contains(audience)) {
			throw malformed("its audience is " + this.audiences + " (expected: " + audience + ")");
		}
		return this;
	}

	private static IdentityException malformed(String why) {
		return new IdentityException("a token in its answer cannot be used: " + why, null);
	}

	/** Without the token, which is a secret. */
	@Override
	public String toString() {
		return "JwtSvid[audiences=" + this.audiences + ", expiresAt=" + this.expiresAt + "]";
	}

}
