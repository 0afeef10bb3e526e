package dev.slipway.local.s3.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing.
 *
 * @param prefixes the common prefixes
 * @param next where the next page begins, as {@link Request#after} takes it; null on the last page
 */
public record Listing(
        List<StoredObject> objects,
        List<String> prefixes,
        @Nullable String next) {

    public Listing {
        objects = List.copyOf(objects);
        prefixes = List.copyOf(prefixes);
    }

    static Listing of(NavigableMap<String, StoredObject> index, Request request) {
        List<StoredObject> objects = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        String last = request.after();
        // Not before the prefix: what stands there cannot match.
        boolean fromPrefix = KeyOrder.INSTANCE.compare(request.prefix(), last) > 0;
        NavigableMap<String, StoredObject> rest =
                fromPrefix ? index.tailMap(request.prefix(), true) : index.tailMap(last, false);
        for (StoredObject object : rest.values()) {
            if (!object.key().startsWith(request.prefix())) {
                break;
            }
            String common = request.commonPrefix(object.key());
            // A page that ended with this prefix has already stood for all of its keys.
            if (common == null || KeyOrder.INSTANCE.compare(common, last) > 0) {
                if (objects.size() + prefixes.size() == request.limit()) {
                    return new Listing(objects, prefixes, request.limit() == 0 ? null : last);
                }
                if (common == null) {
                    objects.add(object);
                    last = object.key();
                } else {
                    prefixes.add(common);
                    last = common;
                }
            }
        }
        return new Listing(objects, prefixes, null);
    }

    /**
     * What to list.
     *
     * @param prefix empty for every key
     * @param delimiter empty for none
     * @param after keys up to and with this one were listed before; empty for none
     */
    public record Request(String prefix, String delimiter, String after, int limit) {

        @Nullable
        String commonPrefix(String key) {
            int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            return at < 0 ? null : key.substring(0, at + delimiter.length());
        }
    }
}
