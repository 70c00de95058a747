package dev.daprinvoke.invoke;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Guesses the type of a body whose app named none, from its first bytes, as Go's server
 * does for real Dapr: by the algorithm of the WHATWG MIME Sniffing Standard and the types
 * that Go documents for it.
 */
final class ContentSniffer {

	private static final String TEXT = "text/plain; charset=utf-8";

	private static final List<String> HTML = List.of("<!doctype html", "<html", "<head", "<script", "<iframe", "<h1",
			"<div", "<font", "<table", "<a", "<style", "<title", "<b", "<body", "<br", "<p", "<!--");

	/** Stands for any byte. */
	private static final char ANY = '\u0100';

	private static final Signature MP4 = new Signature(any(4) + "ftyp", "video/mp4");

	/** How files begin, in Go's order: the first that fits counts. */
	private static final List<Signature> SIGNATURES = List.of(new Signature("%PDF-", "application/pdf"),
			new Signature("%!PS-Adobe-", "application/postscript"),
			// Go wants to see four bytes behind each of these marks.
			new Signature("\u00fe\u00ff" + any(2), "text/plain; charset=utf-16be"),
			new Signature("\u00ff\u00fe" + any(2), "text/plain; charset=utf-16le"),
			new Signature("\u00ef\u00bb\u00bf" + any(1), TEXT), new Signature("\0\0\u0001\0", "image/x-icon"),
			new Signature("\0\0\u0002\0", "image/x-icon"), new Signature("BM", "image/bmp"),
			new Signature("GIF87a", "image/gif"), new Signature("GIF89a", "image/gif"),
			new Signature("RIFF" + any(4) + "WEBPVP", "image/webp"),
			new Signature("\u0089PNG\r\n\u001a\n", "image/png"), new Signature("\u00ff\u00d8\u00ff", "image/jpeg"),
			new Signature("FORM" + any(4) + "AIFF", "audio/aiff"), new Signature("ID3", "audio/mpeg"),
			new Signature("OggS\0", "application/ogg"), new Signature("MThd\0\0\0\u0006", "audio/midi"),
			new Signature("RIFF" + any(4) + "AVI ", "video/avi"), new Signature("RIFF" + any(4) + "WAVE", "audio/wave"),
			MP4, new Signature("\u001aE\u00df\u00a3", "video/webm"),
			new Signature(any(34) + "LP", "application/vnd.ms-fontobject"), new Signature("\0\u0001\0\0", "font/ttf"),
			new Signature("OTTO", "font/otf"), new Signature("ttcf", "font/collection"),
			new Signature("wOFF", "font/woff"), new Signature("wOF2", "font/woff2"),
			new Signature("\u001f\u008b\b", "application/x-gzip"), new Signature("PK\u0003\u0004", "application/zip"),
			new Signature("Rar!\u001a\u0007\0", "application/x-rar-compressed"),
			new Signature("Rar!\u001a\u0007\u0001\0", "application/x-rar-compressed"),
			new Signature("\0asm", "application/wasm"));

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
		for (Signature signature : SIGNATURES) {
			if (signature.isAtStartOf(bytes) && (signature != MP4 || isMp4(bytes))) {
				return signature.type();
			}
		}
		return bytes.chars().anyMatch(ContentSniffer::isBinary) ? "application/octet-stream" : TEXT;
	}

	// The brands stand in the file's first box, except in the place of a version.
	private static boolean isMp4(String bytes) {
		if (bytes.length() < 12) {
			return false;
		}
		long box = (long) bytes.charAt(0) << 24 | bytes.charAt(1) << 16 | bytes.charAt(2) << 8 | bytes.charAt(3);
		if (box > bytes.length() || box % 4 != 0) {
			return false;
		}
		for (int at = 8; at < box; at += 4) {
			if (at != 12 && bytes.startsWith("mp4", at)) {
				return true;
			}
		}
		return false;
	}

	private static String any(int bytes) {
		return String.valueOf(ANY).repeat(bytes);
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

	/**
	 * The first bytes of a type of file.
	 *
	 * @param pattern one char for each byte, or {@link #ANY}
	 * @param type the type
	 */
	private record Signature(String pattern, String type) {

		boolean isAtStartOf(String bytes) {
			if (bytes.length() < this.pattern.length()) {
				return false;
			}
			for (int i = 0; i < this.pattern.length(); i++) {
				char expected = this.pattern.charAt(i);
				if (expected != ANY && expected != bytes.charAt(i)) {
					return false;
				}
			}
			return true;
		}

	}

}
