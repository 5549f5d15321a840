// Whether the server greets, by the address it was told to listen at: what the image's health check runs.
import { connect } from 'node:net';

const LIMIT_MS = 4_000;
const at = process.env.MAILSPEC_LISTEN_SMTP ?? '127.0.0.1:2525';
const colon = at.lastIndexOf(':');
const host = at.slice(0, colon).replace(/^\[|\]$/g, '');

function end(code, why) {
  process.stdout.write(`${why}\n`);
  process.exit(code);
}

// Listening everywhere is listening here.
const socket = at.startsWith('/')
  ? connect(at)
  : connect(Number(at.slice(colon + 1)), host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host);
socket.setTimeout(LIMIT_MS, () => end(1, 'silent'));
socket.once('error', (e) => end(1, e.message));
socket.once('close', () => end(1, 'closed without a greeting'));
socket.once('data', (greeting) => {
  const good = greeting.toString().startsWith('220');
  socket.end('QUIT\r\n', () => end(good ? 0 : 1, good ? 'greets' : 'does not greet'));
});
