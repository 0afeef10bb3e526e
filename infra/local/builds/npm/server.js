const express = require('express');
const fs = require('node:fs');

const GREETING = 'hello';

const kind = (folder) => {
  try {
    fs.writeFileSync(`${folder}/written`, '');
    return 'writable';
  } catch {
    return 'read-only';
  }
};

const app = express();
app.get('/', (request, response) =>
  response.send(`npm greeting=${GREETING} uid=${process.getuid()} root=${kind('')} tmp=${kind('/tmp')}\n`));
const port = process.env.PORT || 8080;
app.listen(port, () => console.log(`npm: listening on ${port}`));
