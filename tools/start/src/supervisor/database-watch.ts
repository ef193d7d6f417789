import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres.ts';
import { messageOf } from '../failure.ts';
import { isAlive } from '../processes.ts';
import type { ShutdownRequest } from './shutdown.ts';

export interface DatabaseWatchOptions {
  server: EmbeddedPostgres;
  dataDirectory: string;
  ownerPassword: string;
  log(line: string): void;
  /** Called with the server that takes the place of the one that died. */
  onServer(server: EmbeddedPostgres): void;
  shutdown: ShutdownRequest;
}

const pollMilliseconds = 1_000;
const restartsAllowed = 3;

/** Starts the database again, on its port, when it dies under the others. */
export function watchDatabase(options: DatabaseWatchOptions): void {
  const { shutdown, log } = options;
  const watch = async () => {
    let { server } = options;
    for (let restarts = 0; !shutdown.isRequested(); ) {
      await sleep(pollMilliseconds, undefined, { ref: false });
      if (isAlive(server.pid) || shutdown.isRequested()) continue;
      restarts++;
      if (restarts > restartsAllowed)
        return shutdown.request('the database keeps dying, see logs/postgres.log');
      log('the database died; starting it again');
      const { dataDirectory, ownerPassword } = options;
      const { port } = server;
      server = await startEmbeddedPostgres({ dataDirectory, ownerPassword, port, log });
      options.onServer(server);
      // the others know its address only
      if (server.port !== port) return shutdown.request(`port ${port} was taken while the database was away`);
    }
  };
  watch().catch((error) => shutdown.request(`the database does not start again: ${messageOf(error)}`));
}
