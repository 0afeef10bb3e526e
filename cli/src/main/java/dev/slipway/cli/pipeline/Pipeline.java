package dev.slipway.cli.pipeline;

/** One pipeline and all that a client does with it. Thread-safe. */
public final class Pipeline implements AutoCloseable {
    private final Site site;
    private final Clients clients;

    /** Takes the clients over and closes them with itself. */
    public Pipeline(Site site, Clients clients) {
        this.site = site;
        this.clients = clients;
    }

    public Site site() {
        return site;
    }

    public Clients clients() {
        return clients;
    }

    public Functions functions() {
        return new Functions(site, clients);
    }

    public Records records() {
        return new Records(site, clients);
    }

    public Uploads uploads() {
        return new Uploads(site, clients);
    }

    public Executions executions() {
        return new Executions(site, clients);
    }

    public Builds builds() {
        return new Builds(records(), executions(), site);
    }

    public AppRemoval removal() {
        return new AppRemoval(site, clients);
    }

    public Statements statements() {
        return new Statements(clients);
    }

    public Logs logs() {
        return new Logs(site, clients);
    }

    public Traces traces() {
        return new Traces(site, clients);
    }

    @Override
    public void close() {
        clients.close();
    }
}
