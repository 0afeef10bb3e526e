# The base images that the tests build applications on, from the packages of the distribution that runs them, and
# BuildKit's own image. One stage is one image; images.sh builds them and says what the build contexts hold.

FROM scratch AS shell
ADD root.tar /
# What this machine trusts, so that package managers in RUN steps reach their registries as it does itself. Packages put
# their own in its place, so it comes again behind them.
COPY certificates/ /etc/ssl/certs/
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt DEBIAN_FRONTEND=noninteractive
COPY root/ /root/
CMD ["/bin/sh"]

FROM shell AS packages
# The JRE links its manuals there, though there are none.
RUN mkdir -p /usr/share/man/man1 && apt-get update -qq

FROM packages AS jre
RUN apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless
COPY certificates/ /etc/ssl/certs/

FROM jre AS maven
RUN apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless maven
COPY certificates/ /etc/ssl/certs/

FROM packages AS node
RUN apt-get install -y -qq --no-install-recommends nodejs
ADD npm.tgz /usr/lib/node_modules/
RUN mv /usr/lib/node_modules/package /usr/lib/node_modules/npm \
 && ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/bin/npm
COPY certificates/ /etc/ssl/certs/

FROM packages AS python
RUN apt-get install -y -qq --no-install-recommends python3 python3-pip python3-venv && ln -s python3 /usr/bin/python
COPY certificates/ /etc/ssl/certs/

FROM packages AS gcc
RUN apt-get install -y -qq --no-install-recommends gcc libc6-dev make

FROM scratch AS buildkit
COPY bin/buildkitd bin/buildctl /usr/bin/
COPY bin/runc /usr/bin/buildkit-runc
COPY certificates/ca-certificates.crt /etc/ssl/certs/
WORKDIR /tmp
WORKDIR /
VOLUME /var/lib/buildkit
ENTRYPOINT ["buildkitd"]
