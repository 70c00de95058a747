package dev.daprinvoke.transport.frame;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.Any;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.GrpcEnd;
import dev.daprinvoke.message.InvokeHeaders;

/**
 * {@code InternalInvokeResponse} on the wire (contract section 2.2).
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

	/** In {@code google.protobuf.Any}. */
	private static final int VALUE = 2;

	private static final int CONTENT_TYPE = 2;

	@Override
	public void write(ResponseHead head, BackwardWriter out) {
		String contentType = head.contentType();
		if (contentType != null) {
			int after = out.size();
			out.textIfAny(CONTENT_TYPE, contentType);
			if (!head.typeUrl().isEmpty()) {
				any(DATA, head.typeUrl(), null, out);
			}
			out.message(MESSAGE, out.size() - after);
		}
		GrpcEnd end = head.end();
		if (end != null) {
			HeaderEntries.write(end.trailers(), TRAILERS, out);
		}
		HeaderEntries.write(head.headers(), HEADERS, out);
		if (head.hasStatus()) {
			status(head.status(), end, out);
		}
	}

	private static void status(int code, @Nullable GrpcEnd end, BackwardWriter out) {
		int after = out.size();
		if (end != null) {
			for (int i = end.details().size() - 1; i >= 0; i--) {
				any(DETAILS, end.details().get(i).typeUrl(), end.details().get(i).value(), out);
			}
			out.textIfAny(TEXT, end.message());
		}
		out.numberIfAny(CODE, code);
		out.message(STATUS, out.size() - after);
	}

	private static void any(int field, String typeUrl, byte @Nullable [] value, BackwardWriter out) {
		int after = out.size();
		if (value != null && value.length > 0) {
			out.bytes(value);
			out.message(VALUE, value.length);
		}
		out.textIfAny(HeadReader.TYPE_URL, typeUrl);
		out.message(field, out.size() - after);
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

		private String typeUrl = "";

		private String text = "";

		private final List<GrpcEnd.Detail> details = new ArrayList<>(0);

		private @Nullable HeaderEntries trailers;

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
					HeaderEntries found = (this.trailers != null) ? this.trailers : new HeaderEntries();
					this.trailers = found;
					this.in.entry(found);
				}
				else {
					this.in.skip(tag);
				}
			}
			return new ResponseHead(this.hasStatus, this.code, this.headers.headers(), this.contentType, this.typeUrl,
					(this.hasStatus && this.code < 100) ? end() : null);
		}

		private GrpcEnd end() {
			return new GrpcEnd(this.text, this.details,
					(this.trailers != null) ? this.trailers.headers() : new InvokeHeaders(0));
		}

		private void status() throws IOException {
			int outer = this.in.enter();
			for (int tag = this.in.next(); tag != 0; tag = this.in.next()) {
				if (tag == HeadReader.varint(CODE)) {
					this.code = this.in.number();
				}
				else if (tag == HeadReader.lengthDelimited(TEXT)) {
					this.text = this.in.text();
				}
				else if (tag == HeadReader.lengthDelimited(DETAILS)) {
					Any detail = this.in.message(Any.parser());
					this.details.add(new GrpcEnd.Detail(detail.getTypeUrl(), detail.getValue().toByteArray()));
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
					this.typeUrl = this.in.typeUrl(this.typeUrl);
				}
				else {
					this.in.skip(tag);
				}
			}
			this.in.leave(outer);
		}

	}

}
