package dev.daprinvoke.transport.frame;

import java.io.IOException;

import com.google.protobuf.Any;
import org.jspecify.annotations.Nullable;

/**
 * {@code InternalInvokeResponse} on the wire (contract section 2.2). Trailers and all of
 * a status but its code are read and forgotten.
 */
final class ResponseHeadCodec implements HeadCodec<ResponseHead> {

	private static final int STATUS = 1;

	private static final int HEADERS = 2;

	private static final int TRAILERS = 3;

	private static final int MESSAGE = 4;

	// In the status.

	private static final int CODE = 1;

	private static final int TEXT = 2;

	private static final int DETAILS = 3;

	// In the message.

	private static final int DATA = 1;

	private static final int CONTENT_TYPE = 2;

	@Override
	public void write(ResponseHead head, BackwardWriter out) {
		String contentType = head.contentType();
		if (contentType != null) {
			int end = out.size();
			out.textIfAny(CONTENT_TYPE, contentType);
			out.message(MESSAGE, out.size() - end);
		}
		HeaderEntries.write(head.headers(), HEADERS, out);
		if (head.hasStatus()) {
			int end = out.size();
			out.numberIfAny(CODE, head.status());
			out.message(STATUS, out.size() - end);
		}
	}

	@Override
	public ResponseHead read(byte[] bytes) throws IOException {
		return new Reading(new HeadReader(bytes)).head();
	}

	private static final class Reading {

		private final HeadReader in;

		private final HeaderEntries headers = new HeaderEntries();

		private boolean hasStatus;

		private int code;

		private @Nullable String contentType;

		private Reading(HeadReader in) {
			this.in = in;
		}

		private ResponseHead head() throws IOException {
			for (int tag = this.in.next(); tag != 0; tag = this.in.next()) {
				if (tag == HeadReader.lengthDelimited(HEADERS)) {
					this.in.entry(this.headers);
				}
				else if (tag == HeadReader.lengthDelimited(STATUS)) {
					this.hasStatus = true;
					status();
				}
				else if (tag == HeadReader.lengthDelimited(MESSAGE)) {
					this.contentType = (this.contentType != null) ? this.contentType : "";
					message();
				}
				else if (tag == HeadReader.lengthDelimited(TRAILERS)) {
					this.in.entry(new HeaderEntries());
				}
				else {
					this.in.skip(tag);
				}
			}
			return new ResponseHead(this.hasStatus, this.code, this.headers.headers(), this.contentType);
		}

		private void status() throws IOException {
			int outer = this.in.enter();
			for (int tag = this.in.next(); tag != 0; tag = this.in.next()) {
				if (tag == HeadReader.varint(CODE)) {
					this.code = this.in.number();
				}
				else if (tag == HeadReader.lengthDelimited(TEXT)) {
					this.in.text();
				}
				else if (tag == HeadReader.lengthDelimited(DETAILS)) {
					this.in.drop(Any.parser());
				}
				else {
					this.in.skip(tag);
				}
			}
			this.in.leave(outer);
		}

		private void message() throws IOException {
			int outer = this.in.enter();
			for (int tag = this.in.next(); tag != 0; tag = this.in.next()) {
				if (tag == HeadReader.lengthDelimited(CONTENT_TYPE)) {
					this.contentType = this.in.text();
				}
				else if (tag == HeadReader.lengthDelimited(DATA)) {
					this.in.typeUrl("");
				}
				else {
					this.in.skip(tag);
				}
			}
			this.in.leave(outer);
		}

	}

}
