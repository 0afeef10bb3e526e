package dev.slipway.cli.pipeline;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Reads a text up to a length; a longer one ends in a failure, not in a text cut short. */
final class LimitedReader extends FilterReader {
    private long left;

    LimitedReader(Reader in, long characters) {
        super(in);
        this.left = characters;
    }

    @Override
    public int read() throws IOException {
        return counted(super.read(), 1);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        return counted(read, read);
    }

    private int counted(int result, int characters) throws TooLongException {
        if (result >= 0) {
            left -= characters;
        }
        if (left < 0) {
            throw new TooLongException();
        }
        return result;
    }

    /** Tells that a text has more characters than it may have. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("the text is too long");
        }
    }
}
