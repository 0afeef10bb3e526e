// A web server in one file: statically linked, so that its image needs nothing else.
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    const char *port = getenv("PORT");
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port ? atoi(port) : 8080), .sin_addr.s_addr = INADDR_ANY};
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 64)) {
        perror("listen");
        return 1;
    }
    printf("c: listening on %d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        char request[4096], body[128], answer[256];
        int client = accept(listener, NULL, NULL);
        if (client < 0 || read(client, request, sizeof request) <= 0) {
            close(client);
            continue;
        }
        FILE *root = fopen("/written", "w"), *temporary = fopen("/tmp/written", "w");
        int length = snprintf(body, sizeof body, "c greeting=%s uid=%d root=%s tmp=%s\n", GREETING, (int)getuid(),
                              root ? "writable" : "read-only", temporary ? "writable" : "read-only");
        if (root) fclose(root);
        if (temporary) fclose(temporary);
        int total = snprintf(answer, sizeof answer,
                             "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
                             length, body);
        if (write(client, answer, total) < 0) perror("write");
        close(client);
    }
}
