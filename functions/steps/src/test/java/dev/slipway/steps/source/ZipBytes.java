package dev.slipway.steps.source;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Writes a zip byte by byte; what its central directory says may differ from what its files say. */
final class ZipBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<ZipItem> listed = new ArrayList<>();
    private int countOff;

    ZipBytes file(String name, String content) {
        return item(ZipItem.of(name, content));
    }

    ZipBytes item(ZipItem item) {
        return item(item, UnaryOperator.identity());
    }

    /** Writes a file, and lists what the other makes of it. */
    ZipBytes item(ZipItem item, UnaryOperator<ZipItem> central) {
        ZipItem placed = item.at(out.size());
        out.writeBytes(placed.local());
        listed.add(central.apply(placed));
        return this;
    }

    ZipBytes unlisted(ZipItem item) {
        out.writeBytes(item.local());
        return this;
    }

    ZipBytes countedWrong() {
        countOff = 1;
        return this;
    }

    byte[] bytes() {
        int begin = out.size();
        listed.forEach(item -> out.writeBytes(item.central()));
        int count = listed.size() + countOff;
        out.writeBytes(new ZipItem.LittleEndian()
                .put(0x06054b50, 4)
                .put(0, 4)
                .put(count, 2)
                .put(count, 2)
                .put(out.size() - begin, 4)
                .put(begin, 4)
                .put(0, 2)
                .bytes());
        return out.toByteArray();
    }
}
