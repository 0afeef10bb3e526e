package dev.slipway.cli.console;

/** The keys that the person at the terminal presses, one by one, without Enter. */
public interface Keyboard extends AutoCloseable {
    /** A keyboard that nobody sits at. */
    Keyboard NONE = new Keyboard() {
        @Override
        public boolean listen() {
            return false;
        }

        @Override
        public String pressed() {
            return "";
        }

        @Override
        public void close() {
            // Nothing was taken over.
        }
    };

    /** Takes the keys over if they are this process's to take, and says whether they arrive here now. */
    boolean listen();

    /** Returns the keys that were pressed since the last call, without waiting for one. */
    String pressed();

    /** Gives the keys back; the terminal is as it was. */
    @Override
    void close();
}
