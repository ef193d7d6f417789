import Fastify from 'fastify';
import pg from 'pg';

/** The least that could be called a read of one's database: Fastify, one prepared statement, one row by its primary key. */
const { PORT, DATABASE_URL } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const { rows: known } = await pool.query<{ id: string }>('SELECT id FROM pull_request LIMIT 500');
const app = Fastify();
let next = 0;

app.get('/pull-request', async () => {
  next = (next + 1) % known.length;
  const { rows } = await pool.query({
    name: 'read_pull_request',
    text: 'SELECT id, number, title, state, opened_at, merged_at FROM pull_request WHERE id = $1',
    values: [known[next]?.id],
  });
  return rows[0];
});
app.get('/ready', async () => ({ status: 'ready' }));
await app.listen({ host: '127.0.0.1', port: Number(PORT) });
process.once('SIGTERM', () => void app.close().then(() => pool.end()));
