import { ensureBuilt } from './build/build.ts';
import { runCommand } from './failure.ts';
import { generators } from './generators.ts';
import { runNode } from './program.ts';
import { inRepository } from './repository.ts';

/** `npm run generate`: everything in the repository that is rendered from something else. */
await runCommand(async () => {
  await ensureBuilt(['prisma-client'], (line) => console.log(line));
  let worst = 0;
  for (const { script } of generators()) {
    const { code } = await runNode([inRepository(script)], { isShown: true });
    worst = Math.max(worst, code);
  }
  return worst;
});
