import { createHash } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';

/**
 * The least that could be called a store of events and a read of days: Fastify and one prepared statement for each. The same rows go
 * into a like table with the same indexes, in one INSERT for a batch; nothing is checked, folded or computed.
 */
const { PORT, DATABASE_URL, ORGANIZATION = '' } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const { rows: known } = await pool.query<{ userId: string; day: string }>(
  'SELECT user_id AS "userId", day::text FROM attendance_summary WHERE organization_id = $1 ORDER BY random() LIMIT 500',
  [ORGANIZATION],
);
await pool.query('CREATE TABLE IF NOT EXISTS bare_event (LIKE session_event INCLUDING ALL)');
type Sent = {
  eventId: string;
  seq: number;
  occurredAt: number;
  action: { type: string; sessionId?: string };
};
const app = Fastify();
let next = 0;

app.post('/events/:user/:device', async (request) => {
  const { user, device } = request.params as { user: string; device: string };
  const { events } = request.body as { events: Sent[] };
  const rows = events.map((event) => ({
    event_id: event.eventId,
    seq: event.seq,
    type: event.action.type,
    session_id: event.action.sessionId,
    payload: event,
    payload_hash: createHash('sha256').update(JSON.stringify(event)).digest('hex'),
    canonical_at: new Date(event.occurredAt),
  }));
  await pool.query({
    name: 'insert_events',
    text: `INSERT INTO bare_event (organization_id, user_id, device_id, received_at, event_id, seq, type, session_id, payload,
        payload_hash, canonical_at, is_clamped, result)
      SELECT $1, $2, $3, now(), r.event_id, r.seq, r.type, r.session_id, r.payload, decode(r.payload_hash, 'hex'), r.canonical_at,
        false, 'applied'
      FROM jsonb_to_recordset($4::jsonb) AS r (event_id uuid, seq int, type text, session_id uuid, payload jsonb, payload_hash text,
        canonical_at timestamptz)`,
    values: [ORGANIZATION, user, device, JSON.stringify(rows)],
  });
  return { results: events.map(({ eventId }) => ({ eventId, result: 'applied' })) };
});
app.get('/day', async () => {
  next = (next + 1) % known.length;
  const { rows } = await pool.query({
    name: 'read_day',
    text: `SELECT day, worked_ms, break_ms, unresolved_ms, first_in, last_out, status FROM attendance_summary
      WHERE organization_id = $1 AND user_id = $2 AND day = $3`,
    values: [ORGANIZATION, known[next]?.userId, known[next]?.day],
  });
  return rows[0];
});
app.get('/team-days', async () => {
  const { rows } = await pool.query({
    name: 'read_team_days',
    text: `SELECT user_id, day, worked_ms, break_ms, unresolved_ms, first_in, last_out, status FROM attendance_summary
      WHERE organization_id = $1 ORDER BY user_id, day`,
    values: [ORGANIZATION],
  });
  return { rows };
});
app.get('/ready', async () => ({ status: 'ready' }));
await app.listen({ host: '127.0.0.1', port: Number(PORT) });
process.once('SIGTERM', () => void app.close().then(() => pool.end()));
