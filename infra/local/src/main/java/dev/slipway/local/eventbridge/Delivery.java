package dev.slipway.local.eventbridge;

/**
 * An event on its way to one target.
 *
 * @param id names it in the journal
 * @param acceptedAt milliseconds of the epoch
 * @param attempts how often it was tried
 */
record Delivery(String id, String rule, String payload, long acceptedAt, int attempts) {

    Delivery tried() {
        return new Delivery(id, rule, payload, acceptedAt, attempts + 1);
    }
}
