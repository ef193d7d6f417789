import type { Database } from '@devpulse/database/connection';
import type { FastifyInstance } from 'fastify';

/** Never imported by anything: the two imports above are the point. */
export type ImportsUpward = { database: Database; server: FastifyInstance };
