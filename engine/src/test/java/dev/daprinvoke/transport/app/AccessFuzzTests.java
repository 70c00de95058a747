package dev.daprinvoke.transport.app;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.daprinvoke.error.AccessDeniedException;
import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.policy.access.ConfiguredAccess;
import dev.daprinvoke.policy.access.Permit;
import dev.daprinvoke.resource.AccessControl;
import dev.daprinvoke.resource.Position;
import dev.daprinvoke.target.Addressed;
import dev.daprinvoke.target.CleanPath;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.PercentDecoder;
import dev.daprinvoke.target.SpiffeId;
import dev.daprinvoke.target.TargetParser;
import dev.daprinvoke.target.Utf8Escape;
import dev.daprinvoke.testkit.Calls;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Paths of all sorts, in the three forms in which an app is addressed: what is decided on
 * is what is dispatched, and nothing that a policy denies reaches a handler of an app
 * that decodes the path as apps do (decisions.md, "Access policy and encoded paths";
 * contract section 1.4). A million in CI.
 */
class AccessFuzzTests {

	private static final int PATHS = "true".equals(System.getenv("CI")) ? 340_000 : 30_000;

	private static final SpiffeId SHOP = SpiffeId.parse("spiffe://public/ns/default/shop");

	private static final List<String> PIECES = List.of("admin", "ADMIN", "%61dmin", "%2561dmin", "adm%69n", "adm%2569n",
			"a", "dmin", "items", "/", "//", "%2f", "%2F", "%252f", "\\", "%5c", ".", "..", "%2e", "%2E%2e", "%252e",
			"/./", "/../", ";", "%", "%2", "%zz", "%00", " ", "+", "*", "ä", "%c3%a4", "%ff", "\udc80", "K", "~", "@",
			":", "&", "=");

	enum Form {

		PATH, HEADER, BASIC_AUTH

	}

	private final AccessGate gate = new AccessGate(new ConfiguredAccess(new AccessControl(false, "public",
			List.of(new AccessControl.AppPolicy("shop", "default", "public", true,
					List.of(new AccessControl.Operation("admin/**", Set.of("*"), false)),
					new Position(Path.of("a test"), 1, 1)))),
			true));

	@ParameterizedTest
	@EnumSource
	void whenAPolicyDeniesAPathThenNoSpellingOfItReachesItsHandler(Form form) {
		long seed = 20_261_123L + form.ordinal();
		Random random = new Random(seed);
		int permitted = 0;
		int denied = 0;
		for (int i = 0; i < PATHS; i++) {
			String raw = path(random);
			MethodPath method = method(form, raw);
			if (method == null) {
				continue;
			}
			Permit permit = permit(method);
			if (permit == null) {
				denied++;
				continue;
			}
			permitted++;
			assertThat(permit.method()).isSameAs(method);
			String handler = handler(permit.method());
			assertThat(handler == null || !isDenied(handler))
				.as("seed %d, path %d: %s was sent as %s and reaches %s", seed, i, raw, method, handler)
				.isTrue();
		}
		assertThat(permitted).isGreaterThan(PATHS / 4);
		assertThat(denied).isGreaterThan(PATHS / 50);
	}

	private static String path(Random random) {
		StringBuilder path = new StringBuilder();
		for (int pieces = 1 + random.nextInt(6); pieces > 0; pieces--) {
			path.append((random.nextInt(20) == 0) ? String.valueOf((char) (0x20 + random.nextInt(0x60)))
					: PIECES.get(random.nextInt(PIECES.size())));
		}
		return path.toString();
	}

	/** As the edge does it: the path is decoded once, then taken apart. */
	private static @Nullable MethodPath method(Form form, String raw) {
		String prefix = (form == Form.PATH) ? "/v1.0/invoke/cart/method/" : "/";
		String decoded = PercentDecoder.path(prefix + raw);
		if (decoded == null) {
			return null;
		}
		String basic = "Basic "
				+ Base64.getEncoder().encodeToString("dapr-app-id:cart".getBytes(StandardCharsets.UTF_8));
		Addressed addressed = TargetParser.parse(decoded, (form == Form.HEADER) ? "cart" : null,
				(form == Form.BASIC_AUTH) ? basic : null);
		try {
			// The callee normalises what it gets once more.
			return (addressed != null) ? MethodPath.of(MethodPath.of(addressed.method()).value()) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private @Nullable Permit permit(MethodPath method) {
		try {
			return this.gate.admit(new InvokeRequest(Calls.app("cart"), method, Verb.GET, "", null, "",
					new InvokeHeaders(), InvokeBody.EMPTY), SHOP);
		}
		catch (AccessDeniedException ex) {
			return null;
		}
	}

	/** The path that the app's router looks for: decoded once, dots resolved. */
	private static @Nullable String handler(MethodPath dispatched) {
		try {
			String target = AppUri.of("http://127.0.0.1:80", "", dispatched, "");
			String decoded = PercentDecoder.path(target);
			assertThat(decoded).as("the app can decode %s", target).isNotNull();
			return CleanPath.of(Utf8Escape.toLatin1(decoded));
		}
		catch (AppCallException ex) {
			return null;
		}
	}

	private static boolean isDenied(String handler) {
		String path = handler.toLowerCase(Locale.ROOT);
		return path.equals("/admin") || path.startsWith("/admin/");
	}

}
