const http = require("http");

const port = Number(process.env.PORT || 8080);
const version = process.env.SLIPWAY_VERSION || "?";

http
  .createServer((request, response) => {
    response.setHeader("Content-Type", "text/plain; charset=utf-8");
    response.end(`Hello from Node ${process.version}, version ${version}\n`);
  })
  .listen(port, () => console.log(`listening on ${port}`));
