import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ReadinessReader } from './readiness.ts';

/** Requests that are being answered when the intake stops have this long. */
const ANSWER_MILLISECONDS = 5000;

/**
 * Not ready, but answering, for the time a load balancer needs to notice; then no new connections, the open requests get five
 * seconds, and after that the parts close in the order of `Lifecycle`.
 */
export async function stopApplication(app: NestFastifyApplication, drainSeconds: number): Promise<void> {
  app.get(ReadinessReader).startDraining();
  await sleep(drainSeconds * 1000);
  const server = app.getHttpServer();
  const cut = setTimeout(() => server.closeAllConnections(), ANSWER_MILLISECONDS);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}
