import { runCommand } from './failure.ts';
import { runNode } from './program.ts';
import { inRepository } from './repository.ts';

/** `npm run bench -- NAME [--json]` */
await runCommand(async () => {
  const script = inRepository('tools/bench/src/main.ts');
  const { code } = await runNode([script, ...process.argv.slice(2)], { isShown: true });
  return code;
});
