package dev.daprinvoke.invoke;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Guesses the type of a body whose app named none, from its first bytes, as Go's server
 * does for real Dapr (the algorithm is the WHATWG MIME Sniffing Standard's, shortened to
 * the types that apps answer).
 */
final class ContentSniffer {

	private static final String TEXT = "text/plain; charset=utf-8";

	private static final List<String> HTML = List.of("<!doctype html", "<html", "<head", "<script", "<iframe", "<h1",
			"<div", "<font", "<table", "<a", "<style", "<title", "<b", "<body", "<br", "<p", "<!--");

	private static final Map<String, String> MAGIC = Map.ofEntries(Map.entry("%PDF-", "application/pdf"),
			Map.entry("%!PS-Adobe-", "application/postscript"), Map.entry("GIF87a", "image/gif"),
			Map.entry("GIF89a", "image/gif"), Map.entry("\u0089PNG\r\n\u001a\n", "image/png"),
			Map.entry("\u00ff\u00d8\u00ff", "image/jpeg"), Map.entry("BM", "image/bmp"),
			Map.entry("OggS\0", "application/ogg"), Map.entry("PK\u0003\u0004", "application/zip"),
			Map.entry("\u001f\u008b\b", "application/x-gzip"), Map.entry("\0asm", "application/wasm"),
			Map.entry("\u00ef\u00bb\u00bf", TEXT), Map.entry("\u00fe\u00ff", "text/plain; charset=utf-16be"),
			Map.entry("\u00ff\u00fe", "text/plain; charset=utf-16le"));

	private ContentSniffer() {
	}

	static String typeOf(byte[] start) {
		String bytes = new String(start, 0, Math.min(start.length, 512), StandardCharsets.ISO_8859_1);
		String text = bytes.replaceFirst("^[\t\n\f\r ]+", "");
		String lower = text.toLowerCase(Locale.ROOT);
		if (HTML.stream().anyMatch((tag) -> lower.startsWith(tag) && endsTag(text, tag))) {
			return "text/html; charset=utf-8";
		}
		if (text.startsWith("<?xml")) {
			return "text/xml; charset=utf-8";
		}
		for (Map.Entry<String, String> magic : MAGIC.entrySet()) {
			if (bytes.startsWith(magic.getKey())) {
				return magic.getValue();
			}
		}
		return bytes.chars().anyMatch(ContentSniffer::isBinary) ? "application/octet-stream" : TEXT;
	}

	private static boolean endsTag(String text, String tag) {
		if (tag.equals("<!--")) {
			return true;
		}
		return text.length() > tag.length() && " >".indexOf(text.charAt(tag.length())) >= 0;
	}

	private static boolean isBinary(int c) {
		return c <= 0x08 || c == 0x0b || (c >= 0x0e && c <= 0x1a) || (c >= 0x1c && c <= 0x1f);
	}

}
