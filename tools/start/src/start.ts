import { readEnvironment } from './env.ts';
import { runCommand } from './failure.ts';
import { readParts } from './supervisor/plan.ts';
import { supervise } from './supervisor/supervise.ts';

/** `npm start [-- --only database,api,worker,web]` */
await runCommand(() =>
  supervise({ environment: readEnvironment(), parts: readParts(process.argv.slice(2)) }),
);
