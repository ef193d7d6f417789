import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';

/**
 * The least that could be called a webhook receiver: Fastify, the HMAC of the body, one INSERT of the same raw row, 202.
 * No second key, no batching, no queue, no framework.
 */
const { PORT, DATABASE_URL, SECRET = '' } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const app = Fastify({ bodyLimit: 26 * 1024 * 1024 });

app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

app.post('/webhooks', async (request, reply) => {
  const body = request.body as Buffer;
  const given = Buffer.from(
    String(request.headers['x-hub-signature-256'] ?? '').replace('sha256=', ''),
    'hex',
  );
  const expected = createHmac('sha256', SECRET).update(body).digest();
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return reply.code(401).send();
  await pool.query({
    name: 'insert_raw_delivery',
    text: `INSERT INTO raw_delivery (id, received_at, guid, event, headers, body, body_sha256, state)
           VALUES ($1, $2, $3, $4, $5, $6, $7, 'received')`,
    values: [
      randomUUID(),
      new Date(),
      request.headers['x-github-delivery'],
      request.headers['x-github-event'],
      JSON.stringify({ 'user-agent': request.headers['user-agent'] }),
      body,
      createHash('sha256').update(body).digest(),
    ],
  });
  return reply.code(202).send({ status: 'accepted' });
});
app.get('/ready', async () => ({ status: 'ready' }));
await app.listen({ host: '127.0.0.1', port: Number(PORT) });
process.once('SIGTERM', () => void app.close().then(() => pool.end()));
