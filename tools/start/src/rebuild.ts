import { ensureBuilt } from './build/build.ts';
import { runCommand } from './failure.ts';
import { runNode } from './program.ts';
import { inRepository } from './repository.ts';
import { instanceEnvironment } from './running-instance.ts';

/** `npm run rebuild -- --organization SLUG [--yes]`: the worker's command on the running instance's data. */
await runCommand(async () => {
  const environment = instanceEnvironment();
  await ensureBuilt(['worker'], (line) => console.log(line));
  const script = inRepository('apps/worker/dist/rebuild.js');
  const { code } = await runNode([script, ...process.argv.slice(2)], { isShown: true, environment });
  return code;
});
