package dev.daprinvoke.spring.client.reactive;

import java.net.HttpCookie;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * The cookies that an answer sets.
 */
final class SetCookies {

	private static final String SAME_SITE = "samesite=";

	private SetCookies() {
	}

	/**
	 * Reads cookies.
	 * @param headers the values of {@code Set-Cookie}
	 * @return the cookies by name; those that are none are left out
	 */
	static MultiValueMap<String, ResponseCookie> of(List<String> headers) {
		MultiValueMap<String, ResponseCookie> cookies = new LinkedMultiValueMap<>();
		for (String header : headers) {
			try {
				for (HttpCookie cookie : HttpCookie.parse(header)) {
					cookies.add(cookie.getName(), ResponseCookie.from(cookie).sameSite(sameSite(header)).build());
				}
			}
			catch (IllegalArgumentException ex) {
				// The header is still there for those who know better.
				continue;
			}
		}
		return cookies;
	}

	private static @Nullable String sameSite(String header) {
		for (String part : header.split(";")) {
			String attribute = part.strip();
			if (attribute.toLowerCase(Locale.ROOT).startsWith(SAME_SITE)) {
				return attribute.substring(SAME_SITE.length());
			}
		}
		return null;
	}

}
