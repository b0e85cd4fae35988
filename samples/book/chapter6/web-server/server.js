// Serves the files below /var/htdocs and notes every request in /var/logs/access.log.
const http = require('http');
const fs = require('fs');
const path = require('path');

const root = '/var/htdocs';
const log = '/var/logs/access.log';

http.createServer((request, response) => {
  const name = request.url === '/' ? '/index.html' : request.url.split('?')[0];
  const file = path.join(root, path.normalize(name));
  fs.readFile(file, (error, content) => {
    const status = error ? 404 : 200;
    fs.appendFile(log, `${new Date().toISOString()} ${request.method} ${request.url} ${status}\n`, () => {});
    response.writeHead(status, {'Content-Type': error ? 'text/plain' : 'text/html'});
    response.end(error ? 'not found\n' : content);
  });
}).listen(80, () => console.log('web server is listening on port 80'));
