/**
 * The objects on disk. One file per object, named by the hash of its key so that any key is exact on any file system:
 * the bytes first, then what is known of them, then a footer that says where that begins. A put writes a file of its
 * own and moves it over the old one, so a reader sees one whole object or the other, and so does a restart. An index in
 * memory, read from the files at start, answers what needs no bytes; conditions are judged against it under the lock of
 * the key.
 */
@NullMarked
package dev.slipway.local.s3.objects;

import org.jspecify.annotations.NullMarked;
